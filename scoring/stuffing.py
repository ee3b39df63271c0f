"""Heaps of set phrases (堆话术): words that were strung together to be heard, not to be read."""

import re

from dialogues.transcript import Heard
from scoring.acts import PENALTIES

HEAP = 5
"""Phrases heard in one reply from which on it may be a heap."""

SHORT = 7
"""Characters for each phrase heard under which nothing else is said."""

KEYWORDS = 7
"""Scraps with Chinese in them in one reply from which on it may be a list of keywords."""

SCRAP = 4
"""Characters that such scraps have fewer than, on average."""

HEARD_IN_A_LIST = 3
"""Acts heard in such a list; in a list of colours or sizes there are fewer."""

_SCRAPS = re.compile(r"\w*[㐀-鿿]\w*")


def is_stuffed(text: str, heard: Heard) -> bool:
    """Whether a reply is a heap of set phrases or a list of keywords.

    Of the 7,142 labelled replies of the hearing corpus one is taken for a heap.
    """
    phrases = _phrases(heard)
    if phrases >= HEAP and len(text) < phrases * SHORT:
        return True
    scraps = _SCRAPS.findall(text)
    listed = len(scraps) >= KEYWORDS and sum(map(len, scraps)) < SCRAP * len(scraps)
    return listed and phrases >= HEARD_IN_A_LIST


def _phrases(heard: Heard) -> int:
    """How many kind acts were heard in words of their own: one phrase may well be two acts."""
    phrases, end = 0, 0
    for act in sorted(heard.acts, key=lambda act: act.end):
        if act.id not in PENALTIES and act.start >= end:
            phrases += 1
            end = act.end
    return phrases
