"""What spreadsheet programs make of our tables: as printed pages, and LibreOffice itself."""

import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from bot.classroom.papers.cells import lines_needed
from bot.classroom.papers.tables import as_csv, as_xlsx
from bot.classroom.reports.table import HEADER, TITLES, Cell, Table
from tests.bot.classroom.test_papers import hostile

REASON = "这一条不该扣，已经去掉重新评分，请下次注意先查订单再答复客户。"


def row(**values: Cell) -> tuple[Cell, ...]:
    """A row of the table with these columns filled in."""
    return tuple(values.get(title) for title in TITLES)


def opened(*rows: tuple[Cell, ...], name: str = "电商2班") -> openpyxl.Workbook:
    """The workbook as another library reads it."""
    return openpyxl.load_workbook(io.BytesIO(as_xlsx(Table(name, TITLES, rows))))


def test_a_printed_table_lies_across_with_all_columns_and_its_header_on_every_page() -> None:
    sheet = opened(row(班级="电商2班"))["成绩"]
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((1, 0), (None, 0))
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
    assert "电商2班" in sheet.oddFooter.left.text


def test_a_class_called_after_an_order_of_footers_is_still_its_name() -> None:
    sheet = opened(row(班级="A&D"), name="A&D")["成绩"]
    assert "A&&D" in sheet.oddFooter.left.text


def test_a_long_reason_is_seen_to_its_end() -> None:
    sheet = opened(row(改分理由=REASON, 得分=10), row(得分=10))["成绩"]
    usual = sheet.row_dimensions[3].height or sheet.sheet_format.defaultRowHeight
    assert sheet.row_dimensions[2].height >= 2 * usual


def test_figures_are_numbers_and_a_share_is_shown_in_percent() -> None:
    sheet = opened(row(得分=88, 平均响应秒=6.667, 三分钟内=0.5))["成绩"]
    found = {title: sheet.cell(2, place + 1) for place, title in enumerate(TITLES)}
    assert [found[title].data_type for title in ("得分", "平均响应秒", "三分钟内")] == ["n"] * 3
    assert (found["三分钟内"].value, found["三分钟内"].number_format) == (0.5, "0%")
    assert found["平均响应秒"].value == 6.667


def test_every_column_is_explained_in_both_languages() -> None:
    sheet = opened()["说明"]
    rows = [tuple(cell.value for cell in line) for line in sheet.iter_rows(min_row=2)]
    assert rows == [(each.title, each.chinese, each.english) for each in HEADER]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 8, 1),
        ("abcdefgh", 8, 1),
        ("客服客服", 8, 1),
        ("客服客服客", 8, 2),
        ("一\n二\n三", 8, 3),
    ],
)
def test_a_line_holds_half_as_many_chinese_signs_as_letters(
    text: str, width: float, lines: int
) -> None:
    assert lines_needed((text, None, 5), (width, 1, 1)) == lines


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice on this machine")
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_libreoffice_finds_no_formula_in_ten_thousand_hostile_texts(
    tmp_path: Path, kind: str
) -> None:
    texts = hostile(10_000)
    rows = tuple(tuple(texts[at : at + 20]) for at in range(0, len(texts), 20))
    table = Table("x", TITLES[:20], rows)
    file = tmp_path / f"x.{kind}"
    file.write_bytes(as_xlsx(table) if kind == "xlsx" else as_csv(table))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    convert = ("soffice", profile, "--headless", "--convert-to", "fods", file.name)
    subprocess.run(convert, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    read = (tmp_path / "x.fods").read_text("utf-8")
    assert read.count("<table:table-cell") > 500
    assert "table:formula" not in read
    assert "<text:a " not in read
