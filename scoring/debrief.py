"""The debrief (讲评): what the coach tells the student after a talk, in at most six short lines.

Lines are keys of the message catalogue with their values. Nothing here knows the customer's
hidden wishes or what the author asked for: only the student's own words and marks are used.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scoring import rulebook
from scoring.acts import PENALTIES
from scoring.evidence import Evidence
from scoring.scorecard import CriterionMark, Scorecard

QUOTE_LENGTH = 40
"""Characters of a quotation that fit one line of a phone twice."""

ABOUT_TIME = frozenset({"in-time", "slow", "unanswered", "abuse-no-answer"})

ROUTINE = frozenset({"greet", "acknowledge", "farewell", "closing", "confirm"})
"""What everybody says is praised last."""


@dataclass(frozen=True, slots=True)
class DebriefLine:
    """One line: its key in the catalogue and what stands for the key's {places}."""

    key: str
    values: Mapping[str, str | int] = field(default_factory=dict)


def debrief(card: Scorecard, language: str = "zh_CN") -> tuple[DebriefLine, ...]:
    """Total, speed, courtesy, one good sentence, one to say better, and a tip for next time."""
    good = _best(card)
    improve = _weakest_words(card)
    lines = [_total(card), _speed(card), _courtesy(card)]
    if good is not None:
        lines.append(DebriefLine("debrief.good", _quoted(good, language)))
    if improve is not None:
        values = _quoted(improve, language) | {"better": improve.better}
        lines.append(DebriefLine("debrief.improve", values))
    lines.append(_tip(card))
    return tuple(lines)


def _total(card: Scorecard) -> DebriefLine:
    if card.gates:
        lowest = min(card.gates, key=lambda hit: hit.cap)
        deserted = all(each.rule == "deserted" for each in lowest.evidence)
        key = "debrief.total.deserted" if deserted else "debrief.total.capped"
        return DebriefLine(key, {"total": card.total, "cap": lowest.cap})
    key = f"debrief.total.{card.medal}" if card.medal else "debrief.total"
    return DebriefLine(key, {"total": card.total, "least": card.medal_least, "stars": card.stars})


def _speed(card: Scorecard) -> DebriefLine:
    timing = card.timing
    rounds = len(timing.round_response_ms)
    answered = sum(ms is not None for ms in timing.round_response_ms)
    if timing.average_response_ms is None:
        return DebriefLine("debrief.speed.unanswered" if rounds else "debrief.speed.unmeasured")
    values: dict[str, str | int] = {
        "first": _seconds(timing.first_response_ms),
        "average": _seconds(timing.average_response_ms),
        "answered": answered,
        "rounds": rounds,
    }
    live = card.criterion("answer_rate") is not None
    return DebriefLine("debrief.speed.live" if live else "debrief.speed", values)


def _courtesy(card: Scorecard) -> DebriefLine:
    row = card.criterion("courtesy")
    if row is None or row.mark is None:
        return DebriefLine("debrief.courtesy.unmarked")
    level = "high" if row.mark >= 85 else "middle" if row.mark >= 60 else "low"
    return DebriefLine(f"debrief.courtesy.{level}", {"mark": row.mark})


def _best(card: Scorecard) -> Evidence | None:
    """The words that earned most, first said first; routine only where there is nothing else."""
    earned = [
        (each.rule in ROUTINE, -row.weight * each.points, each.event, each.start, each)
        for row, each in _told(card)
        if each.points > 0
    ]
    return min(earned, key=lambda entry: entry[:4])[4] if earned else None


def _weakest_words(card: Scorecard) -> Evidence | None:
    """What most needs to be said better: red lines, then faults, then what was missing."""
    crossed = [each for hit in card.gates for each in hit.evidence if each.better]
    if crossed:
        return crossed[0]
    lost = [
        (each.rule not in PENALTIES, row.weight * each.points, each.event, each.start, each)
        for row, each in _told(card)
        if each.points < 0 and each.better
    ]
    return min(lost, key=lambda entry: entry[:4])[4] if lost else None


def _told(card: Scorecard) -> Iterator[tuple[CriterionMark, Evidence]]:
    """What may be told: the student's own words, nothing that the author asked for in secret."""
    for row in card.criteria:
        for each in row.evidence:
            if not each.about and each.rule not in ABOUT_TIME | {"solved", "not-solved"}:
                yield row, each


def _tip(card: Scorecard) -> DebriefLine:
    """A tip for the row in which most of the total was lost; pasting is told before all."""
    if any(each.rule == "pasted" for row in card.criteria for each in row.evidence):
        return DebriefLine("debrief.tip.pasted")
    lost = [
        (row.weight * (row.mark - 100), position, row)
        for position, row in enumerate(card.criteria)
        if row.mark is not None and row.mark < FINE
    ]
    if not lost:
        return DebriefLine("debrief.tip.keep")
    row = min(lost, key=lambda entry: entry[:2])[2]
    known = row.id if row.id in TIPS else "checklist"
    return DebriefLine(f"debrief.tip.{known}", {"name": row.name})


FINE = 95
"""From this mark on a row needs no tip: what is lost there is not worth a sentence."""

TIPS = frozenset(
    {
        "first_response",
        "later_response",
        "average_response",
        "courtesy",
        "problem_solving",
        "empathy",
        "professionalism",
        "answer_rate",
        "in_time_rate",
        "priorities",
        "no_chatter",
    }
)
"""Rows with a tip of their own."""


def _quoted(evidence: Evidence, language: str) -> dict[str, str | int]:
    words = " ".join(evidence.quote.split())
    short = words if len(words) <= QUOTE_LENGTH else words[: QUOTE_LENGTH - 1] + "…"
    return {"quote": short, "why": rulebook.why(evidence.rule, language)}


def _seconds(ms: int | None) -> str | int:
    return "–" if ms is None else (ms + 500) // 1000
