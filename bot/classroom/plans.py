"""What a class has been set beside its standing plan: single dates, and what was pushed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.classroom.calendar import Calendar, DayKind
from bot.classroom.cohorts import Occurrence, Person
from bot.classroom.rules import Rules
from bot.practice.ports import Timer

UNTIL_UNDO_SECONDS = 60
"""How long a publication can be undone."""


class Origin(StrEnum):
    """Where a date was set: in the weekly table, which replaces the standing plan, or by hand."""

    WEEK = "week"
    HAND = "hand"


class SlotState(StrEnum):
    """How far a date has come: being put together, set, or done with; or that it is left out."""

    DRAFT = "draft"
    SET = "set"
    DONE = "done"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Slot:
    """One drill on one date (排课), apart from the standing plan.

    With `minutes` it opens at the moment of publishing, for so long; otherwise at `post_minute` of
    `date` on the class's clock. A `lesson` is the in-class mode. `anyway`: the class's owner lets
    it go out in quiet hours and beyond the day's pushes.
    """

    id: int
    cohort: int
    scenario: str
    origin: Origin
    author: int | None
    date: str = ""
    post_minute: int = 0
    close_minute: int = 0
    minutes: int = 0
    attempts: int = 1
    same_paper: bool = False
    lesson: bool = False
    anyway: bool = False
    state: SlotState = SlotState.DRAFT


class Planner(Protocol):
    """Rules, calendars and set dates of classes, in one transaction."""

    def rules(self, cohort: int) -> Rules:
        """The class's rules; the usual ones where its teacher has set none."""

    def keep_rules(self, cohort: int, rules: Rules) -> None:
        """Keep the class's rules."""

    def calendar(self, cohort: int) -> Calendar:
        """The class's calendar."""

    def enter_days(self, cohort: int, since: date, until: date, kind: DayKind) -> None:
        """The teacher says what these days are."""

    def drop_days(self, cohort: int, number: int) -> bool:
        """Forget an entry of the class's calendar; false where there is none of this number."""

    def slot(self, number: int) -> Slot | None:
        """The set date with this id."""

    def keep_slot(self, slot: Slot) -> Slot:
        """Keep a set date, new where its id is 0; the answer carries its id."""

    def drop_slot(self, number: int) -> None:
        """Forget a set date."""

    def drop_drafts(self, author: int) -> None:
        """Forget what somebody began to put together and never published."""

    def slots(self, cohort: int, since: str, until: str) -> Sequence[Slot]:
        """The class's set dates of a stretch, first and last included, by time."""

    def going_on(self, cohort: int) -> Sequence[Occurrence]:
        """The class's occurrences that are open, oldest first."""

    def opened(self, drill: int, date: str) -> bool:
        """Whether the standing plan has been posted on this date."""

    def occurrences(self, cohort: int, since: str, until: str) -> Sequence[Occurrence]:
        """What was posted on these dates and not taken back, oldest first."""

    def owner_of(self, cohort: int) -> int | None:
        """The person whose class it is: the teacher who was there first."""

    def withdraw(self, occurrence: int, at: datetime) -> bool:
        """Take it back with all that was made of it; false where it is closed."""

    def begun_by(self, occurrence: int) -> frozenset[int]:
        """Everybody who has begun their share."""

    def nudged(self, occurrence: int) -> bool:
        """Whether those who had not finished were reminded of it already."""

    def pushed(self, cohort: int, since: datetime) -> int:
        """How often the class was written to since then."""

    def push(self, cohort: int, occurrence: int, kind: str) -> None:
        """The class is written to now: an `offer` of a drill, or a `nudge`."""

    def rekey(self, old: str, new: str) -> bool:
        """A message that has not left yet goes by another key; false where it has left."""

    def queued_before(self, key: str) -> bool:
        """Whether a message with this key was ever put into the outbox."""

    def alarm(self, kind: Timer, subject: int) -> datetime | None:
        """When this timer is due; None where it is not set."""


def to_nudge(
    finished: frozenset[int], students: Sequence[Person]
) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """Who has not finished: those who can be written to, and those who cannot."""
    missing = [student for student in students if student.id not in finished]
    here = tuple(student for student in missing if student.active)
    return here, tuple(student for student in missing if not student.active)
