"""What an author may ask about a talk: 听过 道歉, 未知 订单号, 怒气 低于 60 …

Conditions are a small closed language of three shapes. They are pure: the same condition asks
the engine while the talk goes on and the examiner when it is over; each brings its own
`Situation`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Topic(StrEnum):
    """What a yes-or-no condition is about."""

    HEARD = "heard"
    KNOWN = "known"
    USED = "used"
    AGREED = "agreed"
    MENTIONED = "mentioned"
    FILED = "filed"
    DRAWN = "drawn"


class Quantity(StrEnum):
    """What can be measured in a talk: anger 0..100, the student's utterances, seconds gone by."""

    ANGER = "anger"
    ROUNDS = "rounds"
    TIME = "time"


class Comparison(StrEnum):
    """How a measure is compared: 至少, 低于, 超过, 至多, 等于."""

    AT_LEAST = "at_least"
    BELOW = "below"
    ABOVE = "above"
    AT_MOST = "at_most"
    EQUAL = "equal"


class Situation(Protocol):
    """A talk as conditions see it."""

    @property
    def stage(self) -> str:
        """The stage that the talk is in."""

    def has(self, topic: Topic, name: str) -> bool:
        """Whether this was heard, told, used, agreed, mentioned, filed or drawn by now."""

    def measure(self, quantity: Quantity) -> float:
        """Anger now, utterances of the student so far, or seconds for which it was waited."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A comparison with a number (至少 60)."""

    comparison: Comparison
    number: float

    def holds(self, value: float) -> bool:
        """Whether the value keeps to the bound."""
        match self.comparison:
            case Comparison.AT_LEAST:
                return value >= self.number
            case Comparison.BELOW:
                return value < self.number
            case Comparison.ABOVE:
                return value > self.number
            case Comparison.AT_MOST:
                return value <= self.number
            case Comparison.EQUAL:
                return value == self.number


@dataclass(frozen=True, slots=True)
class Has:
    """听过, 已知, 用过, 达成, 提到, 后台, 【…】是 any of these names; or, negated, none of them."""

    topic: Topic
    names: frozenset[str]
    negated: bool
    words: str

    def holds(self, situation: Situation) -> bool:
        """Whether it is so in this talk."""
        return self.negated != any(situation.has(self.topic, name) for name in self.names)


@dataclass(frozen=True, slots=True)
class InStage:
    """The talk is in one of these stages."""

    stages: frozenset[str]
    words: str

    def holds(self, situation: Situation) -> bool:
        """Whether it is so in this talk."""
        return situation.stage in self.stages


@dataclass(frozen=True, slots=True)
class Measure:
    """怒气, 轮数 or 用时 compared with a number."""

    quantity: Quantity
    bound: Bound
    words: str

    def holds(self, situation: Situation) -> bool:
        """Whether it is so in this talk."""
        return self.bound.holds(situation.measure(self.quantity))


Condition = Has | InStage | Measure
"""A condition; `words` are the author's own, to be shown in explanations."""


def all_hold(conditions: Iterable[Condition], situation: Situation) -> bool:
    """Whether every one of them holds; true for none."""
    return all(condition.holds(situation) for condition in conditions)


def missing(conditions: Iterable[Condition], situation: Situation) -> tuple[str, ...]:
    """The author's words for those that do not hold."""
    return tuple(c.words for c in conditions if not c.holds(situation))


DRAWN_AS = "="
"""Between a 【变量】 and the value that a condition wants of it."""


def is_drawn(filled: str) -> bool:
    """Whether the value drawn is the one wanted; the 【变量】 has been filled in already."""
    drawn, _, wanted = filled.partition(DRAWN_AS)
    return drawn.strip() == wanted.strip()


def is_filed(words: str, effects: Iterable[str]) -> bool:
    """Whether one thing done in the back office says all these words (退款 468元)."""
    wanted = words.split()
    return any(all(word in effect for word in wanted) for effect in effects)


def mentions(text: str, said: Iterable[str]) -> bool:
    """Whether any of these (already plain) replies says the words, as words of their own."""
    return any(_stands_in(text, reply) for reply in said)


def _stands_in(word: str, reply: str) -> bool:
    start = reply.find(word)
    while word and start >= 0:
        before, after = reply[:start][-1:], reply[start + len(word) :][:1]
        # 「M」 must not be found in 「XM」, nor 「5」 in 「15」; Chinese needs no such border.
        if not (_glued(before, word[0]) or _glued(word[-1], after)):
            return True
        start = reply.find(word, start + 1)
    return False


def _glued(left: str, right: str) -> bool:
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
