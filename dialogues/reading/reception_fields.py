"""The fields of a reception's file (多客接待), in the words of the one table of the file format."""

from dialogues.reading.fields import (
    BOUND,
    FREE,
    NAMES,
    SCENARIO,
    SECONDS,
    TEXT,
    Fields,
    choice,
    items,
    must,
    number,
    table,
)
from dialogues.reading.vocabulary import names
from dialogues.reception.model import LETTERS

MOST_AT_ONCE = len(LETTERS)

ARRIVAL: Fields = {
    "scenario": must(TEXT),
    "at": must(SECONDS),
    "weight": number(1),
}
SURGE: Fields = {"start": must(SECONDS), "end": must(SECONDS), "rise": TEXT}
CURVE: Fields = {
    "per_minute": must(TEXT),
    "surges": items(SURGE),
    "drawn_from": must(NAMES),
}
ROBOT: Fields = {
    "student": must(choice("personas", names("personas"))),
    "interval": must(SECONDS),
    "habit": must(choice("values", ("urgent_first", "first_come"))),
}
EXPECTED: Fields = {"mark": BOUND}
TEST: Fields = {"name": must(TEXT), "robot": must(table(ROBOT)), "expect": table(EXPECTED)}
RECEPTION: Fields = {
    **{key: SCENARIO[key] for key in ("format", "id", "title")},
    "type": must(choice("types", ("desk",))),
    **{key: SCENARIO[key] for key in ("difficulty", "skills", "platform")},
    "lasts": SECONDS,
    "time_limit": SECONDS,
    "briefing": FREE,
    "at_once": number(1, MOST_AT_ONCE),
    "arrivals": items(ARRIVAL),
    "curve": table(CURVE),
    "tests": items(TEST),
    "allow": table({}, each=TEXT),
}
"""A reception's file."""
