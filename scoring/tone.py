"""Covert rudeness (带刺的话): frames that are kind on the surface and wound beneath.

The ear names what angers the customer; this is what a teacher hears besides. The frames are
data, the list `barb` of `lexicon.yaml`.
"""

import re
from functools import cache

from dialogues.hearing.normalise import normalise
from scoring import lexicon

YOU = "[您你]"
"""The customer, spoken to."""

WITHIN = r"[^,?!]{0,10}?"
"""What … stands for in a frame: a little more of the same clause."""

ACROSS = r"[^,?!]{0,18}?,?[^,?!]{0,18}?"
"""What …… stands for: the rest of the clause and some of the next."""


SOUR = 50
"""The ear's courtesy (0..100) under which a sweet ending aimed at the customer mocks.

Of the corpus of polite replies 2 in 3,193 are taken so, of covert rudeness two in five.
"""


def barb(reply: str, courtesy: int) -> tuple[int, int] | None:
    """Where the covert rudeness of a reply stands, in code points; None where there is none.

    `courtesy` is what the ear made of the whole. A frame wounds whatever the rest was; without
    one, sweet little words at the end of a sour reply about the customer do.
    """
    normal = normalise(reply)
    found = _frames().search(normal.text)
    if found is None and courtesy < SOUR:
        found = _sugared().search(normal.text)
    return normal.original(*found.span()) if found else None


@cache
def _frames() -> re.Pattern[str]:
    every = [_pattern(each) for each in lexicon.words()["barb"]]
    # Most frames begin with the customer; tried only where one is named they cost a fifth.
    named = [each.removeprefix(YOU) for each in every if each.startswith(YOU)]
    rest = [each for each in every if not each.startswith(YOU)]
    return re.compile("|".join((f"{YOU}(?:{'|'.join(named)})", *rest)))


@cache
def _sugared() -> re.Pattern[str]:
    return re.compile(rf"(?:您|你).*?(?:{'|'.join(lexicon.words()['sweet'])})(?=[~,!? ]*$)")


def _pattern(frame: str) -> str:
    gaps = frame.replace("……", ACROSS).replace("…", WITHIN).replace("(您|你)", YOU)
    return re.sub(r"\((?!\?)", "(?:", gaps)
