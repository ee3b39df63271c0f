"""What reports are made of: a class's marks over days, changed marks."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, Select, and_, delete, func, insert, select, update

from bot.classroom.cohorts import Cohort, Role
from bot.classroom.reports.book import ClassBook, DrillDay, Mark, Pupil
from bot.storage.codec import from_millis, to_millis
from bot.storage.rows import Rows
from bot.storage.tables import (
    appeal,
    assignment,
    attempt,
    case_draft,
    mark_change,
    membership,
    mentor_remark,
    occurrence,
    person,
    roster_name,
)
from scoring.remarking import WHOLE, Verdict

_TOTAL = func.coalesce(appeal.c.after, attempt.c.total).label("total")
_CARD = func.coalesce(appeal.c.card, attempt.c.card).label("card")
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Talk:
    """A finished talk as a teacher finds it in a list: the examiner's mark and the one that holds.

    Both are None for a talk that was stopped, and so has none.
    """

    id: int
    person: int
    scenario: str
    given: int | None
    total: int | None
    counts: bool
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """A mark that a teacher gave in place of another, and why; `by` is None once erased."""

    by: int | None
    before: int
    after: int
    reason: str
    at: datetime


class Reports(Rows):
    """What reports are made of, in one transaction."""

    def class_book(self, cohort: Cohort, since: date, until: date) -> ClassBook:
        """Students, drills and marks of a class over a stretch of its days.

        Titles are the scenarios' ids: the shelf knows the others.
        """
        drills = tuple(self._drill_days(cohort.id, since, until))
        marks = tuple(self._marks(cohort.id, since, until))
        return ClassBook(cohort, since, until, tuple(self.pupils(cohort.id)), drills, marks)

    def pupils(self, cohort: int) -> Sequence[Pupil]:
        """The students of a class, in the order in which they came to us, for their teacher."""
        query = (
            select(person.c.id, person.c.alias, roster_name.c.name, roster_name.c.number)
            .join(membership, membership.c.person == person.c.id)
            .outerjoin(
                roster_name,
                and_(roster_name.c.cohort == cohort, roster_name.c.person == person.c.id),
            )
            .where(membership.c.cohort == cohort, membership.c.role == Role.STUDENT)
            .order_by(person.c.id)
        )
        return [
            Pupil(row.id, row.alias, row.name or "", row.number or "")
            for row in self._connection.execute(query)
        ]

    def _drill_days(self, cohort: int, since: date, until: date) -> list[DrillDay]:
        query = (
            select(
                occurrence.c.id, occurrence.c.date, occurrence.c.scenario, occurrence.c.closed_at
            )
            .where(
                occurrence.c.cohort == cohort,
                occurrence.c.withdrawn.is_(False),
                occurrence.c.date.between(since.isoformat(), until.isoformat()),
            )
            .order_by(occurrence.c.date, occurrence.c.id)
        )
        return [
            DrillDay(
                row.id,
                date.fromisoformat(row.date),
                row.scenario,
                row.scenario,
                _moment(row.closed_at),
            )
            for row in self._connection.execute(query)
        ]

    def _marks(self, cohort: int, since: date, until: date) -> list[Mark]:
        query = (
            select(
                attempt.c.person,
                occurrence.c.id.label("drill"),
                attempt.c.id.label("attempt"),
                attempt.c.scenario,
                attempt.c.total.label("given"),
                _TOTAL,
                _CARD.label("text"),
                attempt.c.started_at,
                attempt.c.ended_at,
                func.coalesce(appeal.c.reason, "").label("reason"),
            )
            .join(assignment, assignment.c.id == attempt.c.assignment)
            .join(occurrence, occurrence.c.id == assignment.c.occurrence)
            .join(
                membership,
                and_(
                    membership.c.cohort == occurrence.c.cohort,
                    membership.c.person == attempt.c.person,
                    membership.c.role == Role.STUDENT,
                ),
            )
            .outerjoin(appeal, and_(appeal.c.attempt == attempt.c.id, appeal.c.after.is_not(None)))
            .where(
                occurrence.c.cohort == cohort,
                occurrence.c.withdrawn.is_(False),
                occurrence.c.date.between(since.isoformat(), until.isoformat()),
                occurrence.c.closed_at.is_(None) | (attempt.c.ended_at <= occurrence.c.closed_at),
                attempt.c.counts.is_(True),
                attempt.c.total.is_not(None),
            )
            .order_by(attempt.c.id)
        )
        return [Mark(**_with_moments(row)) for row in self._connection.execute(query).mappings()]

    def mentor_words(
        self, cohort: int, since: datetime, until: datetime
    ) -> Sequence[tuple[int, str, str, datetime]]:
        """What mentors wrote about talks of a class's students in a stretch of time: about whom,
        by whom (empty once erased), the words, and when; oldest first."""
        mentor = person.alias("mentor")
        query = (
            select(
                mentor_remark.c.person, mentor.c.alias, mentor_remark.c.words, mentor_remark.c.at
            )
            .join(membership, membership.c.person == mentor_remark.c.person)
            .outerjoin(mentor, mentor.c.id == mentor_remark.c.by)
            .where(
                membership.c.cohort == cohort,
                membership.c.role == Role.STUDENT,
                mentor_remark.c.at >= to_millis(since),
                mentor_remark.c.at < to_millis(until),
            )
            .order_by(mentor_remark.c.id)
        )
        rows = self._connection.execute(query)
        return [(whose, by or "", words, from_millis(at)) for whose, by, words, at in rows]

    # --- single talks ---

    def talks_of(self, member: int, most: int, before: int | None = None) -> Sequence[Talk]:
        """A student's finished talks, newest first, from before an attempt on; desks, not their
        customers."""
        query = _TALKS.where(attempt.c.person == member).order_by(attempt.c.id.desc()).limit(most)
        if before is not None:
            query = query.where(attempt.c.id < before)
        return [_talk(row) for row in self._connection.execute(query)]

    def talk(self, number: int) -> Talk | None:
        """The finished talk with this id."""
        row = self._connection.execute(_TALKS.where(attempt.c.id == number)).one_or_none()
        return _talk(row) if row else None

    def cohort_of_talk(self, number: int) -> int | None:
        """The class in whose drill the talk was; None where it was nobody's drill."""
        query = (
            select(occurrence.c.cohort)
            .join(assignment, assignment.c.occurrence == occurrence.c.id)
            .join(attempt, attempt.c.assignment == assignment.c.id)
            .where(attempt.c.id == number)
        )
        return self._connection.execute(query).scalar()

    def card_that_holds(self, number: int) -> str | None:
        """The card of an attempt: the one made after an appeal, else the examiner's."""
        query = select(_CARD).outerjoin(appeal, appeal.c.attempt == attempt.c.id)
        return self._connection.execute(query.where(attempt.c.id == number)).scalar()

    def override(self, talk: Talk, by: int, after: int, reason: str) -> None:
        """Give another mark: it holds from now on, and every change is kept beside it."""
        at, reason = to_millis(self.now), reason[:LONGEST_REASON]
        change = {"attempt": talk.id, "person": talk.person, "by": by, "after": after}
        rest = {"before": talk.total, "reason": reason, "at": at}
        self._connection.execute(insert(mark_change), change | rest)
        decided = {
            "verdict": Verdict.REMARKED.value,
            "decided_by": by,
            "decided_at": at,
            "after": after,
            "reason": reason,
        }
        done = self._connection.execute(
            update(appeal).where(appeal.c.attempt == talk.id).values(**decided)
        )
        if done.rowcount == 0:
            made = {"attempt": talk.id, "person": talk.person, "rule": WHOLE, "words": ""}
            where = {"event": -1, "start": -1, "before": talk.given, "at": at}
            self._connection.execute(insert(appeal), made | where | decided)

    def changes(self, number: int) -> Sequence[Change]:
        """Every mark that teachers gave to an attempt by hand, oldest first."""
        columns = (
            mark_change.c.by,
            mark_change.c.before,
            mark_change.c.after,
            mark_change.c.reason,
            mark_change.c.at,
        )
        query = select(*columns).where(mark_change.c.attempt == number).order_by(mark_change.c.id)
        return [Change(**{**row, "at": from_millis(row["at"])}) for row in self._all(query)]

    # --- chat logs being brought in ---

    def case_of(self, member: int) -> tuple[str, Mapping[str, int]] | None:
        """The masked log that a teacher is bringing in, and how much of what was masked."""
        found = self._one(select(case_draft).where(case_draft.c.person == member))
        return (found["log"], json.loads(found["masked"])) if found else None

    def keep_case(self, member: int, log: str, masked: Mapping[str, int]) -> None:
        """Keep a masked log in place of the one there may be."""
        fresh = {"log": log, "masked": json.dumps(masked), "at": to_millis(self.now)}
        made = self._into(case_draft).on_conflict_do_update(index_elements=("person",), set_=fresh)
        self._connection.execute(made, {"person": member, **fresh})

    def drop_case(self, member: int) -> None:
        """Forget the log."""
        self._connection.execute(delete(case_draft).where(case_draft.c.person == member))


_TALKS: Select[Any] = (
    select(
        attempt.c.id,
        attempt.c.person,
        attempt.c.scenario,
        attempt.c.total.label("given"),
        _TOTAL,
        attempt.c.counts,
        attempt.c.ended_at,
    )
    .outerjoin(appeal, appeal.c.attempt == attempt.c.id)
    .where(attempt.c.over.is_(True), attempt.c.parent.is_(None), attempt.c.ended_at.is_not(None))
)


def _talk(row: Any) -> Talk:
    return Talk(
        row.id,
        row.person,
        row.scenario,
        row.given,
        row.total,
        row.counts,
        from_millis(row.ended_at),
    )


def _with_moments(row: RowMapping) -> dict[str, Any]:
    return {
        **row,
        "started_at": from_millis(row["started_at"]),
        "ended_at": from_millis(row["ended_at"]),
    }


def _moment(millis: int | None) -> datetime | None:
    return None if millis is None else from_millis(millis)
