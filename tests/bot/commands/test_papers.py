"""A teacher asks for files in the chat; they come as files, also after a restart."""

import csv
import io
from pathlib import Path

from bot.adapters.console.send import Shown
from tests.bot.commands.test_reports import alias, classroom, closed, drill
from tests.bot.house import House, open_house, small


async def made(house: House) -> None:
    """Until everything that was asked for is made and shown."""
    await house.made()


def files(house: House, name: str) -> list[Shown]:
    return [shown for shown in house.sees(name) if shown.attachment is not None]


async def test_every_paper_of_a_class_comes_as_a_file(house: House) -> None:
    await classroom(house)
    await drill(house, "小林")
    await closed(house)
    for label in ("成绩 CSV", "成绩 Excel", "xAPI", "入班海报", "家长告知"):
        await house.say("陈老师", "/papers")
        await house.press("陈老师", label)
        await made(house)
    names = [shown.attachment.name for shown in files(house, "陈老师") if shown.attachment]
    assert [name.rpartition(".")[2] for name in names] == ["csv", "xlsx", "jsonl", "html", "html"]
    assert all(name.startswith("电商2班") for name in names)
    table = files(house, "陈老师")[0].attachment
    assert table is not None
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [row["完成"] for row in rows] == ["是", "否", "否"]
    assert rows[0]["昵称"] == alias(house, "小林")
    assert house.rows("SELECT count(*) FROM outbox WHERE body LIKE '%attachment%'") == [(0,)]


async def test_a_growth_file_is_asked_for_by_student(house: House) -> None:
    await classroom(house)
    await drill(house, "小林")
    await house.say("陈老师", "/papers")
    await house.press("陈老师", "成长档案")
    await house.press("陈老师", alias(house, "小林"))
    await made(house)
    [shown] = files(house, "陈老师")
    assert shown.attachment is not None
    assert shown.attachment.content[:4] in (b"%PDF", b"<!do")


async def test_what_was_asked_for_before_a_restart_comes_after_it(tmp_path: Path) -> None:
    path = tmp_path / "kefu.db"
    async with open_house(path, small()) as house:
        await classroom(house)
        await house.run(lambda unit: unit.send_for(1, "paper", "1-csv"))
        clock = house.clock
    async with open_house(path, small(), clock) as house:
        house.service.office.stir()
        await made(house)
        assert len(files(house, "陈老师")) == 1


async def test_whoever_does_not_teach_the_class_any_more_gets_nothing(house: House) -> None:
    await classroom(house)
    await house.run(lambda unit: unit.send_for(2, "paper", "1-csv"))
    house.service.office.stir()
    await made(house)
    assert files(house, "小林") == []
