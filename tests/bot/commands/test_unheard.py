"""What the ear did not hear becomes an example, once a teacher says what it does."""

import json

import pytest

from bot.classroom.invitations import open_class
from bot.practice.messages import Button
from dialogues.hearing.corpus import corpus
from dialogues.transcript import Understood
from tests.bot.commands.test_papers import files, made
from tests.bot.commands.test_reports import classroom
from tests.bot.house import House

GIBBERISH = "嗯呐这疙瘩整明白喽哈打13800138000"


@pytest.fixture
async def puzzled(house: House) -> House:
    """小林 said something that nobody understands, and gave a number."""
    await classroom(house)
    await house.say("小林", "/practice small-shop")
    await house.say("小林", GIBBERISH)
    await house.wait(3)
    await house.wait(400)
    return house


def labels(house: House, name: str) -> list[str]:
    return [button.label for row in house.sees(name)[-1].buttons for button in row]


async def test_a_tap_and_an_approval_make_an_example_without_personal_data(puzzled: House) -> None:
    await puzzled.say("陈老师", "/unheard")
    shown = puzzled.last("陈老师")
    assert "嗯呐这疙瘩" in shown
    assert "13800138000" not in shown
    assert "〔手机〕" in shown
    first = labels(puzzled, "陈老师")[0]
    await puzzled.press("陈老师", first)
    assert puzzled.rows("SELECT * FROM example") == []
    assert first in puzzled.last("陈老师")
    await puzzled.press("陈老师", "收下")
    [(act, reply)] = puzzled.rows("SELECT act, reply FROM example")
    assert reply == "嗯呐这疙瘩整明白喽哈打〔手机〕"
    assert puzzled.rows("SELECT act FROM unheard") == [(act,)]
    assert "没有等着看" in puzzled.last("陈老师")


async def test_examples_are_exported_as_corpus_and_for_scenarios(
    puzzled: House, tmp_path: object
) -> None:
    await puzzled.say("陈老师", "/unheard")
    await puzzled.press("陈老师", labels(puzzled, "陈老师")[0])
    await puzzled.press("陈老师", "收下")
    await puzzled.press("陈老师", "导出例句")
    await made(puzzled)
    lines, scenario = files(puzzled, "陈老师")
    assert lines.attachment is not None
    assert scenario.attachment is not None
    folder = puzzled.path.parent / "corpus"
    folder.mkdir()
    (folder / lines.attachment.name).write_bytes(lines.attachment.content)
    [row] = corpus(folder)
    assert row.reply.startswith("嗯呐")
    assert len(row.acts) == 1
    assert 0 <= row.courtesy <= 5
    assert "听懂:" in scenario.attachment.content.decode()
    assert json.loads(lines.attachment.content)["maybe"] == []


async def test_what_is_not_worth_it_is_not_offered_again(puzzled: House) -> None:
    await puzzled.say("陈老师", "/unheard")
    await puzzled.press("陈老师", "不收这句")
    assert "没有等着看" in puzzled.last("陈老师")
    await puzzled.say("陈老师", "/unheard")
    assert "没有等着看" in puzzled.last("陈老师")
    assert puzzled.rows("SELECT * FROM example") == []


async def test_two_teachers_who_tap_at_once_make_one_example(puzzled: House) -> None:
    await puzzled.say("陈老师", "/unheard")
    await puzzled.press("陈老师", labels(puzzled, "陈老师")[0])
    yes = puzzled.sees("陈老师")[-1].button("收下")
    assert yes is not None
    await puzzled.press_payload("陈老师", yes)
    await puzzled.press_payload("陈老师", yes)
    assert len(puzzled.rows("SELECT * FROM example")) == 1
    assert "已经有人处理" in puzzled.texts("陈老师")[-1]


@pytest.mark.parametrize("stranger", ["钱老师", "小林", "小周"])
async def test_nobody_else_teaches_the_ear_with_it(puzzled: House, stranger: str) -> None:
    await puzzled.say("陈老师", "/unheard")
    [(attempt, event)] = puzzled.rows(
        "SELECT attempt, position FROM event WHERE kind = 'understood' LIMIT 1"
    )
    links = puzzled.service.office.links
    for action, argument in (
        ("uy", f"{attempt}-{event}-greet"),
        ("ux", f"{attempt}-{event}"),
        ("ua", f"{attempt}-{event}-greet"),
    ):
        await puzzled.press_payload(stranger, Button("", links.payload(action, argument)))
    assert puzzled.rows("SELECT * FROM unheard") == []
    assert puzzled.rows("SELECT * FROM example") == []
    assert not any("嗯呐" in text for text in puzzled.texts("钱老师"))


# --- one class's sentences are its own ------------------------------------------------------------

NEW = "嗯呐这疙瘩整明白喽哈打13900139000"


async def approve_first(house: House, teacher: str) -> str:
    """Approve the sentence that waits, as the first act on offer; the act's name."""
    await house.say(teacher, "/unheard")
    label = labels(house, teacher)[0]
    await house.press(teacher, label)
    await house.press(teacher, "收下")
    return label


async def heard(house: House, name: str, reply: str) -> set[str]:
    """The acts that the ear hears in this reply of a new talk."""
    await house.say(name, "/practice small-shop")
    number = (await house.running(name)).id
    await house.say(name, reply)
    await house.wait(3)
    log = await house.log(number)
    await house.say(name, "/stop")
    return {act for each in log if isinstance(each, Understood) for act in each.heard.ids}


async def other_class(house: House) -> None:
    """Another class with a teacher and a student of its own."""
    made = await house.run(lambda unit: open_class(unit, "电商9班", "Asia/Shanghai"))
    await house.come_in("王老师", made.teacher_code)
    await house.come_in("小赵", made.student_code)


async def test_an_approved_sentence_is_understood_in_its_class_and_in_no_other(
    puzzled: House,
) -> None:
    await other_class(puzzled)
    before = await heard(puzzled, "小赵", NEW)
    await approve_first(puzzled, "陈老师")
    [(act,)] = puzzled.rows("SELECT act FROM example")
    assert act in await heard(puzzled, "小林", NEW)
    assert await heard(puzzled, "小赵", NEW) == before


async def test_two_classes_approve_the_same_sentence_each_for_itself(puzzled: House) -> None:
    await other_class(puzzled)
    await approve_first(puzzled, "陈老师")
    await puzzled.say("小赵", "/practice small-shop")
    await puzzled.say("小赵", GIBBERISH)
    await puzzled.wait(403)
    await approve_first(puzzled, "王老师")
    rows = puzzled.rows("SELECT cohort, act, reply FROM example ORDER BY cohort")
    assert len(rows) == 2
    assert rows[0][1:] == rows[1][1:]
    assert rows[0][0] != rows[1][0]


async def test_a_sentence_goes_when_its_student_goes(puzzled: House) -> None:
    await approve_first(puzzled, "陈老师")
    await puzzled.say("小林", "/mydata")
    await puzzled.press("小林", "删除我的数据")
    await puzzled.press("小林", "全部删除")
    assert puzzled.rows("SELECT * FROM example") == []
    assert "疙瘩" not in puzzled.everything_stored()
