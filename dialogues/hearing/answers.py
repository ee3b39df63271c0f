"""What a bare yes does: the customer's line says what was asked for."""

import re
from collections.abc import Iterator
from functools import cache

from dialogues.hearing.normalise import Normal
from dialogues.hearing.rules import Hit
from locales import hearing

_BARE_YES = re.compile(
    r"(亲[,~ ]?)?(能|可以|行|好|成|中|有|会|当然|没问题|yes|sure|ok)"
    r"(的|呀|哦|呢|啊|哒|滴|嘞|退|换|发|到|补|赔|可以|行|能){0,3}(亲)?[~!, ]*"
)
_ASKING = re.compile(r"[吗么嘛不没?]|可以|能")


def answered(reply: Normal, line: str) -> Iterator[Hit]:
    """The acts that a bare yes to this customer's line is."""
    if not _BARE_YES.fullmatch(reply.text) or not _ASKING.search(line):
        return
    for asked, act in _requests():
        found = asked.search(line)
        if found:
            why = f"客户问“{found.group()}”，回答“{reply.text}”"
            yield Hit(act, 0, len(reply.text), sure=True, why=why, certain=True)


@cache
def _requests() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(asked), act) for asked, act in hearing.rows("zh_CN", "answers"))
