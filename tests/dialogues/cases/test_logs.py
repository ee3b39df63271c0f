"""Chat logs in the shapes they come in become drafts that can be checked."""

import pytest

from dialogues.cases import Role, cast, draft, read_csv, read_log
from dialogues.cases.anonymous import anonymous_log
from dialogues.reading import read_scenario

QIANNIU = """\
小雨淅淅 (2026-11-20 10:10:15):
在吗？我的书桌到现在还没到
都五天了
青禾家居旗舰店:小美 (2026-11-20 10:10:40):
亲，您好，非常抱歉让您久等了，麻烦您发一下订单号
小雨淅淅 (2026-11-20 10:11:02):
2311221234567890123，手机13800138000
青禾家居旗舰店:小美 (2026-11-20 10:11:40):
我帮您查到了，现在马上给您催一下，今天下午6点前给您回复
小雨淅淅 (2026-11-20 10:12:10):
那行，你快点
"""
JINGMAI = """\
[2026-11-20 10:10:15] jd_abc123：在吗？我的书桌到现在还没到
[2026-11-20 10:10:17] jd_abc123：都五天了
[2026-11-20 10:10:40] 京东客服01：亲，您好，非常抱歉让您久等了，麻烦您发一下订单号
[2026-11-20 10:11:02] jd_abc123：2311221234567890123，手机13800138000
[2026-11-20 10:11:40] 京东客服01：我帮您查到了，现在马上给您催一下，今天下午6点前给您回复
[2026-11-20 10:12:10] jd_abc123：那行，你快点
"""
PINDUODUO = """\
=====会话开始=====
2026-11-20 10:10:15 小雨淅淅
在吗？我的书桌到现在还没到
都五天了
2026-11-20 10:10:40 青禾专营店
亲，您好，非常抱歉让您久等了，麻烦您发一下订单号
2026-11-20 10:11:02 小雨淅淅
2311221234567890123，手机13800138000
[图片]
2026-11-20 10:11:40 青禾专营店
我帮您查到了，现在马上给您催一下，今天下午6点前给您回复
2026-11-20 10:12:10 小雨淅淅
那行，你快点
"""
WECHAT = """\
小雨淅淅:
在吗？我的书桌到现在还没到
都五天了

阿美:
亲，您好，非常抱歉让您久等了，麻烦您发一下订单号

—— 10:11 ——
小雨淅淅:
2311221234567890123，手机13800138000

阿美:
我帮您查到了，现在马上给您催一下，今天下午6点前给您回复

小雨淅淅:
那行，你快点
"""
TYPED = """\
顾客：在吗？我的书桌到现在还没到 都五天了
客服：亲，您好，非常抱歉让您久等了，麻烦您发一下订单号
顾客：2311221234567890123，手机13800138000
客服：我帮您查到了，现在马上给您催一下，今天下午6点前给您回复
顾客：那行，你快点
"""
TABLE = """\
时间,发送人,消息内容
10:10:15,小雨淅淅,在吗？我的书桌到现在还没到 都五天了
10:10:40,客服小美,亲，您好，非常抱歉让您久等了，麻烦您发一下订单号
10:11:02,小雨淅淅,2311221234567890123，手机13800138000
10:11:40,客服小美,我帮您查到了，现在马上给您催一下，今天下午6点前给您回复
10:12:10,小雨淅淅,那行，你快点
"""
SHAPES = [QIANNIU, JINGMAI, PINDUODUO, WECHAT, TYPED, TABLE]


@pytest.mark.parametrize("text", SHAPES)
def test_every_shape_tells_the_same_talk(text: str) -> None:
    said = read_csv(text) or read_log(text)
    roles = cast(said)
    assert set(roles.values()) == set(Role)
    customer = " ".join(each.text for each in said if roles[each.who] is Role.CUSTOMER)
    agent = " ".join(each.text for each in said if roles[each.who] is Role.AGENT)
    assert customer.split() == [
        "在吗？我的书桌到现在还没到",
        "都五天了",
        "2311221234567890123，手机13800138000",
        "那行，你快点",
    ]
    assert "马上给您催一下" in agent
    assert "订单号" in agent


@pytest.mark.parametrize("text", SHAPES)
def test_a_draft_is_a_customer_file_without_errors_and_without_personal_data(text: str) -> None:
    made = draft(read_csv(text) or read_log(text), "late-desk", "书桌没到")
    assert made is not None
    assert made.turns == 2
    for private in ("13800138000", "2311221234567890123", "小雨淅淅", "阿美", "jd_abc123"):
        assert private not in made.text
    reading = read_scenario(made.text, "late-desk")
    assert reading.scenario is not None, reading.problems
    assert made.text.count("改我") >= 8
    assert "都五天了" in made.text
    assert "马上给您催一下" in made.text


@pytest.mark.parametrize(
    "bad",
    [
        '"',
        "\\",
        "【商品】",
        "# 改我",
        "{a: b}",
        "- x",
        "'",
        "：",
        "*a",
        "!!python/object",
        "%YAML",
        "\u2028",
        "💥",
    ],
)
def test_whatever_was_said_the_draft_stays_a_customer_file(bad: str) -> None:
    text = TYPED.replace("书桌", bad).replace("那行", bad)
    made = draft(read_log(text), "late-desk", f"{bad}没到")
    assert made is not None
    reading = read_scenario(made.text, "late-desk")
    assert reading.scenario is not None, reading.problems


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "你好",
        "今天天气不错\n是啊",
        "a,b,c\n1,2,3",
        "：：：",
        "\x00" * 50,
        "客服：您好\n客服：在吗",
    ],
)
def test_what_is_no_talk_makes_no_draft(text: str) -> None:
    assert draft(read_csv(text) or read_log(text), "x-y", "x") is None


def test_a_log_that_is_kept_holds_no_name_and_may_come_in_parts() -> None:
    lines = TYPED.replace("顾客", "小雨淅淅").replace("客服", "阿美").splitlines()
    first, _ = anonymous_log(read_log("\n".join(lines[:4])))
    whole, found = anonymous_log(read_log("\n".join(lines)))
    assert [each.who for each in whole[:4]] == [each.who for each in first]
    assert found.total() == 2
    assert not any("小雨" in each.who + each.text or "阿美" in each.who for each in whole)
    assert draft(whole, "late-desk", "书桌") is not None
