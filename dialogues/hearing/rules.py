"""What is heard by rule: keywords, words that stand together in one clause, patterns, exclusions.

All words of all rules are looked up in one pass over the text; only then are clauses asked which
sets are complete. A hit that is denied, quoted or vetoed is none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dialogues.hearing.clauses import Spans, clause_at, clauses, quoted
from dialogues.hearing.negation import denied
from dialogues.hearing.normalise import Normal

MOST_OF_A_WORD = 24
"""How often one word is looked at in a reply; nobody in the corpus says one more than 8 times."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of plain text in which a rule heard an act.

    An unsure one only counts as a hint for the model, and a certain one is not doubted by it.
    """

    act: str
    start: int
    end: int
    sure: bool
    why: str
    certain: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a lexicon, in plain writing: one of words, sets, pattern, veto is filled."""

    act: str
    sure: bool = True
    words: tuple[str, ...] = ()
    sets: tuple[tuple[str, ...], ...] = ()
    pattern: str = ""
    veto: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    word: str
    start: int
    end: int


class Rules:
    """Many rules, made ready to be heard in one pass."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._keys: dict[str, list[Rule]] = defaultdict(list)
        self._vetoes: dict[str, set[str]] = defaultdict(set)
        self._members: dict[str, set[int]] = defaultdict(set)
        self._sets: dict[frozenset[str], int] = {}
        self._together: list[tuple[Rule, tuple[int, ...]]] = []
        self._patterns: list[tuple[Rule, re.Pattern[str]]] = []
        for rule in rules:
            self._add(rule)
        words = {*self._keys, *self._vetoes, *self._members}
        self._sizes = sorted({len(word) for word in words})
        self._starts = {word[0] for word in words}
        self._words = words

    def _add(self, rule: Rule) -> None:
        for word in rule.words:
            self._keys[word].append(rule)
        for word in rule.veto:
            self._vetoes[word].add(rule.act)
        if rule.sets:
            self._together.append((rule, tuple(self._set(words) for words in rule.sets)))
        if rule.pattern:
            self._patterns.append((rule, re.compile(rule.pattern)))

    def _set(self, words: tuple[str, ...]) -> int:
        key = frozenset(words)
        number = self._sets.setdefault(key, len(self._sets))
        for word in key:
            self._members[word].add(number)
        return number

    def hits(self, normal: Normal) -> list[Hit]:
        """Everything the rules hear in a plain text, in order of position."""
        text = normal.text
        spans = clauses(text)
        found = list(self._find(text))
        vetoed = self._vetoed(found, spans)
        inside = quoted(text)
        hits = [
            hit
            for hit in (
                *self._by_word(found),
                *self._by_sets(found, spans),
                *self._by_pattern(text),
            )
            if not _cancelled(hit, text, spans, inside)
            and (hit.act, clause_at(spans, hit.start)[0]) not in vetoed
        ]
        return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.act))

    def _find(self, text: str) -> Iterator[_Found]:
        times = Counter[str]()
        for start, letter in enumerate(text):
            if letter in self._starts:
                for size in self._sizes:
                    word = text[start : start + size]
                    if len(word) < size:
                        break
                    if word in self._words and _stands_alone(text, start, word):
                        times[word] += 1
                        if times[word] <= MOST_OF_A_WORD:
                            yield _Found(word, start, start + size)

    def _vetoed(self, found: list[_Found], spans: Spans) -> set[tuple[str, int]]:
        return {
            (act, clause_at(spans, f.start)[0])
            for f in found
            if f.word in self._vetoes
            for act in self._vetoes[f.word]
        }

    def _by_word(self, found: list[_Found]) -> Iterator[Hit]:
        for f in found:
            for rule in self._keys.get(f.word, ()):
                yield Hit(rule.act, f.start, f.end, rule.sure, f"听到“{f.word}”")

    def _by_sets(self, found: list[_Found], spans: Spans) -> Iterator[Hit]:
        for start, end in spans:
            present: dict[int, _Found] = {}
            for f in found:
                if start <= f.start and f.end <= end:
                    for number in self._members.get(f.word, ()):
                        present.setdefault(number, f)
            if present:
                yield from self._complete(present)

    def _complete(self, present: dict[int, _Found]) -> Iterator[Hit]:
        for rule, numbers in self._together:
            if all(number in present for number in numbers):
                parts = [present[number] for number in numbers]
                words = "”和“".join(part.word for part in parts)
                yield Hit(
                    rule.act,
                    min(part.start for part in parts),
                    max(part.end for part in parts),
                    rule.sure,
                    f"同一句里有“{words}”",
                )

    def _by_pattern(self, text: str) -> Iterator[Hit]:
        for rule, pattern in self._patterns:
            hit = pattern.search(text)
            if hit and hit.end() > hit.start():
                yield Hit(rule.act, *hit.span(), rule.sure, f"说法“{hit.group()}”")


def _stands_alone(text: str, start: int, word: str) -> bool:
    """Latin words count only as whole words."""
    if not word[0].isascii() or not word[0].isalpha():
        return True
    end = start + len(word)
    before = text[start - 1 : start] if start else ""
    after = text[end : end + 1]
    return not (before.isascii() and before.isalpha()) and not (
        word[-1].isascii() and after.isascii() and after.isalpha()
    )


def _cancelled(
    hit: Hit,
    text: str,
    spans: Spans,
    inside: Spans,
) -> bool:
    """Whether a hit is denied or only quoted."""
    if any(start < hit.start and hit.end < end for start, end in inside):
        return True
    return denied(text, clause_at(spans, hit.start)[0], hit.start)
