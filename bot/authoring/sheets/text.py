"""A customer file written out, remembering from which cell every word of it came."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from dialogues.reading.problem import Mark
from dialogues.reading.tree import Branch, Listing, Table, Text

PLAIN = re.compile(r"[\w【㐀-鿿](?:[\w【】。！？…～、（）“”·+%./ -]*[\w【】。！？…～、（）“”%.])?")
WIDEST = 100


@dataclass(slots=True)
class Written:
    """The text so far, and where each word of it came from."""

    lines: list[str] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    origins: list[Mark] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole file."""
        return "\n".join(self.lines) + "\n"

    def origin(self, line: int, column: int) -> Mark | None:
        """The cell that a place in the text came from: the nearest word at or before it."""
        found = bisect_right(self.places, (line, column)) - 1
        return self.origins[found] if found >= 0 else None

    def add(self, words: str, mark: Mark | None = None) -> None:
        """Put words at the end of the last line."""
        if mark is not None:
            self.places.append((len(self.lines), len(self.lines[-1]) + 1))
            self.origins.append(mark)
        self.lines[-1] += words

    def new_line(self, indent: int) -> None:
        """Begin a line."""
        self.lines.append(" " * indent)


def write_file(tree: Table) -> Written:
    """The tree as the text of a customer file."""
    written = Written()
    for number, (key, value) in enumerate(tree.entries):
        if number and not isinstance(value, Text):
            written.lines.append("")
        _entry(written, key, value, 0)
    return written


def _entry(written: Written, key: Text, value: Branch, indent: int) -> None:
    written.new_line(indent)
    _key(written, key, value, indent)


def _key(written: Written, key: Text, value: Branch, indent: int) -> None:
    written.add(_scalar(key.value), key.mark)
    written.add(":")
    _value(written, value, indent + 2)


def _value(written: Written, value: Branch, indent: int) -> None:
    if isinstance(value, Text) or len(_flow(value)) <= WIDEST - indent:
        written.add(" ")
        _in_line(written, value)
    elif isinstance(value, Table):
        for key, inner in value.entries:
            _entry(written, key, inner, indent)
    else:
        for item in value.items:
            _item(written, item, indent)


def _item(written: Written, item: Branch, indent: int) -> None:
    written.new_line(indent)
    written.add("- ")
    if isinstance(item, Table) and len(_flow(item)) > WIDEST - indent:
        first, *rest = item.entries
        _key(written, *first, indent + 2)
        for key, value in rest:
            _entry(written, key, value, indent + 2)
    else:
        _in_line(written, item)


def _in_line(written: Written, value: Branch) -> None:
    if isinstance(value, Text):
        written.add(_scalar(value.value), value.mark)
    elif isinstance(value, Listing):
        written.add("[")
        for number, item in enumerate(value.items):
            written.add(", " if number else "")
            _in_line(written, item)
        written.add("]")
    else:
        written.add("{")
        for number, (key, inner) in enumerate(value.entries):
            written.add(", " if number else "")
            written.add(_scalar(key.value), key.mark)
            written.add(": ")
            _in_line(written, inner)
        written.add("}")


def _flow(value: Branch) -> str:
    """How a value would stand in one line; how long that is decides whether it does."""
    trial = Written([""])
    _in_line(trial, value)
    return trial.text


def _scalar(text: str) -> str:
    if PLAIN.fullmatch(text) and " #" not in text:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    escaped = escaped.replace("\t", "\\t").replace("\u3000", "\\u3000")
    return f'"{escaped}"'
