"""Who runs the installation, who owns which class, and what becomes of a class."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update

from bot.classroom.cohorts import Cohort, Person, Rank, Role
from bot.storage.codec import from_millis, to_millis
from bot.storage.cohorts import COHORT
from bot.storage.people import PERSON
from bot.storage.rows import Rows
from bot.storage.tables import (
    cohort,
    fact,
    membership,
    name_consent,
    operator,
    person,
    team_member,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is in a class; a substitute's time ends at `until`."""

    role: Role
    rank: Rank | None
    until: datetime | None


class Roles(Rows):
    """Operators, owners and archived classes, in one transaction."""

    # --- operators ---

    def is_operator(self, member: int) -> bool:
        """Whether somebody runs the installation."""
        query = select(operator.c.person).where(operator.c.person == member)
        return self._connection.execute(query).first() is not None

    def operators(self) -> Sequence[Person]:
        """Everybody who runs the installation, by id."""
        query = PERSON.join(operator, operator.c.person == person.c.id).order_by(person.c.id)
        return [Person(**row) for row in self._all(query)]

    def make_operator(self, member: int) -> None:
        """Somebody runs the installation from now on."""
        made = self._into(operator).on_conflict_do_nothing(index_elements=("person",))
        self._connection.execute(made, {"person": member, "since": to_millis(self.now)})

    def take_fact(self, name: str, value: str) -> bool:
        """Forget a value of the installation if it is this one; false where it is not."""
        gone = delete(fact).where(fact.c.name == name, fact.c.value == value)
        return self._connection.execute(gone).rowcount == 1

    # --- classes ---

    def standing(self, number: int, member: int) -> Standing | None:
        """What somebody is in a class at present."""
        query = select(membership.c.role, membership.c.rank, membership.c.until).where(
            membership.c.cohort == number, membership.c.person == member
        )
        found = self._one(query)
        if found is None:
            return None
        until = None if found["until"] is None else from_millis(found["until"])
        if until is not None and until <= self.now:
            return None
        return Standing(Role(found["role"]), Rank(found["rank"]) if found["rank"] else None, until)

    def owned_by(self, member: int, *, archived: bool = False) -> Sequence[Cohort]:
        """The classes that are somebody's own: those that are going on, or the archived ones."""
        query = COHORT.join(membership, membership.c.cohort == cohort.c.id).where(
            membership.c.person == member,
            membership.c.rank == Rank.OWNER,
            cohort.c.archived_at.is_not(None) if archived else cohort.c.archived_at.is_(None),
        )
        return [Cohort(**row) for row in self._all(query.order_by(cohort.c.id))]

    def hand_over(self, number: int, to: int) -> None:
        """The class is somebody else's from now on; whose it was shares it."""
        here = membership.c.cohort == number
        was = update(membership).where(here, membership.c.rank == Rank.OWNER)
        self._connection.execute(was.values(rank=Rank.CO_TEACHER))
        new = update(membership).where(here, membership.c.person == to)
        self._connection.execute(new.values(role=Role.TEACHER, rank=Rank.OWNER, until=None))

    def leave(self, number: int, member: int) -> bool:
        """Somebody is no member any more; false where they were none."""
        for table in (name_consent, team_member):
            self._connection.execute(
                delete(table).where(table.c.cohort == number, table.c.person == member)
            )
        gone = delete(membership).where(
            membership.c.cohort == number, membership.c.person == member
        )
        return self._connection.execute(gone).rowcount == 1

    def archive(self, number: int, *, archived: bool) -> None:
        """Put a class away, or take it out again."""
        at = to_millis(self.now) if archived else None
        self._connection.execute(update(cohort).where(cohort.c.id == number).values(archived_at=at))

    def is_archived(self, number: int) -> bool:
        """Whether a class was put away."""
        query = select(func.count()).where(cohort.c.id == number, cohort.c.archived_at.is_not(None))
        return self._connection.execute(query).scalar_one() > 0

    # --- one person, two accounts ---

    def change_account(self, known: int, new: Person) -> None:
        """Somebody known has come back with another account, which is nobody else's by now."""
        values = {
            "channel": new.channel,
            "platform_id": new.platform_id,
            "chat": new.chat,
            "language": new.language,
            "active": True,
        }
        self._connection.execute(update(person).where(person.c.id == known).values(values))
