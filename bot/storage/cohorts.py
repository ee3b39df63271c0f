"""Classes, who belongs to them, and the ways in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update

from bot.classroom.cohorts import Cohort, Invitation, Person, Role
from bot.storage.codec import from_millis, to_millis
from bot.storage.dialect import inserted_id
from bot.storage.people import PERSON
from bot.storage.rows import Rows
from bot.storage.tables import cohort, invitation, membership, person

_COHORT = select(
    cohort.c.id,
    cohort.c.name,
    cohort.c.zone,
    cohort.c.channel,
    cohort.c.group_chat,
    cohort.c.topic,
)


class Cohorts(Rows):
    """Classes, in one transaction."""

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
            PERSON.join(membership, membership.c.person == person.c.id)
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
        """A code that lets people into a class in a role."""
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
