"""From bytes to a tree, or to what is wrong with them: size first, so that all later is quick."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files

from dialogues.reading.problem import Mark, Notes
from dialogues.reading.slips import mend_slips
from dialogues.reading.tree import (
    DEEPEST,
    LARGEST,
    LONGEST_LINE,
    MARKS,
    MOST_LINES,
    MOST_MARKS,
    TOO_FAR_IN,
    Table,
    compose,
)


def read_tree(
    source: str | bytes, name: str, notes: Notes, *, trusted: bool = False
) -> Table | None:
    """The tree of a file, or None and at least one problem.

    A trusted file is one that comes with the program: nobody need look for bombs in it.
    """
    text = _decode(source, name, notes)
    if text is None:
        return None
    return compose(mend_slips(text, name, notes), name, notes, trusted=trusted)


def hash_of(*sources: str | bytes) -> str:
    """Hash of a content, the same for the same text whatever its line ends are."""
    parts = (s if isinstance(s, bytes) else s.encode("utf-8", "surrogatepass") for s in sources)
    plain = (p.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n") for p in parts)
    return sha256(b"\x00".join(plain)).hexdigest()[:16]


@cache
def base_texts(language: str = "") -> Mapping[str, str]:
    """The bases that come with the library, title -> text; with a language: their translations."""
    folder = files("dialogues").joinpath("library", "_base")
    texts = {
        item.name.removesuffix(".yaml"): item.read_text("utf-8")
        for item in folder.iterdir()
        if item.name.endswith(".yaml")
    }
    bases = {name: _title(text) for name, text in texts.items() if "." not in name}
    suffix = f".{language}" if language else ""
    return {title: texts[name + suffix] for name, title in bases.items() if name + suffix in texts}


@cache
def base_tree(text: str, name: str) -> Table | None:
    """The tree of a base; None where something is wrong with it."""
    notes = Notes()
    tree = read_tree(text, name, notes)
    return None if notes.problems else tree


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
    """Whether lines are as many and as long as in files that people write."""
    lines = text.split("\n")
    before = len(notes.problems)
    if len(lines) > MOST_LINES:
        notes.add("D002", Mark(name, MOST_LINES, 1), limit=f"{MOST_LINES} 行")
    elif sum(map(text.count, MARKS)) > MOST_MARKS:
        notes.add("D007", Mark(name, 1, 1), limit=MOST_MARKS)
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            notes.add("D008", Mark(name, number, LONGEST_LINE), limit=LONGEST_LINE)
        elif line.startswith(TOO_FAR_IN) and line.strip():
            notes.add("D003", Mark(name, number, 1), limit=DEEPEST)
    return len(notes.problems) == before
