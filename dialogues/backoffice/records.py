"""The records of one attempt: the author's, with everything that the student has changed since."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogues.scenario import Office, fill

SHORTEST_FRAGMENT = 4
BETWEEN_WORDS = re.compile(r"[\s,，;；:：]+")


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that was written: table, row from 0, column, and what stands there now."""

    table: str
    row: int
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table, as it stands now."""

    table: str
    row: int
    cells: Mapping[str, str]

    @property
    def numbers(self) -> list[str]:
        """What it can be found by: whatever the author calls a number (…号)."""
        return [value for column, value in self.cells.items() if column.endswith("号") and value]

    def is_named(self, typed: str) -> bool:
        """Whether somebody who typed this meant this record."""
        return any(_names(number, key(typed)) for number in self.numbers)

    def change(self, column: str, value: str) -> Change:
        """What writes this value into the record."""
        return Change(self.table, self.row, column, value)

    def words_beside(self, typed: str) -> str:
        """What was typed beside the record's number."""
        rest = unicodedata.normalize("NFKC", typed)
        for number in self.numbers:
            rest = re.sub(re.escape(number), " ", rest, flags=re.IGNORECASE)
        parts = BETWEEN_WORDS.split(rest)
        return " ".join(part for part in parts if part and not self.is_named(part))


class Records:
    """All tables, as they stand now."""

    def __init__(
        self, office: Office, values: Mapping[str, str], changes: Sequence[Change] = ()
    ) -> None:
        self._office = office
        self._values = values
        self._changes = changes

    def of(self, table: str) -> list[Record]:
        """The rows of a table; none where the author wrote no such table."""
        rows = [
            {column: fill(value, self._values) for column, value in row.items()}
            for row in self._office.tables.get(table, ())
        ]
        for change in self._changes:
            if change.table == table and change.row < len(rows):
                rows[change.row][change.column] = change.value
        return [Record(table, number, cells) for number, cells in enumerate(rows)]

    def named(self, table: str, typed: str) -> Record | None:
        """The record whose number was typed, more or less."""
        return next((record for record in self.of(table) if record.is_named(typed)), None)


def key(text: str) -> str:
    """What remains of a number when everything that people write differently is left out."""
    return re.sub(r"[\s\-_#]", "", unicodedata.normalize("NFKC", text)).upper()


def _names(number: str, typed: str) -> bool:
    whole = key(number)
    return bool(whole) and (whole in typed or (len(typed) >= SHORTEST_FRAGMENT and typed in whole))
