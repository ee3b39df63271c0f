"""Marks that people look at again (复核): striking a reason, and what the disputes teach.

The first mark is never lost: a decision stands beside it, with a name, a time and a reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from dialogues.transcript import Act, Heard, Transcript, Utterance
from scoring.acts import PENALTIES
from scoring.evidence import Evidence
from scoring.scorecard import Scorecard

WHOLE = "total"
"""What is disputed where it is no single reason but the mark as a whole."""

MISSED: Mapping[str, str] = {
    "apology-missing": "apologise",
    "empathy-missing": "empathise",
    "greeting-missing": "greet",
    "closing-missing": "farewell",
    "confirm-missing": "verify",
    "no-time": "commit_time",
}
"""What the examiner should have heard where it said that something was missing."""


class Verdict(StrEnum):
    """What a teacher decides: the mark stands, the student is right, or another mark is given."""

    UPHELD = "upheld"
    GRANTED = "granted"
    REMARKED = "remarked"


@dataclass(frozen=True, slots=True)
class Dispute:
    """One reason of a scorecard, as a student may disagree with it."""

    number: int
    row: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Decision:
    """A decided dispute: about which rule, how, and both totals."""

    rule: str
    verdict: Verdict
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """How often a rule was disputed, and what people found (校准).

    `wrong_reason` counts reasons that were struck, `too_low` and `too_high` marks changed by hand.
    """

    rule: str
    disputed: int
    upheld: int
    wrong_reason: int
    too_low: int
    too_high: int


def disputes(card: Scorecard, most: int = 5) -> tuple[Dispute, ...]:
    """The reasons that cost most, red lines first; numbers are stable for one card."""
    crossed = [("", 100.0, each) for hit in card.gates for each in hit.evidence]
    lost = [
        (row.id, row.weight * -each.points / 100, each)
        for row in card.criteria
        for each in row.evidence
        if each.points < 0
    ]
    found: dict[tuple[int, int, str], tuple[str, float, Evidence]] = {}
    for row, cost, each in sorted((*crossed, *lost), key=lambda entry: -entry[1]):
        found.setdefault((each.event, each.start, each.rule), (row, cost, each))
    return tuple(
        Dispute(number, row, each) for number, (row, _, each) in enumerate(found.values())
    )[:most]


def can_be_struck(rule: str) -> bool:
    """Whether granting this dispute lets the examiner mark the talk again by itself."""
    return rule in PENALTIES or rule in MISSED


def struck(talk: Transcript, evidence: Evidence) -> Transcript:
    """The talk as it would have been heard had this reason not been a mistake of the ear."""
    return replace(
        talk,
        utterances=tuple(
            _corrected(said, evidence) if said.event == evidence.event else said
            for said in talk.utterances
        ),
    )


def _corrected(said: Utterance, evidence: Evidence) -> Utterance:
    if said.heard is None:
        return said
    missed = MISSED.get(evidence.rule)
    if missed is not None:
        stop = evidence.start + len(evidence.quote)
        heard = Act(missed, evidence.start, stop, evidence.quote, "by hand")
        acts = (*said.heard.acts, heard)
    else:
        acts = tuple(act for act in said.heard.acts if not _is_quoted(act, evidence))
    return replace(said, heard=Heard(acts, said.heard.courtesy))


def _is_quoted(act: Act, evidence: Evidence) -> bool:
    return act.id == evidence.rule and act.start < evidence.end and evidence.start < act.end


def calibration(decisions: Iterable[Decision]) -> tuple[Calibration, ...]:
    """What the decided disputes say about each rule, the least trusted rule first."""
    by_rule: dict[str, list[Decision]] = {}
    for decision in decisions:
        by_rule.setdefault(decision.rule, []).append(decision)
    found = [_calibrated(rule, own) for rule, own in by_rule.items()]
    return tuple(sorted(found, key=lambda each: (each.upheld - each.disputed, each.rule)))


def _calibrated(rule: str, own: list[Decision]) -> Calibration:
    by_hand = [each for each in own if each.verdict is Verdict.REMARKED]
    return Calibration(
        rule,
        disputed=len(own),
        upheld=sum(each.verdict is Verdict.UPHELD for each in own),
        wrong_reason=sum(each.verdict is Verdict.GRANTED for each in own),
        too_low=sum(each.after > each.before for each in by_hand),
        too_high=sum(each.after < each.before for each in by_hand),
    )
