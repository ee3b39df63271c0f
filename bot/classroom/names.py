"""Names of people as they may be shown: nothing in them that draws, hides, turns or links.

Messages are plain text, but messengers make links of whatever looks like one: `@somebody`,
`shop.com`, `/stop`, `#tag`, a telephone number. A name keeps letters, few digits and the signs
that names have.
"""

import re
import unicodedata
from itertools import groupby

LONGEST_NAME = 32
"""Characters: 阿卜杜热合曼·买买提艾力 and most Latin names fit, and a line of a phone ends."""
_SIGNS = "·-' "
_IN_NAMES = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd"})
_DOTS = str.maketrans({"•": "·", "・": "·", "‧": "·", "’": "'", "‐": "-", ".": "·", "．": "·"})
_MOST_MARKS = 2
"""Accents on one letter; more is a tower that covers the lines above."""
_MOST_DIGITS = 4
"""Digits in a row: 张伟2 and class numbers, but no telephone number."""
_DIGITS = re.compile(r"\d+")
_BLANKS = re.compile(r"\s+")
_TURNED = re.compile(r"(?<=[^\x00-\u02ff]) (?=[^\x00-\u02ff])")


def clean_name(text: str) -> str:
    """The name as it is kept and shown; empty where nothing of a name is left."""
    tidy = unicodedata.normalize("NFKC", text[: LONGEST_NAME * 8]).translate(_DOTS)
    kept = "".join(sign for sign in _BLANKS.sub(" ", tidy) if _belongs(sign))
    # What stood between two accents is gone: together and in their proper order they are counted.
    kept = unicodedata.normalize("NFKC", _TURNED.sub("", _BLANKS.sub(" ", kept)))
    kept = _DIGITS.sub(lambda run: run.group()[:_MOST_DIGITS], _few_marks(kept))
    kept = kept[:LONGEST_NAME].strip(_SIGNS)
    return kept if any(unicodedata.category(sign)[0] == "L" for sign in kept) else ""


def _belongs(sign: str) -> bool:
    return sign in _SIGNS or unicodedata.category(sign) in _IN_NAMES


def _few_marks(text: str) -> str:
    kept = []
    for is_mark, run in groupby(text, lambda sign: unicodedata.category(sign) == "Mn"):
        signs = "".join(run)
        kept.append(signs[:_MOST_MARKS] if is_mark else signs)
    return "".join(kept).lstrip()
