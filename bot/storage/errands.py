"""Pictures and files that people asked for and that are still to be made."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from bot.storage.codec import to_millis
from bot.storage.rows import Rows
from bot.storage.tables import errand


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to be made for somebody outside of any transaction; how often it was tried.

    `argument` says what it is about, where the kind alone does not.
    """

    id: int
    person: int
    kind: str
    tries: int
    argument: str = ""


class Errands(Rows):
    """Errands, in one transaction."""

    def send_for(self, member: int, kind: str, argument: str = "") -> None:
        """Somebody wants something made; asking twice before it is done makes one."""
        wanted = {"person": member, "kind": kind, "argument": argument}
        query = select(errand.c.id).filter_by(**wanted)
        if self._connection.execute(query).first() is None:
            values = {**wanted, "tries": 0, "at": to_millis(self.now)}
            self._connection.execute(insert(errand), values)

    def errands(self, most: int = 20) -> Sequence[Errand]:
        """What is still to be made, oldest first."""
        columns = (errand.c.id, errand.c.person, errand.c.kind, errand.c.tries, errand.c.argument)
        rows = self._all(select(*columns).order_by(errand.c.id).limit(most))
        return [Errand(**row) for row in rows]

    def ran(self, number: int) -> bool:
        """It is done, or given up; false where it was dropped meanwhile."""
        done = self._connection.execute(delete(errand).where(errand.c.id == number))
        return done.rowcount == 1

    def tried(self, number: int) -> None:
        """Making it failed once more."""
        self._connection.execute(
            update(errand).where(errand.c.id == number).values(tries=errand.c.tries + 1)
        )
