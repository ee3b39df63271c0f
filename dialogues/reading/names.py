"""The names that a file declares, so that every use of one can be checked where it stands."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from dialogues.backoffice import TOOLS
from dialogues.hearing import act_words, resolve_act
from dialogues.reading.problem import Mark, Notes
from dialogues.reading.tree import Text
from dialogues.reading.vocabulary import ids
from dialogues.scripted.excess import EXCESS

VARIABLE = re.compile(r"【([^【】]*)】")
LONE = re.compile(r"【.{0,8}|.{0,8}】", re.DOTALL)
CHINESE_COMMA = re.compile(r"[，、；]")


@dataclass(slots=True)
class Names:
    """What may be referred to in this file, and where to complain about what may not."""

    notes: Notes
    file: str = ""
    variables: Collection[str] = ()
    stages: Collection[str] = ()
    endings: Collection[str] = ()
    facts: Collection[str] = ()
    resolutions: Collection[str] = ()
    tools: Collection[str] = ()
    acts: Collection[str] = ()
    used: set[str] = field(default_factory=set)

    def line(self, mark: Mark) -> int:
        """The line of a place in this file; 0 for one in its base."""
        return mark.line if mark.file == self.file else 0

    def stage(self, text: Text) -> str:
        """A declared stage, else a problem."""
        return self._one(text, "D101", self.stages)

    def ending(self, text: Text) -> str:
        """A declared ending, else a problem."""
        return self._one(text, "D102", self.endings)

    def fact(self, text: Text) -> str:
        """A declared fact, else a problem."""
        return self._one(text, "D105", self.facts)

    def resolution(self, text: Text) -> str:
        """A declared resolution, else a problem."""
        return self._one(text, "D106", self.resolutions)

    def tool(self, text: Text, known: Collection[str] | None = None) -> str:
        """A tool of the back office by its Chinese or English name, else a problem."""
        word = ids("tools").get(text.value.strip().casefold(), text.value.strip())
        return self._one(Text(word, text.mark), "D107", self.tools if known is None else known)

    def any_tool(self, text: Text) -> str:
        """Any tool that there is, whether or not this file permits it."""
        return self.tool(text, tuple(TOOLS))

    def act(self, text: Text) -> frozenset[str]:
        """The acts that a word stands for: this file's own, a built-in one, or a group."""
        word = text.value.strip()
        self.used.add(word)
        built_in = resolve_act(word)
        own = (word in self.acts and len(built_in) != 1) or word == EXCESS
        found = built_in | ({word} if own else frozenset())
        if not found and not self._chinese_comma(text):
            self.notes.unknown("D103", text.mark, word, (*self.acts, *act_words()))
        return frozenset(found)

    def check_variables(self, text: Text) -> str:
        """The text, after complaining of every 【…】 that is not a variable."""
        for match in VARIABLE.finditer(text.value):
            if match[1] not in self.variables:
                self.notes.unknown("D104", text.mark, match[1], self.variables)
            self.used.add(f"【{match[1]}】")
        if lone := LONE.search(VARIABLE.sub("", text.value)):
            self.notes.add("D118", text.mark, found=lone[0])
        return text.value

    def _one(self, text: Text, code: str, known: Collection[str]) -> str:
        word = text.value.strip()
        self.used.add(word)
        if word not in known and not self._chinese_comma(text):
            self.notes.unknown(code, text.mark, word, known)
        return word

    def _chinese_comma(self, text: Text) -> bool:
        found = bool(CHINESE_COMMA.search(text.value))
        if found:
            self.notes.add("D015", text.mark, found=text.value)
        return found
