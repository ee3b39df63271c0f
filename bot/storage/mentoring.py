"""What mentors look at, say, play and approve."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ScalarSelect, insert, select, update

from bot.classroom.cohorts import Role
from bot.classroom.mentoring import Approval, Flag, FlagSource
from bot.storage.codec import from_millis, to_millis
from bot.storage.rows import Rows
from bot.storage.tables import approval, attempt, flag, membership, mentor_remark, takeover


class Mentoring(Rows):
    """Flags, remarks, takeovers and approvals, in one transaction."""

    # --- flags and remarks ---

    def flag(self, number: int, member: int, source: FlagSource) -> bool:
        """A talk should be looked at; false where that was said before."""
        made = self._into(flag).on_conflict_do_nothing(index_elements=("attempt",))
        values = {"attempt": number, "person": member, "source": source, "done": False}
        done = self._connection.execute(made, {**values, "at": to_millis(self.now)})
        return done.rowcount == 1

    def flags(self, cohorts: Sequence[int], most: int = 10) -> Sequence[Flag]:
        """Talks of students of these classes that nobody has looked at yet, oldest first."""
        columns = (flag.c.attempt, flag.c.person, flag.c.source, flag.c.at)
        query = (
            select(*columns)
            .where(flag.c.done.is_(False), flag.c.person.in_(_students(cohorts)))
            .order_by(flag.c.at, flag.c.attempt)
        )
        return [
            Flag(row["attempt"], row["person"], FlagSource(row["source"]), from_millis(row["at"]))
            for row in self._all(query.limit(most))
        ]

    def unflag(self, number: int) -> None:
        """A mentor has looked at a talk."""
        self._connection.execute(update(flag).where(flag.c.attempt == number).values(done=True))

    def mentor_says(self, number: int, member: int, by: int, words: str) -> None:
        """Keep a mentor's remark on a talk."""
        values = {"attempt": number, "person": member, "by": by, "words": words}
        self._connection.execute(insert(mentor_remark), {**values, "at": to_millis(self.now)})

    def mentor_remarks(self, member: int) -> Sequence[tuple[int, str]]:
        """All remarks of mentors on somebody's talks, oldest first: talk and words."""
        query = select(mentor_remark.c.attempt, mentor_remark.c.words).where(
            mentor_remark.c.person == member
        )
        return [(row[0], row[1]) for row in self._connection.execute(query.order_by("id"))]

    # --- playing the customer ---

    def going_on_in(self, cohorts: Sequence[int], most: int = 20) -> Sequence[int]:
        """Talks of students of these classes that are going on, newest first."""
        query = select(attempt.c.id).where(
            attempt.c.over.is_(False),
            attempt.c.parent.is_(None),
            attempt.c.person.in_(_students(cohorts)),
        )
        ordered = query.order_by(attempt.c.id.desc()).limit(most)
        return list(self._connection.execute(ordered).scalars())

    def taken_over(self, number: int, member: int, by: int) -> None:
        """A mentor plays the customer of a talk, which therefore does not count."""
        made = self._into(takeover).on_conflict_do_update(
            index_elements=("attempt",), set_={"by": by, "at": to_millis(self.now)}
        )
        values = {"attempt": number, "person": member, "by": by, "at": to_millis(self.now)}
        self._connection.execute(made, values)
        uncounted = update(attempt).where(attempt.c.id == number).values(counts=False)
        self._connection.execute(uncounted)

    def played_by(self, mentor: int) -> int | None:
        """The talk in which somebody plays the customer at present."""
        query = (
            select(takeover.c.attempt)
            .join(attempt, attempt.c.id == takeover.c.attempt)
            .where(takeover.c.by == mentor, attempt.c.over.is_(False))
        )
        return self._connection.execute(query.order_by(takeover.c.at.desc()).limit(1)).scalar()

    def played_since(self, number: int) -> datetime | None:
        """When the mentor who plays a talk's customer last said something."""
        query = select(takeover.c.at).where(takeover.c.attempt == number)
        at = self._connection.execute(query).scalar()
        return None if at is None else from_millis(at)

    def was_taken_over(self, number: int) -> bool:
        """Whether a mentor played the customer of a talk, if only for a while."""
        query = select(takeover.c.attempt).where(takeover.c.attempt == number)
        return self._connection.execute(query).first() is not None

    def handed_back(self, number: int) -> None:
        """Nobody plays the customer any more; that somebody did stays known."""
        self._connection.execute(
            update(takeover).where(takeover.c.attempt == number).values(by=None)
        )

    # --- approving customers ---

    def approvals(self, number: int) -> Mapping[str, Approval]:
        """What the class's mentor said about customers; those never asked about are missing."""
        query = select(approval.c.scenario, approval.c.state).where(approval.c.cohort == number)
        return {row[0]: Approval(row[1]) for row in self._connection.execute(query)}

    def ask_approval(self, number: int, scenario: str) -> None:
        """A customer waits for a mentor's yes."""
        self._approve(number, scenario, Approval.WAITING, None)

    def approve(self, number: int, scenario: str, state: Approval, by: int) -> None:
        """A mentor says yes or no to a customer."""
        self._approve(number, scenario, state, by)

    def _approve(self, number: int, scenario: str, state: Approval, by: int | None) -> None:
        said = {"state": state, "by": by, "at": to_millis(self.now)}
        made = self._into(approval).on_conflict_do_update(
            index_elements=("cohort", "scenario"), set_=said
        )
        self._connection.execute(made, {"cohort": number, "scenario": scenario, **said})


def _students(cohorts: Sequence[int]) -> ScalarSelect[int]:
    return (
        select(membership.c.person)
        .where(membership.c.cohort.in_(cohorts), membership.c.role == Role.STUDENT)
        .scalar_subquery()
    )
