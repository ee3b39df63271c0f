"""What the model looks at: grams of the reply and of the customer's line, and what rules heard."""

from collections import Counter
from collections.abc import Iterable

from dialogues.hearing.clauses import quoted
from dialogues.hearing.normalise import Normal
from dialogues.hearing.rules import Hit

REPLY_GRAMS = (1, 4)
JOINED_GRAMS = (2, 3)
CUSTOMER_GRAMS = (1, 3)
MOST_HINTS = 4
LONGEST_REPLY = 240
LONGEST_LINE = 80
"""Code points of reply and customer's line that the model reads; the corpus has at most 145."""


def features(reply: Normal, customer: str, hits: Iterable[Hit]) -> set[str]:
    """The names of all that is there; each counts once, however often it occurs."""
    text = reply.text[:LONGEST_REPLY]
    own = list(text)
    said: set[str] = set()
    for start, end in quoted(text):
        said |= grams(text[start:end], REPLY_GRAMS, "q:")
        own[start:end] = "□" * (end - start)
    unquoted = "".join(own)
    return (
        said
        | grams(framed(unquoted), REPLY_GRAMS, "")
        | grams(unpaused(unquoted), JOINED_GRAMS, "j:")
        | grams(framed(customer[:LONGEST_LINE]), CUSTOMER_GRAMS, "c:")
        | _rules_heard(hits)
        | _shape(text)
    )


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
