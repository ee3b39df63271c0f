"""Customers in Excel: there and back, what a cell shows, where problems are, hostile workbooks."""

import zipfile
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.authoring.sheets.importing import Imported, cell_name, import_sheet
from bot.authoring.sheets.text import write_file
from bot.authoring.sheets.writing import write_workbook
from bot.authoring.start import start_workbook
from bot.classroom.papers.seen import seen
from bot.classroom.papers.workbook import BadWorkbook, WorkbookTooLarge, read_workbook
from dialogues.reading import read_scenario
from dialogues.reading.library import OWN_FOLDER
from dialogues.reading.problem import Mark, Notes
from dialogues.reading.source import read_tree
from dialogues.reading.tree import Branch, Listing, Table, Text, compose

FILES = sorted(OWN_FOLDER.glob("*/scenario.yaml"))
CHATS = [file for file in FILES if read_scenario(file.read_bytes(), file.name).scenario]
Edit = Callable[[Any], None]


def bare(value: Any) -> Any:
    """A scenario without what a file's own lines and letters decide."""
    if isinstance(value, tuple):
        return tuple(map(bare, value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    own = {"line": 0, "content_hash": "", "translations": {}}
    names = [field.name for field in fields(value)]
    return replace(value, **{n: own[n] if n in own else bare(getattr(value, n)) for n in names})


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The workbook that teachers start from."""
    path = tmp_path / "顾客.xlsx"
    start_workbook("my-customer", "试试", "aftersale", path)
    return path


def edited(path: Path, edit: Edit) -> Imported:
    """The workbook after somebody has changed it in Excel, imported."""
    workbook = openpyxl.load_workbook(path)
    edit(workbook)
    workbook.save(path)
    return import_sheet(path)


# --- there and back ----------------------------------------------------------------------------


@pytest.mark.parametrize("file", CHATS, ids=lambda file: file.parent.name)
def test_a_shipped_customer_comes_back_from_its_workbook_as_it_was(
    file: Path, tmp_path: Path
) -> None:
    tree = read_tree(file.read_bytes(), file.name, Notes())
    assert tree is not None
    write_workbook(tree, tmp_path / "book.xlsx")
    imported = import_sheet(tmp_path / "book.xlsx")
    assert imported.usable
    before = read_scenario(file.read_bytes(), file.name).scenario
    assert bare(read_scenario(imported.text, "again").scenario) == bare(before)


def test_the_workbook_to_start_from_can_be_played_at_once(book: Path) -> None:
    imported = import_sheet(book)
    assert imported.usable
    assert imported.id == "my-customer"


def test_every_heading_explains_itself(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    page = workbook["规则"]
    assert {cell.value for cell in page[1] if cell.comment} >= {"听到", "当", "说", "转到"}
    assert "import-sheet" in "".join(str(row[0].value) for row in workbook["说明"].iter_rows())


ROOMS = sorted(set(FILES) - set(CHATS))


@pytest.mark.parametrize("file", ROOMS, ids=lambda file: file.parent.name)
def test_a_shipped_room_or_reception_comes_back_from_its_workbook_as_it_was(
    file: Path, tmp_path: Path
) -> None:
    tree = read_tree(file.read_bytes(), file.name, Notes())
    assert tree is not None
    write_workbook(tree, tmp_path / "book.xlsx")
    imported = import_sheet(tmp_path / "book.xlsx")
    assert imported.usable, imported.faults
    before = read_scenario(file.read_bytes(), file.name)
    again = read_scenario(imported.text, "again")
    assert (before.room or before.reception) is not None
    assert bare(again.room) == bare(before.room)
    assert bare(again.reception) == bare(before.reception)


@pytest.fixture(params=["直播间", "多客接待"])
def room_book(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The workbooks that teachers start a live room or a reception from."""
    path = tmp_path / "房间.xlsx"
    start_workbook("my-room", "试试", request.param, path)
    return path


def test_a_room_to_start_from_in_excel_can_be_played_and_explains_every_column(
    room_book: Path,
) -> None:
    imported = import_sheet(room_book)
    assert (imported.id, imported.faults) == ("my-room", ())
    workbook = openpyxl.load_workbook(room_book)
    assert "import-sheet" in "".join(str(row[0].value) for row in workbook["说明"].iter_rows())
    tables = ("题目", "波次", "定点", "进线", "激增", "自测")
    bare_heads = {
        (name, cell.value)
        for name in tables
        if name in workbook.sheetnames
        for cell in workbook[name][1]
        if cell.value and not cell.comment
    }
    assert not bare_heads


def test_a_reception_with_a_rush_is_written_in_excel(tmp_path: Path) -> None:
    start_workbook("rush", "双十一", "多客接待", tmp_path / "双十一.xlsx")

    def rush(book: Any) -> None:
        for row in (("每分钟", "0.2"), ("来客", "size-advice\nmissing-item")):
            book["进线曲线"].append(row)
        book["激增"].append(("45秒", "150秒", "300到400%"))

    imported = edited(tmp_path / "双十一.xlsx", rush)
    assert imported.usable, imported.faults
    reception = read_scenario(imported.text, "again").reception
    assert reception is not None
    assert "size-advice" in imported.text
    assert "300到400%" in imported.text


@pytest.mark.parametrize(
    ("like", "sheet", "cell", "value", "code"),
    [
        ("直播间", "题目", "C2", "推荐尺吗", "D103"),
        ("直播间", "题目", "D3", "很快", "D024"),
        ("直播间", "波次", "C2", "很多", "D023"),
        ("直播间", "自测", "B2", "马上", "D024"),
        ("直播间", "自测", "C3", "先来后答", "D025"),
        ("多客接待", "进线", "B2", "一会儿", "D024"),
        ("多客接待", "自测", "B2", "高手", "D025"),
    ],
)
def test_a_mistake_in_a_rooms_workbook_points_to_its_cell(
    like: str, sheet: str, cell: str, value: str, code: str, tmp_path: Path
) -> None:
    start_workbook("my-room", "试试", like, tmp_path / "book.xlsx")

    def slip(book: Any) -> None:
        book[sheet][cell].value = value

    faults = edited(tmp_path / "book.xlsx", slip).faults
    assert (sheet, cell, code) in {(f.sheet, f.cell, f.problem.code) for f in faults if f.problem}


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)
TEXTS = WORDS.map(lambda word: Text(word, Mark("表", 1, 1)))
TREES = st.recursive(
    TEXTS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4).map(lambda i: Listing(tuple(i), Mark("表", 1, 1)))
        | st.lists(st.tuples(TEXTS, inner), min_size=1, max_size=4).map(
            lambda entries: Table(tuple(entries), Mark("表", 1, 1))
        )
    ),
    max_leaves=12,
)


def plain(branch: Branch) -> Any:
    """A branch without its places."""
    if isinstance(branch, Text):
        return branch.value
    if isinstance(branch, Listing):
        return [plain(item) for item in branch.items]
    return [(key.value, plain(value)) for key, value in branch.entries]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(TEXTS, TREES), min_size=1, max_size=5))
def test_whatever_stands_in_cells_stands_in_the_file(entries: list[tuple[Text, Branch]]) -> None:
    tree = Table(tuple(entries), Mark("表", 1, 1))
    notes = Notes()
    found = compose(write_file(tree).text, "file", notes)
    assert found is not None, notes.problems
    assert plain(found) == plain(tree)


# --- problems point to cells -------------------------------------------------------------------


def place(page: Any, row: int, heading: str) -> str:
    """The cell of this row below this heading."""
    column = next(cell.column for cell in page[1] if cell.value == heading)
    return cell_name(row, column)


@pytest.mark.parametrize(
    ("sheet", "row", "heading", "value", "code"),
    [
        ("规则", 4, "转到", "处里", "D101"),
        ("规则", 5, "听到", "提出补发货", "D103"),
        ("规则", 3, "怒气", "很多", "D023"),
        ("信息", 2, "问到", "询问订单单", "D103"),
        ("信息", 3, "说", "【谁】呢", "D104"),
        ("情绪", 2, "内容", "很生气", "D023"),
        ("自测", 2, "学生", "您好【商品名】", "D104"),
        ("客户", 2, "内容", "【谁】", "D104"),
        ("结局", 2, "结果", "还行", "D025"),
        ("沉默", 2, "超过", "一会儿", "D024"),
    ],
)
def test_a_problem_is_told_with_its_sheet_and_cell(
    book: Path, sheet: str, row: int, heading: str, value: str, code: str
) -> None:
    cells: list[str] = []

    def edit(workbook: Any) -> None:
        page = workbook[sheet]
        if page.cell(row, 1).value is None:
            page.cell(row, 1).value = {"情绪": "怒气", "结局": "满意"}.get(sheet)
        cells.append(place(page, row, heading))
        page[cells[0]] = value

    imported = edited(book, edit)
    assert not imported.usable
    found = {(f.sheet, f.cell, f.problem.code) for f in imported.faults if f.problem}
    assert (sheet, cells[0], code) in found


def test_weights_that_do_not_add_up_are_told_on_their_sheet(book: Path) -> None:
    def edit(workbook: Any) -> None:
        workbook["评分"]["B2"] = 99

    faults = [f for f in edited(book, edit).faults if f.problem and f.problem.code == "D120"]
    assert [fault.sheet for fault in faults] == ["评分"]


def test_an_unknown_column_is_told_at_its_heading(book: Path) -> None:
    def edit(workbook: Any) -> None:
        workbook["规则"]["B1"] = "听见"

    faults = edited(book, edit).faults
    assert ("规则", "B1", "D020") in {
        (f.sheet, f.cell, f.problem.code) for f in faults if f.problem
    }


def test_the_same_name_twice_is_told_at_the_second(book: Path) -> None:
    def edit(workbook: Any) -> None:
        workbook["信息"]["A3"] = workbook["信息"]["A2"].value

    [fault] = [f for f in edited(book, edit).faults if f.problem and f.problem.code == "D018"]
    assert (fault.sheet, fault.cell) == ("信息", "A3")


def test_an_unknown_sheet_is_left_out_and_told(book: Path) -> None:
    imported = edited(book, lambda workbook: workbook.create_sheet("规责").append(["什么"]))
    assert imported.usable
    [fault] = imported.faults
    assert (fault.sheet, fault.kind, fault.detail) == ("规责", "sheet", "规则")


def test_a_formula_is_refused_at_its_cell(book: Path) -> None:
    def edit(workbook: Any) -> None:
        workbook["信息"]["E2"] = '=CONCAT("单号","1")'

    imported = edited(book, edit)
    assert not imported.usable
    assert ("信息", "E2", "formula") in {(f.sheet, f.cell, f.kind) for f in imported.faults}


def test_words_that_begin_like_a_formula_are_words(tmp_path: Path) -> None:
    text = Text("=1+1", Mark("", 1, 1))
    tree = Table(((Text("标题", text.mark), text),), text.mark)
    write_workbook(tree, tmp_path / "book.xlsx")
    assert '标题: "=1+1"' in import_sheet(tmp_path / "book.xlsx").text


def test_an_empty_workbook_is_told_what_is_missing(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    imported = import_sheet(tmp_path / "empty.xlsx")
    assert not imported.usable
    assert {fault.sheet for fault in imported.faults} == {"基本"}


@pytest.mark.parametrize(("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (40, "AN")])
def test_cells_are_called_as_excel_calls_them(column: int, name: str) -> None:
    assert cell_name(7, column) == f"{name}7"


def moment(hour: int = 0, minute: int = 0) -> datetime:
    """The second of March as workbooks know it: without a zone."""
    return datetime(2026, 3, 2, hour, minute, tzinfo=UTC).replace(tzinfo=None)


# --- what a cell shows -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (5, "General", "5"),
        (5.0, "General", "5"),
        (0.1 + 0.2, "General", "0.3"),
        (0.85, "0%", "85%"),
        (0.125, "0.0%", "12.5%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (20, '0"元"', "20元"),
        (20, "0元", "20元"),
        (3, "0.##", "3"),
        (3.14159, "0.0#", "3.14"),
        (-8, "General", "-8"),
        (True, "General", "是"),
        (False, "General", "否"),
        ("-8", "@", "-8"),
        (moment(), "yyyy-mm-dd", "2026-03-02"),
        (moment(), 'm"月"d"日"', "3月2日"),
        (moment(), "yyyy/m/d;@", "2026/3/2"),
        (moment(9, 5), "yyyy-mm-dd hh:mm", "2026-03-02 09:05"),
        (date(2026, 3, 2), "[$-804]aaaa", "星期一"),
        (time(8, 30), "h:mm", "8:30"),
        (time(20, 30, 5), "hh:mm:ss", "20:30:05"),
        (timedelta(hours=26, minutes=3), "[h]:mm:ss", "26:03:00"),
    ],
)
def test_a_cell_is_read_as_the_teacher_sees_it(value: object, form: str, shown: str) -> None:
    assert seen(value, form) == shown


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=20))
def test_no_number_format_breaks_the_reading(value: float, form: str) -> None:
    assert isinstance(seen(value, form), str)


@given(st.datetimes(), st.text('ymdhsa/-:年月日"\\[]_* ', max_size=20))
def test_no_date_format_breaks_the_reading(value: datetime, form: str) -> None:
    assert isinstance(seen(value, form), str)


# --- hostile workbooks -------------------------------------------------------------------------


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    for number, content in enumerate(
        (b"", b"hello", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" * 99)
    ):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(content)
        with pytest.raises(BadWorkbook):
            read_workbook(path)


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("hello.txt", "hello")
    with pytest.raises(BadWorkbook):
        read_workbook(path)


def test_a_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    assert path.stat().st_size < 100_000
    with pytest.raises(WorkbookTooLarge):
        read_workbook(path)


def test_exploding_entities_are_refused(book: Path, tmp_path: Path) -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    with pytest.raises(BadWorkbook):
        read_workbook(_with_part(book, tmp_path, "xl/workbook.xml", laughs))


def test_a_million_rows_are_read_as_far_as_anybody_writes(book: Path, tmp_path: Path) -> None:
    far = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
        b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>y</t></is></c></row>'
        b"</sheetData></worksheet>"
    )
    grid = read_workbook(_with_part(book, tmp_path, "xl/worksheets/sheet1.xml", far))["说明"]
    assert [cell.text for row in grid for cell in row] == ["x"]


def _with_part(book: Path, folder: Path, name: str, content: bytes) -> Path:
    path = folder / "changed.xlsx"
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return path


def test_a_very_long_cell_is_told(book: Path) -> None:
    def edit(workbook: Any) -> None:
        workbook["规则"]["F2"] = "长" * 30_000

    faults = edited(book, edit).faults
    assert ("规则", "F2", "long") in {(f.sheet, f.cell, f.kind) for f in faults}
