"""Files with real chat logs: which shape is it, and what was said."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from bot.classroom.papers.workbook import read_workbook
from dialogues.cases import Said, read_csv, read_log, read_table

LARGEST = 2_000_000
"""Bytes of a log; a day of a busy shop is less."""

_WIDE = (b"\xff\xfe", b"\xfe\xff")
_ENCODINGS = ("utf-8-sig", "gb18030")


def read_case(content: bytes) -> Sequence[Said]:
    """What was said in a TXT, CSV or XLSX export, whatever it is called; empty where no shape fits.

    A table whose columns can be named is a table; everything else is a text.
    """
    if content[:2] == b"PK":
        return _first(read_table(rows) for rows in _sheets(content))
    text = decoded(content)
    return _first(read(text) for read in (read_csv, read_log))


def decoded(content: bytes) -> str:
    """A text in any encoding that Chinese shop desks export; signs that fit none are replaced."""
    if content[:2] in _WIDE:
        return content.decode("utf-16", "replace")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def _sheets(content: bytes) -> Iterable[list[list[str]]]:
    """Every sheet as rows of texts, each cell in its column."""
    for grid in read_workbook(BytesIO(content)).values():
        rows = []
        for row in grid:
            cells = [""] * max(cell.column for cell in row)
            for cell in row:
                cells[cell.column - 1] = cell.text
            rows.append(cells)
        yield rows


def _first(found: Iterable[list[Said]]) -> list[Said]:
    return next((said for said in found if said), [])
