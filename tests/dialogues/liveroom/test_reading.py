"""A live room's file: read whole, or refused with every mistake at its place."""

import re

import pytest

from dialogues.reading import load_library, read_scenario
from tests.dialogues.liveroom.room import SMALL


def problems(text: str) -> list[tuple[str, int]]:
    """Code and line of every problem."""
    return [(p.code, p.line) for p in read_scenario(text, "small-room").problems]


def line_of(words: str, text: str = SMALL) -> int:
    """The line that these words stand in."""
    return text[: text.index(words)].count("\n") + 1


def test_a_right_file_is_a_live_room_and_no_customer() -> None:
    reading = read_scenario(SMALL, "small-room")
    assert reading.scenario is None
    assert reading.problems == ()
    room = reading.room
    assert room is not None
    assert (room.lasts, room.refresh, room.rows) == (60.0, 3.0, 5)
    assert room.topics["售后"].by_name
    assert not room.topics["售后"].shared
    assert room.topics["广告"].block
    assert room.topics["尺码"].answered_by == {"recommend"}
    assert room.waves[0].shares == (("", 4), ("尺码", 3), ("发货", 2), ("广告", 1))
    assert room.rubric[2].topics == {"售后", "广告"}
    assert [test.habit.urgent_first for test in room.tests] == [True, False]


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("题目: 售后, 说:", "题目: 收后, 说:", "D130"),
        ("{闲聊: 4, 尺码: 3", "{闲聊: 4, 尺马: 3", "D130"),
        ("题目: [售后, 广告]", "题目: [售后, 广高]", "D130"),
        ("从: 0秒, 到: 40秒", "从: 40秒, 到: 30秒", "D131"),
        ("从: 0秒, 到: 40秒", "从: 0秒, 到: 5分钟", "D131"),
        ("{时间: 10秒", "{时间: 10分钟", "D131"),
        ("处理: 屏蔽, 时限", "时限", "D132"),
        ("处理: 屏蔽", "处理: 拉黑", "D025"),
        ("格式: 1", "格式: 2", "D028"),
        ("答到: 说明发货", "答到: 说明发或", "D103"),
        ("应答率: {权重: 40}", "回答率: {权重: 40}", "D020"),
        ("结局: 平稳下播", "结局: 平稳下班", "D102"),
        ("每分钟: 30条", "每分钟: 很多", "D023"),
        ("每分钟: 30条", "每分钟: 500条", "D026"),
        ("【款式】拍啥码", "【款是】拍啥码", "D104"),
        ("闲聊: [来了来了, 哈哈哈哈]", "闲聊: []", "D134"),
        ("策略: 先急后缓", "策略: 乱答", "D025"),
        ("一答多: 否, 必须点名", "一答多: 也许, 必须点名", "D025"),
    ],
)
def test_a_mistake_is_told_with_its_line(right: str, wrong: str, code: str) -> None:
    assert right in SMALL
    text = SMALL.replace(right, wrong, 1)
    found = problems(text)
    place = next(n for n, pair in enumerate(zip(text, SMALL, strict=False)) if pair[0] != pair[1])
    assert (code, text[:place].count("\n") + 1) in found
    assert read_scenario(text, "small-room").room is None


def test_weights_make_up_a_hundred() -> None:
    text = SMALL.replace("应答率: {权重: 40}", "应答率: {权重: 50}")
    assert [code for code, _ in problems(text)] == ["D120"]


def test_all_mistakes_are_told_at_once() -> None:
    text = SMALL.replace("答到: 说明发货", "答到: 说明发或").replace(
        "题目: 售后, 说:", "题目: 收后, 说:"
    )
    text = text.replace("时长: 1分钟", "时长: 一会儿")
    assert {code for code, _ in problems(text)} >= {"D103", "D130", "D024"}


def test_a_topic_that_never_comes_up_is_a_warning() -> None:
    text = SMALL.replace("发货: 2, 广告: 1", "广告: 3")
    reading = read_scenario(text, "small-room")
    assert reading.room is not None
    assert [(p.code, p.line) for p in reading.problems] == [
        ("D230", line_of("  发货: {怎么问", text))
    ]


def test_a_topic_that_robots_cannot_answer_is_a_warning() -> None:
    text = SMALL.replace(", 例句: [亲48小时内发货哦, 24小时内发货, 咱们48小时内发货的]", "")
    codes = {code for code, _ in problems(text)}
    assert {"D231", "D207"} <= codes


def test_more_comments_than_anybody_can_number_are_refused() -> None:
    text = SMALL.replace("时长: 1分钟", "时长: 20分钟").replace("到: 40秒", "到: 19分钟")
    assert "D133" in {code for code, _ in problems(text.replace("30条", "60条"))}


def test_a_room_talks_in_the_language_that_it_was_translated_into() -> None:
    show = load_library().rooms["live-flash-sale"]
    english = show.in_language("en")
    assert show.in_language("de") is show
    assert english.content_hash == show.content_hash
    assert english.title == "Live flash sale"
    words = [english.briefing("7"), english.crib("7")]
    words += [f"{c.nickname} {c.text}" for c in english.opened("7").comments.values()]
    assert not re.search(r"[\u4e00-\u9fff]", "".join(words))
    answered = {"尺码": "size M would fit you", "发货": "it ships within 48 hours"}
    for topic, words_said in answered.items():
        heard = english.hear(english.opened("7"), words_said).ids
        assert heard & english.room.topics[topic].answered_by


def test_a_translation_that_lacks_something_is_told_and_the_room_still_plays() -> None:
    words = "标题: Small room\n闲聊: [here I am]\n"
    reading = read_scenario(SMALL, "small-room.yaml", translations={"en": words})
    assert reading.room is not None
    assert {p.code for p in reading.problems} == {"D220"}
    assert {p.file for p in reading.problems} == {"small-room.en.yaml"}


def test_the_shipped_live_room_is_clean() -> None:
    library = load_library()
    assert "live-flash-sale" in library.rooms
    assert [p for p in library.problems if "live-flash-sale" in p.file] == []
