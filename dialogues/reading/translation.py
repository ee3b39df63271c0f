"""The translation beside a file: the same tree with only the texts, laid over the original.

Entries are matched by key, those of lists by 名称 or by position. What the translation lacks stays
as it is in the original; both that and what it has too much are told.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import zip_longest

from dialogues.reading.fields import FREE, SAID, SCENARIO, TEXT, Field, Fields, Kind
from dialogues.reading.names import VARIABLE
from dialogues.reading.problem import Mark, Notes
from dialogues.reading.tree import Branch, Listing, Table, Text
from dialogues.reading.vocabulary import ids

HAN = re.compile(r"[㐀-鿿]")
WITHOUT_HAN = frozenset({"en"})
"""Languages in which a Chinese character means that something was not translated."""

SHOWN = "shown"
OPTIONAL = frozenset({"tests"})
"""Sections that are left out of the translated customer where the translation has none."""

LONGEST_QUOTE = 20


def translate(
    own: Table,
    words: Table,
    language: str,
    notes: Notes,
    flags: frozenset[str] = frozenset(),
    fields: Fields = SCENARIO,
) -> Table:
    """The file, which has these fields, with the translation's texts in place of its own.

    The values of `flags` are compared by conditions and stay what they are.
    """
    given = {_id(key) for key, _ in words.entries}
    kept = [entry for entry in own.entries if _id(entry[0]) not in OPTIONAL - given]
    spoken = [entry for entry in words.entries if _id(entry[0]) != SHOWN]
    overlay = _Overlay(language, notes, flags)
    whole = Field(Kind.TABLE, fields=fields)
    return overlay.table(
        Table(tuple(kept), own.mark), Table(tuple(spoken), words.mark), whole, words.mark
    )


def shown_names(words: Table) -> Mapping[str, str]:
    """显示: how names that the program knows by their Chinese word are shown."""
    sections = (value for key, value in words.entries if _id(key) == SHOWN)
    table = next((s for s in sections if isinstance(s, Table)), None)
    entries = table.entries if table else ()
    return {key.value: value.value for key, value in entries if isinstance(value, Text)}


class _Overlay:
    """One translation being laid over its original."""

    def __init__(self, language: str, notes: Notes, flags: frozenset[str]) -> None:
        self._language = language
        self._flags = flags
        self._notes = notes

    def table(self, own: Table, words: Table, field: Field, near: Mark) -> Table:
        """Entries by key; `near` is where in the translation something missing belongs."""
        theirs = {_name(key, field): (key, value) for key, value in words.entries}
        done = []
        for key, value in own.entries:
            inner = TEXT if self._is_flag(key, field) else _inner(key, field)
            found = theirs.pop(_name(key, field), None) if inner.speaks else None
            place = found[0].mark if found else near
            done.append((key, self.branch(value, found[1] if found else None, inner, place)))
        for key, _ in theirs.values():
            if _id(key) != "name":
                self._surplus(key.mark, key.value)
        return Table(tuple(done), own.mark)

    def _is_flag(self, key: Text, field: Field) -> bool:
        return field.kind is Kind.FREE and key.value in self._flags

    def branch(self, own: Branch, words: Branch | None, field: Field, near: Mark) -> Branch:
        """Whatever stands there, with the translation's texts."""
        if not field.speaks:
            return own
        if words is None:
            self._missing(own, field, near)
            return own
        match own, words:
            case Table(), Table():
                return self.table(own, words, field, near)
            case Text(), Text():
                self._check(words)
                return words
            case (Listing(), _) | (_, Listing()):
                return self._list(_listing(own), _listing(words), field)
        self._surplus(words.mark, "…")
        return own

    def _list(self, own: Listing, words: Listing, field: Field) -> Listing:
        inner = field.each or (FREE if field.kind is Kind.FREE else SAID)
        done = []
        for mine, theirs in _matched(own.items, words.items):
            if mine is not None:
                done.append(self.branch(mine, theirs, inner, theirs.mark if theirs else words.mark))
            elif theirs is not None:
                self._surplus(theirs.mark, _quote(theirs))
        return Listing(tuple(done), own.mark)

    def _check(self, words: Text) -> None:
        if self._language in WITHOUT_HAN and HAN.search(VARIABLE.sub("", words.value)):
            self._notes.add("D222", words.mark, found=words.value[:LONGEST_QUOTE])

    def _missing(self, own: Branch, field: Field, near: Mark) -> None:
        # What has no Chinese in it (QH2041) is the same in every language.
        leaves = (leaf for leaf in _leaves(own, field) if HAN.search(VARIABLE.sub("", leaf.value)))
        first = next(leaves, None)
        if first is not None:
            found, line = first.value[:LONGEST_QUOTE], first.mark.line
            more = self._notes.more(len(list(leaves)))
            self._notes.add("D220", near, found=found, line=line, more=more)

    def _surplus(self, mark: Mark, found: str) -> None:
        self._notes.add("D221", mark, found=found)


def _leaves(branch: Branch, field: Field) -> Iterable[Text]:
    """The texts in a branch that are to be translated."""
    match branch:
        case Text():
            return (branch,) if field.said else ()
        case Listing():
            inner = field.each or field
            return (leaf for item in branch.items for leaf in _leaves(item, inner))
        case Table():
            entries = ((value, _inner(key, field)) for key, value in branch.entries)
            return (leaf for value, inner in entries for leaf in _leaves(value, inner))


def _matched(
    own: tuple[Branch, ...], words: tuple[Branch, ...]
) -> Iterable[tuple[Branch | None, Branch | None]]:
    """Items of both, by name where the translation names them all, else by position."""
    called = [_called(item) for item in words]
    if not called or not all(called):
        return zip_longest(own, words)
    theirs = dict(zip(called, words, strict=True))
    pairs: list[tuple[Branch | None, Branch | None]] = [
        (item, theirs.pop(_called(item), None)) for item in own
    ]
    return [*pairs, *((None, rest) for rest in theirs.values())]


def _called(item: Branch) -> str:
    for key, value in item.entries if isinstance(item, Table) else ():
        if _id(key) == "name" and isinstance(value, Text):
            return value.value
    return ""


def _inner(key: Text, field: Field) -> Field:
    if field.kind is Kind.FREE:
        return field
    return field.fields.get(_id(key)) or field.each or Field(Kind.TEXT)


def _name(key: Text, field: Field) -> str:
    return _id(key) if _id(key) in field.fields else key.value.strip()


def _id(key: Text) -> str:
    return ids("fields").get(key.value.strip().casefold(), "")


def _listing(branch: Branch) -> Listing:
    return branch if isinstance(branch, Listing) else Listing((branch,), branch.mark)


def _quote(branch: Branch) -> str:
    return branch.value[:LONGEST_QUOTE] if isinstance(branch, Text) else _called(branch) or "…"
