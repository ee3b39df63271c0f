"""One table of a customer file, read field by field, every mistake noted where it stands."""

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

from dialogues.condition import Condition
from dialogues.reading import phrases
from dialogues.reading.names import Names
from dialogues.reading.tree import Branch, Listing, Table, Text
from dialogues.reading.vocabulary import ids
from dialogues.reading.vocabulary import names as shown
from dialogues.wording import wording

T = TypeVar("T")


class Form:
    """Typed access to the fields of a table; asking for what is not there gives the default."""

    def __init__(self, table: Table, names: Names, fields: Collection[str]) -> None:
        self.mark = table.mark
        self._names = names
        self._fields: dict[str, tuple[Text, Branch]] = {}
        for key, value in table.entries:
            self._enter(key, value, fields)

    def has(self, field: str) -> bool:
        """Whether the field was filled in."""
        return field in self._fields

    def require(self, *fields: str) -> None:
        """Note those that were left out or left blank."""
        for field in fields:
            if self.branch(field) is None:
                self._names.notes.add("D021", self.mark, field=shown("fields")[field])

    def not_together(self, field: str, *others: str) -> None:
        """Note that a field cannot stand beside certain others."""
        clashing = [other for other in others if field in self._fields and other in self._fields]
        for other in clashing:
            words = {"found": shown("fields")[field], "other": shown("fields")[other]}
            self._names.notes.add("D117", self._fields[other][0].mark, **words)

    # --- single values -----------------------------------------------------------------------

    def word(self, field: str) -> Text | None:
        """The scalar of a field with its place."""
        branch = self.branch(field)
        if isinstance(branch, Text) or branch is None:
            return branch
        self._wrong(field, branch, "text")
        return None

    def text(self, field: str, default: str = "") -> str:
        """A text, its 【变量】 checked."""
        return self.read(field, lambda text, names: names.check_variables(text), default)

    def number(self, field: str, default: int = 0, low: int = -100, high: int = 100) -> int:
        """A whole number between low and high."""
        word = self.word(field)
        if word is None:
            return default
        value = phrases.number(word, self._names)
        if phrases.numeral(word.value) is not None and not low <= value <= high:
            self._names.notes.add("D026", word.mark, found=f"{value:g}", low=low, high=high)
        return int(value)

    def read(self, field: str, reader: Callable[[Text, Names], T], default: T) -> T:
        """Whatever the reader makes of the scalar."""
        word = self.word(field)
        return default if word is None else reader(word, self._names)

    def choice(self, field: str, section: str, default: str, among: tuple[str, ...]) -> str:
        """The id of one of some words."""
        word = self.word(field)
        if word is None:
            return default
        found = ids(section).get(word.value.strip().casefold())
        if found not in among:
            choices = tuple(shown(section)[key] for key in among)
            self._names.notes.unknown("D025", word.mark, word.value, choices)
            return default
        return found

    # --- several values ----------------------------------------------------------------------

    def words(self, field: str) -> tuple[Text, ...]:
        """The scalars of a list; one alone needs no list."""
        branch = self.branch(field)
        if branch is None:
            return ()
        items = branch.items if isinstance(branch, Listing) else (branch,)
        for item in items:
            if not isinstance(item, Text):
                self._wrong(field, item, "text")
        return tuple(item for item in items if isinstance(item, Text))

    def lists(self, field: str) -> Iterator[tuple[Text, ...]]:
        """The lists in a list (必含)."""
        branch = self.branch(field)
        for item in branch.items if isinstance(branch, Listing) else ():
            inner = item.items if isinstance(item, Listing) else (item,)
            yield tuple(word for word in inner if isinstance(word, Text))

    def texts(self, field: str) -> tuple[str, ...]:
        """Lines to be said, their 【变量】 checked."""
        return tuple(self._names.check_variables(word) for word in self.words(field) if word.value)

    def each(self, field: str, reader: Callable[[Text, Names], T]) -> tuple[T, ...]:
        """Whatever the reader makes of each scalar of a list."""
        return tuple(reader(word, self._names) for word in self.words(field))

    def acts(self, field: str) -> frozenset[str]:
        """All acts that the words of the field stand for."""
        return frozenset[str]().union(*(self._names.act(word) for word in self.words(field)))

    def conditions(self, field: str) -> tuple[Condition, ...]:
        """The conditions of the field that could be read."""
        found = (phrases.condition(word, self._names) for word in self.words(field))
        return tuple(condition for condition in found if condition is not None)

    # --- tables in the table -----------------------------------------------------------------

    def rows(self, field: str) -> Iterator[tuple[Text, Branch]]:
        """Name and value of everything in a table whose keys the author chooses."""
        table = self.table(field)
        seen: set[str] = set()
        for key, value in table.entries if table else ():
            if key.value in seen:
                self._names.notes.add("D018", key.mark, found=key.value)
            else:
                seen.add(key.value)
                yield key, value

    def table(self, field: str) -> Table | None:
        """The table of a field; what is wrong with it as a whole is told where its name stands."""
        branch = self.branch(field)
        if branch is None:
            return None
        if isinstance(branch, Table):
            return Table(branch.entries, self._fields[field][0].mark)
        self._wrong(field, branch, "table")
        return None

    def tables(self, field: str) -> Iterator[Table]:
        """The tables of a list."""
        branch = self.branch(field)
        if branch is None:
            return
        if not isinstance(branch, Listing):
            self._wrong(field, branch, "list")
            return
        for item in branch.items:
            if isinstance(item, Table):
                yield item
            else:
                self._wrong(field, item, "table")

    def form(self, field: str, fields: Collection[str]) -> "Form | None":
        """The table of a field as a form of its own."""
        table = self.table(field)
        return Form(table, self._names, fields) if table else None

    # --- complaints --------------------------------------------------------------------------

    def _enter(self, key: Text, value: Branch, fields: Collection[str]) -> None:
        field = ids("fields").get(key.value.strip().casefold(), "")
        if field not in fields:
            choices = tuple(shown("fields")[name] for name in fields)
            self._names.notes.unknown("D020", key.mark, key.value, choices)
        elif field in self._fields:
            self._names.notes.add("D018", key.mark, found=key.value)
        else:
            self._fields[field] = (key, value)

    def branch(self, field: str) -> Branch | None:
        """The value of a field; one that was left blank counts as left out."""
        value = self._fields[field][1] if field in self._fields else None
        return None if isinstance(value, Text) and not value.value.strip() else value

    def _wrong(self, field: str, branch: Branch, wanted: str) -> None:
        words = wording(self._names.notes.language, "shapes")
        self._names.notes.add(
            "D022", branch.mark, field=shown("fields")[field], wanted=words[wanted]
        )
