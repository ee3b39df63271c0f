"""Rules and model together: which acts a reply carries, and how courteous it is."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from dialogues.hearing.barbs import SINCERE, SOUR, barb
from dialogues.hearing.clauses import Spans, clause_at, clauses, quoted
from dialogues.hearing.courtesy import courtesy
from dialogues.hearing.everyday import is_never, with_everyday
from dialogues.hearing.features import Features, features
from dialogues.hearing.inventory import Kind, act_name, kind_of
from dialogues.hearing.lexicon import refusals, rule_hits
from dialogues.hearing.model import Scores, trained
from dialogues.hearing.normalise import Normal
from dialogues.hearing.rules import Hit

POLITE_PULL = 40
"""Per cent of its politeness by which a reply speaks against face threats."""


BARB = "sarcasm"
"""The act that covert rudeness is: it angers the customer and costs courtesy like open mockery."""


_CALLED = re.compile(r"[你您][^说骂讲叫喊问写,.!?;]{0,4}$")
"""Just before a quotation: the customer, with no word that somebody said it."""


class Limits(Protocol):
    """From which score on an act is heard, and by how much less where a rule is sure of it."""

    @property
    def thresholds(self) -> Mapping[str, int]:
        """Of every act, in thousandths."""

    @property
    def trust(self) -> Mapping[str, int]:
        """Of every act, in thousandths."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The built-in acts heard, one hit each, and the courtesy 0..100."""

    hits: tuple[Hit, ...]
    courtesy: int


def judge(reply: Normal, line: str) -> Judgement:
    """Hear the built-in acts of a reply to a customer's line."""
    hits = rule_hits(reply, line)
    seen, model = features(reply, line, hits), trained()
    scores = model.scores(seen)
    by_rule = _first_of_each(hits)
    spans = clauses(reply.text)
    found = (
        by_rule.get(act) or _by_model(model.outputs.index(act), reply, act, seen, scores)
        for act in heard_acts(model, scores.of, hits)
    )
    heard = (hit for hit in found if not _refused(hit, reply, spans))
    mended = with_everyday(reply, line, spans, heard)
    ids, tone = frozenset(hit.act for hit in mended), scores.of["courtesy"]
    barbed = _barb(reply, ids, courtesy(tone, ids))
    if barbed is None or is_never(barbed, reply, line, spans):
        return Judgement(mended, courtesy(tone, ids))
    return Judgement((*mended, barbed), courtesy(tone, ids | {BARB}))


def _barb(reply: Normal, ids: frozenset[str], plain: int) -> Hit | None:
    """The barb where the reply, so courteous (0..100), wounds without an open face threat."""
    if any(kind_of(act) is Kind.THREAT for act in ids):
        return None
    found = barb(reply, plain < SOUR and not ids & SINCERE)
    if found is None:
        return None
    start, end = found
    return Hit(BARB, start, end, sure=True, why=f"“{reply.text[start:end]}”话里带刺")


def _refused(hit: Hit, reply: Normal, spans: Spans) -> bool:
    """Whether it is not done: refused in its clause (好评返现平台不允许的哦), or only quoted."""
    if hit.certain and _is_quoted(hit, reply.text):
        return True
    words = refusals().get(hit.act, ())
    start, end = clause_at(spans, hit.start) if words else (0, 0)
    return any(word in reply.text[start:end] for word in words)


def _is_quoted(hit: Hit, text: str) -> bool:
    """Whether a hit stands in quotation marks, and not as what the customer is called (您真“…”)."""
    around = [(a, b) for a, b in quoted(text) if a <= hit.start and hit.end <= b]
    return any(not _CALLED.search(text, 0, start) for start, _ in around)


def heard_acts(limits: Limits, scores: Mapping[str, int], hits: Collection[Hit]) -> list[str]:
    """The acts that the model hears, helped by rules, and those of which a rule is certain."""
    sure = {hit.act for hit in hits if hit.sure}
    certain = {hit.act for hit in hits if hit.certain}
    return [
        act
        for act, threshold in limits.thresholds.items()
        if act in certain or strength(act, scores) + (act in sure) * limits.trust[act] >= threshold
    ]


def strength(act: str, scores: Mapping[str, int]) -> int:
    """How strongly an act speaks; a face threat less where all in all a reply is polite."""
    if kind_of(act) is Kind.THREAT:
        return scores[act] - max(scores["polite"], 0) * POLITE_PULL // 100
    return scores[act]


def _first_of_each(hits: Iterable[Hit]) -> dict[str, Hit]:
    """Of every act the first hit of a rule that may be quoted; certain ones before sure ones."""
    best: dict[str, Hit] = {}
    for hit in sorted((hit for hit in hits if hit.sure), key=lambda hit: not hit.certain):
        best.setdefault(hit.act, hit)
    return best


def _by_model(output: int, reply: Normal, act: str, seen: Features, scores: Scores) -> Hit:
    """The clause that by itself speaks most for an act."""
    strongest = max(range(len(seen.spans)), key=lambda i: (scores.clauses[i][output], -i))
    start, end = seen.spans[strongest]
    quote = reply.text[start:end]
    return Hit(act, start, end, sure=False, why=f"“{quote}”最像“{act_name(act)}”")
