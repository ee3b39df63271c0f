"""The examiner's own few words: filler in replies, and signs of trouble in the customer's lines."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from dialogues.hearing.normalise import normalise
from dialogues.transcript import Utterance

LEXICON = Path(__file__).with_name("lexicon.yaml")


@cache
def words() -> Mapping[str, tuple[str, ...]]:
    """The word lists by name, longest word first."""
    loaded = YAML(typ="safe", pure=True).load(LEXICON.read_text("utf-8"))
    return {name: tuple(sorted(found, key=len, reverse=True)) for name, found in loaded.items()}


@cache
def _any_of(*names: str) -> re.Pattern[str]:
    found = sorted((w for name in names for w in words()[name]), key=len, reverse=True)
    return re.compile("|".join(_whole(word) for word in found), re.IGNORECASE)


def _whole(word: str) -> str:
    latin = word.isascii() and word.isalpha()
    return rf"\b{word}\b" if latin else re.escape(word)


def is_placeholder(reply: str, asked: Iterable[str]) -> bool:
    """Whether a reply only greets or asks to wait, although the customer asked for something."""
    if not is_filler(reply):
        return False
    if _any_of("waiting").search(_plain(reply)):
        return True
    greets = _any_of("greeting").search(_plain(reply)) is not None
    return greets and not all(is_filler(line) for line in asked)


def is_filler(text: str) -> bool:
    """Whether nothing is left of a text but greeting, waiting and little words."""
    rest = _any_of("waiting", "greeting", "particles").sub("", _plain(text))
    return not any(character.isalnum() for character in rest)


def first_sign(of: str, said: Iterable[Utterance]) -> Utterance | None:
    """The first of these utterances with a word of the list `upset` or `wronged`."""
    pattern = _any_of(of)
    return next((each for each in said if pattern.search(_plain(each.text))), None)


def _plain(text: str) -> str:
    return normalise(text).text
