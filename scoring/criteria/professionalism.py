"""Professionalism: greet, confirm, close; and no promise that the shop cannot keep."""

from collections.abc import Iterator
from fractions import Fraction

from scoring.acts import CLOSINGS, CONFIRMATIONS
from scoring.criteria.mark import Mark, within_scale
from scoring.evidence import Evidence
from scoring.rubric import CriterionSpec
from scoring.talk import Reply, Talk
from scoring.timing.figures import half_up

TAKES = ("cold", "overpromise", "absolute_claim", "offplatform", "privacy", "bribe_review")


def mark(talk: Talk, spec: CriterionSpec) -> Mark:
    """From the start mark up by the good habits that were due, down by each slip."""
    if not talk.said:
        return Mark(None, "no-replies")
    if talk.unheard == len(talk.said):
        return Mark(None, "unheard")
    if not any(reply.civil for reply in talk.replies):
        return Mark(0)
    habits = tuple(_habits(talk, spec))
    due = sum(abs(each.points) for each in habits)
    kept = sum(each.points for each in habits if each.points > 0)
    earned = half_up(Fraction((100 - spec.start) * kept, due)) if due else 0
    slips = tuple(_slips(talk, spec))
    value = spec.start + earned + sum(each.points for each in slips)
    return Mark(within_scale(value), "partly-heard" if talk.unheard else "", slips + habits)


def _habits(talk: Talk, spec: CriterionSpec) -> Iterator[Evidence]:
    """The habits due in a talk of this length: to greet, to close from two replies on, to confirm
    from three."""
    replies = talk.replies
    yield _habit(replies[:1], frozenset({"greet"}), "greet", "greeting-missing", spec)
    if len(replies) > 1:
        yield _habit(replies[-1:], CLOSINGS, "closing", "closing-missing", spec)
    if len(replies) > 2:
        yield _habit(replies[:-1], CONFIRMATIONS, "confirm", "confirm-missing", spec)


def _habit(
    where: tuple[Reply, ...], acts: frozenset[str], kept: str, missed: str, spec: CriterionSpec
) -> Evidence:
    points = spec.points.get(kept, 0)
    for reply in where:
        act = reply.first(acts) if reply.civil else None
        if act is not None:
            return reply.quote(act, kept, points)
    return where[-1].whole(missed, -points)


def _slips(talk: Talk, spec: CriterionSpec) -> Iterator[Evidence]:
    for reply in talk.replies:
        for act in reply.heard.acts:
            if act.id in TAKES:
                yield reply.quote(act, points=spec.points.get(act.id, 0))
