"""From the text of a file to a scenario, or to all the problems in it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from dialogues.liveroom.model import LiveRoom
from dialogues.reading.inheritance import inherit
from dialogues.reading.liveroom import is_live_room, read_room
from dialogues.reading.problem import Notes, Problem
from dialogues.reading.reception import is_reception, read_reception, warn_of_reception
from dialogues.reading.reception_fields import RECEPTION
from dialogues.reading.room_fields import ROOM
from dialogues.reading.room_warnings import warn_of_room
from dialogues.reading.source import base_texts, base_tree, hash_of, read_tree
from dialogues.reading.translation import shown_names, translate
from dialogues.reading.tree import Table, Text
from dialogues.reading.vocabulary import ids
from dialogues.reading.warnings import warn
from dialogues.reading.whole import read_whole
from dialogues.reception import Reception
from dialogues.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading one file: a scenario, a live room or a reception, and all problems.

    Warnings may stand beside a scenario; errors of the file never do: a file that fails is
    refused whole. A translation that fails is refused whole as well; the customer is not.
    """

    scenario: Scenario | None
    problems: tuple[Problem, ...]
    room: LiveRoom | None = None
    reception: Reception | None = None


@dataclass(frozen=True, slots=True)
class _Original:
    """What a translation is laid over: the file's own tree, its base, and what was read of both."""

    name: str
    tree: Table
    base: str
    base_tree: Table | None
    scenario: Scenario


def read_scenario(
    source: str | bytes,
    name: str,
    bases: Mapping[str, str] | None = None,
    language: str = "zh_CN",
    translations: Mapping[str, str | bytes] | None = None,
    *,
    trusted: bool = False,
) -> Reading:
    """Read one customer file; `bases` are what it may build on (沿用), by title.

    `translations` are the files beside it, by language. A trusted file comes with the program
    and was checked when that was made: no warnings are looked for, which takes most of the time.
    """
    notes = Notes(language, trusted=trusted)
    tree = read_tree(source, name, notes, trusted=trusted)
    if tree is None:
        return Reading(None, _in_order(notes))
    if is_live_room(tree):
        return _live_room(tree, source, name, translations or {}, notes)
    if is_reception(tree):
        return _reception(tree, source, name, translations or {}, notes)
    known, spoken = base_texts() if bases is None else bases, translations or {}
    base = _base_of(tree, known, notes)
    below = base_tree(known[base], base) if base else None
    whole = inherit(tree, below) if below else tree
    found = read_whole(whole, _hash(source, known.get(base, ""), base, spoken), notes)
    if found is None or any(not problem.warning for problem in notes.problems):
        return Reading(None, _in_order(notes))
    scenario, names = found
    if not trusted:
        warn(scenario, whole, names)
    original = _Original(name, tree, base, below, scenario)
    read = {key: _translated(original, key, words, notes) for key, words in spoken.items()}
    scenario = replace(scenario, translations={key: one for key, one in read.items() if one})
    return Reading(scenario, _in_order(notes))


def _live_room(
    tree: Table,
    source: str | bytes,
    name: str,
    spoken: Mapping[str, str | bytes],
    notes: Notes,
) -> Reading:
    room, names = read_room(tree, _hash_of_all(source, spoken), notes)
    if any(not problem.warning for problem in notes.problems):
        return Reading(None, _in_order(notes))
    warn_of_room(room, tree, names)
    read = {
        language: _translated_evening(room, tree, translation_name(name, language), words, notes)
        for language, words in spoken.items()
    }
    room = replace(room, translations={key: one for key, one in read.items() if one})
    return Reading(None, _in_order(notes), room)


def _reception(
    tree: Table,
    source: str | bytes,
    name: str,
    spoken: Mapping[str, str | bytes],
    notes: Notes,
) -> Reading:
    desk = read_reception(tree, _hash_of_all(source, spoken), notes)
    if any(not problem.warning for problem in notes.problems):
        return Reading(None, _in_order(notes))
    warn_of_reception(desk, tree.mark, notes)
    read = {
        language: _translated_evening(desk, tree, translation_name(name, language), words, notes)
        for language, words in spoken.items()
    }
    desk = replace(desk, translations={key: one for key, one in read.items() if one})
    return Reading(None, _in_order(notes), reception=desk)


_Evening = TypeVar("_Evening", LiveRoom, Reception)


def _translated_evening(
    original: _Evening, tree: Table, file: str, source: str | bytes, notes: Notes
) -> _Evening | None:
    """The live room or the reception in another language; None where its file fails."""
    own, language = Notes(notes.language), file.split(".")[-2]
    words = read_tree(source, file, own, trusted=notes.trusted)
    found = None
    if words is not None:
        found = _read_again(original, tree, words, language, own)
    told = [problem for problem in own.problems if problem.file == file]
    notes.problems += [problem for problem in told if problem.code not in original.allowed]
    failed = any(not problem.warning for problem in told)
    if words is None or found is None or failed:
        return None
    return replace(found, language=language, shown=shown_names(words))


def _read_again(
    original: _Evening, tree: Table, words: Table, language: str, own: Notes
) -> _Evening:
    if isinstance(original, LiveRoom):
        whole = translate(tree, words, language, own, fields=ROOM)
        return read_room(whole, original.content_hash, own)[0]
    whole = translate(tree, words, language, own, fields=RECEPTION)
    return read_reception(whole, original.content_hash, own)


def _hash_of_all(source: str | bytes, spoken: Mapping[str, str | bytes]) -> str:
    return hash_of(source, *(spoken[language] for language in sorted(spoken)))


def _translated(
    original: _Original, language: str, source: str | bytes, notes: Notes
) -> Scenario | None:
    """The customer in another language; None where its file fails."""
    file, own = translation_name(original.name, language), Notes(notes.language)
    words = read_tree(source, file, own, trusted=notes.trusted)
    found = None
    if words is not None:
        tree = translate(original.tree, words, language, own, original.scenario.flags)
        below = _base(original, language)
        whole = inherit(tree, below) if below else tree
        found = read_whole(whole, original.scenario.content_hash, own)
    told = [p for p in own.problems if p.file == file and p.code not in original.scenario.allowed]
    notes.problems += told
    if words is None or found is None or any(not problem.warning for problem in told):
        return None
    shown = shown_names(words)
    office = replace(found[0].office, language=language, shown=shown)
    return replace(found[0], language=language, shown=shown, office=office)


def _base(original: _Original, language: str) -> Table | None:
    """The base in this language, as far as it was translated."""
    text = base_texts(language).get(original.base)
    words = base_tree(text, f"{original.base}.{language}") if text else None
    if original.base_tree is None or words is None:
        return original.base_tree
    return translate(original.base_tree, words, language, Notes())


def translation_name(name: str, language: str) -> str:
    """What the translation beside a file is called (scenario.en.yaml)."""
    return f"{name.removesuffix('.yaml')}.{language}.yaml"


def _base_of(tree: Table, known: Mapping[str, str], notes: Notes) -> str:
    """What the file builds on; for a misspelt base any, so that its lack is told only once."""
    for key, value in tree.entries:
        if ids("fields").get(key.value.casefold()) == "based_on" and isinstance(value, Text):
            if value.value in known:
                return value.value
            notes.unknown("D111", value.mark, value.value, tuple(known))
            return min(known, default="")
    return ""


def _hash(
    source: str | bytes, base_text: str, base: str, translations: Mapping[str, str | bytes]
) -> str:
    """Over everything that the customer is made of."""
    spoken = (
        part
        for language in sorted(translations)
        for part in (translations[language], base_texts(language).get(base, ""))
    )
    return hash_of(source, base_text, *spoken)


def _in_order(notes: Notes) -> tuple[Problem, ...]:
    return tuple(sorted(set(notes.problems), key=lambda p: (p.file, p.line, p.column, p.code)))
