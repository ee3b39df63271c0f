"""Classes, who belongs to them, and the ways in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, insert, or_, select, update

from bot.classroom.cohorts import Cohort, Invitation, Person, Rank, Role
from bot.storage.codec import from_millis, to_millis
from bot.storage.dialect import inserted_id
from bot.storage.people import PERSON
from bot.storage.rows import Rows
from bot.storage.tables import cohort, invitation, membership, person

COHORT = select(
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

    def move_to_zone(self, number: int, zone: str) -> None:
        """The class lives on another clock from now on."""
        self._connection.execute(update(cohort).where(cohort.c.id == number).values(zone=zone))

    def cohort(self, number: int) -> Cohort | None:
        """The class with this id."""
        found = self._one(COHORT.where(cohort.c.id == number))
        return Cohort(**found) if found else None

    def all_cohorts(self) -> Sequence[Cohort]:
        """Every class of this installation."""
        return [Cohort(**row) for row in self._all(COHORT.order_by(cohort.c.id))]

    def cohorts_of(self, number: int, role: Role | None = None) -> Sequence[Cohort]:
        """Classes that the person belongs to, oldest first."""
        query = COHORT.join(membership, membership.c.cohort == cohort.c.id).where(
            membership.c.person == number, self._at_present(), cohort.c.archived_at.is_(None)
        )
        if role is not None:
            query = query.where(membership.c.role == role)
        return [Cohort(**row) for row in self._all(query.order_by(cohort.c.id))]

    def cohorts_in(self, channel: str, group_chat: str) -> Sequence[Cohort]:
        """Classes connected to this group."""
        query = COHORT.where(
            cohort.c.channel == channel,
            cohort.c.group_chat == group_chat,
            cohort.c.archived_at.is_(None),
        )
        return [Cohort(**row) for row in self._all(query.order_by(cohort.c.id))]

    def connect(self, number: int, channel: str, group_chat: str | None, topic: str = "") -> None:
        """Connect the class to a group, or to none."""
        self._connection.execute(
            update(cohort)
            .where(cohort.c.id == number)
            .values(channel=channel, group_chat=group_chat, topic=topic)
        )

    def join(
        self,
        number: int,
        member: int,
        role: Role,
        at: datetime,
        rank: Rank | None = None,
        until: datetime | None = None,
    ) -> None:
        """Make the person a member; who joins as a student stays what they were.

        A teacher without a rank owns the class if nobody does, and shares it otherwise.
        """
        if role is Role.TEACHER and rank is None:
            rank = Rank.OWNER if self.owner_of(number) is None else Rank.CO_TEACHER
        new = {"role": role, "rank": rank or "", "until": to_millis(until) if until else None}
        made = self._into(membership)
        key = ("cohort", "person")
        if role is Role.STUDENT:
            # Whoever stood in for a teacher, and does no more, may become a student.
            over = membership.c.until <= to_millis(self.now)
            made = made.on_conflict_do_update(index_elements=key, set_=new, where=over)
        else:
            made = made.on_conflict_do_update(index_elements=key, set_=new)
        known = {"cohort": number, "person": member, "since": to_millis(at)}
        self._connection.execute(made, {**known, **new})

    def members(self, number: int, role: Role) -> Sequence[Person]:
        """Members of a class in one role, by id."""
        query = (
            PERSON.join(membership, membership.c.person == person.c.id)
            .where(membership.c.cohort == number, membership.c.role == role, self._at_present())
            .order_by(person.c.id)
        )
        return [Person(**row) for row in self._all(query)]

    def _at_present(self) -> ColumnElement[bool]:
        """A substitute's membership ends by itself."""
        now = to_millis(self.now)
        return or_(membership.c.until.is_(None), membership.c.until > now)

    def owner_of(self, number: int) -> int | None:
        """The person whose class it is."""
        query = select(membership.c.person).where(
            and_(membership.c.cohort == number, membership.c.rank == Rank.OWNER)
        )
        return self._connection.execute(query.limit(1)).scalar()

    def invite(self, new: Invitation) -> None:
        """Keep an invitation."""
        expires = to_millis(new.expires_at) if new.expires_at else None
        values = {
            "code": new.code,
            "cohort": new.cohort,
            "role": new.role,
            "uses_left": new.uses_left,
            "expires_at": expires,
            "rank": new.rank or "",
            "until": to_millis(new.until) if new.until else None,
        }
        self._connection.execute(insert(invitation), values)

    def invitation(self, code: str) -> Invitation | None:
        """The invitation with this code, used up or not."""
        found = self._one(select(invitation).where(invitation.c.code == code))
        if found is None:
            return None
        expires, until = found["expires_at"], found["until"]
        return Invitation(
            code=found["code"],
            cohort=found["cohort"],
            role=Role(found["role"]),
            uses_left=found["uses_left"],
            expires_at=None if expires is None else from_millis(expires),
            rank=Rank(found["rank"]) if found["rank"] else None,
            until=None if until is None else from_millis(until),
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
