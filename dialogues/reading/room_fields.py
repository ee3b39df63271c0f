"""The fields of a live room's file, in the words of the one table of the file format."""

from dataclasses import replace

from dialogues.reading.fields import (
    ACT,
    BOUND,
    FREE,
    LINES,
    NAMES,
    NUMBER,
    SAID,
    SCENARIO,
    SECONDS,
    TEXT,
    Field,
    Fields,
    Kind,
)


def must(one: Field) -> Field:
    """A field that has to be filled in."""
    return replace(one, required=True)


def number(low: int = -100, high: int = 100) -> Field:
    """A whole number within bounds."""
    return Field(Kind.NUMBER, low=low, high=high)


def table(fields: Fields, each: Field | None = None) -> Field:
    """A table with these fields and, where given, entries that the author names."""
    return Field(Kind.TABLE, fields=fields, each=each)


def table_list(fields: Fields) -> Field:
    """A list of tables."""
    return Field(Kind.ITEMS, each=table(fields))


def word(section: str, *choices: str) -> Field:
    """One of some words."""
    return Field(Kind.CHOICE, section=section, choices=choices)


MOST_ROWS = 12
"""Lines of a board that a phone shows at once."""

REFRESH: Fields = {"every": SECONDS, "rows": number(3, MOST_ROWS)}
TEMPER: Fields = {
    "starts_at": number(0),
    "answered": NUMBER,
    "overdue": NUMBER,
    "grave_overdue": NUMBER,
    "rude": NUMBER,
    "blow_up": number(0),
}
TOPIC: Fields = {
    "asks": must(LINES),
    "answered_by": NAMES,
    "limit": must(SECONDS),
    "worth": must(number(1)),
    "shared": word("values", "yes", "no"),
    "by_name": word("values", "yes", "no"),
    "block": word("values", "block"),
}
WAVE: Fields = {
    "start": must(SECONDS),
    "end": must(SECONDS),
    "per_minute": must(number(1, 120)),
    "shares": must(table({}, each=number(0))),
}
FIXED: Fields = {
    "at": must(SECONDS),
    "nickname": must(SAID),
    "topics": must(TEXT),
    "say": must(SAID),
}
GATE: Fields = {"heard": must(NAMES), "capped_at": must(number(0))}
ROW: Fields = {"weight": must(number(0)), "topics": NAMES}
ROBOT: Fields = {
    "interval": must(SECONDS),
    "habit": must(word("values", "urgent_first", "first_come")),
}
EXPECTED: Fields = {"ending": NAMES, "mark": BOUND}
TEST: Fields = {"name": must(TEXT), "robot": must(table(ROBOT)), "expect": table(EXPECTED)}
ROOM: Fields = {
    **{key: SCENARIO[key] for key in ("format", "id", "title")},
    "type": must(word("types", "live")),
    **{key: SCENARIO[key] for key in ("difficulty", "skills", "platform")},
    "lasts": must(SECONDS),
    "briefing": FREE,
    "crib": SAID,
    "variants": FREE,
    "refresh": table(REFRESH),
    "atmosphere": table(TEMPER),
    "acts": table({}, each=table(ACT)),
    "topics": must(table({}, each=table(TOPIC))),
    "chatter": must(LINES),
    "waves": must(table_list(WAVE)),
    "fixed": table_list(FIXED),
    "rubric": must(table({"gates": table_list(GATE)}, each=table(ROW))),
    "tests": table_list(TEST),
    "allow": table({}, each=TEXT),
}
"""A live room's file."""
