"""A service log as a back office sees it: which customers talked when, and who answered them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from dialogues.transcript import Utterance, Voice

CLOSED = frozenset(
    {"resolved", "closed", "已解决", "已结束", "会话结束", "会话已结束", "结束会话", "关闭会话"}
)
"""What the system says where a talk is closed."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One talk with one customer; `closed` is the system's line that ended it, if it was ended."""

    customer: str
    said: tuple[Utterance, ...]
    closed: Utterance | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """All talks of a log, what customers paid (yuan, one entry an order) and rated (1..5)."""

    conversations: tuple[Conversation, ...]
    orders: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    ratings: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    @property
    def customers(self) -> tuple[str, ...]:
        """Each customer who wrote, once, in order of appearance."""
        return tuple(dict.fromkeys(each.customer for each in self.conversations))


def conversations(said: Iterable[Utterance], gap: timedelta) -> tuple[Conversation, ...]:
    """The talks of a log in order of their beginning.

    Whoever comes back after the talk was closed, or after a silence longer than `gap`, begins a
    new one: yesterday's unanswered question stays unanswered and today's has a clock of its own.
    Last words that nobody is expected to answer are left out, and so is what is said before any
    customer spoke.
    """
    found: list[list[Utterance]] = []
    ended: dict[int, Utterance] = {}
    current: dict[str, int] = {}
    last = ""
    for each in (one for one in said if not one.parting):
        who = each.customer if each.voice is Voice.CUSTOMER or each.customer in current else last
        at = current.get(who)
        if each.voice is Voice.CUSTOMER:
            last = who
            if at is None or at in ended or _apart(found[at][-1], each, gap):
                at = current[who] = len(found)
                found.append([])
        if at is None:
            continue
        found[at].append(each)
        if each.voice is Voice.SYSTEM and each.text.strip().casefold() in CLOSED:
            ended[at] = each
    return tuple(
        Conversation(talk[0].customer, tuple(talk), ended.get(number))
        for number, talk in enumerate(found)
    )


def _apart(before: Utterance, after: Utterance, gap: timedelta) -> bool:
    if before.stamp is None or after.stamp is None:
        return False
    return after.stamp.at - before.stamp.at > gap
