"""Names of a class, and who each of them turned out to be."""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import delete, insert, select, update

from bot.classroom.rosters import Admission, Draft, RosterName
from bot.storage.codec import from_millis, to_millis
from bot.storage.rows import Rows
from bot.storage.tables import admission, roster_draft, roster_name

_NAME = select(roster_name.c.id, roster_name.c.cohort, roster_name.c.name, roster_name.c.person)


class Rosters(Rows):
    """Rosters, in one transaction."""

    def roster(self, number: int) -> Sequence[RosterName]:
        """The names of a class, in the order in which they were saved."""
        query = _NAME.where(roster_name.c.cohort == number).order_by(roster_name.c.id)
        return [RosterName(**row) for row in self._all(query)]

    def roster_name(self, number: int) -> RosterName | None:
        """One name on a roster."""
        found = self._one(_NAME.where(roster_name.c.id == number))
        return RosterName(**found) if found else None

    def real_names(self, number: int) -> Mapping[int, str]:
        """Real names of a class by student; for the eyes of its teachers alone."""
        return {one.person: one.name for one in self.roster(number) if one.person is not None}

    def add_names(self, number: int, names: Sequence[str], numbers: Mapping[str, str]) -> None:
        """Put names onto a class's roster, with their student numbers where these are known.

        Names that stand there already stay, and take a number that they came with.
        """
        made = self._into(roster_name).on_conflict_do_nothing(index_elements=("cohort", "name"))
        common = {"cohort": number, "person": None, "at": to_millis(self.now)}
        rows = [{**common, "name": name} for name in names]
        if rows:
            self._connection.execute(made, rows)
        for name, its in numbers.items():
            here = (roster_name.c.cohort == number) & (roster_name.c.name == name)
            self._connection.execute(update(roster_name).where(here).values(number=its))

    def drop_name(self, number: int, name: str) -> bool:
        """Take a name off a roster; false where it does not stand there."""
        found = self._one(_NAME.where(roster_name.c.cohort == number, roster_name.c.name == name))
        if found is None:
            return False
        asked = update(admission).where(admission.c.name == found["id"])
        self._connection.execute(asked.values(name=None))
        self._connection.execute(delete(roster_name).where(roster_name.c.id == found["id"]))
        return True

    def bind(self, name: int, member: int | None) -> None:
        """A name is this person's from now on, or nobody's."""
        whose = update(roster_name).where(roster_name.c.id == name)
        self._connection.execute(whose.values(person=member))

    # --- a roster on its way in ---

    def expect_roster(
        self,
        member: int,
        number: int,
        names: Sequence[str] = (),
        numbers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """A teacher is about to send, or has sent, the names of a class."""
        kept = [[name, numbers.get(name, "")] for name in names]
        values = {"person": member, "cohort": number, "names": json.dumps(kept)}
        self.drop_draft(member)
        self._connection.execute(insert(roster_draft), {**values, "at": to_millis(self.now)})

    def roster_draft(self, member: int) -> Draft | None:
        """The names that a teacher has sent and not saved; none while we wait for them."""
        found = self._one(select(roster_draft).where(roster_draft.c.person == member))
        if found is None:
            return None
        kept = json.loads(found["names"])
        numbers = {name: its for name, its in kept if its}
        names = tuple(name for name, _ in kept)
        return Draft(found["cohort"], names, from_millis(found["at"]), numbers)

    def drop_draft(self, member: int) -> None:
        """Forget them."""
        self._connection.execute(delete(roster_draft).where(roster_draft.c.person == member))

    # --- people on their way in ---

    def admit(self, number: int, member: int, name: int | None = None) -> None:
        """Somebody may say which name of a class is theirs, or has said one that is taken."""
        made = self._into(admission).on_conflict_do_update(
            index_elements=("cohort", "person"), set_={"name": name}
        )
        values = {"cohort": number, "person": member, "name": name, "at": to_millis(self.now)}
        self._connection.execute(made, values)

    def admission(self, number: int, member: int) -> Admission | None:
        """Whether somebody is on the way into a class."""
        query = select(admission.c.cohort, admission.c.person, admission.c.name).where(
            admission.c.cohort == number, admission.c.person == member
        )
        found = self._one(query)
        return Admission(**found) if found else None

    def admitted(self, number: int, member: int) -> None:
        """Somebody is in, or was refused."""
        gone = delete(admission).where(admission.c.cohort == number, admission.c.person == member)
        self._connection.execute(gone)
