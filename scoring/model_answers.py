"""Model answers (参考说法): sentences that a student was given to read, sent as the own reply.

Saying one of them is learning, and chance; a talk made of them is pasting.
"""

from collections.abc import Collection, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import chain

from dialogues.scenario import Scenario, fill
from scoring import rulebook

LEAST = 12
"""Chinese letters from which a sentence is somebody's, not everybody's (我来帮您处理)."""
SURE = 24
"""Chinese letters from which even one such reply is neither chance nor learning."""
LATIN = 2.5
"""Latin letters that say as much as one Chinese letter."""
LIKE = 0.9
"""Likeness (0..1) from which two sentences are one: an added 亲 is no word of one's own."""


def model_answers(scenario: Scenario, values: Mapping[str, str]) -> frozenset[str]:
    """What the customer's own file gives a student to say, with the drawn 【变量】 put in."""
    told = (scenario, *scenario.translations.values())
    steps = chain.from_iterable(test.steps for each in told for test in each.tests)
    return frozenset(fill(step.student, values) for step in steps if step.student)


def pasted(replies: Collection[str], given: Collection[str]) -> Mapping[str, bool]:
    """The replies that are model answers, each with whether it was pasted.

    One reply of ordinary length may be chance or a lesson learnt; two of them, or a long one, are
    pasted.
    """
    known = frozenset(_worth_comparing(chain(given, rulebook.model_answers())))
    found = [reply for reply in replies if _is_one_of(letters(reply), known)]
    several = len({letters(reply) for reply in found}) > 1
    return {reply: several or _weight(letters(reply)) >= SURE for reply in found}


def letters(text: str) -> str:
    """The text without stops, spaces and pictures."""
    return "".join(filter(str.isalnum, text)).lower()


def _worth_comparing(sentences: chain[str]) -> Iterator[str]:
    plain = map(letters, sentences)
    return (sentence for sentence in plain if _weight(sentence) >= LEAST)


def _weight(plain: str) -> float:
    latin = sum(map(str.isascii, plain))
    return len(plain) - latin + latin / LATIN


def _is_one_of(plain: str, known: frozenset[str]) -> bool:
    return _weight(plain) >= LEAST and (plain in known or any(_is_like(plain, k) for k in known))


def _is_like(plain: str, known: str) -> bool:
    """The two quick measures are upper bounds; the real one is dear."""
    compared = SequenceMatcher(None, plain, known, autojunk=False)
    return (
        compared.real_quick_ratio() >= LIKE
        and compared.quick_ratio() >= LIKE
        and compared.ratio() >= LIKE
    )
