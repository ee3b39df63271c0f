"""Whom a message is for when it says so itself: `A …`, `b：…`, `🔴A，…`."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from dialogues.reception.model import MARKS

_PREFIX = re.compile(rf"\s*@?[{MARKS}]?\s*([A-Za-zＡ-Ｚａ-ｚ])(\s*[:：,，、.。!！]\s*|\s+|$)")


@dataclass(frozen=True, slots=True)
class Address:
    """The letter that a message begins with, and where its words begin."""

    letter: str
    start: int


def read_address(text: str, letters: Collection[str]) -> Address | None:
    """The customer that a message names first; None where it names none of these letters.

    A refund is on its way: an English article is no address.
    """
    found = _PREFIX.match(text)
    if found is None:
        return None
    letter = unicodedata.normalize("NFKC", found[1]).upper()
    following = text[found.end() : found.end() + 1]
    article = letter == "A" and not found[2].strip() and following.isascii() and following.isalpha()
    return None if article or letter not in letters else Address(letter, found.end())
