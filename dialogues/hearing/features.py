"""What the model looks at: grams of reply, of its clauses and of the customer's line, and rules."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from dialogues.hearing.clauses import Spans, clauses, quoted
from dialogues.hearing.normalise import Normal
from dialogues.hearing.rules import Hit

REPLY_GRAMS = (1, 4)
JOINED_GRAMS = (2, 3)
"""Of the text without its pauses: a word that a pause has cut is the same word."""
CUSTOMER_GRAMS = (1, 3)
MOST_HINTS = 4
LONGEST_REPLY = 160
LONGEST_LINE = 80
"""Code points of reply and customer's line that the model reads; the corpus has at most 145."""


@dataclass(frozen=True, slots=True)
class Features:
    """The names of all that is there, each once: in the reply, the line, and each clause."""

    reply: frozenset[str]
    line: frozenset[str]
    clauses: tuple[frozenset[str], ...]
    spans: Spans


def features(reply: Normal, customer: str, hits: Iterable[Hit]) -> Features:
    """What there is to see in a reply to a customer's line, in which rules had these hits."""
    text = reply.text[:LONGEST_REPLY]
    said: set[str] = set()
    own = list(text)
    for start, end in quoted(text):
        said |= grams(text[start:end], REPLY_GRAMS, "q:")
        own[start:end] = "□" * (end - start)
    unquoted = "".join(own)
    spans = clauses(text) or ((0, len(text)),)
    return Features(
        frozenset(said | _spoken(unquoted) | _rules_heard(hits) | _shape(text)),
        frozenset(grams(framed(customer[:LONGEST_LINE]), CUSTOMER_GRAMS, "c:")),
        tuple(frozenset(_spoken(unquoted[start:end])) for start, end in spans),
        spans,
    )


def _spoken(text: str) -> set[str]:
    return grams(framed(text), REPLY_GRAMS, "") | grams(unpaused(text), JOINED_GRAMS, "")


def _rules_heard(hits: Iterable[Hit]) -> set[str]:
    """Which acts the rules are sure of, and of how many hints of each act there are at least."""
    sure, count = set(), Counter[str]()
    for hit in hits:
        count[hit.act] += 1
        if hit.sure:
            sure.add(f"r:{hit.act}!")
    return sure | {
        f"r:{act}{n}" for act, times in count.items() for n in range(1, min(times, MOST_HINTS) + 1)
    }


def framed(text: str) -> str:
    """A text with its beginning and end marked; commas and blanks are the same pause."""
    return f"^{text.replace(',', ' ').strip()}$"


def unpaused(text: str) -> str:
    """A text without its pauses, for words that a pause has cut."""
    return text.replace(",", "").replace(" ", "")


def grams(text: str, sizes: tuple[int, int], prefix: str) -> set[str]:
    """All stretches of the given sizes."""
    return {
        prefix + text[i : i + size]
        for size in range(sizes[0], sizes[1] + 1)
        for i in range(len(text) - size + 1)
    }


def _shape(text: str) -> set[str]:
    """How long it is, in steps, and the Latin words."""
    words = {f"w:{word}" for word in text.replace(",", " ").split() if word.isascii()}
    return words | {f"n:{min(len(text).bit_length(), 8)}"}
