"""What is taken off the whole, whatever the rows say: help that the student asked for."""

from collections.abc import Iterator

from dialogues.transcript import Transcript
from scoring.evidence import Evidence, cite

HINT = "hint"
"""The kind of remark with which the log records a hint, and the rule that it falls under."""

HINT_POINTS = 2
"""Points of the total that each hint costs."""


def deductions(transcript: Transcript) -> tuple[Evidence, ...]:
    """One for each hint taken, with its words."""
    return tuple(_taken(transcript))


def _taken(transcript: Transcript) -> Iterator[Evidence]:
    last = max((said.event for said in transcript.utterances), default=0)
    for remark in transcript.remarks:
        if remark.kind == HINT:
            yield cite(last, 0, "", HINT, -HINT_POINTS, remark.text)
