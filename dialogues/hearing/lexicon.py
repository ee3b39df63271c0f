"""The built-in rules, read from the word tables of every language."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from dialogues.hearing.answers import answered
from dialogues.hearing.normalise import Normal
from dialogues.hearing.rules import Hit, Rule, Rules
from locales import hearing

_Concepts = dict[str, tuple[str, ...]]

LANGUAGES = ("zh_CN", "en")


@cache
def built_in_rules() -> Rules:
    """All rules of the shipped lexicons."""
    return Rules(rule for language in LANGUAGES for rule in _rules(language))


@cache
def hidden_rules() -> Rules:
    """Words that people pull apart or dress up to hide; looked for with all filling removed."""
    return Rules(
        Rule(act, words=tuple(words.split("|"))) for act, words in hearing.rows("zh_CN", "hidden")
    )


@cache
def refusals() -> dict[str, tuple[str, ...]]:
    """The words with which a clause refuses a red line, by act."""
    return {act: tuple(words.split("|")) for act, words in hearing.rows("zh_CN", "refusals")}


def rule_hits(reply: Normal, line: str) -> list[Hit]:
    """What the built-in rules hear in a reply to a customer's line."""
    return [*built_in_rules().hits(reply), *_hidden(reply), *answered(reply, line)]


def _hidden(reply: Normal) -> list[Hit]:
    """Hits among letters that were pulled apart, as stretches of the plain text."""
    tight, places = reply.tight()
    return [
        replace(hit, start=places[hit.start], end=places[hit.end - 1] + 1, certain=True)
        for hit in hidden_rules().hits(tight)
    ]


def _rules(language: str) -> Iterator[Rule]:
    """Rows are: act, 定 (heard by itself) or 疑 (a hint for the model), form, value."""
    concepts = {name: tuple(words.split("|")) for name, words in hearing.rows(language, "concepts")}
    for act, strength, form, value in hearing.rows(language, "lexicon"):
        yield _rule(act, strength == "定", form, value, concepts)


def _rule(act: str, sure: bool, form: str, value: str, concepts: _Concepts) -> Rule:
    if form == "式":
        return Rule(act, sure, pattern=value)
    if form == "合":
        return Rule(act, sure, sets=tuple(_words(part, concepts) for part in value.split(" + ")))
    if form == "除":
        return Rule(act, sure, veto=_words(value, concepts))
    return Rule(act, sure, words=_words(value, concepts))


def _words(value: str, concepts: _Concepts) -> tuple[str, ...]:
    """The words of a list such as `催|加急|@快递`, where `@` names a concept."""
    return tuple(
        word
        for part in value.split("|")
        for word in (concepts[part[1:]] if part.startswith("@") else (part,))
    )
