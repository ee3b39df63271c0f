"""Opening a class, and the ways into it."""

import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from bot.classroom.cohorts import Cohort, Invitation, Rank, Role
from bot.classroom.drills import zone
from bot.classroom.ledger import Ledger
from bot.secrets import new_code

CODE_LIVES = timedelta(hours=24)
_READ_ALOUD = str.maketrans("OIL", "011", "- ")
"""Crockford's base 32 as people type it: O is 0, I and L are 1, strokes and blanks are nothing."""


@dataclass(frozen=True, slots=True)
class NewClass:
    """A class just created, with the code for its teacher and the one for its students."""

    cohort: Cohort
    teacher_code: str
    student_code: str


def normal_code(typed: str) -> str:
    """A code as we write it, however it was typed."""
    return unicodedata.normalize("NFKC", typed).upper().translate(_READ_ALOUD)


def open_class(ledger: Ledger, name: str, zone_name: str) -> NewClass:
    """Create a class; raises `UnknownZone` for a zone that does not exist."""
    zone(zone_name)
    cohort = ledger.found(Cohort(0, name, zone_name), ledger.now)
    return NewClass(cohort, teacher_code(ledger, cohort.id), student_code(ledger, cohort.id))


def teacher_code(ledger: Ledger, cohort: int) -> str:
    """A new code for one teacher: whose class it is, if it is nobody's yet, or who shares it."""
    return _single_use(ledger, Invitation(new_code(), cohort, Role.TEACHER))


def owner_code(ledger: Ledger, cohort: int) -> str:
    """A new code for a class's owner, in place of the one there may be."""
    return _single_use(ledger, Invitation(new_code(), cohort, Role.TEACHER, rank=Rank.OWNER))


def co_teacher_code(ledger: Ledger, cohort: int) -> str:
    """A new code for somebody who shares the class."""
    return _single_use(ledger, Invitation(new_code(), cohort, Role.TEACHER, rank=Rank.CO_TEACHER))


def substitute_code(ledger: Ledger, cohort: int, days: int) -> str:
    """A new code for somebody who stands in for so many days from now."""
    until = ledger.now + timedelta(days=days)
    way = Invitation(new_code(), cohort, Role.TEACHER, rank=Rank.SUBSTITUTE, until=until)
    return _single_use(ledger, way)


def mentor_code(ledger: Ledger, cohort: int) -> str:
    """A new code for one enterprise mentor."""
    return _single_use(ledger, Invitation(new_code(), cohort, Role.MENTOR))


def _single_use(ledger: Ledger, way: Invitation) -> str:
    """Good for one person and one day."""
    expires = ledger.now + CODE_LIVES
    ledger.invite(
        Invitation(way.code, way.cohort, way.role, 1, expires, rank=way.rank, until=way.until)
    )
    return way.code


def student_code(ledger: Ledger, cohort: int) -> str:
    """The class's code for students, made when first asked for."""
    code = ledger.code_of(cohort, Role.STUDENT)
    if code is None:
        code = new_code()
        ledger.invite(Invitation(code, cohort, Role.STUDENT))
    return code
