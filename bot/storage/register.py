"""People, classes, drills and results."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, Table, func, insert, select, update

from bot.classroom.cohorts import (
    Assignment,
    Cohort,
    Drill,
    Invitation,
    Occurrence,
    Person,
    Record,
    Result,
    Role,
)
from bot.storage.codec import from_millis, to_millis
from bot.storage.dialect import Insert, insert_into, inserted_id
from bot.storage.tables import (
    assignment,
    attempt,
    cohort,
    drill,
    invitation,
    membership,
    occurrence,
    person,
)

_PERSON = select(
    person.c.id,
    person.c.channel,
    person.c.platform_id,
    person.c.chat,
    person.c.alias,
    person.c.language,
    person.c.active,
)
_COHORT = select(
    cohort.c.id,
    cohort.c.name,
    cohort.c.zone,
    cohort.c.channel,
    cohort.c.group_chat,
    cohort.c.topic,
)


class Register:
    """People, classes, drills and results, in one transaction."""

    _connection: Connection
    now: datetime

    # --- people ---

    def person_of(self, channel: str, platform_id: str) -> Person | None:
        """Whoever has this id on the platform, if they consented."""
        found = self._one(
            _PERSON.where(person.c.channel == channel, person.c.platform_id == platform_id)
        )
        return Person(**found) if found else None

    def person(self, number: int) -> Person | None:
        """The person with this id."""
        found = self._one(_PERSON.where(person.c.id == number))
        return Person(**found) if found else None

    def enrol(self, new: Person, consent_at: datetime) -> Person:
        """Keep somebody who just consented; the answer carries their id."""
        values = {
            "channel": new.channel,
            "platform_id": new.platform_id,
            "chat": new.chat,
            "alias": new.alias,
            "language": new.language,
            "consent_at": to_millis(consent_at),
            "active": True,
        }
        number = inserted_id(self._connection.execute(insert(person), values))
        return replace(new, id=number)

    def reachable(self, number: int, active: bool) -> None:
        """Whether the person can be written to (blocked us: not)."""
        self._connection.execute(update(person).where(person.c.id == number).values(active=active))

    def rename(self, number: int, alias: str) -> None:
        """Give the person another alias."""
        self._connection.execute(update(person).where(person.c.id == number).values(alias=alias))

    def aliases(self, number: int) -> frozenset[str]:
        """Aliases already used in a class."""
        rows = self._connection.execute(
            select(person.c.alias)
            .join(membership, membership.c.person == person.c.id)
            .where(membership.c.cohort == number)
        )
        return frozenset(rows.scalars())

    # --- classes ---

    def found(self, new: Cohort, at: datetime) -> Cohort:
        """Create a class; the answer carries its id."""
        values = {"name": new.name, "zone": new.zone, "topic": "", "created_at": to_millis(at)}
        number = inserted_id(self._connection.execute(insert(cohort), values))
        return Cohort(number, new.name, new.zone)

    def cohort(self, number: int) -> Cohort | None:
        """The class with this id."""
        found = self._one(_COHORT.where(cohort.c.id == number))
        return Cohort(**found) if found else None

    def all_cohorts(self) -> Sequence[Cohort]:
        """Every class of this installation."""
        return [Cohort(**row) for row in self._all(_COHORT.order_by(cohort.c.id))]

    def cohorts_of(self, number: int, role: Role | None = None) -> Sequence[Cohort]:
        """Classes that the person belongs to, oldest first."""
        query = _COHORT.join(membership, membership.c.cohort == cohort.c.id).where(
            membership.c.person == number
        )
        if role is not None:
            query = query.where(membership.c.role == role)
        return [Cohort(**row) for row in self._all(query.order_by(cohort.c.id))]

    def cohorts_in(self, channel: str, group_chat: str) -> Sequence[Cohort]:
        """Classes connected to this group."""
        query = _COHORT.where(cohort.c.channel == channel, cohort.c.group_chat == group_chat)
        return [Cohort(**row) for row in self._all(query.order_by(cohort.c.id))]

    def connect(self, number: int, channel: str, group_chat: str | None, topic: str = "") -> None:
        """Connect the class to a group, or to none."""
        self._connection.execute(
            update(cohort)
            .where(cohort.c.id == number)
            .values(channel=channel, group_chat=group_chat, topic=topic)
        )

    def join(self, number: int, member: int, role: Role, at: datetime) -> None:
        """Make the person a member; a teacher who joins as a student stays a teacher."""
        values = {"cohort": number, "person": member, "role": role, "since": to_millis(at)}
        made = self._into(membership)
        key = ("cohort", "person")
        if role == Role.TEACHER:
            made = made.on_conflict_do_update(index_elements=key, set_={"role": role})
        else:
            made = made.on_conflict_do_nothing(index_elements=key)
        self._connection.execute(made, values)

    def members(self, number: int, role: Role) -> Sequence[Person]:
        """Members of a class in one role, by id."""
        query = (
            _PERSON.join(membership, membership.c.person == person.c.id)
            .where(membership.c.cohort == number, membership.c.role == role)
            .order_by(person.c.id)
        )
        return [Person(**row) for row in self._all(query)]

    def invite(self, new: Invitation) -> None:
        """Keep an invitation."""
        expires = to_millis(new.expires_at) if new.expires_at else None
        values = {"code": new.code, "cohort": new.cohort, "role": new.role}
        self._connection.execute(
            insert(invitation), {**values, "uses_left": new.uses_left, "expires_at": expires}
        )

    def invitation(self, code: str) -> Invitation | None:
        """The invitation with this code, used up or not."""
        found = self._one(select(invitation).where(invitation.c.code == code))
        if found is None:
            return None
        expires = found["expires_at"]
        return Invitation(
            code=found["code"],
            cohort=found["cohort"],
            role=Role(found["role"]),
            uses_left=found["uses_left"],
            expires_at=None if expires is None else from_millis(expires),
        )

    def code_of(self, number: int, role: Role) -> str | None:
        """The newest code that lets people into a class in a role."""
        query = select(invitation.c.code).where(
            invitation.c.cohort == number, invitation.c.role == role
        )
        return self._connection.execute(query.limit(1)).scalar()

    def spend(self, code: str) -> bool:
        """Use an invitation once; false where it has no uses left."""
        done = self._connection.execute(
            update(invitation)
            .where(
                invitation.c.code == code,
                invitation.c.uses_left.is_(None) | (invitation.c.uses_left > 0),
            )
            .values(uses_left=invitation.c.uses_left - 1)
        )
        return done.rowcount == 1

    # --- drills ---

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
        }
        made = self._into(occurrence).on_conflict_do_nothing(index_elements=("drill", "date"))
        if self._connection.execute(made, values).rowcount != 1:
            return None
        query = select(occurrence).where(
            occurrence.c.drill == new.drill, occurrence.c.date == new.date
        )
        found = self._one(query)
        return _occurrence(found) if found else None

    def occurrence(self, number: int) -> Occurrence | None:
        """The occurrence with this id."""
        found = self._one(select(occurrence).where(occurrence.c.id == number))
        return _occurrence(found) if found else None

    def latest(self, number: int) -> Occurrence | None:
        """The class's newest occurrence."""
        query = (
            select(occurrence)
            .where(occurrence.c.cohort == number)
            .order_by(occurrence.c.id.desc())
            .limit(1)
        )
        found = self._one(query)
        return _occurrence(found) if found else None

    def count(self, number: int) -> int:
        """How many occurrences the drill has had."""
        query = select(func.count()).where(occurrence.c.drill == number)
        return self._connection.execute(query).scalar_one()

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

    def results(self, number: int) -> Sequence[Result]:
        """All finished attempts that count, oldest first."""
        query = (
            select(
                attempt.c.person,
                person.c.alias,
                attempt.c.total,
                attempt.c.card,
                attempt.c.ended_at,
            )
            .join(assignment, assignment.c.id == attempt.c.assignment)
            .join(person, person.c.id == attempt.c.person)
            .where(
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
            select(attempt.c.scenario, attempt.c.total, attempt.c.ended_at)
            .where(attempt.c.person == number, attempt.c.total.is_not(None))
            .order_by(attempt.c.id.desc())
            .limit(limit)
        )
        return [
            Record(row.scenario, row.total, from_millis(row.ended_at))
            for row in self._connection.execute(query)
        ]

    # --- how ---

    def _one(self, query: Select[Any]) -> RowMapping | None:
        return self._connection.execute(query).mappings().one_or_none()

    def _all(self, query: Select[Any]) -> Sequence[RowMapping]:
        return self._connection.execute(query).mappings().all()

    def _into(self, table: Table) -> Insert:
        return insert_into(table, self._connection.dialect.name)


def _drill(row: RowMapping) -> Drill:
    return Drill(
        id=row["id"],
        cohort=row["cohort"],
        post_minute=row["post_minute"],
        close_minute=row["close_minute"],
        scenarios=tuple(json.loads(row["scenarios"])),
        active=row["active"],
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
    )
