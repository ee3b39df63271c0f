"""Drills, their dates, and what students made of them."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, func, select, update

from bot.classroom.cohorts import Assignment, Drill, Occurrence, Record, Result
from bot.practice.ports import Attempt
from bot.storage.codec import from_millis, to_millis
from bot.storage.rows import Rows
from bot.storage.tables import appeal, assignment, attempt, drill, occurrence, person

# What a teacher decided holds; the examiner's own mark stays with the attempt.
_TOTAL = func.coalesce(appeal.c.after, attempt.c.total).label("total")
_CARD = func.coalesce(appeal.c.card, attempt.c.card).label("card")


class Drills(Rows):
    """Drills, in one transaction."""

    def drill(self, number: int) -> Drill | None:
        """The drill with this id."""
        found = self._one(select(drill).where(drill.c.id == number))
        return _drill(found) if found else None

    def drill_of(self, number: int) -> Drill | None:
        """The class's daily drill."""
        found = self._one(select(drill).where(drill.c.cohort == number))
        return _drill(found) if found else None

    def plan(self, new: Drill) -> Drill:
        """Keep a drill, replacing the class's earlier one; the answer carries its id."""
        fresh = {
            "post_minute": new.post_minute,
            "close_minute": new.close_minute,
            "scenarios": json.dumps(new.scenarios),
            "active": new.active,
            "cycle": new.cycle,
            "step": new.step,
            "since": new.since,
            "anyway": new.anyway,
        }
        made = self._into(drill).on_conflict_do_update(index_elements=("cohort",), set_=fresh)
        self._connection.execute(made, {"cohort": new.cohort, **fresh})
        return _drill(self._all(select(drill).where(drill.c.cohort == new.cohort))[0])

    def open(self, new: Occurrence) -> Occurrence | None:
        """Open a date of a drill; None where that date is open or over already."""
        values = {
            "drill": new.drill,
            "cohort": new.cohort,
            "date": new.date,
            "scenario": new.scenario,
            "opened_at": to_millis(new.opened_at),
            "closes_at": to_millis(new.closes_at),
            "slot": new.slot,
            "attempts": new.attempts,
            "same_paper": new.same_paper,
            "lesson": new.lesson,
        }
        unique = ("drill", "date", "slot")
        made = self._into(occurrence).on_conflict_do_nothing(index_elements=unique)
        if self._connection.execute(made, values).rowcount != 1:
            return None
        query = select(occurrence).where(
            occurrence.c.drill == new.drill,
            occurrence.c.date == new.date,
            occurrence.c.slot == new.slot,
        )
        found = self._one(query)
        return _occurrence(found) if found else None

    def occurrence(self, number: int) -> Occurrence | None:
        """The occurrence with this id."""
        found = self._one(select(occurrence).where(occurrence.c.id == number))
        return _occurrence(found) if found else None

    def latest(self, number: int) -> Occurrence | None:
        """The class's newest occurrence that was not taken back."""
        query = (
            select(occurrence)
            .where(occurrence.c.cohort == number, occurrence.c.withdrawn.is_(False))
            .order_by(occurrence.c.id.desc())
            .limit(1)
        )
        found = self._one(query)
        return _occurrence(found) if found else None

    def going_on(self, number: int) -> Sequence[Occurrence]:
        """The class's occurrences that are open, oldest first."""
        query = select(occurrence).where(
            occurrence.c.cohort == number, occurrence.c.closed_at.is_(None)
        )
        return [_occurrence(row) for row in self._all(query.order_by(occurrence.c.id))]

    def opened(self, number: int, on: str) -> bool:
        """Whether the standing plan has been posted on this date."""
        query = select(occurrence.c.id).where(
            occurrence.c.drill == number, occurrence.c.date == on, occurrence.c.slot == 0
        )
        return self._connection.execute(query).scalar() is not None

    def occurrences(self, number: int, since: str, until: str) -> Sequence[Occurrence]:
        """What was posted on these dates and not taken back, oldest first."""
        query = select(occurrence).where(
            occurrence.c.cohort == number,
            occurrence.c.date >= since,
            occurrence.c.date <= until,
            occurrence.c.withdrawn.is_(False),
        )
        return [_occurrence(row) for row in self._all(query.order_by(occurrence.c.id))]

    def withdraw(self, number: int, at: datetime) -> bool:
        """Take it back with all that was made of it; false where it is closed.

        Its date becomes free again, and no attempt at it counts.
        """
        taken = {"closed_at": to_millis(at), "withdrawn": True, "slot": -number}
        done = self._connection.execute(
            update(occurrence)
            .where(occurrence.c.id == number, occurrence.c.closed_at.is_(None))
            .values(taken)
        )
        shares = select(assignment.c.id).where(assignment.c.occurrence == number)
        self._connection.execute(
            update(attempt).where(attempt.c.assignment.in_(shares)).values(counts=False)
        )
        return done.rowcount == 1

    def begun_by(self, number: int) -> frozenset[int]:
        """Everybody who has begun their share."""
        query = select(assignment.c.person).where(
            assignment.c.occurrence == number, assignment.c.attempts > 0
        )
        return frozenset(self._connection.execute(query).scalars())

    def close(self, number: int, at: datetime) -> bool:
        """Close it; false where it was closed already."""
        done = self._connection.execute(
            update(occurrence)
            .where(occurrence.c.id == number, occurrence.c.closed_at.is_(None))
            .values(closed_at=to_millis(at))
        )
        return done.rowcount == 1

    def assign(self, number: int, student: int) -> Assignment:
        """The student's share of it, made when first asked for."""
        made = self._into(assignment).on_conflict_do_nothing(
            index_elements=("occurrence", "person")
        )
        self._connection.execute(made, {"occurrence": number, "person": student, "attempts": 0})
        query = select(assignment).where(
            assignment.c.occurrence == number, assignment.c.person == student
        )
        return Assignment(**self._all(query)[0])

    def assignment(self, number: int) -> Assignment | None:
        """The assignment with this id."""
        found = self._one(select(assignment).where(assignment.c.id == number))
        return Assignment(**found) if found else None

    def begun(self, number: int) -> None:
        """Count one more attempt at it."""
        self._connection.execute(
            update(assignment)
            .where(assignment.c.id == number)
            .values(attempts=assignment.c.attempts + 1)
        )

    def settle_late(self, ended: Attempt) -> bool:
        """Where the drill closed before the talk ended it counts no more, and this says true."""
        if ended.assignment is None or not ended.counts:
            return False
        closed = (
            select(assignment.c.id)
            .join(occurrence, occurrence.c.id == assignment.c.occurrence)
            .where(assignment.c.id == ended.assignment, occurrence.c.closed_at.is_not(None))
        )
        done = self._connection.execute(
            update(attempt)
            .where(attempt.c.id == ended.id, attempt.c.assignment.in_(closed))
            .values(counts=False)
        )
        return done.rowcount == 1

    def results(self, number: int) -> Sequence[Result]:
        """All attempts that count and were finished before the close, oldest first."""
        query = (
            select(
                attempt.c.person,
                person.c.alias,
                _TOTAL,
                _CARD,
                attempt.c.ended_at,
            )
            .outerjoin(appeal, appeal.c.attempt == attempt.c.id)
            .join(assignment, assignment.c.id == attempt.c.assignment)
            .join(person, person.c.id == attempt.c.person)
            .join(occurrence, occurrence.c.id == assignment.c.occurrence)
            .where(
                occurrence.c.closed_at.is_(None) | (attempt.c.ended_at <= occurrence.c.closed_at),
                assignment.c.occurrence == number,
                attempt.c.counts.is_(True),
                attempt.c.total.is_not(None),
            )
            .order_by(attempt.c.id)
        )
        return [
            Result(row.person, row.alias, row.total, row.card, from_millis(row.ended_at))
            for row in self._connection.execute(query)
        ]

    def history(self, number: int, limit: int) -> Sequence[Record]:
        """The person's own finished attempts, newest first."""
        query = (
            select(attempt.c.scenario, _TOTAL, attempt.c.ended_at)
            .outerjoin(appeal, appeal.c.attempt == attempt.c.id)
            .where(
                attempt.c.person == number,
                attempt.c.total.is_not(None),
                attempt.c.parent.is_(None),
            )
            .order_by(attempt.c.id.desc())
            .limit(limit)
        )
        return [
            Record(row.scenario, row.total, from_millis(row.ended_at))
            for row in self._connection.execute(query)
        ]


def _drill(row: RowMapping) -> Drill:
    return Drill(
        id=row["id"],
        cohort=row["cohort"],
        post_minute=row["post_minute"],
        close_minute=row["close_minute"],
        scenarios=tuple(json.loads(row["scenarios"])),
        active=row["active"],
        cycle=row["cycle"],
        step=row["step"],
        since=row["since"],
        anyway=row["anyway"],
    )


def _occurrence(row: RowMapping) -> Occurrence:
    closed = row["closed_at"]
    return Occurrence(
        id=row["id"],
        drill=row["drill"],
        cohort=row["cohort"],
        date=row["date"],
        scenario=row["scenario"],
        opened_at=from_millis(row["opened_at"]),
        closes_at=from_millis(row["closes_at"]),
        closed_at=None if closed is None else from_millis(closed),
        slot=row["slot"],
        attempts=row["attempts"],
        same_paper=row["same_paper"],
        lesson=row["lesson"],
    )
