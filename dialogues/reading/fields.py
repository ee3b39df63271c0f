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


def _must(one: Field) -> Field:
    return replace(one, required=True)


def _table(fields: Fields, each: Field | None = None) -> Field:
    return Field(Kind.TABLE, fields=fields, each=each)


def _rows(each: Field) -> Field:
    return Field(Kind.TABLE, each=each)


def _items(fields: Fields) -> Field:
    return Field(Kind.ITEMS, each=_table(fields))


def _number(low: int = -100, high: int = 100) -> Field:
    return Field(Kind.NUMBER, low=low, high=high)


def _choice(section: str, choices: Iterable[str]) -> Field:
    return Field(Kind.CHOICE, section=section, choices=tuple(choices))


TEXT = Field(Kind.TEXT)
NAMES = Field(Kind.TEXTS)
LINES = Field(Kind.TEXTS, said=True)
SAID = Field(Kind.TEXT, said=True)
SECONDS = Field(Kind.SECONDS)
NUMBER = _number()
BOUND = Field(Kind.BOUND)
FREE = Field(Kind.FREE, said=True)

PERSONA: Fields = {
    "name": _must(SAID),
    "portrait": SAID,
    "wants": SAID,
    "truth": SAID,
    "opening": _must(LINES),
}
WAITING: Fields = {
    "grace": _must(SECONDS),
    "every": _must(SECONDS),
    "add": _must(NUMBER),
    "cap": _must(NUMBER),
}
MOOD: Fields = {
    "anger": _must(_number(0)),
    "changes": _must(_rows(NUMBER)),
    "decay": _choice("values", Decay),
    "waiting": _table(WAITING),
    "bands": _must(_rows(Field(Kind.SPAN))),
}
FACT: Fields = {
    "asked_by": _must(NAMES),
    "required": _choice("values", ("yes", "no")),
    "when": NAMES,
    "say": _must(LINES),
    "again": LINES,
    "again_anger": NUMBER,
    "move_to": TEXT,
}
OFFICE: Fields = {
    "tool": NAMES,
    "coupon_limit": _number(0, 100_000),
    "refund_limit": _number(0, 1_000_000),
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
    "name": _must(TEXT),
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
    "after": _must(SECONDS),
    "stage": NAMES,
    "say": LINES,
    "anger": NUMBER,
    "ending": TEXT,
}
RESOLUTION: Fields = {"needs": NAMES, "refusal": LINES}
ENDING: Fields = {
    "result": _must(_choice("values", ("success", "failure"))),
    "satisfaction": _number(1, 5),
    "when": NAMES,
    "say": LINES,
}
CRITERION: Fields = {
    "weight": _must(_number(0)),
    "full": SECONDS,
    "zero": SECONDS,
    "done": NAMES,
    "ending": _rows(_number(0)),
}
GATE: Fields = {
    "heard": NAMES,
    "when": NAMES,
    "capped_at": _must(_number(0)),
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
    "name": _must(TEXT),
    "talk": _must(_items(STEP)),
    "expect": _table(EXPECTED),
}
SCENARIO: Fields = {
    "format": _must(TEXT),
    "id": _must(TEXT),
    "title": _must(SAID),
    "type": _choice("types", ("chat",)),
    "difficulty": _number(1, 5),
    "skills": NAMES,
    "platform": TEXT,
    "time_limit": SECONDS,
    "based_on": TEXT,
    "briefing": FREE,
    "variants": FREE,
    "customer": _must(_table(PERSONA)),
    "mood": _must(_table(MOOD)),
    "facts": _rows(_table(FACT)),
    "office": _table(OFFICE, each=FREE),
    "acts": _rows(_table(ACT)),
    "stage": _must(NAMES),
    "rules": _must(_items(RULE)),
    "small_talk": _must(_rows(LINES)),
    "puzzled": _must(LINES),
    "parroted": LINES,
    "silences": _items(SILENCE),
    "resolutions": _rows(_table(RESOLUTION)),
    "ending": _must(_rows(_table(ENDING))),
    "hints": FREE,
    "rubric": _table({"gates": _items(GATE)}, each=_table(CRITERION)),
    "tests": _items(TEST),
    "allow": _rows(TEXT),
}
"""A customer file. What a base gives (沿用) need not stand in the file itself."""
