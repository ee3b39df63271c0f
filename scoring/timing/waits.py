"""How long the customer waited, from the log.

A round (轮次) is what the customer said in a row; its clock starts at the first unanswered
message and stops at the first human reply, or at an automatic one where that is asked for. A
reply dated before a message reached the student cannot answer that message. The customer's last
words, said in leaving, wait for nobody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from dialogues.transcript import Stamp, Utterance, Voice

MILLISECOND = timedelta(milliseconds=1)

HUMAN = frozenset({Voice.STUDENT})
"""Whose replies stop a clock by the usual count."""

ANYONE = HUMAN | {Voice.AUTO}
"""Whose replies stop a clock where automatic ones count as well."""


class Outcome(StrEnum):
    """What came of a wait: answered, unanswered, or answered with no stamp to measure it by."""

    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    UNMEASURED = "unmeasured"


@dataclass(frozen=True, slots=True)
class Wait:
    """One customer wait: its outcome, its length in whole milliseconds, its clock's step in s."""

    outcome: Outcome
    ms: int | None = None
    precision: float = 0.0


@dataclass(frozen=True, slots=True)
class Round:
    """What one customer asked in a row, and the human replies to it, first reply first."""

    customer: str
    asks: tuple[Utterance, ...]
    replies: tuple[Utterance, ...] = ()

    @property
    def wait(self) -> Wait:
        """From the first unanswered message to the first human reply."""
        return wait_between(self.asks[0], self.replies[0] if self.replies else None)

    def wait_until(self, reply: Utterance | None) -> Wait:
        """From the first unanswered message to this reply."""
        return wait_between(self.asks[0], reply)


def worst(waits: Iterable[Wait]) -> Wait:
    """The worst of several waits: an unanswered one, else an unmeasured one, else the longest."""
    every = tuple(waits)
    for outcome in (Outcome.UNANSWERED, Outcome.UNMEASURED):
        if any(wait.outcome is outcome for wait in every):
            return Wait(outcome)
    return max(every, key=lambda wait: wait.ms or 0)


def wait_between(ask: Utterance, reply: Utterance | None) -> Wait:
    """The wait from a customer's message to a reply that does not predate it."""
    if reply is None:
        return Wait(Outcome.UNANSWERED)
    if ask.stamp is None or reply.stamp is None:
        return Wait(Outcome.UNMEASURED)
    elapsed = (reply.stamp.at - ask.stamp.at) // MILLISECOND
    return Wait(Outcome.ANSWERED, max(0, elapsed), _step(ask.stamp, reply.stamp))


def rounds(
    utterances: Iterable[Utterance], answering: frozenset[Voice] = HUMAN
) -> tuple[Round, ...]:
    """The rounds of a talk in the order in which they began, all customers together."""
    found = [
        each
        for customer, said in _by_customer(utterances, answering).items()
        for each in _rounds_of(customer, said)
    ]
    return tuple(sorted(found, key=lambda each: each.asks[0].event))


def _by_customer(
    utterances: Iterable[Utterance], answering: frozenset[Voice]
) -> dict[str, list[Utterance]]:
    """One list per customer, without last words that nobody is expected to answer.

    An unaddressed reply goes to the customer who spoke last.
    """
    talks: dict[str, list[Utterance]] = {}
    last = ""
    for said in (each for each in utterances if not each.parting):
        if said.voice is Voice.CUSTOMER:
            last = said.customer
            talks.setdefault(last, []).append(said)
        elif said.voice in answering:
            who = said.customer if said.customer in talks else last
            talks.setdefault(who, []).append(said)
    return talks


def _rounds_of(customer: str, said: list[Utterance]) -> list[Round]:
    closed: list[Round] = []
    waiting: list[Utterance] = []
    for each in said:
        if each.voice is Voice.CUSTOMER:
            waiting.append(each)
        elif waiting:
            answered = tuple(ask for ask in waiting if not _predates(each, ask))
            if answered:
                closed.append(Round(customer, answered, (each,)))
                waiting = [ask for ask in waiting if _predates(each, ask)]
        elif closed:
            latest = closed[-1]
            closed[-1] = Round(customer, latest.asks, (*latest.replies, each))
    if waiting:
        closed.append(Round(customer, tuple(waiting)))
    return closed


def _predates(reply: Utterance, ask: Utterance) -> bool:
    """Whether the reply was out before the message arrived, beyond what rounding explains."""
    if reply.stamp is None or ask.stamp is None:
        return False
    same_clock = reply.stamp.precision == ask.stamp.precision
    slack = timedelta(seconds=0 if same_clock else _step(reply.stamp, ask.stamp))
    early = ask.stamp.at - reply.stamp.at
    return early > timedelta(0) and early >= slack


def _step(one: Stamp, other: Stamp) -> float:
    return max(one.precision, other.precision)
