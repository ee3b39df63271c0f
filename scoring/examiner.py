"""The examiner: one transcript and one rubric in, one scorecard out, always the same one."""

from dataclasses import replace
from fractions import Fraction

from dialogues.transcript import Transcript
from scoring.criteria.mark import Mark
from scoring.criteria.marking import BY_KIND
from scoring.criteria.speed import first_substantive
from scoring.deductions import deductions
from scoring.evidence import cite
from scoring.gates import GateHit, crossed
from scoring.rubric import CriterionSpec, Gate, Rubric
from scoring.scorecard import CriterionMark, Scorecard, Timing
from scoring.talk import Talk
from scoring.timing.figures import average_ms, first_rounds, half_up, share_within
from scoring.timing.waits import Outcome, rounds


def grade(transcript: Transcript, rubric: Rubric, given: frozenset[str] = frozenset()) -> Scorecard:
    """Mark every row of the rubric, weigh the marks, and apply the red lines.

    `given` are sentences that the student could read beforehand (`scoring.model_answers`).
    """
    talk = Talk(transcript, rubric, given)
    marks = {spec.id: _mark(talk, spec) for spec in rubric.criteria}
    return settle(talk, marks, timing_of(transcript))


def _mark(talk: Talk, spec: CriterionSpec) -> Mark:
    """The row's mark, or none where its numbers make no sense; the rest of the card stands."""
    try:
        return BY_KIND[spec.kind](talk, spec)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        # The kind of fault alone: its wording differs between versions of Python.
        note = cite(talk.last_words[0], 0, "", "failed", about=type(error).__name__)
        return Mark(None, "failed", (note,))


def settle(talk: Talk, marks: dict[str, Mark], timing: Timing) -> Scorecard:
    """The card of a talk whose rows are marked: weighed, and under the red lines."""
    rubric = talk.rubric
    hits = crossed(talk.transcript, rubric.gates)
    rows = _rows(rubric.criteria, _zeroed(marks, rubric.gates, hits))
    abused = any(talk.is_abuse(said) for said in talk.said)
    taken = deductions(talk.transcript)
    earned = _weighed(rows, abused) + sum(each.points for each in taken)
    total = max(0, min((earned, *(hit.cap for hit in hits))))
    medal = next((each for each in rubric.medals if total >= each.least), None)
    return Scorecard(
        total=total,
        rubric=rubric.id,
        rubric_version=rubric.version,
        criteria=rows,
        timing=timing,
        gates=hits,
        unmarked=_unmarked(rows),
        medal=medal.id if medal else "",
        medal_least=medal.least if medal else 0,
        stars=sum(total >= least for least in rubric.stars),
        deductions=taken,
    )


def timing_of(transcript: Transcript) -> Timing:
    """How fast the student answered: the facts, whatever the rubric makes of them."""
    every = rounds(transcript.utterances)
    waits = [each.wait for each in every]
    firsts = first_rounds(every)
    counted = [wait for wait in waits if wait.outcome is not Outcome.UNMEASURED]
    return Timing(
        first_response_ms=average_ms(each.wait for each in firsts),
        round_response_ms=tuple(wait.ms for wait in counted),
        average_response_ms=average_ms(waits),
        first_substantive_ms=average_ms(
            each.wait_until(first_substantive(each)) for each in firsts
        ),
        within_30s=share_within(waits, 30),
        within_180s=share_within(waits, 180),
        unmeasured_rounds=len(waits) - len(counted),
        precision_s=max((wait.precision for wait in waits), default=0.0),
    )


def _zeroed(
    marks: dict[str, Mark], gates: tuple[Gate, ...], hits: tuple[GateHit, ...]
) -> dict[str, Mark]:
    """The marks with the rows emptied that a crossed red line empties."""
    by_id = {gate.id: gate for gate in gates}
    for hit in hits:
        gate = by_id[hit.id]
        for row in gate.zeroes & marks.keys():
            was = marks[row]
            rest = tuple(each for each in was.evidence if each.rule not in gate.acts)
            marks[row] = replace(was, value=0, reason="", evidence=hit.evidence + rest)
    return marks


def _rows(specs: tuple[CriterionSpec, ...], marks: dict[str, Mark]) -> tuple[CriterionMark, ...]:
    weights = {spec.id: spec.weight for spec in specs}
    for spec in specs:
        if not marks[spec.id].due and spec.heir in weights:
            weights[spec.heir] += weights[spec.id]
            weights[spec.id] = 0
    return tuple(_row(spec, weights[spec.id], marks[spec.id]) for spec in specs)


def _row(spec: CriterionSpec, weight: float, mark: Mark) -> CriterionMark:
    return CriterionMark(
        id=spec.id,
        name=spec.name(),
        name_en=spec.name("en"),
        module=spec.module.value,
        weight=weight,
        mark=mark.value,
        reason=mark.reason,
        evidence=mark.evidence,
    )


def _weighed(rows: tuple[CriterionMark, ...], abused: bool) -> int:
    """The weighted mean of the marks that were given; exact, so that no float decides.

    After abuse, rows without a mark are not left out in the student's favour.
    """
    counted = [row for row in rows if abused or row.mark is not None]
    weight = sum((Fraction(row.weight) for row in counted), Fraction(0))
    earned = sum((Fraction(row.weight) * (row.mark or 0) for row in counted), Fraction(0))
    return half_up(earned / weight) if weight else 0


def _unmarked(rows: tuple[CriterionMark, ...]) -> int:
    every = sum((Fraction(row.weight) for row in rows), Fraction(0))
    silent = sum((Fraction(row.weight) for row in rows if row.mark is None), Fraction(0))
    return half_up(100 * silent / every) if every else 0
