"""教务: a table that a school's system takes in as it is."""

from io import BytesIO
from itertools import pairwise

import pytest
from openpyxl import Workbook, load_workbook

from bot.classroom.papers.layouts import Value, layouts, read_layout
from tests.bot.commands.test_papers import files, made
from tests.bot.commands.test_reports import closed, drill
from tests.bot.house import House

ROSTER = (("学号", "姓名"), ("0002", "何小雨"), ("0010", "林晓晓"), ("0003", "周大山"))


def workbook(rows: tuple[tuple[str, ...], ...]) -> bytes:
    """A workbook as a school's system writes it."""
    book, file = Workbook(), BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


async def a_term(house: House, content: bytes | None) -> None:
    """A class with a roster, in which one of three did the only drill."""
    made_class = await house.open_class()
    await house.come_in("陈老师", made_class.teacher_code)
    await house.send_file("陈老师", "名单.xlsx", content)
    await house.press("陈老师", "保存名单")
    for pupil, name in (("小林", "林晓晓"), ("小周", "周大山"), ("小何", "何小雨")):
        await house.come_in(pupil, made_class.student_code)
        await house.press(pupil, name)
    await drill(house, "小林")
    await closed(house)


async def table(house: House, layout: str) -> list[list[object]]:
    """The rows of a layout, as a spreadsheet program reads them."""
    await house.say("陈老师", "/papers")
    await house.press("陈老师", "教务成绩表")
    await house.press("陈老师", layout)
    await made(house)
    file = files(house, "陈老师")[-1].attachment
    assert file is not None
    sheet = load_workbook(BytesIO(file.content)).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


async def test_a_roster_with_numbers_makes_a_table_that_needs_no_retyping(house: House) -> None:
    await a_term(house, workbook(ROSTER))
    head, *rows = await table(house, "平时成绩")
    [(mark,)] = house.rows("SELECT total FROM attempt WHERE total IS NOT NULL")
    assert head == ["学号", "姓名", "平时成绩"]
    assert rows == [["0002", "何小雨", None], ["0003", "周大山", None], ["0010", "林晓晓", mark]]


async def test_missed_drills_count_nothing_only_where_the_layout_says_so(house: House) -> None:
    await a_term(house, workbook(ROSTER))
    _, *rows = await table(house, "平时成绩·缺交0分")
    assert [row[2] == 0 for row in rows] == [True, True, False]
    assert [row[3] for row in rows] == ["完成 0/1", "完成 0/1", "完成 1/1"]


async def test_the_register_leaves_room_for_what_the_school_fills_in(house: House) -> None:
    await a_term(house, workbook(ROSTER))
    head, first, *_ = await table(house, "成绩登记表")
    assert head[4:7] == ["平时成绩", "期末成绩", "总评成绩"]
    assert first[0] == 1
    assert first[5:7] == [None, None]


async def test_a_roster_sent_again_adds_numbers_to_names_that_are_there(house: House) -> None:
    await a_term(house, workbook(tuple((name,) for _, name in ROSTER)))
    await house.say("陈老师", "/papers")
    await house.press("陈老师", "教务成绩表")
    assert "还有 3 位没有学号" in house.last("陈老师")
    await house.send_file("陈老师", "学号.csv", "姓名,学号\n林晓晓,0010\n".encode("gb18030"))
    assert "带学号：1 人" in house.last("陈老师")
    await house.press("陈老师", "保存名单")
    _, *rows = await table(house, "平时成绩")
    assert rows[0][:2] == ["0010", "林晓晓"]
    assert len(house.rows("SELECT * FROM roster_name")) == 3


@pytest.mark.parametrize("layout", layouts().values(), ids=lambda layout: layout.id)
def test_every_layout_fits_buttons_and_has_each_header_once(layout: object) -> None:
    assert len(layout.chinese) <= 10  # type: ignore[attr-defined]
    assert len(layout.english) <= 22  # type: ignore[attr-defined]
    titles = sorted(title for title, _ in layout.columns)  # type: ignore[attr-defined]
    assert all(one != two for one, two in pairwise(titles))


def test_a_layout_with_an_unknown_value_says_so() -> None:
    head = 'chinese="a"\nenglish="b"\nabsent="zero"\n[[columns]]\ntitle="x"\n'
    with pytest.raises(ValueError, match="marks"):
        read_layout("own", f'{head}value="marks"')
    with pytest.raises(ValueError, match="value"):
        read_layout("own", head)


def test_every_value_is_explained_in_the_readme() -> None:
    from importlib.resources import files as data_files

    readme = (data_files("bot.classroom.papers.layouts") / "README.md").read_text("utf-8")
    assert [value for value in Value if f"`{value}`" not in readme] == []
