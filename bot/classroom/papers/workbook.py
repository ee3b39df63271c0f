"""Reading a workbook that anybody may have made: bounded, and every cell as the teacher sees it."""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from bot.classroom.papers.seen import seen
from bot.trouble import Trouble

LARGEST_FILE = 5_000_000
LARGEST_INSIDE = 30_000_000
MOST_PARTS = 300
MOST_ROWS = 2_000
MOST_COLUMNS = 40
LONGEST_CELL = 4_000
FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")


class BadWorkbook(Trouble):
    """This is no workbook that can be read; save it as .xlsx and try again."""

    key = "trouble.bad_workbook"


class WorkbookTooLarge(Trouble):
    """A workbook of one customer is small; this one is not."""

    key = "trouble.workbook_too_large"


class SheetsMissing(Trouble):
    """The library for workbooks is not installed."""

    key = "trouble.sheets_missing"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty: where it is, and its text; `fault` says why it cannot be used."""

    row: int
    column: int
    text: str
    fault: str = ""


Grid = tuple[tuple[Cell, ...], ...]
"""The rows of a sheet that are not empty, each with its cells that are not empty."""


def read_workbook(path: Path | BytesIO) -> Mapping[str, Grid]:
    """The sheets of a workbook by name; whatever could be a bomb is refused before it is opened."""
    openpyxl = spreadsheet_library()
    _harmless(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
        return {sheet.title.strip(): tuple(_rows(sheet)) for sheet in book.worksheets}
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError, zipfile.BadZipFile):
        raise BadWorkbook(file=path) from None


def spreadsheet_library() -> Any:
    """The library that reads and writes workbooks; it comes with the extra `sheets`."""
    try:
        import openpyxl
    except ImportError:
        raise SheetsMissing from None
    return openpyxl


def _harmless(path: Path | BytesIO) -> None:
    size = path.stat().st_size if isinstance(path, Path) else path.getbuffer().nbytes
    if size > LARGEST_FILE:
        raise WorkbookTooLarge(file=path)
    try:
        with zipfile.ZipFile(path) as parts:
            _check_parts(path, parts)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError):
        raise BadWorkbook(file=path) from None


def _check_parts(path: Path | BytesIO, parts: zipfile.ZipFile) -> None:
    inside = parts.infolist()
    if len(inside) > MOST_PARTS or sum(part.file_size for part in inside) > LARGEST_INSIDE:
        raise WorkbookTooLarge(file=path)
    for part in inside:
        # Workbooks have no use for document types; they are how entities are made to explode.
        content = parts.read(part)
        wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        if wide or any(word in content for word in FORBIDDEN):
            raise BadWorkbook(file=path)


def _rows(sheet: Any) -> Iterator[tuple[Cell, ...]]:
    for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
        cells = tuple(_cell(cell) for cell in row if cell.value is not None)
        full = tuple(cell for cell in cells if cell.text or cell.fault)
        if full:
            yield full


def _cell(cell: Any) -> Cell:
    row, column = int(cell.row), int(cell.column)
    if cell.data_type == "f":
        return Cell(row, column, "", "formula")
    if cell.data_type == "e":
        return Cell(row, column, "", "error")
    text = seen(cell.value, cell.number_format or "").strip()
    return Cell(row, column, text[:LONGEST_CELL], "long" if len(text) > LONGEST_CELL else "")
