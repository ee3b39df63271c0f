"""Promises of more than the shop's policy grants (超额补偿), heard in the student's own words."""

import re
from collections.abc import Iterator

from dialogues.transcript import Act

EXCESS = "超额补偿"
"""The act of a student who offers more compensation than the coupon limit (发券上限) allows."""

OFFERS = frozenset({"offer_compensation", "提出补偿"})
CLAUSE = re.compile(r"[^，,。.；;！!？?\n]+")
THRESHOLD = re.compile(r"满\s*[\d一二两三四五六七八九十百]+\s*(?:元|块)?")
AMOUNT = re.compile(
    r"(\d{1,5}(?:\.\d{1,2})?|[一二两三四五六七八九十百]{1,5})\s*(?:元|块|yuan|rmb)", re.IGNORECASE
)
DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"两": 2}


def excess(reply: str, acts: tuple[Act, ...], limit: float) -> Iterator[Act]:
    """The clause that offers more than the limit, in yuan, if there is one."""
    offers = [act for act in acts if act.id in OFFERS]
    for clause in CLAUSE.finditer(reply):
        offered = any(o.start < clause.end() and clause.start() < o.end for o in offers)
        found = AMOUNT.search(THRESHOLD.sub(lambda m: "·" * len(m[0]), clause[0]))
        if offered and found and _yuan(found[1]) > limit:
            start, end = clause.span()
            why = f"{found[0]}超过上限 {limit:g} 元"
            yield Act(EXCESS, start, end, reply[start:end], why)
            return


def _yuan(number: str) -> float:
    """An amount in digits or, below a thousand, in Chinese words."""
    if number[0] not in DIGITS and number[0] not in "十百":
        return float(number)
    total, digit = 0, 0
    for word in number:
        if word in DIGITS:
            digit = DIGITS[word]
        else:
            total += (digit or 1) * (100 if word == "百" else 10)
            digit = 0
    return total + digit
