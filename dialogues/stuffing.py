"""Heaps of set phrases (堆话术): words strung together to be heard, not to be read.

Customer and examiner ask the same question here, so that what angers the one earns nothing with
the other.
"""

import re
from collections.abc import Mapping, Sequence

from dialogues.hearing import is_penalty
from dialogues.transcript import Heard

HEAP = 5
"""Phrases heard in one reply from which on it may be a heap."""

SHORT = 6
"""Characters for each phrase heard under which nothing else is said."""

KEYWORDS = 7
"""Scraps with Chinese in them in one reply from which on it may be a list of keywords."""

SCRAPS = (2, 4)
"""Characters of such scraps on average: at least, and fewer than. Colours are shorter."""

HEARD_IN_A_LIST = 2
"""Phrases heard in such a list."""

_SCRAPS = re.compile(r"\w*[㐀-鿿]\w*")


def is_stuffed(reply: str, heard: Heard) -> bool:
    """Whether a reply is a heap of set phrases, or a list of keywords instead of sentences.

    Of the 7,891 labelled replies of the hearing corpus three are taken for one.
    """
    spans = {act.id: (act.start, act.end) for act in reversed(heard.acts)}
    phrases = len(things_said([act for act in spans if not is_penalty(act)], spans))
    if phrases >= HEAP and len(reply) < phrases * SHORT:
        return True
    return phrases >= HEARD_IN_A_LIST and _is_list(reply)


def _is_list(reply: str) -> bool:
    scraps = _SCRAPS.findall(reply)
    least, fewer = (limit * len(scraps) for limit in SCRAPS)
    return len(scraps) >= KEYWORDS and least <= sum(map(len, scraps)) < fewer


def things_said(acts: Sequence[str], spans: Mapping[str, tuple[int, int]]) -> list[list[str]]:
    """The acts, those in the same words together: one phrase may well be two acts."""
    things: list[list[str]] = []
    reached = 0
    for act in sorted(acts, key=spans.__getitem__):
        start, end = spans[act]
        if things and start < reached:
            things[-1].append(act)
        else:
            things.append([act])
        reached = max(reached, end)
    return things
