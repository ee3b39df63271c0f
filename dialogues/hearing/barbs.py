"""Covert rudeness (带刺的话): frames that are kind on the surface and wound beneath.

What neither rule nor model hears as mockery, because every word of it is kind. The frames are
data, the tables `barbs.tsv`.
"""

import re
from functools import cache

from dialogues.hearing.normalise import Normal
from locales import hearing

LANGUAGES = ("zh_CN", "en")

YOU = "[您你]"
"""The customer, spoken to."""

WITHIN = r"[^,?!]{0,10}?"
"""What … stands for in a frame: a little more of the same clause."""

ACROSS = r"[^,?!]{0,18}?,?[^,?!]{0,18}?"
"""What …… stands for: the rest of the clause and some of the next."""


SOUR = 50
"""The courtesy (0..100) under which a reply is sour."""

SINCERE = frozenset(
    {
        "farewell",
        "offer_more_help",
        "invite_rating",
        "ask_order",
        "ask_problem",
        "ask_evidence",
        "verify",
    }
)
"""Acts that end sweetly and mean it: good-byes and questions; thanks and 欢迎再来 mock as often."""

ASKING = re.compile(r"问一?下|请问|什么|啥|谁|多少|多[大高重长]|几|哪|平[时常]|喜欢|需要|想要|打算")
"""Words of a question of the trade, whose 呢 is no sweetener."""

SERVED = (
    "(?<![给帮替为祝谢好])(?:您|你)(?!好|放心|稍等|等[一下我]|[别不][急担生慌怕用]|慢慢|[说讲看])"
)
"""The customer, unless something is done for it, or it is only greeted or thanked."""


def barb(reply: Normal, sour: bool) -> tuple[int, int] | None:
    """Where in the plain text the covert rudeness of a reply stands; None where there is none.

    A frame wounds whatever the rest was; without one, sweet little words at the end of a sour
    reply about the customer do.
    """
    found = _frames().search(reply.text)
    if found is None and sour and not ASKING.search(reply.text):
        found = _sugared().search(reply.text)
    return found.span() if found else None


@cache
def _frames() -> re.Pattern[str]:
    every = [_pattern(each) for each in _words("frame")]
    # Most frames begin with the customer; tried only where one is named they cost a fifth.
    named = [each.removeprefix(YOU) for each in every if each.startswith(YOU)]
    rest = [each for each in every if not each.startswith(YOU)]
    return re.compile("|".join((f"{YOU}(?:{'|'.join(named)})", *rest)))


@cache
def _sugared() -> re.Pattern[str]:
    return re.compile(rf"{SERVED}.*?(?:{'|'.join(_words('sweet'))})(?=[~,! ]*$)")


def _words(kind: str) -> list[str]:
    rows = (row for language in LANGUAGES for row in hearing.rows(language, "barbs"))
    return [words for told, words in rows if told == kind]


def _pattern(frame: str) -> str:
    gaps = frame.replace("……", ACROSS).replace("…", WITHIN).replace("(您|你)", YOU)
    return re.sub(r"\((?!\?)", "(?:", gaps)
