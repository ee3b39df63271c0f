"""Opening a class, and the ways into it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.classroom.challenge import Ledger
from bot.classroom.cohorts import Cohort, Invitation, Role
from bot.classroom.drills import zone
from bot.secrets import new_code

TEACHER_CODE_LIVES = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class NewClass:
    """A class just created, with the code for its teacher and the one for its students."""

    cohort: Cohort
    teacher_code: str
    student_code: str


def open_class(ledger: Ledger, name: str, zone_name: str) -> NewClass:
    """Create a class; raises `UnknownZone` for a zone that does not exist."""
    zone(zone_name)
    cohort = ledger.found(Cohort(0, name, zone_name), ledger.now)
    return NewClass(cohort, teacher_code(ledger, cohort.id), student_code(ledger, cohort.id))


def teacher_code(ledger: Ledger, cohort: int) -> str:
    """A new code for one teacher, good for one day."""
    code = new_code()
    expires = ledger.now + TEACHER_CODE_LIVES
    ledger.invite(Invitation(code, cohort, Role.TEACHER, uses_left=1, expires_at=expires))
    return code


def student_code(ledger: Ledger, cohort: int) -> str:
    """The class's code for students, made when first asked for."""
    code = ledger.code_of(cohort, Role.STUDENT)
    if code is None:
        code = new_code()
        ledger.invite(Invitation(code, cohort, Role.STUDENT))
    return code
