"""Cells that no spreadsheet takes for a formula, whoever typed what is in them."""

import re
import unicodedata
from collections.abc import Sequence
from math import ceil

from bot.classroom.reports.table import Cell

FORMULA = frozenset("=+-@＝＋－＠−﹦﹢﹣﹫")
"""What begins a formula, also as full-width, small or mathematical sign."""

LONGEST = 32_000
"""Characters; a cell of XLSX holds 32,767."""

_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+")


def safe(text: str) -> str:
    """A text as it may stand in a cell: one line, no control characters, never a formula.

    The apostrophe in front is shown by programs that do not know it, and keeps the text a text
    when a table is saved in another format and opened again.
    """
    flat = _UNWRITABLE.sub(" ", text).strip()
    shown = flat.lstrip("".join(each for each in flat if _invisible(each)))
    return ("'" + flat if shown[:1] in FORMULA and shown else flat)[:LONGEST]


def safe_row(cells: Sequence[Cell]) -> list[str | int | float]:
    """A row with every text made safe; nothing is an empty text, numbers stay numbers."""
    return ["" if cell is None else safe(cell) if isinstance(cell, str) else cell for cell in cells]


def lines_needed(cells: Sequence[Cell], widths: Sequence[float]) -> int:
    """How many lines a row needs where texts are wrapped; widths in characters, Chinese are two."""
    texts = zip((cell if isinstance(cell, str) else "" for cell in cells), widths, strict=True)
    return max((_lines(text, width) for text, width in texts), default=1)


def _lines(text: str, width: float) -> int:
    return sum(max(1, ceil(_breadth(line) / width)) for line in text.split("\n"))


def _breadth(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _invisible(character: str) -> bool:
    """Blanks and marks that do not show: some programs skip them before they look for a formula."""
    return unicodedata.category(character) in ("Cf", "Zs", "Zl", "Zp", "Mn", "Me")


_NO_FILE_NAME = re.compile(r"[^\w.()（）·-]+")


def file_name(text: str, ending: str) -> str:
    """A name that every system takes for one file in one folder."""
    stem = _NO_FILE_NAME.sub("_", text).strip("._-") or "kefu"
    return f"{stem[:80]}.{ending}"
