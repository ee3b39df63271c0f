"""Who belongs to a class and what the class has been set: people, cohorts, drills.

`Register` is one transaction's view of all that; it is written together with the practice's book.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.classroom.mentoring import Approval


class Role(StrEnum):
    """What somebody may do in a class."""

    STUDENT = "student"
    TEACHER = "teacher"
    MENTOR = "mentor"


class Rank(StrEnum):
    """What kind of teacher: whose class it is, who shares it, who stands in for a while."""

    OWNER = "owner"
    CO_TEACHER = "co_teacher"
    SUBSTITUTE = "substitute"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who consented. `chat` is the direct chat, `alias` the name that others may see."""

    id: int
    channel: str
    platform_id: str
    chat: str
    alias: str
    language: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Cohort:
    """A class (班级): its time zone, and the group on a messenger that it is connected to."""

    id: int
    name: str
    zone: str
    channel: str | None = None
    group_chat: str | None = None
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A way into a class in one role; `uses_left` None: any number, `expires_at` None: never.

    `rank` for teachers alone; a substitute's standing in the class ends at `until`.
    """

    code: str
    cohort: int
    role: Role
    uses_left: int | None = None
    expires_at: datetime | None = None
    rank: Rank | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Drill:
    """The plan of a daily drill (日练): times of day in minutes since midnight, class time.

    Each class day takes the next of `scenarios`; `step` counts those that were posted. After the
    last it begins again, or, unless it is to `cycle`, is over. It runs from the date `since` on.
    A drill that closes earlier than it is posted closes on the following day. `anyway`: the
    class's owner wants it although it lies in the quiet hours.
    """

    id: int
    cohort: int
    post_minute: int
    close_minute: int
    scenarios: tuple[str, ...]
    active: bool = True
    cycle: bool = True
    step: int = 0
    since: str = ""
    anyway: bool = False

    @property
    def over(self) -> bool:
        """Whether nothing of it is left to be posted."""
        return not self.active or not (self.cycle or self.step < len(self.scenarios))


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a drill (场次), of the standing plan or of a `slot` set for itself.

    So many `attempts` of each student count; with `same_paper` everybody gets the same variant.
    """

    id: int
    drill: int
    cohort: int
    date: str
    scenario: str
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None = None
    slot: int = 0
    attempts: int = 3
    same_paper: bool = False
    lesson: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """One student's share of an occurrence (任务), and how often it was begun."""

    id: int
    occurrence: int
    person: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Result:
    """A finished attempt that counts: whose, the mark, and the scorecard as JSON."""

    person: int
    alias: str
    total: int
    card: str
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """What a student sees of one finished attempt of their own."""

    scenario: str
    total: int
    ended_at: datetime


class Register(Protocol):
    """Classes, members, drills and results, in one transaction."""

    def person_of(self, channel: str, platform_id: str) -> Person | None:
        """Whoever has this id on the platform, if they consented."""

    def person(self, number: int) -> Person | None:
        """The person with this id."""

    def enrol(self, person: Person, consent_at: datetime) -> Person:
        """Keep somebody who just consented; the answer carries their id."""

    def reachable(self, person: int, active: bool) -> None:
        """Whether the person can be written to (blocked us: not)."""

    def rename(self, person: int, alias: str) -> None:
        """Give the person another alias."""

    def aliases(self, cohort: int) -> frozenset[str]:
        """Aliases already used in a class."""

    def found(self, cohort: Cohort, at: datetime) -> Cohort:
        """Create a class; the answer carries its id."""

    def cohort(self, number: int) -> Cohort | None:
        """The class with this id."""

    def all_cohorts(self) -> Sequence[Cohort]:
        """Every class of this installation."""

    def cohorts_of(self, person: int, role: Role | None = None) -> Sequence[Cohort]:
        """Classes that the person belongs to at present, oldest first; no archived ones."""

    def cohorts_in(self, channel: str, group_chat: str) -> Sequence[Cohort]:
        """Classes connected to this group that are not archived."""

    def approvals(self, cohort: int) -> Mapping[str, Approval]:
        """What the class's mentor said about customers; those never asked about are missing."""

    def connect(self, cohort: int, channel: str, group_chat: str | None, topic: str = "") -> None:
        """Connect the class to a group, or to none."""

    def join(
        self,
        cohort: int,
        person: int,
        role: Role,
        at: datetime,
        rank: Rank | None = None,
        until: datetime | None = None,
    ) -> None:
        """Make the person a member; who joins as a student stays what they were.

        A teacher without a rank owns the class if nobody does, and shares it otherwise.
        """

    def members(self, cohort: int, role: Role) -> Sequence[Person]:
        """Members of a class in one role at present, by id."""

    def real_names(self, cohort: int) -> Mapping[int, str]:
        """Real names of a class by student; for the eyes of its teachers alone."""

    def invite(self, invitation: Invitation) -> None:
        """Keep an invitation."""

    def invitation(self, code: str) -> Invitation | None:
        """The invitation with this code, used up or not."""

    def code_of(self, cohort: int, role: Role) -> str | None:
        """A code that lets people into a class in a role."""

    def spend(self, code: str) -> bool:
        """Use an invitation once; false where it has no uses left."""

    def drill(self, number: int) -> Drill | None:
        """The drill with this id."""

    def drill_of(self, cohort: int) -> Drill | None:
        """The class's daily drill."""

    def plan(self, drill: Drill) -> Drill:
        """Keep a drill, replacing the class's earlier one; the answer carries its id."""

    def open(self, occurrence: Occurrence) -> Occurrence | None:
        """Open a date of a drill; None where that date is open or over already."""

    def occurrence(self, number: int) -> Occurrence | None:
        """The occurrence with this id."""

    def latest(self, cohort: int) -> Occurrence | None:
        """The class's newest occurrence that was not taken back."""

    def close(self, occurrence: int, at: datetime) -> bool:
        """Close it; false where it was closed already."""

    def assign(self, occurrence: int, person: int) -> Assignment:
        """The student's share of it, made when first asked for."""

    def assignment(self, number: int) -> Assignment | None:
        """The assignment with this id."""

    def begun(self, assignment: int) -> None:
        """Count one more attempt at it."""

    def results(self, occurrence: int) -> Sequence[Result]:
        """All finished attempts that count, oldest first."""

    def history(self, person: int, limit: int) -> Sequence[Record]:
        """The person's own finished attempts, newest first."""
