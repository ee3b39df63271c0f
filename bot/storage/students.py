"""What students keep for themselves: wishes, streaks and their repairs, days of class, marks."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, func, insert, select

from bot.classroom.cohorts import Role
from bot.classroom.keeping import Lived, Preference, Repair
from bot.storage.codec import from_millis, to_millis
from bot.storage.rows import Rows
from bot.storage.tables import (
    appeal,
    assignment,
    attempt,
    membership,
    occurrence,
    outage,
    person,
    preference,
    roster_name,
    streak_repair,
)

_TOTAL = func.coalesce(appeal.c.after, attempt.c.total).label("total")
_CARD = func.coalesce(appeal.c.card, attempt.c.card).label("card")

_DONE = (
    select(assignment.c.occurrence)
    .join(attempt, attempt.c.assignment == assignment.c.id)
    .join(occurrence, occurrence.c.id == assignment.c.occurrence)
    .where(
        assignment.c.person == bindparam("member"),
        attempt.c.counts.is_(True),
        attempt.c.total.is_not(None),
        occurrence.c.closed_at.is_(None) | (attempt.c.ended_at <= occurrence.c.closed_at),
    )
)
_LIVED = (
    select(
        occurrence.c.date,
        occurrence.c.opened_at,
        func.coalesce(occurrence.c.closed_at, occurrence.c.closes_at).label("ends_at"),
        occurrence.c.closed_at.is_(None).label("open"),
        occurrence.c.id.in_(_DONE).label("done"),
        streak_repair.c.id.is_not(None).label("repaired"),
    )
    .join(
        membership,
        and_(
            membership.c.cohort == occurrence.c.cohort, membership.c.person == bindparam("member")
        ),
    )
    .outerjoin(
        streak_repair,
        and_(
            streak_repair.c.cohort == occurrence.c.cohort,
            streak_repair.c.person == bindparam("member"),
            streak_repair.c.date == occurrence.c.date,
        ),
    )
    .where(
        occurrence.c.cohort == bindparam("a_cohort"),
        occurrence.c.withdrawn.is_(False),
        func.coalesce(occurrence.c.closed_at, occurrence.c.closes_at) > membership.c.since,
    )
    .order_by(occurrence.c.date)
)


@dataclass(frozen=True, slots=True)
class MarkedTalk:
    """One finished talk of one's own: with whom, when it ended, its total and card (JSON)."""

    scenario: str
    ended_at: datetime
    total: int
    card: str
    counts: bool


class Students(Rows):
    """What students keep, in one transaction."""

    # --- wishes ---

    def preference(self, member: int) -> Preference:
        """What somebody wants for themselves; the defaults where they said nothing."""
        found = self._one(select(preference).where(preference.c.person == member))
        return Preference(**found) if found else Preference(member)

    def prefer(self, new: Preference) -> None:
        """Keep somebody's wishes."""
        values = asdict(new)
        fresh = {name: value for name, value in values.items() if name != "person"}
        made = self._into(preference)
        made = made.on_conflict_do_update(index_elements=("person",), set_=fresh)
        self._connection.execute(made, values)

    # --- streaks ---

    def lived_days(self, cohort: int, member: int) -> Sequence[Lived]:
        """Every drill the class had since the student came, and what became of it, oldest first."""
        asked = {"a_cohort": cohort, "member": member}
        return [
            Lived(
                date.fromisoformat(row.date),
                from_millis(row.opened_at),
                from_millis(row.ends_at),
                bool(row.open),
                bool(row.done),
                bool(row.repaired),
            )
            for row in self._connection.execute(_LIVED, asked)
        ]

    def repair(self, new: Repair) -> bool:
        """Count a class day for a student; false where it was counted before."""
        values = {**asdict(new), "date": new.date.isoformat(), "at": to_millis(new.at)}
        made = self._into(streak_repair)
        made = made.on_conflict_do_nothing(index_elements=("cohort", "person", "date"))
        return self._connection.execute(made, values).rowcount == 1

    def repairs(self, cohort: int, most: int = 20) -> Sequence[tuple[str, Repair]]:
        """The newest repairs of a class, each with the student's alias."""
        query = (
            select(streak_repair, person.c.alias)
            .join(person, person.c.id == streak_repair.c.person)
            .where(streak_repair.c.cohort == cohort)
            .order_by(streak_repair.c.id.desc())
            .limit(most)
        )
        return [
            (
                row.alias,
                Repair(
                    row.cohort,
                    row.person,
                    date.fromisoformat(row.date),
                    row.by,
                    row.reason,
                    from_millis(row.at),
                ),
            )
            for row in self._connection.execute(query)
        ]

    def out_of_reach(self, since: datetime, until: datetime) -> None:
        """We, or the platform, were away for so long."""
        values = {"since": to_millis(since), "until": to_millis(until)}
        self._connection.execute(insert(outage), values)

    def outages(self, since: datetime) -> Sequence[tuple[datetime, datetime]]:
        """When we were away, from a moment on, oldest first."""
        query = (
            select(outage.c.since, outage.c.until)
            .where(outage.c.until > to_millis(since))
            .order_by(outage.c.since)
        )
        rows = self._connection.execute(query)
        return [(from_millis(begun), from_millis(ended)) for begun, ended in rows]

    # --- days and marks ---

    def drill_days(self, member: int) -> frozenset[date]:
        """All days on which a class of the student's was due a drill."""
        query = (
            select(occurrence.c.date)
            .join(membership, membership.c.cohort == occurrence.c.cohort)
            .where(
                membership.c.person == member,
                membership.c.role == Role.STUDENT,
                occurrence.c.withdrawn.is_(False),
            )
            .distinct()
        )
        days = self._connection.execute(query).scalars()
        return frozenset(date.fromisoformat(day) for day in days)

    def marked_talks(self, member: int, most: int) -> Sequence[MarkedTalk]:
        """The person's own finished and marked talks, newest first."""
        query = (
            select(attempt.c.scenario, attempt.c.ended_at, _TOTAL, _CARD, attempt.c.counts)
            .outerjoin(appeal, appeal.c.attempt == attempt.c.id)
            .where(
                attempt.c.person == member,
                attempt.c.total.is_not(None),
                attempt.c.parent.is_(None),
            )
            .order_by(attempt.c.id.desc())
            .limit(most)
        )
        return [
            MarkedTalk(row.scenario, from_millis(row.ended_at), row.total, row.card, row.counts)
            for row in self._connection.execute(query)
        ]

    def totals(self, member: int) -> Sequence[tuple[str, datetime, int]]:
        """All marked talks as customer, end and total, oldest first."""
        query = (
            select(attempt.c.scenario, attempt.c.ended_at, _TOTAL)
            .outerjoin(appeal, appeal.c.attempt == attempt.c.id)
            .where(
                attempt.c.person == member,
                attempt.c.total.is_not(None),
                attempt.c.parent.is_(None),
            )
            .order_by(attempt.c.id)
        )
        rows = self._connection.execute(query)
        return [(row.scenario, from_millis(row.ended_at), row.total) for row in rows]

    def aliases_beside(self, member: int) -> Mapping[str, int]:
        """Aliases of everybody in the classes of a person, with whose they are."""
        own = select(membership.c.cohort).where(membership.c.person == member)
        query = (
            select(person.c.alias, person.c.id)
            .join(membership, membership.c.person == person.c.id)
            .where(membership.c.cohort.in_(own))
        )
        return {row.alias: row.id for row in self._connection.execute(query)}

    def real_name(self, cohort: int, member: int) -> str | None:
        """The name on the class's roster that the student was bound to; None without one."""
        query = select(roster_name.c.name).where(
            roster_name.c.cohort == cohort, roster_name.c.person == member
        )
        return self._connection.execute(query.limit(1)).scalar()

    def real_names_beside(self, member: int) -> Sequence[str]:
        """Real names on the rosters of a person's classes."""
        own = select(membership.c.cohort).where(membership.c.person == member)
        query = select(roster_name.c.name).where(roster_name.c.cohort.in_(own))
        return list(self._connection.execute(query).scalars())

    def unfinished(self, number: int, cohort: int) -> Sequence[int]:
        """Students of a class who can be written to and have not finished a drill's date."""
        done = (
            select(attempt.c.person)
            .join(assignment, assignment.c.id == attempt.c.assignment)
            .where(
                assignment.c.occurrence == number,
                attempt.c.counts.is_(True),
                attempt.c.total.is_not(None),
            )
        )
        query = (
            select(person.c.id)
            .join(membership, membership.c.person == person.c.id)
            .where(
                membership.c.cohort == cohort,
                membership.c.role == Role.STUDENT,
                person.c.active.is_(True),
                person.c.id.not_in(done),
            )
            .order_by(person.c.id)
        )
        return list(self._connection.execute(query).scalars())
