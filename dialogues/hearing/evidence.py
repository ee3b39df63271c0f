"""Which words carry an act that the model heard as a whole: its strongest clause."""

from dialogues.hearing.clauses import clauses
from dialogues.hearing.features import LONGEST_REPLY, REPLY_GRAMS
from dialogues.hearing.model import Model


def strongest_stretch(model: Model, text: str, act: str) -> tuple[int, int]:
    """Start and end of the clause of a plain text that speaks most for an act."""
    weights = _by_letter(model, text[:LONGEST_REPLY], act)
    spans = clauses(text[:LONGEST_REPLY]) or ((0, len(text)),)
    return max(spans, key=lambda span: (sum(weights[span[0] : span[1]]), -span[0]))


def _by_letter(model: Model, text: str, act: str) -> list[int]:
    """What each code point adds, taking every gram's weight in equal shares."""
    column = model.outputs.index(act)
    plain = text.replace(",", " ")
    shares = [0] * len(text)
    for size in range(REPLY_GRAMS[0], REPLY_GRAMS[1] + 1):
        for start in range(len(plain) - size + 1):
            weight = model.weight(plain[start : start + size], column)
            if weight:
                for place in range(start, start + size):
                    shares[place] += 12 * weight // size
    return shares
