"""The mock back office: what the student types, what it shows, what it never shows."""

import pytest

from dialogues.backoffice import TOOLS, Desk, parse_command
from dialogues.scenario import Office

OFFICE = Office(
    tables={
        "订单": (
            {
                "订单号": "【单号】",
                "商品": "书桌",
                "运单号": "YT7720315",
                "物流": "停在杭州",
                "内情": "漏扫",
            },
            {"订单号": "QH9", "商品": "鞋柜", "运单号": "ZT1", "物流": "已签收"},
        ),
        "库存": ({"尺码": "M", "现货": "31 件"}, {"尺码": "L", "现货": "26 件"}),
    },
    tools=tuple(TOOLS),
    coupon_limit=20,
)
DESK = Desk(OFFICE, {"单号": "QH2041"})


@pytest.mark.parametrize(
    ("tool", "argument"),
    [
        ("查物流", "YT7720315"),
        ("查物流", "yt7720315"),
        ("查物流", "ＹＴ7720315"),
        ("查物流", "QH2041"),
        ("查物流YT7720315", ""),
        ("/查物流", "单号：YT-7720315 谢谢"),
        ("查物流", "7720315"),
    ],
)
def test_a_look_up_forgives_how_the_number_was_typed(tool: str, argument: str) -> None:
    answer = DESK.use(tool, argument)
    assert answer.ok
    assert answer.tool == "查物流"
    assert "停在杭州" in answer.text


def test_the_truth_behind_the_case_is_never_shown() -> None:
    for tool in TOOLS:
        for argument in ("QH2041", "YT7720315", "内情", "漏扫", ""):
            assert "漏扫" not in DESK.use(tool, argument).text.replace(argument or "-", "")


def test_without_a_number_the_desk_says_what_it_needs() -> None:
    answer = DESK.use("查订单", "")
    assert not answer.ok
    assert "订单号" in answer.text


def test_a_wrong_number_gets_a_kind_answer_and_no_record() -> None:
    answer = DESK.use("查订单", "QH2042")
    assert not answer.ok
    assert "QH2042" in answer.text
    assert "书桌" not in answer.text


@pytest.mark.parametrize("fragment", ["Q", "QH", "2", "号"])
def test_a_scrap_of_a_number_finds_nothing(fragment: str) -> None:
    assert not DESK.use("查订单", fragment).ok


def test_the_stock_can_be_browsed_or_asked_for_one_thing() -> None:
    assert DESK.use("查库存", "").text.count("\n") == 1
    assert DESK.use("查库存", "M码").text == "尺码 M，现货 31 件"


def test_coupons_have_a_limit_over_the_whole_talk() -> None:
    first = DESK.use("发券", "15元优惠券")
    assert (first.ok, first.coupon, first.effect) == (True, 15.0, "发券 15元")
    later = Desk(OFFICE, {}, granted=15.0).use("发券", "10")
    assert not later.ok
    assert "20" in later.text
    assert "主管" in later.text


@pytest.mark.parametrize("amount", ["", "一些", "0"])
def test_a_coupon_needs_an_amount(amount: str) -> None:
    assert not DESK.use("发券", amount).ok


def test_what_was_done_is_an_effect() -> None:
    assert DESK.use("催件", "YT7720315").effect == "催件 QH2041"
    assert DESK.use("备注", "客户急用").effect == "备注 客户急用"
    assert not DESK.use("备注", " ").ok


def test_an_unknown_tool_is_answered_with_those_that_there_are() -> None:
    answer = Desk(Office(tools=("查订单",)), {}).use("删库", "现在")
    assert not answer.ok
    assert "查订单" in answer.text


@pytest.mark.parametrize(
    ("typed", "command"),
    [("查物流 YT77", ("查物流", "YT77")), ("/查物流YT77", ("查物流", "YT77")),
     (" 查物流：YT77 ", ("查物流", "YT77")), ("查订单", ("查订单", "")), ("您好", None)],
)  # fmt: skip
def test_a_command_is_told_from_talk(typed: str, command: tuple[str, str] | None) -> None:
    assert parse_command(typed, ("查订单", "查物流")) == command
