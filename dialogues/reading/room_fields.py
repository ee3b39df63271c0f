"""The fields of a live room's file, in the words of the one table of the file format."""

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
    Fields,
    choice,
    items,
    must,
    number,
    table,
)

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
    "shared": choice("values", ("yes", "no")),
    "by_name": choice("values", ("yes", "no")),
    "block": choice("values", ("block",)),
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
    "habit": must(choice("values", ("urgent_first", "first_come"))),
}
EXPECTED: Fields = {"ending": NAMES, "mark": BOUND}
TEST: Fields = {"name": must(TEXT), "robot": must(table(ROBOT)), "expect": table(EXPECTED)}
ROOM: Fields = {
    **{key: SCENARIO[key] for key in ("format", "id", "title")},
    "type": must(choice("types", ("live",))),
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
    "waves": must(items(WAVE)),
    "fixed": items(FIXED),
    "rubric": must(table({"gates": items(GATE)}, each=table(ROW))),
    "tests": items(TEST),
    "allow": table({}, each=TEXT),
}
"""A live room's file."""
