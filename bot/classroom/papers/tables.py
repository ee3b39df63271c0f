"""A table as XLSX (needs the `sheets` extra) and as CSV."""

import csv
import io
from typing import TYPE_CHECKING

from bot.classroom.papers.cells import lines_needed, safe_row
from bot.classroom.reports.table import HEADER, Table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_SETTINGS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_HEAD = {
    "bold": True, "bg_color": "#E2E8F0", "text_wrap": True, "valign": "vcenter", "border": 1,
    "border_color": "#94A3B8",
}  # fmt: skip
_CELL = {"text_wrap": True, "valign": "vcenter", "bottom": 1, "bottom_color": "#E2E8F0"}
_WORDS = frozenset(("班级", "情境编号", "情境", "姓名", "昵称", "改分理由", "红线"))
"""Columns that begin at the left; figures and days stand in the middle of theirs."""
_USUAL = 8
_WIDTHS = {
    "班级": 11, "日期": 11, "场次": 5, "情境编号": 15, "情境": 20, "姓名": 9, "昵称": 14,
    "完成": 5, "得分": 5.5, "改分理由": 18, "红线": 12, "完成时间": 26,
}  # fmt: skip
"""In characters; all columns together fit the width of a page laid across."""
_FORMS = {"平均响应秒": "0.0", "三分钟内": "0%"}
_LINE = 15
"""Points; programs that open a file do not reckon the heights of rows by themselves."""
_A4 = 9
"""The paper's number in spreadsheets."""


def as_csv(table: Table) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets show Chinese."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(table.titles)
    writer.writerows(safe_row(row) for row in table.rows)
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table) -> bytes:
    """A workbook: the marks, and beside them what each column means; both ready for printing."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, _SETTINGS) as book:
        head = book.add_format(_HEAD)
        _write_marks(book, table, head)
        _write_meanings(book, head)
    return file.getvalue()


def _write_marks(book: "Workbook", table: Table, head: "Format") -> None:
    marks: Worksheet = book.add_worksheet("成绩")
    marks.write_row(0, 0, table.titles, head)
    marks.freeze_panes(1, 0)
    marks.autofilter(0, 0, max(1, len(table.rows)), len(table.titles) - 1)
    widths = [_WIDTHS.get(title, _USUAL) for title in table.titles]
    forms = []
    for column, title in enumerate(table.titles):
        marks.set_column(column, column, widths[column])
        align = "left" if title in _WORDS else "center"
        form = {**_CELL, "align": align, "num_format": _FORMS.get(title, "General")}
        forms.append(book.add_format(form))
    marks.set_row(0, _LINE * lines_needed(table.titles, widths))
    for number, row in enumerate(table.rows, 1):
        marks.set_row(number, _LINE * lines_needed(row, widths))
        for column, cell in enumerate(safe_row(row)):
            if isinstance(cell, str):
                marks.write_string(number, column, cell, forms[column])
            else:
                marks.write_number(number, column, cell, forms[column])
    _lay_out(marks, table.name)
    marks.repeat_rows(0)


def _write_meanings(book: "Workbook", head: "Format") -> None:
    meanings: Worksheet = book.add_worksheet("说明")
    meanings.set_column(0, 0, 14)
    meanings.set_column(1, 2, 58)
    meanings.write_row(0, 0, ("列", "意思", "meaning"), head)
    for number, column in enumerate(HEADER, 1):
        for place, text in enumerate((column.title, column.chinese, column.english)):
            meanings.write_string(number, place, text)
    _lay_out(meanings, "说明")


def _lay_out(sheet: "Worksheet", title: str) -> None:
    """As a teacher prints it: across, all columns on a page, what it is and which page below."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    # A class may be called what it likes: "&" begins an order in a footer.
    sheet.set_footer(f"&L&9{title.replace('&', '&&')}&R&9&P / &N")
