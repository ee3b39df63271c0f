"""名单: what a class's roster is made of; the reading of one is in `roster_reading`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

NAMES_A_PAGE = 45
"""Buttons on a page of names: a usual class fits on one, so that nobody needs a tap to turn it."""


@dataclass(frozen=True, slots=True)
class RosterName:
    """A real name on a class's roster, and whose it is once somebody said so."""

    id: int
    cohort: int
    name: str
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Names that a teacher has sent for a class and not saved; empty while we wait for them.

    `numbers` are the student numbers (学号) of those names that came with one.
    """

    cohort: int
    names: tuple[str, ...]
    at: datetime
    numbers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Admission:
    """Somebody with a class's code, and the taken name that they say is theirs."""

    cohort: int
    person: int
    name: int | None
