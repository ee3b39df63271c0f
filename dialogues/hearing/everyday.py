"""Everyday replies (日常短句): what they certainly are and never are, whatever the model says.

In the shortest sentences of the trade (你好呀, 单号呢, 有事找我) the model has too few letters to
go by: it read rudeness that is not there, or nothing at all, and one writer of such sentences in
the corpus does not cover them all. The tables `everyday.tsv` are asked after the model; unlike the
lexicon they are no features of it, so a line may be added without training again.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from dialogues.hearing.clauses import Spans, clause_at
from dialogues.hearing.normalise import Normal
from dialogues.hearing.rules import Hit, Rule, Rules
from locales import hearing

LANGUAGES = ("zh_CN", "en")


def with_everyday(reply: Normal, line: str, spans: Spans, heard: Iterable[Hit]) -> tuple[Hit, ...]:
    """What was heard, without what the reply never is, and with what it certainly is."""
    left = tuple(hit for hit in heard if not is_never(hit, reply, line, spans))
    ids = {hit.act for hit in left}
    return (*left, *(hit for hit in _certain().hits(reply) if hit.act not in ids))


def is_never(hit: Hit, reply: Normal, line: str, spans: Spans) -> bool:
    """Whether the clause of a hit, or the reply to this customer's line, is never this act."""
    start, end = clause_at(spans, hit.start)
    if _fits("never", hit.act, reply.text[start:end]) or _fits("alone", hit.act, reply.text):
        return True
    return _fits("calm", hit.act, reply.text) and not _presses().search(line)


def _fits(kind: str, act: str, text: str) -> bool:
    return any(_compiled(pattern).fullmatch(text) for pattern in _not_acts(kind).get(act, ()))


@cache
def _presses() -> re.Pattern[str]:
    """A customer who is pressing, or has waited already: a bare 稍等 is no answer to that."""
    return re.compile("|".join(pattern for _, pattern in _rows("presses")))


@cache
def _certain() -> Rules:
    return Rules(Rule(act, pattern=pattern) for act, pattern in _rows("is"))


@cache
def _not_acts(kind: str) -> dict[str, list[str]]:
    every: dict[str, list[str]] = {}
    for act, pattern in _rows(kind):
        every.setdefault(act, []).append(pattern)
    return every


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled where it is first needed: all at once would take a tenth of the start."""
    return re.compile(pattern)


def _rows(kind: str) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        for told, acts, pattern in hearing.rows(language, "everyday"):
            if told == kind:
                yield from ((act, pattern) for act in acts.split())
