"""The translation beside a file: the same customer in other words."""

import pytest

from dialogues.hearing import built_in
from dialogues.language import in_language
from dialogues.reading import Reading, read_scenario
from dialogues.scripted import ScriptedScenario
from tests.dialogues.shop import SMALL, acts

ENGLISH = """\
标题: A small shop
给学生看: {岗位: You sell 【商品】.}
变体:
  商品组: [{商品: desk}, {商品: cupboard}]
客户: {称呼: Ms Li, 画像: impatient, 开场: ["Where is my 【商品】?", "My 【商品】?"]}
信息:
  订单号: {说: ["It is 【单号】."], 再问: ["I told you, 【单号】!"]}
后台: {订单: [{物流: stuck in Hangzhou, 内情: not scanned}]}
规则:
  - {说: [Who else?]}
  - {说: [Hm., All right., Fine.]}
  - {说: [You do not know which order.]}
  - {说: [I will wait.]}
  - {说: [I like red.]}
  - {说: [Good bye.]}
接话: {平静: [Mm.], 不满: [And then?], 愤怒: [To the point.]}
听不懂: [What?, I do not get it.]
复读: [No copies.]
沉默:
  - {说: [Hello?]}
  - {说: [Nobody?]}
方案: {催件: {没做到就说: [Look at the parcel first.]}}
结局: {投诉: {说: [I complain.]}, 走了: {说: [I am off.]}}
显示: {满意: Happy}
"""


def read(english: str, chinese: str = SMALL) -> Reading:
    """The small shop with a translation beside it."""
    return read_scenario(chinese, "shop/scenario.yaml", translations={"en": english})


def english(text: str = ENGLISH) -> ScriptedScenario:
    """The small shop in English."""
    scenario = read(text).scenario
    assert scenario
    return ScriptedScenario(scenario, built_in()).in_language("en")


def told(text: str) -> list[tuple[str, str]]:
    """File and code of what is said about a translation."""
    return [(p.file, p.code) for p in read(text).problems if p.code != "D208"]


def test_a_whole_translation_has_no_problems() -> None:
    assert told(ENGLISH) == []


def test_a_customer_talks_in_the_language_of_the_student() -> None:
    shop = english()
    assert (shop.title, shop.briefing("1")[:19]) == ("A small shop", "Your post: You sell")
    customer = shop.born("1")
    assert customer.name == "Ms Li"
    assert customer.open().lines[0].endswith("?")
    assert customer.hear("sorry", acts("道歉"), 5).lines[0] in {"Hm.", "All right.", "Fine."}
    assert shop.shown("满意") == "Happy"


def test_it_is_the_same_customer_with_the_same_draws_and_hash() -> None:
    shop = english()
    chinese = ScriptedScenario(read(ENGLISH).scenario or shop.scenario, built_in())
    assert (shop.id, shop.content_hash) == (chinese.id, chinese.content_hash)
    for seed in "abcdef":
        goods = chinese.born(seed).open().lines[0]
        assert ("书桌" in goods) == ("desk" in shop.born(seed).open().lines[0])
    begun = chinese.born("1")
    begun.hear("抱歉", acts("道歉"), 5)
    again = shop.restore("1", begun.snapshot()).hear("单号多少", acts("询问订单"), 5)
    assert again.lines[0].startswith("It is QH")
    assert again.felt.stage == "协商"


def test_the_back_office_answers_in_that_language() -> None:
    customer = english().born("1")
    answers = [customer.use("track_parcel", number) for number in ("QH2041", "QH3177")]
    assert "Tracking stuck in Hangzhou" in next(a.text for a in answers if a.ok)


def test_without_a_translation_it_talks_as_it_was_written() -> None:
    playable = english()
    assert in_language(playable, "fr") is playable


def test_the_hash_covers_the_translation() -> None:
    one, other = read(ENGLISH).scenario, read(ENGLISH.replace("Hm.", "Hmm.")).scenario
    assert one
    assert other
    assert one.content_hash != other.content_hash


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [("复读: [No copies.]\n", "", "D220"), ("[What?, I do", "[I do", "D220"),
     ("Who else?", "Who, else?", "D221"), ("All right.", "好吧。", "D222"),
     ("显示:", "规则二: [x]\n显示:", "D221")],
)  # fmt: skip
def test_what_is_missing_too_much_or_still_chinese_is_told(
    right: str, wrong: str, code: str
) -> None:
    assert ENGLISH.count(right) == 1
    text = ENGLISH.replace(right, wrong)
    assert ("shop/scenario.en.yaml", code) in told(text)
    assert read(text).scenario


def test_what_is_missing_stays_as_it_was_written() -> None:
    assert english(ENGLISH.replace("复读: [No copies.]\n", "")).scenario.parroted == ("别复制。",)


def test_rules_are_matched_by_name_where_all_are_named() -> None:
    named = ENGLISH.replace("  - {说: [I like red.]}\n", "").replace(
        "  - {说: [Good bye.]}", "  - {名称: 再见, 说: [Bye then.]}"
    )
    only = named[: named.index("规则:")] + "规则: [{名称: 再见, 说: [Bye then.]}]\n"
    assert english(only).scenario.rules[-1].say == ("Bye then.",)
    assert english(only).scenario.rules[0].say == ("不找你找谁？",)


@pytest.mark.parametrize(
    "broken", ["标题：Shop\n", "标题: [\n", "客户: {开场: [【货】?]}\n", b"\xff"]
)
def test_a_translation_that_fails_is_refused_and_the_customer_is_not(broken: str) -> None:
    reading = read(broken)
    assert reading.scenario
    assert reading.scenario.translations == {}
    assert any(not p.warning and p.file == "shop/scenario.en.yaml" for p in reading.problems)


def test_a_value_that_a_condition_asks_for_is_not_translated() -> None:
    chinese = (
        SMALL.replace("运单: YT7720315}", "运单: YT7720315, 可退: 可以}")
        .replace("运单: ZT5510482}", "运单: ZT5510482, 可退: 不行}")
        .replace("{名称: 被推, 听到: 推诿,", "{名称: 被推, 听到: 推诿, 当: [【可退】是 可以],")
    )
    reading = read(ENGLISH, chinese)
    assert [p.code for p in reading.problems if p.code != "D208"] == []
    assert reading.scenario
    shop = ScriptedScenario(reading.scenario, built_in()).in_language("en")
    fired = {shop.born(seed).hear("x", acts("推诿"), 5).felt.rule for seed in "abcdefgh"}
    assert fired == {"被推", "接话 愤怒"}


DESK = """\
格式: 1
编号: small-desk
标题: 小接待台
类型: 多客接待
给学生看:
  岗位: 两位顾客先后进来。
时长: 1分钟
进线:
  - {情境: small-shop, 时间: 0秒}
  - {情境: small-shop, 时间: 10秒}
自测:
  - 名称: 熟手
    机器人: {学生: 熟手, 间隔: 8秒, 策略: 先急后缓}
"""
DESK_IN_ENGLISH = "标题: Small desk\n给学生看:\n  岗位: Two customers come in.\n"


def test_a_reception_is_told_in_the_language_of_the_student() -> None:
    reading = read_scenario(DESK, "desk/scenario.yaml", translations={"en": DESK_IN_ENGLISH})
    assert reading.problems == ()
    assert reading.reception is not None
    told = reading.reception.in_language("en")
    assert told.title == "Small desk"
    assert told.briefing_text() == "Your post: Two customers come in."
    assert told.content_hash == reading.reception.content_hash
    assert reading.reception.in_language("ja").title == "小接待台"


@pytest.mark.parametrize("broken", ["标题：Desk\n", "标题: [\n", b"\xff"])
def test_a_reception_whose_translation_fails_is_told_as_it_was_written(broken: str) -> None:
    reading = read_scenario(DESK, "desk/scenario.yaml", translations={"en": broken})
    assert {problem.file for problem in reading.problems} == {"desk/scenario.en.yaml"}
    assert reading.reception is not None
    assert reading.reception.in_language("en").title == "小接待台"
