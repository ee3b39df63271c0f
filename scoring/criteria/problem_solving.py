"""Problem solving: was it settled, was a remedy or answer given, and by when will it be done?"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from dialogues.transcript import Ended
from scoring import lexicon
from scoring.acts import FINDING_OUT, PENALTIES, SOLUTIONS, TIMES, UNDERTAKINGS
from scoring.criteria.mark import Mark, within_scale
from scoring.evidence import Evidence, cite
from scoring.rubric import CriterionSpec
from scoring.talk import Reply, Talk
from scoring.timing.figures import half_up

SATISFACTION_STEP = 10
"""Per cent of the credit for settling that each missing point of satisfaction (1..5) costs."""

PUSHING_AWAY = ("shirk", "flat_refusal")


def mark(talk: Talk, spec: CriterionSpec) -> Mark:
    """What was earned of what could be: settling it (where the end is known) and saying how."""
    reason = "" if talk.end_known else _why_unmarked(talk)
    if reason:
        return Mark(None, reason)
    due = _due(talk, spec)
    found = tuple(_found(talk, spec, due)) + tuple(_pushed_away(talk, spec))
    # What was missed is shown with its price, but it was simply not earned: nothing twice.
    earned = sum(each.points for each in found if each.points > 0 or each.rule in PUSHING_AWAY)
    scale = Fraction(100, sum(due.values()))
    scaled = tuple(replace(each, points=half_up(each.points * scale)) for each in found)
    value = within_scale(half_up(earned * scale))
    return Mark(value, "" if talk.end_known else "not-ended", scaled)


def _why_unmarked(talk: Talk) -> str:
    """Why the words alone do not tell, or nothing where they do."""
    if all(lexicon.is_filler(each.text) for each in talk.asked):
        return "nothing-asked"
    if talk.replies:
        return ""
    return "unheard" if talk.unheard else "no-replies"


def _due(talk: Talk, spec: CriterionSpec) -> dict[str, int]:
    """What could be earned in this talk, by rule."""
    due = {"solution": spec.points.get("solution", 0)}
    if talk.end_known:
        due["solved"] = spec.points.get("solved", 0)
    if talk.first(UNDERTAKINGS, civil=False):
        due["next-step"] = spec.points.get("next-step", 0)
    return due


def _found(talk: Talk, spec: CriterionSpec, due: dict[str, int]) -> Iterator[Evidence]:
    if "solved" in due:
        yield _settled(talk, talk.transcript.ended, due["solved"])
    yield from _remedy(talk, spec)
    if undertaking := talk.first(UNDERTAKINGS, civil=False):
        when = talk.first(TIMES)
        if when is not None:
            yield when[0].sentence(when[1], "next-step", due["next-step"])
        else:
            reply, act = undertaking
            yield reply.sentence(act, "no-time", -due["next-step"])


def _settled(talk: Talk, ended: Ended | None, worth: int) -> Evidence:
    event, text = talk.last_words
    if ended is None or ended.abandoned:
        return cite(event, 0, text, "left-early", -worth)
    if not ended.success:
        return cite(event, 0, text, "not-solved", -worth)
    missing = 5 - (ended.satisfaction or 5)
    return cite(event, 0, text, "solved", worth * (100 - SATISFACTION_STEP * missing) // 100)


def _remedy(talk: Talk, spec: CriterionSpec) -> Iterator[Evidence]:
    if solution := talk.first(SOLUTIONS):
        yield solution[0].sentence(solution[1], "solution", spec.points.get("solution", 0))
        return
    if asked := talk.first(FINDING_OUT):
        yield asked[0].sentence(asked[1], "finding-out", spec.points.get("finding-out", 0))
    elif answer := next(filter(_is_engaged, talk.replies), None):
        # The ear may be deaf to the remedy; whoever speaks to the matter is not marked as silent.
        yield answer.whole("engaged", spec.points.get("engaged", 0))
    if talk.replies:
        yield talk.replies[-1].whole("no-solution", -spec.points.get("solution", 0))


def _is_engaged(reply: Reply) -> bool:
    """Whether a reply says something to the matter, without a fault."""
    spoilt = reply.attacks or reply.heard.ids & PENALTIES
    return reply.civil and not (spoilt or lexicon.is_filler(reply.said.text))


def _pushed_away(talk: Talk, spec: CriterionSpec) -> Iterator[Evidence]:
    for reply in talk.replies:
        for act in reply.heard.acts:
            if act.id in PUSHING_AWAY:
                yield reply.quote(act, points=spec.points.get(act.id, 0))
