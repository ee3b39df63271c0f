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

SCRAPS = (2, 5)
"""Characters of such scraps on average: at least, and fewer than. Colours are shorter."""

LONGEST_SCRAP = 6
"""Characters of the longest of them; where one is longer, somebody speaks in sentences."""

_SCRAPS = re.compile(r"\w*[㐀-鿿]\w*")
_QUOTES = re.compile('["“”「」『』]')


def is_stuffed(reply: str, heard: Heard) -> bool:
    """Whether a reply is a heap of set phrases, or a list of keywords instead of sentences.

    Of 39,323 labelled replies of the hearing corpus eighteen are taken for one.
    """
    spans = {act.id: (act.start, act.end) for act in reversed(heard.acts)}
    phrases = len(things_said([act for act in spans if not is_penalty(act)], spans))
    if phrases >= HEAP and len(reply) < phrases * SHORT:
        return True
    return bool(phrases) and _is_list(reply)


def _is_list(reply: str) -> bool:
    sizes = [len(scrap) for scrap in _SCRAPS.findall(reply)]
    if len(sizes) < KEYWORDS or max(sizes) > LONGEST_SCRAP or _QUOTES.search(reply):
        return False
    least, fewer = (limit * len(sizes) for limit in SCRAPS)
    return least <= sum(sizes) < fewer and 2 * sum(sizes) > len(reply)


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
