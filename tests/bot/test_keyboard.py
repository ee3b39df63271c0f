"""A line typed key by key."""

import pytest

from bot.cli.keyboard import TypedLine


@pytest.mark.parametrize(
    ("typed", "finished", "left"),
    [
        (["3 亲", "领券\r"], ["3 亲领券"], ""),
        (["亲x\x7f哦\n"], ["亲哦"], ""),
        (["\x7f\x7f亲"], [], "亲"),
        (["一\r二\r三"], ["一", "二"], "三"),
        (["亲\x00\x01哦"], [], "亲哦"),
        (["\r"], [""], ""),
    ],
)
def test_keys_make_lines(typed: list[str], finished: list[str], left: str) -> None:
    line = TypedLine()
    assert [one for keys in typed for one in line.take(keys)] == finished
    assert line.text == left
