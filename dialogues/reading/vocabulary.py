"""The words of the file format: Chinese first, English synonyms, each standing for an id."""

from collections.abc import Iterator, Mapping
from functools import cache

from dialogues.wording import LANGUAGES, wording


@cache
def ids(section: str) -> Mapping[str, str]:
    """Word (lower case) -> id, in all languages."""
    return {word.casefold(): key for word, key in _pairs(section)}


@cache
def names(section: str, language: str = "zh_CN") -> Mapping[str, str]:
    """Id -> the word shown for it in this language."""
    return {key: _words(value)[0] for key, value in wording(language, section).items()}


@cache
def words_for(section: str, key: str) -> tuple[str, ...]:
    """All words for an id, in all languages, the one shown first; the id itself for none."""
    return tuple(dict.fromkeys(w for w, found in _pairs(section) if found == key)) or (key,)


@cache
def longest_first(section: str) -> tuple[tuple[str, str], ...]:
    """(word, id) pairs, the longest words first, for finding them at the start of a phrase."""
    return tuple(sorted(ids(section).items(), key=lambda pair: -len(pair[0])))


def split_word(section: str, phrase: str) -> tuple[str, str] | None:
    """The id of the word that a phrase starts with, and the rest of the phrase."""
    lowered = phrase.casefold()
    for word, key in longest_first(section):
        if lowered.startswith(word):
            return key, phrase[len(word) :].strip()
    return None


def _pairs(section: str) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        for key, value in wording(language, section).items():
            for word in _words(value):
                yield word, key


def _words(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
