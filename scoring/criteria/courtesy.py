"""Courtesy: face threats first, then kind acts, each credited once per stage of the talk."""

from collections.abc import Iterator
from fractions import Fraction

from scoring.acts import FACE_THREATS, SOLUTIONS
from scoring.criteria.mark import Mark, within_scale
from scoring.evidence import Evidence
from scoring.rubric import CriterionSpec
from scoring.talk import FORWARDED, Reply, Talk
from scoring.timing.figures import half_up

HOLDS_TOLERATED = 2
"""A third request to wait without progress is stalling."""

COOL = 34
"""The ear's courtesy (0..100) under which a reply in which nothing kind was heard reads cool."""

WORTH_A_NOTE = 6
"""Characters from which a repeated reply is a copy, not a nod like 好的."""

WARM = 50
"""The ear's mean courtesy from which the tone of a talk earns something."""

WARM_STEP = 3
"""The ear's courtesy for a point more. A long slope keeps two warm replies from being equal."""


def mark(talk: Talk, spec: CriterionSpec) -> Mark:
    """From a neutral start: what kind acts give, up to a limit, less what face threats take."""
    if not talk.said:
        return Mark(None, "no-replies")
    if talk.unheard == len(talk.said):
        return Mark(None, "unheard")
    debits = (*_threats(talk, spec), *_stalling(talk, spec), *_cool(talk, spec))
    debits += tuple(_apology_missing(talk, spec))
    earnings = (*_credits(talk, spec), *_warmth(talk, spec))
    earned = min(_limit(talk, spec), sum(each.points for each in earnings))
    value = within_scale(spec.start + earned) + sum(each.points for each in debits)
    reason = "partly-heard" if talk.unheard else ""
    return Mark(within_scale(value), reason, (*debits, *earnings, *_notes(talk)))


def _limit(talk: Talk, spec: CriterionSpec) -> int:
    """The most that kind words can earn: half as much once the customer's face was threatened."""
    threatened = any(reply.heard.ids & FACE_THREATS for reply in talk.replies)
    return spec.credit_limit // 2 if threatened else spec.credit_limit


def _threats(talk: Talk, spec: CriterionSpec) -> Iterator[Evidence]:
    """Every kind of face threat in every reply, once per reply."""
    for reply in talk.replies:
        firsts = {act.id: act for act in reversed(reply.heard.acts) if act.id in FACE_THREATS}
        for act in firsts.values():
            # Mockery lives in the sentence; a few words of it could not be said better.
            quoted = reply.sentence if act.id == "sarcasm" else reply.quote
            yield quoted(act, act.id, spec.points.get(act.id, 0))


def _stalling(talk: Talk, spec: CriterionSpec) -> Iterator[Evidence]:
    holds = 0
    for reply in talk.replies:
        if reply.heard.ids & SOLUTIONS:
            holds = 0
        elif act := reply.first(frozenset({"hold"})):
            holds += 1
            if holds > HOLDS_TOLERATED:
                yield reply.quote(act, "stall-third", spec.points.get("stall-third", 0))


def _cool(talk: Talk, spec: CriterionSpec) -> Iterator[Evidence]:
    for reply in talk.replies:
        named = any(spec.points.get(act, 0) for act in reply.heard.ids)
        if reply.heard.courtesy < COOL and not named:
            yield reply.whole("tone", spec.points.get("tone", 0))


def _apology_missing(talk: Talk, spec: CriterionSpec) -> Iterator[Evidence]:
    owed = talk.replies[talk.care_due :] if talk.upset else ()
    if owed and not any("apologise" in reply.heard.ids for reply in talk.replies):
        yield owed[0].whole("apology-missing", spec.points.get("apology-missing", 0))


def _credits(talk: Talk, spec: CriterionSpec) -> Iterator[Evidence]:
    credited: set[tuple[str, str]] = set()
    for reply in talk.replies:
        for act in reply.heard.acts if reply.fair else ():
            points = spec.points.get(act.id, 0)
            due = act.id not in ("apologise", "empathise") or talk.wronged
            if points > 0 and due and (reply.stage, act.id) not in credited:
                credited.add((reply.stage, act.id))
                yield reply.sentence(act, act.id, points)


def _warmth(talk: Talk, spec: CriterionSpec) -> Iterator[Evidence]:
    """A warm tone over the whole talk; saying more does not raise a mean."""
    fair = [reply for reply in talk.replies if reply.fair]
    if not fair:
        return
    mean = Fraction(sum(reply.heard.courtesy for reply in fair), len(talk.replies))
    points = min(spec.points.get("warm", 0), half_up((mean - WARM) / WARM_STEP))
    if points > 0:
        yield max(fair, key=_warmest).whole("warm", points)


def _notes(talk: Talk) -> Iterator[Evidence]:
    """What earned nothing and why, for the teacher to judge: heaps, copies, model answers."""
    for reply in talk.replies:
        if reply.stuffed:
            yield reply.whole("heap")
        if reply.repeated and len(reply.said.text) >= WORTH_A_NOTE:
            yield reply.whole("repeated")
        if reply.model:
            yield reply.whole("pasted" if reply.pasted else "model-answer")
        if reply.forwarded:
            yield reply.whole(FORWARDED)


def _warmest(reply: Reply) -> tuple[int, int]:
    return reply.heard.courtesy, -reply.said.event
