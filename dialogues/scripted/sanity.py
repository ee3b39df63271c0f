"""What of a reply the customer gives credit for: neither pasted vocabulary nor parroting."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from dialogues.hearing import is_penalty
from dialogues.scenario import Scenario
from dialogues.stuffing import is_stuffed, things_said
from dialogues.transcript import Heard

PARROTED_LENGTH = 6
ALIKE_LENGTH = 16
ALIKE = 0.8
TRACE_LENGTH = 120
_BETWEEN_WORDS = re.compile(r"(?<=[a-zA-Z0-9])\s+(?=[a-zA-Z0-9])")
_OTHER_BLANKS = re.compile(r"(?<![a-zA-Z0-9])\s+|\s+(?![a-zA-Z0-9])")
CREDITED_THINGS = 4
LENGTH_PER_FURTHER_THING = 8
SMALL_CHANGE = frozenset({"greet", "acknowledge", "thank"})
"""Acts that cost one word each and come with everything: they are always credited."""


class Oddity(StrEnum):
    """Why a reply earns nothing."""

    STUFFED = "堆砌话术"
    PARROTED = "重复原话"


@dataclass(frozen=True, slots=True)
class Listened:
    """What counts of a reply: the bad acts, as many kind ones as are credited, the plain words."""

    said: str
    bad: tuple[str, ...]
    kind: tuple[str, ...]
    spans: Mapping[str, tuple[int, int]]
    oddity: Oddity | None = None

    @property
    def acts(self) -> tuple[str, ...]:
        """All acts that count, bad ones first."""
        return self.bad + self.kind


def plain(text: str) -> str:
    """The text without blanks, width and case: what two texts have in common if they are alike.

    Between Latin words and numbers one blank stays: “it is 116 in all” says 116.
    """
    spaced = _BETWEEN_WORDS.sub(" ", unicodedata.normalize("NFKC", text))
    return _OTHER_BLANKS.sub("", spaced).casefold()


def bad_acts(scenario: Scenario) -> frozenset[str]:
    """What this customer takes amiss beside the penalties that everybody takes amiss."""
    raising = (change.acts for change in scenario.mood.changes if change.by > 0)
    return frozenset[str]().union(*raising, *(gate.acts for gate in scenario.rubric.gates))


def trace(reply: str) -> str:
    """What of a reply is kept, so that the same words are known again."""
    return plain(reply)[:TRACE_LENGTH]


def listen(reply: str, heard: Heard, amiss: frozenset[str], before: Iterable[str]) -> Listened:
    """Sort what was heard; `before` holds the traces of the student's earlier replies."""
    ids = tuple(dict.fromkeys(act.id for act in heard.acts))
    bad = tuple(act for act in ids if act in amiss or is_penalty(act))
    small = tuple(act for act in ids if act not in bad and act in SMALL_CHANGE)
    telling = tuple(act for act in ids if act not in bad and act not in SMALL_CHANGE)
    spans = {act.id: (act.start, act.end) for act in reversed(heard.acts)}
    said = plain(reply)
    length = len(said)
    if length >= PARROTED_LENGTH and any(_same(trace(reply), other) for other in before):
        return Listened(said, bad, (), spans, Oddity.PARROTED)
    things = things_said(telling, spans)
    if is_stuffed(reply, heard):
        return Listened(said, bad, (), spans, Oddity.STUFFED)
    credited = things[: max(CREDITED_THINGS, length // LENGTH_PER_FURTHER_THING)]
    return Listened(said, bad, small + tuple(act for thing in credited for act in thing), spans)


def _same(said: str, other: str) -> bool:
    """The same words again, or a long reply of which hardly a word was changed."""
    if said == other or min(len(said), len(other)) < ALIKE_LENGTH:
        return said == other
    mine, theirs = set(pairwise(said)), set(pairwise(other))
    return len(mine & theirs) >= ALIKE * len(mine | theirs)
