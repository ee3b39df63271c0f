"""To whom an answer is said: to comments by number, to a viewer by name, or to everybody.

`3 亲…`, `3,5,7 …`, `3 5 7 …`, `3亲…`, `屏蔽 4`, `4 屏蔽`, `@小鹿 …`; anything else is for all.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

BLOCKING = r"(?:屏蔽|拉黑|禁言|block|mute)"
# 48小时, 105斤, 89元, 9.9折 are words of an answer; 3 亲 and 3亲 name a comment.
_QUANTITY = r"(?!\d|[小时分秒天日月年斤码号折件块元条包张个岁米厘克毫公点%％kKgGcCmM]|\.\d)"
_NUMBER = rf"[#＃]?\d{{1,3}}{_QUANTITY}"
_NUMBERS = rf"{_NUMBER}(?:[\s,，、和]+{_NUMBER}){{0,40}}"
_LEADING = re.compile(rf"\s*(?P<numbers>{_NUMBERS})[\s,，、:：.．]*")
_BLOCK_FIRST = re.compile(rf"\s*{BLOCKING}\s*[:：]?\s*(?P<numbers>{_NUMBERS})\s*$", re.IGNORECASE)
_BLOCK_LAST = re.compile(rf"\s*(?P<numbers>{_NUMBERS})\s*{BLOCKING}\s*$", re.IGNORECASE)
_AT = re.compile(r"\s*[@＠](?P<name>[^\s,，:：]+)[\s,，:：]*")
_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Address:
    """To whom: these numbers (none: to all), whether to block them, and where the words begin."""

    numbers: tuple[int, ...] = ()
    block: bool = False
    start: int = 0
    stranger: str = ""


def read_address(text: str, viewers: Mapping[str, int], newest: int) -> Address:
    """To whom the text is said; `viewers` are the names that can be called, with their numbers.

    Numbers beyond the `newest` comment are words. `stranger` is a name that nobody bears.
    """
    for pattern in (_BLOCK_FIRST, _BLOCK_LAST):
        if found := pattern.match(text):
            return Address(_read(found["numbers"], newest), block=True, start=len(text))
    if found := _AT.match(text):
        return _by_name(found, viewers)
    found = _LEADING.match(text)
    numbers = _read(found["numbers"], newest) if found else ()
    return Address(numbers, start=found.end()) if found and numbers else Address()


def _by_name(found: re.Match[str], viewers: Mapping[str, int]) -> Address:
    """Names are often typed without a blank behind them, or only their beginning."""
    called = found["name"]
    spelt = [name for name in viewers if called.startswith(name)]
    if spelt:
        name = max(spelt, key=len)
        start = found.end() if called == name else found.start("name") + len(name)
        return Address((viewers[name],), start=start)
    begun = [name for name in viewers if name.startswith(called) and len(called) >= _SHORTEST_NAME]
    if len(begun) == 1:
        return Address((viewers[begun[0]],), start=found.end())
    return Address(start=found.end(), stranger=called)


def _read(numbers: str, newest: int) -> tuple[int, ...]:
    found = (int(digits) for digits in re.findall(r"\d+", numbers))
    return tuple(dict.fromkeys(number for number in found if 1 <= number <= newest))
