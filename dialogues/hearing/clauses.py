"""Where a reply's clauses are, and which stretches only quote what somebody else said."""

import re

Spans = tuple[tuple[int, int], ...]
"""Starts and ends of stretches of a text."""

_BREAK = re.compile(
    r"[,!?~]+|(?<=[㐀-鿿]) | (?=[㐀-鿿])|(?=但是|不过|可是|然而)|(?<=[a-z]) (?=but )"
)
_QUOTED = re.compile(r'"[^"]{1,60}"|《[^》]{1,60}》|【[^】]{1,60}】')


def clauses(text: str) -> Spans:
    """Start and end of each clause of a plain text, in order; marks belong to no clause."""
    spans: list[tuple[int, int]] = []
    start = 0
    for gap in _BREAK.finditer(text):
        if gap.start() > start:
            spans.append((start, gap.start()))
        start = gap.end()
    if start < len(text):
        spans.append((start, len(text)))
    return tuple(spans)


def clause_at(spans: Spans, position: int) -> tuple[int, int]:
    """The clause that holds a position, or the stretch from the position on."""
    for start, end in spans:
        if start <= position < end:
            return start, end
    return position, position


def quoted(text: str) -> Spans:
    """Stretches in quotation marks, unless the whole reply is one."""
    spans = tuple(hit.span() for hit in _QUOTED.finditer(text))
    return () if sum(end - start for start, end in spans) >= len(text) - 1 else spans
