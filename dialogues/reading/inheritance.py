"""沿用: what a file does not say, it takes over from the base that it builds on."""

from dialogues.reading.tree import Branch, Listing, Table, Text
from dialogues.reading.vocabulary import ids

MERGED = frozenset(
    {"customer", "mood", "changes", "facts", "acts", "small_talk", "resolutions", "ending"}
)
APPENDED = frozenset({"rules"})
OWN = frozenset({"id", "title", "based_on", "tests"})


def inherit(own: Table, base: Table) -> Table:
    """The file with its base: own entries first, the base's where there is none.

    Tables of the sections in `MERGED` are joined entry by entry, rules are put after one's own;
    everything else is either the file's or the base's.
    """
    return _merge(own, base, skip=OWN)


def _merge(own: Table, base: Table, skip: frozenset[str] = frozenset()) -> Table:
    theirs = {_field(key): (key, value) for key, value in base.entries if _field(key) not in skip}
    joined = [(key, _join(_field(key), value, theirs)) for key, value in own.entries]
    mine = {_field(key) for key, _ in own.entries}
    rest = [entry for field, entry in theirs.items() if field not in mine]
    return Table((*joined, *rest), own.mark)


def _join(field: str, value: Branch, theirs: dict[str, tuple[Text, Branch]]) -> Branch:
    other = theirs[field][1] if field in theirs else None
    if field in MERGED and isinstance(value, Table) and isinstance(other, Table):
        return _merge(value, other)
    if field in APPENDED and isinstance(value, Listing) and isinstance(other, Listing):
        return Listing((*value.items, *other.items), value.mark)
    return value


def _field(key: Text) -> str:
    return ids("fields").get(key.value.casefold(), key.value)
