"""Unheard replies, and the sentences that teachers approved for the ear of their class."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select

from bot.classroom.cohorts import Role
from bot.storage.codec import to_millis
from bot.storage.rows import Rows
from bot.storage.tables import attempt, event, example, membership, unheard
from dialogues.hearing.inventory import act_ids

LONGEST_EXAMPLE = 500

_TAUGHT = (
    select(example.c.act, example.c.reply, example.c.scenario)
    .join(membership, membership.c.cohort == example.c.cohort)
    .where(membership.c.person == bindparam("member"), membership.c.role == bindparam("role"))
    .order_by(example.c.id)
)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence for the ear, and the act it does."""

    scenario: str
    act: str
    customer: str
    reply: str


class Teaching(Rows):
    """Unheard replies and approved sentences, in one transaction."""

    def understood_since(
        self, cohorts: Sequence[int], since: datetime, most: int
    ) -> Sequence[tuple[int, int, str]]:
        """Replies of these classes' students that nobody has looked at yet: attempt, position of
        the hearing in the log, and the hearing as it is stored; newest talks first."""
        students = select(membership.c.person).where(
            membership.c.cohort.in_(cohorts), membership.c.role == Role.STUDENT
        )
        query = (
            select(event.c.attempt, event.c.position, event.c.data)
            .join(attempt, attempt.c.id == event.c.attempt)
            .outerjoin(
                unheard,
                and_(unheard.c.attempt == event.c.attempt, unheard.c.event == event.c.position),
            )
            .where(
                attempt.c.person.in_(students),
                attempt.c.over.is_(True),
                attempt.c.ended_at >= to_millis(since),
                event.c.kind == "understood",
                unheard.c.attempt.is_(None),
            )
            .order_by(event.c.attempt.desc(), event.c.position)
            .limit(most)
        )
        return [(row.attempt, row.position, row.data) for row in self._connection.execute(query)]

    def settle_unheard(self, talk: int, position: int, member: int, act: str, by: int) -> bool:
        """A teacher has dealt with a reply; false where somebody did so already."""
        made = self._into(unheard).on_conflict_do_nothing(index_elements=("attempt", "event"))
        values = {"attempt": talk, "event": position, "person": member, "act": act}
        rest = {"by": by, "at": to_millis(self.now)}
        return self._connection.execute(made, values | rest).rowcount == 1

    def keep_example(self, cohort: int, member: int, new: Example) -> bool:
        """Keep a student's sentence for a class's ear; false where the class has it already."""
        once = ("cohort", "act", "reply")
        made = self._into(example).on_conflict_do_nothing(index_elements=once)
        values = {
            "cohort": cohort,
            "person": member,
            "scenario": new.scenario,
            "act": new.act,
            "customer": new.customer[:LONGEST_EXAMPLE],
            "reply": new.reply[:LONGEST_EXAMPLE],
            "at": to_millis(self.now),
        }
        return self._connection.execute(made, values).rowcount == 1

    def examples(self, cohorts: Sequence[int] | None = None) -> Sequence[Example]:
        """All approved sentences, of these classes or of everyone, oldest first."""
        columns = (example.c.scenario, example.c.act, example.c.customer, example.c.reply)
        query = select(*columns).order_by(example.c.id)
        if cohorts is not None:
            query = query.where(example.c.cohort.in_(cohorts))
        return [Example(**row) for row in self._all(query)]

    def taught(self, member: int, scenario: str) -> Sequence[tuple[str, str]]:
        """Act and sentence of what the teachers of somebody's classes approved.

        An act that a customer's author defined is known to that customer alone.
        """
        asked = {"member": member, "role": Role.STUDENT}
        rows = self._connection.execute(_TAUGHT, asked)
        return [
            (row.act, row.reply) for row in rows if row.scenario == scenario or row.act in act_ids()
        ]
