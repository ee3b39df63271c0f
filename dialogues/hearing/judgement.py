"""Rules and model together: which acts a reply carries, and how courteous it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dialogues.hearing.courtesy import courtesy
from dialogues.hearing.evidence import strongest_stretch
from dialogues.hearing.features import features
from dialogues.hearing.inventory import Kind, act_ids, act_name, kind_of
from dialogues.hearing.lexicon import rule_hits
from dialogues.hearing.model import Model, trained
from dialogues.hearing.normalise import Normal
from dialogues.hearing.rules import Hit

POLITE_FROM = 1000
"""Thousandths of a logit below even odds from which politeness speaks against face threats."""
SURE = 400
CERTAIN = 1_000_000
"""Thousandths of a logit by which the model may doubt what a rule heard."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The built-in acts heard, one hit each, and the courtesy 0..100."""

    hits: tuple[Hit, ...]
    courtesy: int


def judge(reply: Normal, line: str) -> Judgement:
    """Hear the built-in acts of a reply to a customer's line."""
    hits = rule_hits(reply, line)
    model = trained()
    scores = model.scores(features(reply, line, hits))
    by_rule = best_of_each(hits)
    heard = tuple(
        by_rule[act] if _trust(by_rule.get(act)) else _by_model(model, reply, act)
        for act in heard_acts(scores, by_rule, model.thresholds)
    )
    return Judgement(heard, courtesy(scores["courtesy"], frozenset(hit.act for hit in heard)))


def best_of_each(hits: Iterable[Hit]) -> dict[str, Hit]:
    """Of every act its most trusted hit, of several such the first."""
    best: dict[str, Hit] = {}
    for hit in hits:
        if hit.act not in best or _trust(hit) > _trust(best[hit.act]):
            best[hit.act] = hit
    return best


def heard_acts(
    scores: Mapping[str, int], by_rule: Mapping[str, Hit], thresholds: Mapping[str, int]
) -> list[str]:
    """The acts that model and rules together hear."""
    return [
        act
        for act in act_ids()
        if strength(act, scores) >= thresholds[act] - _trust(by_rule.get(act))
    ]


def strength(act: str, scores: Mapping[str, int]) -> int:
    """How strongly an act speaks; a face threat speaks less where all in all a reply is polite."""
    if kind_of(act) is Kind.THREAT:
        return scores[act] - max(scores["polite"] + POLITE_FROM, 0)
    return scores[act]


def _trust(hit: Hit | None) -> int:
    """By how much the model may doubt what a rule heard before it is not heard."""
    if hit is None or not hit.sure:
        return 0
    return CERTAIN if hit.certain else SURE


def _by_model(model: Model, reply: Normal, act: str) -> Hit:
    start, end = strongest_stretch(model, reply.text, act)
    quote = reply.text[start:end]
    return Hit(act, start, end, sure=False, why=f"“{quote}”最像“{act_name(act)}”")
