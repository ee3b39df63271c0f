"""From the text of a file to a scenario, or to all the problems in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from dialogues.reading.inheritance import inherit
from dialogues.reading.problem import Mark, Notes, Problem
from dialogues.reading.slips import mend_slips
from dialogues.reading.tree import LARGEST, LONGEST_LINE, MOST_LINES, Table, Text, compose
from dialogues.reading.vocabulary import ids
from dialogues.reading.warnings import warn
from dialogues.reading.whole import read_whole
from dialogues.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading one file: a scenario, unless something is wrong, and all problems.

    Warnings may stand beside a scenario; errors never do: a file that fails is refused whole.
    """

    scenario: Scenario | None
    problems: tuple[Problem, ...]


def read_scenario(
    source: str | bytes,
    name: str,
    bases: Mapping[str, str] | None = None,
    language: str = "zh_CN",
) -> Reading:
    """Read one customer file; `bases` are what it may build on (沿用), by title."""
    notes = Notes(language)
    text = _decode(source, name, notes)
    if text is None:
        return _refused(notes)
    known = base_texts() if bases is None else bases
    tree = compose(mend_slips(text, name, notes), name, notes)
    if tree is None:
        return _refused(notes)
    base = _base_of(tree, known, notes)
    if base:
        tree = _inherited(tree, base, known[base], notes)
    found = read_whole(tree, _hash(text, known.get(base, "")), notes)
    if found is None or any(not problem.warning for problem in notes.problems):
        return _refused(notes)
    scenario, names = found
    warn(scenario, tree, names)
    return Reading(scenario, _in_order(notes))


@cache
def base_texts() -> Mapping[str, str]:
    """The bases that come with the library: title -> text."""
    folder = files("dialogues").joinpath("library", "_base")
    texts = [item.read_text("utf-8") for item in folder.iterdir() if item.name.endswith(".yaml")]
    return {_title(text): text for text in texts}


def _title(text: str) -> str:
    first = next(line for line in text.split("\n") if line.startswith("标题:"))
    return first.partition(":")[2].strip()


def _decode(source: str | bytes, name: str, notes: Notes) -> str | None:
    if len(source) > LARGEST:
        notes.add("D002", Mark(name, 1, 1), limit=f"{LARGEST // 1000} KB")
        return None
    if isinstance(source, str):
        text = source
    else:
        try:
            text = source.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = source[: error.start].count(b"\n") + 1
            notes.add("D001", Mark(name, line, 1), detail=f"0x{source[error.start]:02x}")
            return None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text if _shapely(text, name, notes) else None


def _shapely(text: str, name: str, notes: Notes) -> bool:
    """No file that people write looks otherwise, and everything later stays quick."""
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        notes.add("D002", Mark(name, MOST_LINES, 1), limit=f"{MOST_LINES} 行")
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            notes.add("D008", Mark(name, number, LONGEST_LINE), limit=LONGEST_LINE)
    return not notes.problems


def _base_of(tree: Table, known: Mapping[str, str], notes: Notes) -> str:
    for key, value in tree.entries:
        if ids("fields").get(key.value.casefold()) == "based_on" and isinstance(value, Text):
            if value.value in known:
                return value.value
            notes.unknown("D111", value.mark, value.value, tuple(known))
    return ""


def _inherited(tree: Table, base: str, text: str, notes: Notes) -> Table:
    below = compose(mend_slips(text, base, notes), base, notes)
    return inherit(tree, below) if below else tree


def _hash(*texts: str) -> str:
    return sha256("\x00".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _refused(notes: Notes) -> Reading:
    return Reading(None, _in_order(notes))


def _in_order(notes: Notes) -> tuple[Problem, ...]:
    return tuple(sorted(set(notes.problems), key=lambda p: (p.file, p.line, p.column, p.code)))
