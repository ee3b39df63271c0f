"""What simulated students can say: sentences for every act that a customer listens for."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dialogues.hearing import act_ids, is_credit, is_penalty
from dialogues.scenario import draw_values, fill
from dialogues.scripted import ScriptedScenario
from dialogues.scripted.sanity import bad_acts
from dialogues.seed import draw, pick
from dialogues.transcript import Act, Heard

POLITE, PLAIN, RUDE = 80, 50, 15
"""Courtesy of a sentence whose acts are taken as given: kind ones, none, a face threat."""

HEAP = 9
"""Scraps in a heap of set phrases."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A reply and what it is meant to do: one act for each of its parts."""

    text: str
    meant: Heard


class PhraseBook:
    """Sentences by act: the author's 例句, then those of `locales/zh_CN/students.toml`.

    Sentences that this customer's ear takes for something rude are left out where others remain:
    a rehearsal tests the customer, and what the ear makes of sentences is tested elsewhere.
    """

    def __init__(self, playable: ScriptedScenario) -> None:
        scenario = playable.scenario
        self._playable = playable
        self._line = fill(scenario.persona.openings[0], draw_values(scenario, "phrases"))
        self._bad = bad_acts(scenario)
        own = {act.id: _chinese(act.examples) or act.keywords for act in scenario.acts}
        shipped: Mapping[str, list[str]] = shipped_words()["sayings"]
        self._sayings = {
            act: self._understood(act, own.get(act) or tuple(shipped.get(act, ())))
            for act in dict.fromkeys((*own, *act_ids()))
        }
        self._scraps = [
            *shipped_words()["scraps"].values(),
            *(act.keywords[0] for act in scenario.acts if act.keywords and act.id not in self._bad),
        ]

    @property
    def acts(self) -> tuple[str, ...]:
        """Every act that there is a sentence for, the author's own first."""
        return tuple(act for act, sayings in self._sayings.items() if sayings)

    def kind(self, acts: Sequence[str]) -> tuple[str, ...]:
        """Of these acts, those that no customer takes amiss, and that can be said."""
        return tuple(a for a in sorted(acts) if not self.amiss(a) and self._sayings.get(a))

    def amiss(self, act: str) -> bool:
        """Whether this customer takes the act amiss."""
        return act in self._bad or is_penalty(act)

    def say(self, acts: Sequence[str], seed: str, words: str = "") -> Saying:
        """One sentence for every act, and these words worked in."""
        parts = [
            (act, pick(seed, f"say:{act}", self._sayings[act]))
            for act in acts
            if self._sayings.get(act)
        ]
        if words and parts:
            act, saying = parts[-1]
            pattern = pick(seed, "mention", shipped_words()["mention"]["patterns"])
            parts[-1] = act, pattern.format(saying=saying, words=words)
        elif words:
            parts = [("recommend", words)]
        return self._joined(parts)

    def heap(self, seed: str) -> Saying:
        """Set phrases strung together to be heard, not to be read."""
        first = draw(seed, "heap", len(self._scraps))
        turned = self._scraps[first:] + self._scraps[:first]
        return Saying(" ".join(turned[:HEAP]), Heard((), PLAIN))

    def chatter(self, seed: str) -> Saying:
        """Something that has nothing to do with the matter."""
        return Saying(pick(seed, "chatter", shipped_words()["chatter"]["lines"]), Heard((), PLAIN))

    def _joined(self, parts: Sequence[tuple[str, str]]) -> Saying:
        acts: list[Act] = []
        text = ""
        for act, part in parts:
            text += "，" if text else ""
            acts.append(Act(act, len(text), len(text) + len(part), part, ""))
            text += part
        rude = any(is_penalty(act.id) for act in acts)
        kind = any(is_credit(act.id) for act in acts)
        return Saying(text, Heard(tuple(acts), RUDE if rude else POLITE if kind else PLAIN))

    def _understood(self, act: str, sayings: Sequence[str]) -> tuple[str, ...]:
        if self.amiss(act):
            return tuple(sayings)
        heard = {saying: self._playable.hear(saying, self._line).ids for saying in sayings}
        clean = [saying for saying in sayings if not any(map(self.amiss, heard[saying]))]
        return tuple([s for s in clean if act in heard[s]] or clean or sayings)


@cache
def shipped_words() -> Mapping[str, Any]:
    """The sentences, scraps and names of simulated students that come with the program."""
    source = files("locales").joinpath("zh_CN", "students.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _chinese(examples: Sequence[str]) -> tuple[str, ...]:
    return tuple(e for e in examples if any("㐀" <= letter <= "鿿" for letter in e))
