"""All that changes in a live room while the show goes on, as plain data and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from dialogues.customer import Data


@dataclass(slots=True)
class Open:
    """A comment on which nothing has been done yet.

    `since` is the room's second at which the board with it was shown, `at` the same moment on
    the student's clock (None: unmeasured).
    """

    since: float = 0.0
    at: float | None = None
    overdue: bool = False


@dataclass(slots=True)
class State:
    """The room at one moment.

    `now` is the room's second; comments up to `arrived` have come, up to `seen` were shown.
    `open` are those shown and neither dealt with nor gone; `said` when everybody was last told
    of a topic.
    """

    now: float = 0.0
    atmosphere: int = 0
    arrived: int = 0
    seen: int = 0
    open: dict[int, Open] = field(default_factory=dict)
    said: dict[str, float] = field(default_factory=dict)
    ended: bool = False

    def snapshot(self) -> dict[str, Data]:
        """The state as plain data."""
        return {
            "now": self.now,
            "atmosphere": self.atmosphere,
            "arrived": self.arrived,
            "seen": self.seen,
            "open": [[n, o.since, o.at, o.overdue] for n, o in self.open.items()],
            "said": dict(self.said),
            "ended": self.ended,
        }

    @classmethod
    def of(cls, data: Mapping[str, Data]) -> "State":
        """The state that `snapshot` wrote down."""
        plain = cast("dict[str, Any]", data)
        return cls(
            now=plain["now"],
            atmosphere=plain["atmosphere"],
            arrived=plain["arrived"],
            seen=plain["seen"],
            open={n: Open(since, at, overdue) for n, since, at, overdue in plain["open"]},
            said=dict(plain["said"]),
            ended=plain["ended"],
        )
