"""How near a sentence is to an author's example: shared pairs of letters, rare ones more."""

from collections import Counter
from collections.abc import Iterable
from math import log2

NEAR = 500
"""Thousandths of similarity from which a sentence says what the example says."""


class Examples:
    """Example sentences of several acts, weighed against each other."""

    def __init__(self, examples: Iterable[tuple[str, str]]) -> None:
        self._examples = [(act, text, pairs(text)) for act, text in examples]
        spread = Counter(pair for _, _, all_pairs in self._examples for pair in all_pairs)
        total = len(self._examples) + 1
        self._weights = {pair: round(64 * log2(1 + total / n)) for pair, n in spread.items()}
        self._unknown = round(64 * log2(1 + total))

    def nearest(self, clause: str) -> dict[str, tuple[int, str]]:
        """Of every act that has a near example: the similarity in thousandths, and the example."""
        own = pairs(clause)
        best: dict[str, tuple[int, str]] = {}
        for act, text, example in self._examples:
            near = self._similarity(own, example)
            if near >= NEAR and near > best.get(act, (0, ""))[0]:
                best[act] = (near, text)
        return best

    def _similarity(self, own: frozenset[str], example: frozenset[str]) -> int:
        shared = self._weight(own & example)
        return 2000 * shared // max(self._weight(own) + self._weight(example), 1)

    def _weight(self, some: frozenset[str]) -> int:
        return sum(self._weights.get(pair, self._unknown) for pair in some)


def pairs(text: str) -> frozenset[str]:
    """Neighbouring letters of Chinese text; whole words of Latin text."""
    words = [word for word in text.split() if word.isascii()]
    rest = "".join(c for c in text if not c.isascii())
    return frozenset([*words, *(rest[i : i + 2] for i in range(len(rest) - 1))])
