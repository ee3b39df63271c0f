"""All that changes in a customer while it is talked to, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from dialogues.customer import Data


@dataclass(slots=True)
class State:
    """The customer's memory.

    Counters map names to how often something happened; `said` maps a pool of lines to the
    indices used, the longest unused first; `silences` counts the silence thresholds that fired
    since the student last spoke; `replies` keeps traces of what the student said. `changes` are
    the cells written in the back office; `elapsed` the seconds for which the customer waited,
    `hints` how often the student was helped.
    """

    anger: int
    stage: str
    rounds: int = 0
    heard: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    agreed: list[str] = field(default_factory=list)
    used: list[str] = field(default_factory=list)
    mentioned: list[str] = field(default_factory=list)
    kindnesses: dict[str, int] = field(default_factory=dict)
    fired: dict[str, int] = field(default_factory=dict)
    said: dict[str, list[int]] = field(default_factory=dict)
    replies: list[str] = field(default_factory=list)
    effects: list[str] = field(default_factory=list)
    changes: list[list[str | int]] = field(default_factory=list)
    hints: int = 0
    elapsed: float = 0.0
    coupons: float = 0.0
    puzzled: int = 0
    silences: int = 0
    ended: str = ""

    def to_data(self) -> Mapping[str, Data]:
        """A copy as plain data."""
        return {name: _copy(getattr(self, name)) for name in _NAMES}

    @classmethod
    def of(cls, data: Mapping[str, Data]) -> "State":
        """The state that was written down; what an older version did not know starts afresh."""
        known: dict[str, Any] = {k: _copy(v) for k, v in data.items() if k in _NAMES}
        return cls(**known)


_NAMES = tuple(f.name for f in fields(State))


def _copy(value: Data) -> Data:
    """A copy as deep as the memory is: lists, maps, and maps of lists."""
    if isinstance(value, list):
        return list(value)
    if isinstance(value, dict):
        return {k: list(v) if isinstance(v, list) else v for k, v in value.items()}
    return value
