"""企业导师: talks that somebody wants looked at, and customers that need a mentor's yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

PHRASES = ("warm", "facts", "faster", "promise", "close")
"""Ready remarks, each a text of the catalogue (`mentor.phrase.*`)."""

LONGEST_REMARK = 300


class FlagSource(StrEnum):
    """Who wants a talk looked at."""

    STUDENT = "student"
    TEACHER = "teacher"


class Approval(StrEnum):
    """What a class's mentor says about a customer; one that nobody asked about needs no yes."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Flag:
    """A talk that a mentor should look at: whose it is, who said so, and when."""

    attempt: int
    person: int
    source: FlagSource
    at: datetime


def may_be_used(said: Mapping[str, Approval], scenario: str) -> bool:
    """Whether a class's drills may use a customer, by what its mentor said."""
    return said.get(scenario, Approval.APPROVED) is Approval.APPROVED
