"""The one table of the file format: which fields there are, what stands in them, what is text.

The reader takes the names, the ranges and what is required from here; the translation beside a
file, the JSON Schema for editors and the handbook's list of fields are made of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from dialogues.scenario import Decay


class Kind(StrEnum):
    """What stands in a field.

    FREE is whatever tables, lists and texts the author likes; TEXTS and NAMES are one text or a
    list of them, GROUPS a list of such lists; a TABLE has fields and, where `each` is given, also
    entries that the author names; ITEMS is a list.
    """

    TEXT = "text"
    TEXTS = "texts"
    GROUPS = "groups"
    NUMBER = "number"
    SECONDS = "seconds"
    BOUND = "bound"
    SPAN = "span"
    CHOICE = "choice"
    FREE = "free"
    TABLE = "table"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its kind, whether it must be filled in, and what may stand in it.

    `said` marks text that people read in a talk, which a translation has to give again. `choices`
    are ids of the vocabulary section `section`. `low` and `high` bound a number.
    """

    kind: Kind
    required: bool = False
    said: bool = False
    fields: Mapping[str, "Field"] = field(default_factory=dict)
    each: "Field | None" = None
    section: str = ""
    choices: tuple[str, ...] = ()
    low: int = -100
    high: int = 100

    @property
    def range(self) -> tuple[int, int]:
        """Lowest and highest number."""
        return self.low, self.high

    @property
    def speaks(self) -> bool:
        """Whether anything in it is to be translated."""
        inner = (*self.fields.values(), *((self.each,) if self.each else ()))
        return self.said or any(one.speaks for one in inner)


Fields = Mapping[str, Field]


def required(fields: Fields) -> tuple[str, ...]:
    """The ids of those that must be filled in."""
    return tuple(name for name, one in fields.items() if one.required)


def must(one: Field) -> Field:
    """A field that has to be filled in."""
    return replace(one, required=True)


def table(fields: Fields, each: Field | None = None) -> Field:
    """A table with these fields and, where given, entries that the author names."""
    return Field(Kind.TABLE, fields=fields, each=each)


def rows(each: Field) -> Field:
    """A table whose entries the author names."""
    return Field(Kind.TABLE, each=each)


def items(fields: Fields) -> Field:
    """A list of tables with these fields."""
    return Field(Kind.ITEMS, each=table(fields))


def number(low: int = -100, high: int = 100) -> Field:
    """A whole number within bounds."""
    return Field(Kind.NUMBER, low=low, high=high)


def choice(section: str, choices: Iterable[str]) -> Field:
    """One of some words of the vocabulary."""
    return Field(Kind.CHOICE, section=section, choices=tuple(choices))


TEXT = Field(Kind.TEXT)
NAMES = Field(Kind.TEXTS)
LINES = Field(Kind.TEXTS, said=True)
SAID = Field(Kind.TEXT, said=True)
SECONDS = Field(Kind.SECONDS)
NUMBER = number()
BOUND = Field(Kind.BOUND)
FREE = Field(Kind.FREE, said=True)

PERSONA: Fields = {
    "name": must(SAID),
    "portrait": SAID,
    "wants": SAID,
    "truth": SAID,
    "opening": must(LINES),
}
WAITING: Fields = {
    "grace": must(SECONDS),
    "every": must(SECONDS),
    "add": must(NUMBER),
    "cap": must(NUMBER),
}
MOOD: Fields = {
    "anger": must(number(0)),
    "changes": must(rows(NUMBER)),
    "decay": choice("values", Decay),
    "waiting": table(WAITING),
    "bands": must(rows(Field(Kind.SPAN))),
}
FACT: Fields = {
    "asked_by": must(NAMES),
    "required": choice("values", ("yes", "no")),
    "when": NAMES,
    "say": must(LINES),
    "again": LINES,
    "again_anger": NUMBER,
    "move_to": TEXT,
}
OFFICE: Fields = {
    "tool": NAMES,
    "coupon_limit": number(0, 100_000),
    "refund_limit": number(0, 1_000_000),
    "should_be": NAMES,
}
ACT: Fields = {
    "keywords": NAMES,
    "must_contain": Field(Kind.GROUPS),
    "patterns": NAMES,
    "examples": NAMES,
    "exclude": NAMES,
}
RULE: Fields = {
    "name": must(TEXT),
    "heard": NAMES,
    "words": NAMES,
    "used_tool": NAMES,
    "stage": NAMES,
    "when": NAMES,
    "say": LINES,
    "anger": NUMBER,
    "move_to": TEXT,
    "agree": TEXT,
    "ending": TEXT,
}
SILENCE: Fields = {
    "after": must(SECONDS),
    "stage": NAMES,
    "say": LINES,
    "anger": NUMBER,
    "ending": TEXT,
}
RESOLUTION: Fields = {"needs": NAMES, "refusal": LINES}
ENDING: Fields = {
    "result": must(choice("values", ("success", "failure"))),
    "satisfaction": number(1, 5),
    "when": NAMES,
    "say": LINES,
}
CRITERION: Fields = {
    "weight": must(number(0)),
    "full": SECONDS,
    "zero": SECONDS,
    "done": NAMES,
    "ending": rows(number(0)),
}
GATE: Fields = {
    "heard": NAMES,
    "when": NAMES,
    "capped_at": must(number(0)),
}
STEP: Fields = {
    "student": SAID,
    "tool": TEXT,
    "silences": SECONDS,
    "takes": SECONDS,
    "hears": NAMES,
    "hears_not": NAMES,
    "stage": TEXT,
    "anger": BOUND,
}
EXPECTED: Fields = {"ending": NAMES, "mark": BOUND, "office": NAMES}
TEST: Fields = {
    "name": must(TEXT),
    "talk": must(items(STEP)),
    "expect": table(EXPECTED),
}
SCENARIO: Fields = {
    "format": must(TEXT),
    "id": must(TEXT),
    "title": must(SAID),
    "type": choice("types", ("chat",)),
    "difficulty": number(1, 5),
    "skills": NAMES,
    "platform": TEXT,
    "time_limit": SECONDS,
    "based_on": TEXT,
    "briefing": FREE,
    "variants": FREE,
    "customer": must(table(PERSONA)),
    "mood": must(table(MOOD)),
    "facts": rows(table(FACT)),
    "office": table(OFFICE, each=FREE),
    "acts": rows(table(ACT)),
    "stage": must(NAMES),
    "rules": must(items(RULE)),
    "small_talk": must(rows(LINES)),
    "puzzled": must(LINES),
    "parroted": LINES,
    "silences": items(SILENCE),
    "resolutions": rows(table(RESOLUTION)),
    "ending": must(rows(table(ENDING))),
    "hints": FREE,
    "rubric": table({"gates": items(GATE)}, each=table(CRITERION)),
    "tests": items(TEST),
    "allow": rows(TEXT),
}
"""A customer file. What a base gives (沿用) need not stand in the file itself."""
