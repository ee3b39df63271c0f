"""From the sheets of a workbook to the tree of an author's file, every word with its cell."""

import re
from collections.abc import Iterator, Mapping

from bot.authoring.sheets.layout import (
    BASICS,
    BY_LINE,
    HEADING_ROW,
    KEPT_WHOLE,
    Shape,
    Sheet,
    basics,
    format_of,
    sheets,
    shown,
)
from bot.classroom.papers.workbook import Cell, Grid
from dialogues.reading.fields import EXPECTED, Field, Fields, Kind
from dialogues.reading.problem import Mark
from dialogues.reading.tree import Branch, Listing, Table, Text
from dialogues.reading.vocabulary import ids

SEPARATORS = re.compile(r"\s*[、，,;；]\s*")
EXPECT = "expect"
LINES = re.compile(r"\s*\n\s*")

LIST = Field(Kind.TEXTS, said=True)
"""What stands in a section of free text: one entry a line."""

Entries = list[tuple[Text, Branch]]


def tree_of(book: Mapping[str, Grid]) -> Table:
    """The file that a workbook describes; mistakes are left for the reader to find."""
    found: dict[str, tuple[Text, Branch]] = {}
    entries: Entries = []
    fields = fields_of(book)
    for sheet in sheets(fields):
        grid = book.get(sheet.name, ())
        if sheet.name == BASICS:
            entries += _pairs(sheet, grid, basics(fields))
        elif grid:
            key = Text(sheet.name, Mark(sheet.name, 1, 1))
            _put(found, sheet, (key, _branch(sheet, grid)))
    filled = [entry for entry in found.values() if not _blank(entry[1])]
    return Table((*entries, *filled), Mark(BASICS, 1, 1))


def fields_of(book: Mapping[str, Grid]) -> Fields:
    """The fields of the file that a workbook describes, by its 类型 on the sheet 基本."""
    for row in book.get(BASICS, ()):
        if len(row) > 1 and ids("fields").get(row[0].text.casefold()) == "type":
            return format_of(row[1].text)
    return format_of("")


def _put(found: dict[str, tuple[Text, Branch]], sheet: Sheet, entry: tuple[Text, Branch]) -> None:
    """Put a section into the file, or a list into the section that it belongs to."""
    if not sheet.parent:
        found[sheet.section] = entry
    elif not _blank(entry[1]):
        mark = entry[0].mark
        usual = (Text(shown(sheet.parent), mark), Table((), mark))
        key, section = found.get(sheet.parent, usual)
        inner = section.entries if isinstance(section, Table) else ()
        found[sheet.parent] = (key, Table((*inner, entry), key.mark))


def _blank(branch: Branch) -> bool:
    if isinstance(branch, Text):
        return not branch.value
    return not (branch.items if isinstance(branch, Listing) else branch.entries)


def _branch(sheet: Sheet, grid: Grid) -> Branch:
    start = Mark(sheet.name, 1, 1)
    match sheet.shape:
        case Shape.PAIRS:
            return _named_values(sheet, grid)
        case Shape.NAMED:
            return Table(tuple(_named_rows(sheet, grid)), start)
        case Shape.ROWS:
            return Listing(tuple(_rows(sheet, grid)), start)
        case Shape.COLUMN:
            texts = (_text(sheet, row[0]) for row in _body(grid) if row[0].column == 1)
            return Listing(tuple(texts), start)
        case Shape.PATHS:
            return _paths(sheet, grid)
        case Shape.BLOCKS:
            return Table(tuple(_blocks(sheet, grid)), start)
        case Shape.TESTS:
            return Listing(tuple(_tests(sheet, grid)), start)


# --- cells -------------------------------------------------------------------------------------


def _body(grid: Grid) -> Iterator[tuple[Cell, ...]]:
    return (row for row in grid if row[0].row > HEADING_ROW)


def _headings(sheet: Sheet, grid: Grid) -> dict[int, Text]:
    first = grid[0] if grid and grid[0][0].row == HEADING_ROW else ()
    return {cell.column: _text(sheet, cell) for cell in first}


def _text(sheet: Sheet, cell: Cell) -> Text:
    return Text(cell.text, Mark(sheet.name, cell.row, cell.column))


def _value(text: Text, name: str, field: Field | None) -> Branch:
    """A cell as its field wants it: one text, a list, or names with numbers."""
    if field is None or field.kind in {Kind.TEXT, Kind.NUMBER, Kind.SECONDS, Kind.BOUND}:
        return text
    if field.kind is Kind.GROUPS:
        lines = (_listing(text, SEPARATORS, line) for line in _split(text.value, LINES))
        return Listing(tuple(lines), text.mark)
    if field.kind is Kind.TABLE:
        return Table(tuple(_names_with_numbers(text)), text.mark)
    if field.kind is not Kind.TEXTS:
        return text
    by_line = field.said or name in BY_LINE or "\n" in text.value
    return _listing(text, LINES if by_line else SEPARATORS, text.value)


def _names_with_numbers(text: Text) -> Iterator[tuple[Text, Branch]]:
    for line in _split(text.value, LINES):
        name, _, number = line.rpartition(" ")
        yield Text(name.strip(" :："), text.mark), Text(number, text.mark)


def _listing(text: Text, separator: re.Pattern[str], value: str) -> Listing:
    return Listing(tuple(Text(part, text.mark) for part in _split(value, separator)), text.mark)


def _split(value: str, separator: re.Pattern[str]) -> list[str]:
    return [part.strip() for part in separator.split(value) if part.strip()]


# --- shapes ------------------------------------------------------------------------------------


def _pairs(sheet: Sheet, grid: Grid, fields: Mapping[str, Field]) -> Entries:
    """Name and value, one pair a row."""
    entries: Entries = []
    for row in _body(grid):
        key, *rest = (_text(sheet, cell) for cell in row)
        name = ids("fields").get(key.value.casefold(), "")
        if rest and row[0].column == 1:
            entries.append((key, _value(rest[0], name, fields.get(name))))
    return entries


def _named_values(sheet: Sheet, grid: Grid) -> Branch:
    section = sheet.field
    rows = list(_body(grid))
    if rows and all(len(row) == 1 for row in rows):
        return Listing(tuple(_text(sheet, row[0]) for row in rows), Mark(sheet.name, 1, 1))
    entries = _pairs(sheet, grid, section.fields)
    each = section.each or (None if sheet.section in KEPT_WHOLE or section.fields else LIST)
    free = ((key, _value(v, "", each) if isinstance(v, Text) else v) for key, v in entries)
    filled = tuple(entries if section.fields else free)
    return Table(filled, Mark(sheet.name, 1, 1))


def _named_rows(sheet: Sheet, grid: Grid) -> Iterator[tuple[Text, Branch]]:
    headings = _headings(sheet, grid)
    for row in _body(grid):
        if row[0].column == 1:
            name = _text(sheet, row[0])
            yield name, Table(tuple(_fields(sheet, headings, row[1:])), name.mark)


def _rows(sheet: Sheet, grid: Grid) -> Iterator[Branch]:
    headings = _headings(sheet, grid)
    for row in _body(grid):
        entries = tuple(_fields(sheet, headings, row))
        if entries:
            yield Table(entries, entries[0][0].mark)


def _fields(
    sheet: Sheet, headings: Mapping[int, Text], cells: tuple[Cell, ...]
) -> Iterator[tuple[Text, Branch]]:
    inner: dict[str, Entries] = {}
    for cell in cells:
        heading = headings.get(cell.column)
        if heading and heading.value in sheet.inside:
            outer, name = sheet.inside[heading.value]
            value, field = _text(sheet, cell), sheet.columns[outer].fields[name]
            entry = (Text(shown(name), value.mark), _value(value, name, field))
            inner.setdefault(outer, []).append(entry)
        elif heading:
            name = ids("fields").get(heading.value.casefold(), "")
            value = _text(sheet, cell)
            # What is wrong with a field is shown at its cell, not at the heading of the column.
            known = name in sheet.columns
            key = Text(heading.value, value.mark if known else heading.mark)
            yield key, _value(value, name, sheet.columns.get(name))
    for outer, entries in inner.items():
        start = entries[0][0].mark
        yield Text(shown(outer), start), Table(tuple(entries), start)


def _paths(sheet: Sheet, grid: Grid) -> Branch:
    """Rows of field, name and value: 变化 · 道歉 · -8; the name may be left empty."""
    inner: dict[str, tuple[Text, Branch]] = {}
    for row in _body(grid):
        cells = {cell.column: _text(sheet, cell) for cell in row}
        field, name, value = (cells.get(column) for column in (1, 2, 3))
        if field is None or value is None:
            continue
        if name is None:
            inner[field.value] = (field, value)
        else:
            key, table = inner.get(field.value, (field, Table((), field.mark)))
            entries = table.entries if isinstance(table, Table) else ()
            inner[field.value] = (key, Table((*entries, (name, value)), key.mark))
    return Table(tuple(inner.values()), Mark(sheet.name, 1, 1))


def _blocks(sheet: Sheet, grid: Grid) -> Iterator[tuple[Text, Branch]]:
    """A name with headings beside it, and below it records whose first cell is empty."""
    settings = sheet.field.fields
    name, headings, records = None, dict[int, Text](), list[Branch]()
    for row in _body(grid):
        first = _text(sheet, row[0])
        if row[0].column > 1:
            under = (cell for cell in row if cell.column in headings)
            entries = tuple((headings[cell.column], _text(sheet, cell)) for cell in under)
            records += [Table(entries, first.mark)] if entries else []
            continue
        if name is not None:
            yield name, _block(name, headings, records)
        known = ids("fields").get(first.value.casefold(), "")
        if known in settings and len(row) > 1:
            yield first, _value(_text(sheet, row[1]), known, settings[known])
            name, headings, records = None, {}, []
        else:
            name, records = first, []
            headings = {cell.column: _text(sheet, cell) for cell in row[1:]}
    if name is not None:
        yield name, _block(name, headings, records)


def _block(name: Text, headings: Mapping[int, Text], records: list[Branch]) -> Branch:
    """Records; of a variable that bears its group's own name only the values."""
    single = [h.value for h in headings.values()] == [name.value]
    if single:
        return Listing(tuple(r.entries[0][1] for r in records if isinstance(r, Table)), name.mark)
    return Listing(tuple(records), name.mark)


def _tests(sheet: Sheet, grid: Grid) -> Iterator[Branch]:
    """A test begins where a name stands; its steps are the rows from there on."""
    headings = _headings(sheet, grid)
    name, steps, expected = None, list[Branch](), list[tuple[Text, Branch]]()
    for row in _body(grid):
        if row[0].column == 1:
            if name is not None:
                yield _test(name, steps, expected)
            name, steps, expected = _text(sheet, row[0]), [], []
        rest = tuple(cell for cell in row if cell.column > 1)
        wanted = [c for c in rest if _is_expected(headings, c)]
        step = tuple(_fields(sheet, headings, tuple(c for c in rest if c not in wanted)))
        steps += [Table(step, step[0][0].mark)] if step else []
        expected += [_expected(sheet, headings[cell.column], cell) for cell in wanted]
    if name is not None:
        yield _test(name, steps, expected)


def _is_expected(headings: Mapping[int, Text], cell: Cell) -> bool:
    heading = headings.get(cell.column)
    return bool(heading and heading.value.startswith(shown(EXPECT)))


def _expected(sheet: Sheet, heading: Text, cell: Cell) -> tuple[Text, Branch]:
    word = heading.value.removeprefix(shown(EXPECT))
    field = ids("fields").get(word.casefold(), "")
    value = _text(sheet, cell)
    return Text(word, value.mark), _value(value, field, EXPECTED.get(field))


def _test(name: Text, steps: list[Branch], expected: Entries) -> Branch:
    entries: Entries = [
        (Text(shown("name"), name.mark), name),
        (Text(shown("talk"), name.mark), Listing(tuple(steps), name.mark)),
    ]
    if expected:
        entries.append((Text(shown(EXPECT), name.mark), Table(tuple(expected), name.mark)))
    return Table(tuple(entries), name.mark)
