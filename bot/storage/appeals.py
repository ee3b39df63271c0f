"""Appeals and their decisions; the examiner's own marks stay where they are."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, RowMapping, Select, select, update

from bot.classroom.appeals import Appeal
from bot.classroom.cohorts import Role
from bot.storage.codec import from_millis, to_millis
from bot.storage.rows import Rows
from bot.storage.tables import appeal as appeals
from bot.storage.tables import membership
from scoring.remarking import Decision, Verdict


class Appeals(Rows):
    """Appeals, in one transaction."""

    def appeal(self, new: Appeal) -> Appeal | None:
        """Keep an appeal; None where this attempt has one already."""
        values = {
            "attempt": new.attempt,
            "person": new.person,
            "rule": new.rule,
            "event": new.event,
            "start": new.start,
            "words": new.words,
            "before": new.before,
            "at": to_millis(new.at),
        }
        made = self._into(appeals).on_conflict_do_nothing(index_elements=("attempt",))
        if self._connection.execute(made, values).rowcount != 1:
            return None
        number = select(appeals.c.id).where(appeals.c.attempt == new.attempt)
        return replace(new, id=self._connection.execute(number).scalar_one())

    def appealed(self, number: int) -> Appeal | None:
        """The appeal with this id."""
        found = self._one(select(appeals).where(appeals.c.id == number))
        return _appeal(found) if found else None

    def newest_appeal(self, person: int) -> Appeal | None:
        """What somebody appealed against last."""
        own = select(appeals).where(appeals.c.person == person)
        found = self._one(own.order_by(appeals.c.id.desc()).limit(1))
        return _appeal(found) if found else None

    def add_words(self, number: int, words: str) -> None:
        """Keep what the student adds to an open appeal."""
        still_open = (appeals.c.id == number) & appeals.c.verdict.is_(None)
        self._connection.execute(update(appeals).where(still_open).values(words=words))

    def open_appeals(self, cohorts: Sequence[int]) -> Sequence[Appeal]:
        """Undecided appeals of students of these classes, oldest first."""
        query = select(appeals).where(appeals.c.verdict.is_(None), _from_classes(cohorts))
        return [_appeal(row) for row in self._all(query.order_by(appeals.c.id))]

    def decide(
        self, number: int, verdict: Verdict, by: int, after: int, card: str | None, reason: str
    ) -> bool:
        """Keep a decision, with the new scorecard if there is one; false where it came late."""
        decided = {
            "verdict": verdict.value,
            "decided_by": by,
            "decided_at": to_millis(self.now),
            "after": after,
            "card": card,
            "reason": reason,
        }
        still_open = (appeals.c.id == number) & appeals.c.verdict.is_(None)
        done = self._connection.execute(update(appeals).where(still_open).values(**decided))
        return done.rowcount == 1

    def decisions(self, cohorts: Sequence[int]) -> Sequence[Decision]:
        """All decided appeals of students of these classes."""
        query: Select[tuple[str, str, int, int]] = select(
            appeals.c.rule, appeals.c.verdict, appeals.c.before, appeals.c.after
        ).where(appeals.c.verdict.is_not(None), _from_classes(cohorts))
        rows = self._connection.execute(query.order_by(appeals.c.id))
        return [Decision(row.rule, Verdict(row.verdict), row.before, row.after) for row in rows]


def _from_classes(cohorts: Sequence[int]) -> ColumnElement[bool]:
    students = select(membership.c.person).where(
        membership.c.cohort.in_(cohorts), membership.c.role == Role.STUDENT.value
    )
    return appeals.c.person.in_(students)


def _appeal(row: RowMapping) -> Appeal:
    verdict = row["verdict"]
    return Appeal(
        id=row["id"],
        attempt=row["attempt"],
        person=row["person"],
        rule=row["rule"],
        event=row["event"],
        start=row["start"],
        words=row["words"],
        before=row["before"],
        at=from_millis(row["at"]),
        verdict=None if verdict is None else Verdict(verdict),
        after=row["after"],
        reason=row["reason"],
    )
