"""A table as XLSX (needs the `sheets` extra) and as CSV."""

import csv
import io

from bot.classroom.papers.cells import safe, safe_row
from bot.classroom.reports.table import HEADER, Table

_SETTINGS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTH = 11
_WIDE = {"情境": 22, "改分理由": 26, "完成时间": 26}


def as_csv(table: Table) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets show Chinese."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(table.titles)
    writer.writerows(safe_row(row) for row in table.rows)
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table) -> bytes:
    """A workbook: the marks, and beside them what each column means."""
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    file = io.BytesIO()
    with Workbook(file, _SETTINGS) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E2E8F0"})
        marks: Worksheet = book.add_worksheet("成绩")
        marks.write_row(0, 0, table.titles, bold)
        marks.freeze_panes(1, 0)
        marks.autofilter(0, 0, max(1, len(table.rows)), len(table.titles) - 1)
        for column, title in enumerate(table.titles):
            marks.set_column(column, column, _WIDE.get(title, _WIDTH))
        for number, row in enumerate(table.rows, 1):
            for column, cell in enumerate(safe_row(row)):
                if isinstance(cell, str):
                    marks.write_string(number, column, cell)
                else:
                    marks.write_number(number, column, cell)
        meaning: Worksheet = book.add_worksheet("说明")
        meaning.set_column(0, 1, 60)
        meaning.write_row(0, 0, ("列", "meaning"), bold)
        for number, pair in enumerate(HEADER, 1):
            meaning.write_string(number, 0, safe(pair[0]))
            meaning.write_string(number, 1, safe(pair[1]))
    return file.getvalue()
