"""The examiner of several customers at once (多客接待): one card made of its customers' cards.

Every customer is marked as if it had been alone, by its own rubric and its own clock. The desk's
total is their weighted mean; rows of the same name are brought together, so that a growth file
or a class's table reads the desk's card like any other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from dialogues.reception import desk_total, mark_of
from scoring.debrief import DebriefLine, debrief
from scoring.rubric_file import standard
from scoring.scorecard import CriterionMark, Scorecard, Timing
from scoring.timing.figures import Share, half_up

RUBRIC = "desk"

LONG_WAIT_MS = 60_000
"""From this wait on the tip is about waiting; in Taobao's table 60 s is what loses customers."""

_KEPT = frozenset({"debrief.good", "debrief.improve"})


@dataclass(frozen=True, slots=True)
class Served:
    """One customer of the desk: its letter, what it weighs, its card, and whether it was won.

    `waited_s` are the seconds of silence in which it left; 0 where it did not leave in one.
    """

    letter: str
    weight: int
    card: Scorecard
    success: bool
    waited_s: float = 0.0

    @property
    def longest_ms(self) -> int:
        """The longest wait, answered or not."""
        answered = (ms for ms in self.card.timing.round_response_ms if ms is not None)
        return max((round(self.waited_s * 1000), *answered))


def desk_card(served: Sequence[Served]) -> Scorecard:
    """The card of a whole desk; customers who left count with the mark that they gave."""
    under = standard()
    total = desk_total((one.weight, one.card.total) for one in served)
    medal = next((each for each in under.medals if total >= each.least), None)
    return Scorecard(
        total=total,
        rubric=RUBRIC,
        rubric_version=under.version,
        criteria=tuple(_rows(served)),
        timing=_timing([one.card.timing for one in served]),
        unmarked=_mean((one.weight, one.card.unmarked) for one in served) or 0,
        medal=medal.id if medal else "",
        medal_least=medal.least if medal else 0,
        stars=sum(total >= least for least in under.stars),
    )


def desk_debrief(
    card: Scorecard, served: Sequence[Served], most: int, language: str
) -> tuple[DebriefLine, ...]:
    """At most six lines: the whole, each customer, speed, the best words, the worst, a tip.

    `most` is how many customers were at the desk at the same time.
    """
    common = debrief(card, language)
    lines = [common[0], _each(served, most), _speed(served)]
    lines += [line for line in common if line.key in _KEPT]
    return (*lines, _tip(served) or common[-1])


def _rows(served: Sequence[Served]) -> Iterator[CriterionMark]:
    """Rows of the same id in one, weighed by customer; in the order in which they first stand."""
    names = dict.fromkeys(row.id for one in served for row in one.card.criteria)
    for name in names:
        found = [(one, row) for one in served if (row := one.card.criterion(name))]
        first = found[0][1]
        marked = [(one.weight * row.weight, row.mark) for one, row in found if row.mark is not None]
        whole = sum(one.weight for one in served)
        evidence = tuple(each for _, row in found for each in row.evidence)
        yield replace(
            first,
            weight=round(sum(one.weight * row.weight for one, row in found) / whole, 1),
            mark=_mean(marked),
            reason="" if marked else first.reason,
            evidence=evidence,
        )


def _mean(pairs: Iterable[tuple[float, int]]) -> int | None:
    """The weighted mean of (weight, mark) pairs; None where nothing has any weight."""
    known = tuple(pairs)
    whole = sum((Fraction(weight) for weight, _ in known), Fraction(0))
    earned = sum((Fraction(weight) * mark for weight, mark in known), Fraction(0))
    return half_up(earned / whole) if whole else None


def _timing(timings: Sequence[Timing]) -> Timing:
    """Everybody's waits side by side; the first response is the mean of the first ones."""
    firsts = [t.first_response_ms for t in timings if t.first_response_ms is not None]
    solid = [t.first_substantive_ms for t in timings if t.first_substantive_ms is not None]
    waits = tuple(ms for t in timings for ms in t.round_response_ms)
    return Timing(
        first_response_ms=_average(firsts),
        round_response_ms=waits,
        average_response_ms=_average([ms for ms in waits if ms is not None]),
        first_substantive_ms=_average(solid),
        within_30s=_together(t.within_30s for t in timings),
        within_180s=_together(t.within_180s for t in timings),
        unmeasured_rounds=sum(t.unmeasured_rounds for t in timings),
        precision_s=max((t.precision_s for t in timings), default=0.0),
    )


def _average(milliseconds: Sequence[int]) -> int | None:
    return half_up(Fraction(sum(milliseconds), len(milliseconds))) if milliseconds else None


def _together(shares: Iterable[Share]) -> Share:
    every = tuple(shares)
    return Share(
        sum(share.hits for share in every),
        sum(share.of for share in every),
        sum(share.unmeasured for share in every),
    )


def _each(served: Sequence[Served], most: int) -> DebriefLine:
    lost = sum(not one.success for one in served)
    marks = " · ".join(f"{mark_of(one.letter)} {one.card.total}" for one in served)
    values: dict[str, str | int] = {
        "marks": marks,
        "count": len(served),
        "most": most,
        "lost": lost,
    }
    return DebriefLine("debrief.desk.lost" if lost else "debrief.desk", values)


def _speed(served: Sequence[Served]) -> DebriefLine:
    firsts = " · ".join(
        f"{mark_of(one.letter)} {_seconds(one.card.timing.first_response_ms)}" for one in served
    )
    slowest = max(served, key=lambda one: one.longest_ms)
    values = {"firsts": firsts, "longest": _seconds(slowest.longest_ms or None)}
    return DebriefLine("debrief.desk.speed", {**values, "who": mark_of(slowest.letter)})


def _tip(served: Sequence[Served]) -> DebriefLine | None:
    """A tip about working at a desk, where that is what went wrong."""
    unanswered = [one for one in served if one.card.timing.first_response_ms is None]
    if unanswered:
        letters = " ".join(mark_of(one.letter) for one in unanswered)
        return DebriefLine("debrief.desk.tip.greet", {"letters": letters})
    if max(one.longest_ms for one in served) >= LONG_WAIT_MS:
        return DebriefLine("debrief.desk.tip.turns")
    return None


def _seconds(ms: int | None) -> str:
    return "–" if ms is None else str((ms + 500) // 1000)
