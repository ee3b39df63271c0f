"""To whom an answer is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.liveroom.address import Address, read_address

VIEWERS = {"小鹿不吃草": 12, "小鹿": 4, "奶茶三分糖": 7, "路人甲": 9}
NEWEST = 60


def read(text: str) -> tuple[tuple[int, ...], str]:
    """Numbers, and the words said to them."""
    to = read_address(text, VIEWERS, NEWEST)
    assert not to.block
    return to.numbers, text[to.start :]


@pytest.mark.parametrize(
    ("text", "numbers", "words"),
    [
        ("3 亲105斤建议M码哦", (3,), "亲105斤建议M码哦"),
        ("3亲105斤建议M码哦", (3,), "亲105斤建议M码哦"),
        ("3：领券再减10", (3,), "领券再减10"),
        ("3. 领券", (3,), "领券"),
        ("#3 领券", (3,), "领券"),
        ("3,5,7 左下角领券", (3, 5, 7), "左下角领券"),
        ("3，5、7 左下角领券", (3, 5, 7), "左下角领券"),
        ("3 5 7 左下角领券", (3, 5, 7), "左下角领券"),
        ("3和5 左下角领券", (3, 5), "左下角领券"),
        ("3 3 5 领券", (3, 5), "领券"),
        ("3 48小时内发货", (3,), "48小时内发货"),
        ("3,5 105斤拍M码", (3, 5), "105斤拍M码"),
        ("12 9.9折", (12,), "9.9折"),
        ("48小时内发货", (), "48小时内发货"),
        ("105斤拍M码", (), "105斤拍M码"),
        ("10元券在左下角", (), "10元券在左下角"),
        ("亲3号链接", (), "亲3号链接"),
        ("99 领券", (), "99 领券"),
        ("99,3 领券", (3,), "领券"),
        ("亲们左下角领券", (), "亲们左下角领券"),
        ("", (), ""),
    ],
)
def test_numbers_in_front_say_who_is_meant(text: str, numbers: tuple[int, ...], words: str) -> None:
    assert read(text) == (numbers, words)


@pytest.mark.parametrize(
    ("text", "number", "words"),
    [
        ("@路人甲 您好", 9, "您好"),
        ("@路人甲，您好", 9, "您好"),
        ("@路人甲您好", 9, "您好"),
        ("＠奶茶三分糖 领券", 7, "领券"),
        ("@奶茶 领券", 7, "领券"),
        ("@小鹿不吃草 私信我", 12, "私信我"),
        ("@小鹿 私信我", 4, "私信我"),
    ],
)
def test_a_viewer_is_called_by_name_or_its_beginning(text: str, number: int, words: str) -> None:
    assert read(text) == ((number,), words)


def test_a_name_that_nobody_bears_is_told() -> None:
    assert read_address("@王小明 您好", VIEWERS, NEWEST).stranger == "王小明"


@pytest.mark.parametrize("text", ["屏蔽 4", "屏蔽4", "4 屏蔽", "屏蔽 4，9", "拉黑 4", "block 4"])
def test_blocking_is_said_before_or_behind_the_numbers(text: str) -> None:
    to = read_address(text, VIEWERS, NEWEST)
    assert to.block
    assert to.numbers[0] == 4


def test_words_about_blocking_are_no_blocking() -> None:
    assert read_address("广告我们会屏蔽的", VIEWERS, NEWEST) == Address()


@given(st.text(max_size=60) | st.text("0123456789,，、 @#屏蔽小鹿亲", max_size=60))
def test_whatever_is_typed_is_for_somebody(text: str) -> None:
    to = read_address(text, VIEWERS, NEWEST)
    assert all(1 <= number <= NEWEST for number in to.numbers)
    assert 0 <= to.start <= len(text)
