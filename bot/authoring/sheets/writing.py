"""An author's file as a workbook: the template that `kefu new --sheet` writes."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot.authoring.sheets.layout import (
    BASICS,
    GUIDE,
    Shape,
    Sheet,
    basics,
    format_of,
    sheets,
    shown,
)
from bot.classroom.papers.cells import lines_needed
from bot.classroom.papers.workbook import spreadsheet_library
from dialogues.reading.fields import EXPECTED, STEP, Fields, Kind
from dialogues.reading.tree import Branch, Listing, Table, Text
from dialogues.reading.vocabulary import ids

HEAD_COLOUR = "DCEBFA"
NARROW, WIDE, GUIDE_WIDE = 14, 44, 100
LINE = 15
"""Points of a line of text."""

Line = Sequence[str]
"""One row of a sheet, cell by cell."""


def write_workbook(tree: Table, path: Path) -> None:
    """Write the tree as a workbook with headings, comments and a page of explanations."""
    book = spreadsheet_library().Workbook()
    book.remove(book.active)
    kind = type_of(tree)
    guide = about(f"guide.{kind.value}") if kind else ""
    lines = [[line] for line in (guide or about("guide")).strip().split("\n")]
    _fill(book.create_sheet(GUIDE), lines, head=False)
    fields = format_of(kind.value if kind else "")
    for sheet in sheets(fields):
        rows = [_heads(sheet), *lines_of(sheet, tree, fields)]
        page = book.create_sheet(sheet.name)
        _fill(page, rows, head=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        book.save(file)


def about(name: str) -> str:
    """What is said about a sheet or a column, or nothing."""
    return str(_explanations().get(name, ""))


@cache
def _explanations() -> Mapping[str, Any]:
    source = files("bot.authoring").joinpath("templates", "workbook.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _fill(page: Any, rows: Sequence[Line], *, head: bool) -> None:
    styles = spreadsheet_library().styles
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            cell = page.cell(number, column)
            if text:
                # Given as a string even where it begins with =, so that nothing is reckoned.
                cell.value, cell.data_type = text, "s"
            cell.alignment = styles.Alignment(wrap_text=True, vertical="top")
            if head and number == 1:
                cell.font = styles.Font(bold=True)
                cell.fill = styles.PatternFill("solid", fgColor=HEAD_COLOUR)
    _dress(page, rows, head=head)


def _dress(page: Any, rows: Sequence[Line], *, head: bool) -> None:
    comment = spreadsheet_library().comments.Comment
    widths = []
    for column in range(1, max(map(len, rows), default=0) + 1):
        longest = max(len(line) for row in rows for line in row[column - 1 : column])
        text = "".join(rows[0][column - 1 : column])
        widths.append((WIDE if longest > NARROW else NARROW) if head else GUIDE_WIDE)
        page.column_dimensions[page.cell(1, column).column_letter].width = widths[-1]
        if head and about(text):
            page.cell(1, column).comment = comment(about(text), "kefu", height=120, width=260)
    for number, row in enumerate(rows, 1):
        page.row_dimensions[number].height = LINE * lines_needed(row, widths[: len(row)])
    if head:
        page.freeze_panes = "A2"
        page.print_title_rows = "1:1"
    # Printed across, with all columns on a page.
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage = 0, True


# --- what stands in the rows -------------------------------------------------------------------


def _heads(sheet: Sheet) -> list[str]:
    if sheet.shape is Shape.TESTS:
        expected = [shown("expect") + shown(field) for field in EXPECTED]
        return [shown("name"), *(shown(field) for field in STEP), *expected]
    columns = [shown(field) for field in sheet.columns]
    match sheet.shape:
        case Shape.NAMED:
            return [shown("name"), *columns]
        case Shape.ROWS:
            inside = sheet.inside
            whole = [name for name, field in sheet.columns.items() if not field.fields]
            return [*map(shown, whole), *inside]
        case Shape.COLUMN:
            return [sheet.name]
        case Shape.PATHS:
            return ["栏", "名称", "内容"]
        case Shape.BLOCKS:
            return ["组", "名字", "", "", "", "", ""]
        case _:
            return ["栏", "内容"]


def type_of(tree: Table) -> Text | None:
    """What the file says of its 类型."""
    found = _section(tree, "type")
    return found if isinstance(found, Text) else None


def lines_of(sheet: Sheet, tree: Table, fields: Fields) -> Iterator[Line]:
    """The rows of a sheet below its headings."""
    if sheet.name == BASICS:
        single = tuple(entry for entry in tree.entries if _field(entry[0]) in basics(fields))
        yield from _pairs(Table(single, tree.mark))
        return
    whole = _section(tree, sheet.parent) if sheet.parent else tree
    branch = _section(whole, sheet.section) if isinstance(whole, Table) else None
    if isinstance(branch, Table):
        yield from _table_lines(sheet, branch)
    elif isinstance(branch, Listing):
        yield from _listing_lines(sheet, branch)
    elif branch is not None:
        yield [branch.value]


def _table_lines(sheet: Sheet, table: Table) -> Iterator[Line]:
    settings = sheet.field.fields
    listed = {name for name, field in settings.items() if field.kind is Kind.ITEMS}
    own = tuple(entry for entry in table.entries if _field(entry[0]) not in listed)
    match sheet.shape:
        case Shape.NAMED:
            yield from ([key.value, *_row(list(sheet.columns), value)] for key, value in own)
        case Shape.PATHS:
            yield from _path_lines(table)
        case Shape.BLOCKS:
            for key, value in table.entries:
                yield from _block_lines(key, value, setting=_field(key) in settings)
        case _:
            yield from _pairs(Table(own, table.mark))


def _listing_lines(sheet: Sheet, listing: Listing) -> Iterator[Line]:
    for item in listing.items:
        if isinstance(item, Text):
            yield [item.value]
        elif sheet.shape is Shape.TESTS and isinstance(item, Table):
            yield from _test_lines(item)
        else:
            whole = [name for name, field in sheet.columns.items() if not field.fields]
            yield [*_row(whole, item), *_inner_cells(sheet, item)]


def _inner_cells(sheet: Sheet, item: Branch) -> Iterator[str]:
    """What stands in fields within fields of a row."""
    for outer, inner in sheet.inside.values():
        part = _section(item, outer) if isinstance(item, Table) else None
        found = _section(part, inner) if isinstance(part, Table) else None
        yield _cell(found) if found else ""


def _section(tree: Table, section: str) -> Branch | None:
    return next((value for key, value in tree.entries if _field(key) == section), None)


def _pairs(table: Table) -> Iterator[Line]:
    return ([key.value, _cell(value)] for key, value in table.entries)


def _row(fields: Sequence[str], value: Branch) -> list[str]:
    entries = value.entries if isinstance(value, Table) else ()
    cells = {_field(key): _cell(inner) for key, inner in entries}
    return [cells.get(field, "") for field in fields]


def _path_lines(table: Table) -> Iterator[Line]:
    for key, value in table.entries:
        if isinstance(value, Table):
            for name, inner in value.entries:
                yield [key.value, name.value, _cell(inner)]
        else:
            yield [key.value, "", _cell(value)]


def _block_lines(key: Text, value: Branch, *, setting: bool) -> Iterator[Line]:
    if setting:
        yield [key.value, _cell(value)]
        return
    items = value.items if isinstance(value, Listing) else (value,)
    records = [item for item in items if isinstance(item, Table)]
    if not records:
        yield [key.value, key.value]
        yield from (["", item.value] for item in items if isinstance(item, Text))
        return
    heads = list(dict.fromkeys(name.value for r in records for name, _ in r.entries))
    yield [key.value, *heads]
    for record in records:
        cells = {name.value: _cell(inner) for name, inner in record.entries}
        yield ["", *(cells.get(head, "") for head in heads)]


def _test_lines(test: Table) -> Iterator[Line]:
    parts = {_field(key): value for key, value in test.entries}
    name, talk, expect = parts.get("name"), parts.get("talk"), parts.get("expect")
    steps = talk.items if isinstance(talk, Listing) else ()
    first = [name.value if isinstance(name, Text) else ""]
    expected = _row(list(EXPECTED), expect) if expect else []
    for number, step in enumerate(steps):
        said = _row(list(STEP), step)
        yield ["", *said] if number else [*first, *said, *expected]


def _cell(value: Branch) -> str:
    """A value as it is typed into one cell."""
    if isinstance(value, Text):
        return value.value
    if isinstance(value, Table):
        return "\n".join(f"{key.value} {_cell(inner)}" for key, inner in value.entries)
    if any(isinstance(item, Listing) for item in value.items):
        return "\n".join(_joined(item, "、") for item in value.items)
    return _joined(value, "\n")


def _joined(value: Branch, glue: str) -> str:
    items = value.items if isinstance(value, Listing) else (value,)
    return glue.join(item.value for item in items if isinstance(item, Text))


def _field(key: Text) -> str:
    return ids("fields").get(key.value.casefold(), "")
