"""A row of the author's own: a checklist (做到), a table of endings (结局), or both."""

from dataclasses import replace
from fractions import Fraction

from dialogues.condition import Condition, Has, Measure, Quantity, Topic
from scoring.criteria.mark import Mark, within_scale
from scoring.evidence import Evidence, cite
from scoring.rubric import CriterionSpec
from scoring.situation import Situation
from scoring.talk import Talk
from scoring.timing.figures import half_up

IN_WORDS = frozenset({Topic.HEARD, Topic.MENTIONED})


def mark(talk: Talk, spec: CriterionSpec) -> Mark:
    """The share of the conditions that hold, the mark of the ending, or the mean of both."""
    ended = talk.transcript.ended
    if spec.endings and not talk.end_known:
        return Mark(None, "ending-unknown")
    if not all(_is_knowable(condition, talk) for condition in spec.done):
        return Mark(None, "not-recorded")
    parts: list[Fraction] = []
    evidence: list[Evidence] = []
    if spec.endings:
        worth = spec.endings.get(ended.ending, 0) if ended else 0
        parts.append(Fraction(worth))
        event, text = talk.last_words
        evidence.append(cite(event, 0, text, "solved" if worth else "not-solved", worth or -100))
    if spec.done:
        found = _checked(talk, spec)
        parts.append(Fraction(100 * sum(each.points > 0 for each in found), len(found)))
        evidence += found
    value = half_up(sum(parts, Fraction(0)) / len(parts))
    return Mark(within_scale(value), "", tuple(evidence))


def _is_knowable(condition: Condition, talk: Talk) -> bool:
    """Whether the log tells: words always do, the customer's mind only where it was recorded."""
    if talk.transcript.moods:
        return True
    if isinstance(condition, Has):
        # A 【变量】 whose drawn value nobody knows any more cannot be looked for.
        return condition.topic in IN_WORDS and not any("【" in name for name in condition.names)
    return isinstance(condition, Measure) and condition.quantity is Quantity.ROUNDS


def _checked(talk: Talk, spec: CriterionSpec) -> list[Evidence]:
    situation = Situation(talk.transcript)
    share = 100 // len(spec.done)
    return [
        _on(talk, condition, share if condition.holds(situation) else -share)
        for condition in spec.done
    ]


def _on(talk: Talk, condition: Condition, points: int) -> Evidence:
    """Evidence that quotes the student where the condition is about words that were heard."""
    rule = "done" if points > 0 else "not-done"
    if isinstance(condition, Has) and condition.topic is Topic.HEARD:
        found = talk.first(condition.names, civil=False)
        if found is not None:
            return replace(found[0].sentence(found[1], rule, points), about=condition.words)
    return cite(talk.last_words[0], 0, "", rule, points, condition.words)
