"""A platform's figures as data: what is counted, in which hours, the pass line, and who says so."""

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo


class Measure(StrEnum):
    """What a figure is: a share, a time over many waits, a head count, or a ratio."""

    SHARE = "share"
    MEAN = "mean"
    MEDIAN = "median"
    P90 = "p90"
    HANDLE_TIME = "handle_time"
    RESOLUTION_TIME = "resolution_time"
    CUSTOMERS = "customers"
    SLOW_CUSTOMERS = "slow_customers"
    UNANSWERED_CUSTOMERS = "unanswered_customers"
    CUSTOMER_MESSAGES = "customer_messages"
    REPLIES = "replies"
    REPLY_RATIO = "reply_ratio"
    CHARACTERS = "characters"
    LEFT_SHARE = "left_share"
    INVITED_SHARE = "invited_share"
    SATISFIED_SHARE = "satisfied_share"
    CONVERSION = "conversion"
    ORDER_VALUE = "order_value"


class Unit(StrEnum):
    """What waits: a round, a message, a customer's whole day, a talk's first or later rounds.

    `substantive` is a round that ends only with the first answer to the matter.
    """

    ROUND = "round"
    MESSAGE = "message"
    CUSTOMER_DAY = "customer_day"
    FIRST = "first"
    LATER = "later"
    SUBSTANTIVE = "substantive"


class Answer(StrEnum):
    """Whose reply stops the clock: a person's only, or an automatic one as well."""

    HUMAN = "human"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Line:
    """The pass line: at least so much, or at most so much."""

    limit: float
    at_least: bool = True

    def passed(self, value: float) -> bool:
        """Whether a value passes; exactly on the line does."""
        return value >= self.limit if self.at_least else value <= self.limit


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """One figure of a preset.

    `within_s` is the limit in seconds. `window` are the hours `[from, to)` of the preset's zone
    in which a wait must begin to be counted; None: all day. `column` is the heading that the
    platform's back office gives the figure.
    """

    id: str
    names: dict[str, str]
    measure: Measure
    source: str
    as_of: str
    column: str
    unit: Unit = Unit.ROUND
    answer: Answer = Answer.HUMAN
    within_s: int | None = None
    window: tuple[int, int] | None = None
    pass_line: Line | None = None


@dataclass(frozen=True, slots=True)
class Preset:
    """A platform's figures. A customer silent for longer than `gap_hours` begins a new talk.

    `source` is who says so where a figure names no source of its own; `note` explains the count.
    """

    id: str
    names: dict[str, str]
    zone: ZoneInfo
    figures: tuple[FigureSpec, ...]
    gap_hours: int = 24
    source: str = ""
    note: str = ""
