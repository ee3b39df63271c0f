"""What comes of a stretch of time or of an answer in a live room."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from dialogues.liveroom.comments import Comment
from dialogues.transcript import Ended, Handled


class How(StrEnum):
    """What became of a comment."""

    ANSWERED = "answered"
    BLOCKED = "blocked"
    LATE = "late"
    BESIDE = "beside"
    CHATTED = "chatted"
    WRONGLY_BLOCKED = "wrongly_blocked"
    OVERDUE = "overdue"
    LOST = "lost"


BY_NOBODY = frozenset({How.OVERDUE, How.LOST})
"""What becomes of a comment without anybody's doing."""


class Slip(StrEnum):
    """Why an answer reached nobody."""

    STRANGER = "stranger"
    GONE = "gone"
    AGAIN = "again"
    TOO_MUCH = "too_much"
    NOTHING = "nothing"
    RUDE = "rude"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a stretch of time or of an answer; comments `shown` first became certain now."""

    handled: tuple[Handled, ...] = ()
    shown: tuple[Comment, ...] = ()
    slip: Slip | None = None
    ended: Ended | None = None

    def handled_by(self, bubble: int | None) -> Iterator[Handled]:
        """What became of comments, for the log: this bubble did it, where somebody did."""
        for handled in self.handled:
            yield handled if handled.how in BY_NOBODY else replace(handled, by=bubble)
