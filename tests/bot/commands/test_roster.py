"""A roster is looked at before it is saved, whatever it came in."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from tests.bot.commands.test_joining import with_roster
from tests.bot.house import House


def workbook(rows: list[list[object]]) -> bytes:
    """An Excel file with these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


TABLE = [["学号", "姓名", "性别"], [20260101, "张三", "男"], [20260102, "李四", "女"]]
CSV = "学号,姓名,性别\n20260101,张三,男\n20260102,李四,女\n"
FILES = {
    "utf8.csv": CSV.encode(),
    "bom.csv": CSV.encode("utf-8-sig"),
    "excel.csv": CSV.encode("gb18030"),
    "unicode.txt": CSV.replace(",", "\t").encode("utf-16"),
    "no-head.csv": b"1,\xe5\xbc\xa0\xe4\xb8\x89\n2,\xe6\x9d\x8e\xe5\x9b\x9b\n",
    "list.xlsx": workbook(TABLE),
    "titled.xlsx": workbook([["电商2班 学生名单"], [], *TABLE]),
}


async def names(house: House) -> list[str]:
    """What stands on rosters."""
    return [row[0] for row in house.rows("SELECT name FROM roster_name ORDER BY id")]


@pytest.mark.parametrize("file", FILES)
async def test_a_file_of_any_common_kind_is_a_roster(house: House, file: str) -> None:
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.send_file("teacher", file, FILES[file])
    assert "新增 2 人" in house.last("teacher")
    assert await names(house) == []
    await house.press("teacher", "保存名单")
    assert await names(house) == ["张三", "李四"]


@pytest.mark.parametrize(
    ("file", "content", "answer"),
    [
        ("bad.xlsx", b"PK\x03\x04 nothing", "打不开"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + bytes(512), "不是名单文件"),
        ("empty.csv", b"", "没找到名字"),
        ("digits.csv", b"1,2\n3,4\n", "没找到名字"),
        ("huge.csv", b"x" * 1_000_001, "太大了"),
        ("broken.csv", b"\xff\xfe\x00", "文字编码"),
    ],
)
async def test_a_file_that_is_no_roster_is_refused_with_a_way_on(
    house: House, file: str, content: bytes, answer: str
) -> None:
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.send_file("teacher", file, content)
    assert answer in house.last("teacher")
    assert await names(house) == []


async def test_a_file_that_cannot_be_fetched_is_said_to_be_so(house: House) -> None:
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.send_file("teacher", "list.csv", None)
    assert "没能取下来" in house.last("teacher")


async def test_a_students_file_is_not_even_fetched(house: House) -> None:
    await house.come_in("ada")
    await house.send_file("ada", "list.csv", FILES["utf8.csv"])
    assert "文字" in house.last("ada")


@pytest.mark.parametrize(
    "pasted",
    [
        "张三\n李四",
        "1. 张三\n2. 李四",
        "张三，李四",
        "张 三\n李 四",
        "20260101 张三\n20260102 李四",
        "张三 李四",
    ],
)
async def test_names_are_understood_as_people_paste_them(house: House, pasted: str) -> None:
    await with_roster(house, pasted)
    assert await names(house) == ["张三", "李四"]


async def test_the_preview_tells_duplicates_and_look_alikes(house: House) -> None:
    await with_roster(house, "欧阳娜娜、王小明")
    await house.say("teacher", "/roster 欧阳娜那 王小明 张伟 张伟 12")
    preview = house.last("teacher")
    assert "新增 2 人，已在名单 1 人" in preview
    assert "同名：张伟" in preview
    assert "欧阳娜娜／欧阳娜那" in preview


async def test_names_that_are_not_wanted_leave_no_trace(house: House) -> None:
    made = await house.open_class()
    await house.come_in("teacher", made.teacher_code)
    await house.say("teacher", "/roster 张三 李四")
    await house.press("teacher", "不要了")
    stored = house.rows("SELECT * FROM roster_draft") + house.rows("SELECT * FROM roster_name")
    assert stored == []
    await house.press("teacher", "保存名单")
    assert "没有待保存" in house.last("teacher")


async def test_a_name_can_be_taken_off(house: House) -> None:
    await with_roster(house, "张三 李四")
    await house.say("teacher", "/roster 删 张三")
    assert await names(house) == ["李四"]
    await house.say("teacher", "/roster 删 赵六")
    assert "没有「赵六」" in house.last("teacher")


async def test_a_teacher_of_two_classes_says_which(house: House) -> None:
    made = await with_roster(house, "张三 李四")
    other = await house.open_class("另一个班")
    await house.say("teacher", f"/start join_{other.teacher_code}")
    await house.say("teacher", "/roster 赵六 孙七")
    await house.press("teacher", "另一个班")
    await house.say("teacher", "赵六 孙七")
    await house.press("teacher", "保存名单")
    found = house.rows("SELECT cohort, name FROM roster_name ORDER BY id")
    first, second = made.cohort.id, other.cohort.id
    assert found == [(first, "张三"), (first, "李四"), (second, "赵六"), (second, "孙七")]
