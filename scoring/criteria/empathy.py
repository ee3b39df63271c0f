"""Empathy: due only where the customer is upset, and best said early."""

from collections.abc import Iterator

from scoring.criteria.mark import Mark, within_scale
from scoring.evidence import Evidence
from scoring.rubric import CriterionSpec
from scoring.talk import Talk

EARLY_REPLIES = 2
"""Care counts fully in the first two replies that owe it: feelings first, then the matter."""


def mark(talk: Talk, spec: CriterionSpec) -> Mark:
    """What was said for the customer's feelings; not due where the customer is calm."""
    since = talk.care_due
    if since is None:
        return Mark(None, "calm-customer", due=False)
    if not talk.said:
        return Mark(None, "no-replies")
    if talk.unheard == len(talk.said):
        return Mark(None, "unheard")
    found = tuple(_care(talk, spec, since))
    if not any(each.rule in ("empathise", "empathy-late") for each in found):
        found = (*_missing(talk, spec, since), *found)
    value = within_scale(sum(each.points for each in found if each.rule != "empathy-missing"))
    return Mark(value, "partly-heard" if talk.unheard else "", found)


def _care(talk: Talk, spec: CriterionSpec, since: int) -> Iterator[Evidence]:
    for act_id in ("empathise", "apologise", "reassure"):
        for position, reply in enumerate(talk.replies):
            act = reply.first(frozenset({act_id})) if reply.fair else None
            if act is None:
                continue
            yield reply.sentence(act, act_id, spec.points.get(act_id, 0))
            if act_id == "empathise" and position >= since + EARLY_REPLIES:
                # Quotes where it was due: the late words themselves are good.
                owed = talk.replies[since]
                yield owed.whole("empathy-late", spec.points.get("empathy-late", 0))
            break


def _missing(talk: Talk, spec: CriterionSpec, since: int) -> Iterator[Evidence]:
    for reply in talk.replies[since:][:1]:
        yield reply.whole("empathy-missing", -spec.points.get("empathise", 0))
