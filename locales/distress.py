"""Words of distress (求助的话) and the help lines that are shown then."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "zh_CN" / "distress.toml"
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A number to call; `source` says where the number is published."""

    number: str
    name: str
    name_en: str
    hours: str
    hours_en: str
    source: str


def in_distress(text: str) -> bool:
    """Whether a message says that somebody is in danger, by whoever's hand.

    Blanks between Chinese characters and full-width letters change nothing. What only sounds
    alike (跳楼价, 不想活动) is taken out first; 笑死我了 and 累死了 are in no list at all.
    """
    says, innocent = _patterns()
    plain = unicodedata.normalize("NFKC", text).casefold()
    return any(says.search(innocent.sub("·", each)) for each in (plain, _BLANKS.sub("", plain)))


@cache
def help_lines() -> tuple[HelpLine, ...]:
    """Whom to call, the most helpful first."""
    return tuple(HelpLine(**line) for line in _data()["lines"])


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = _data()["words"]
    return _any(words["says"]), _any(words["innocent"])


def _any(words: list[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in longest_first))


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
