"""Everything that is kept about people, table by table: why, who sees it, and whose it is.

This list alone drives export, erasure and the audit report, and a test walks all tables against
it: a table or a column that refers to a person and stands neither here nor, with a reason, in
`IMPERSONAL` fails the build.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, ScalarSelect, Table, select

from bot.practice.ports import Timer
from bot.storage import tables


class Key(StrEnum):
    """By what a row is found to be about somebody."""

    PERSON = "person"
    ATTEMPT = "attempt"
    CHAT = "chat"
    TIMER = "timer"


class Purpose(StrEnum):
    """What something is kept for."""

    ACCOUNT = "account"
    CLASS = "class"
    PRACTICE = "practice"
    MARKS = "marks"
    DELIVERY = "delivery"
    REPAIR = "repair"


class Seen(StrEnum):
    """Who gets to see it, beside the person and whoever runs the machine."""

    NOBODY = "nobody"
    CLASS = "class"
    TEACHERS = "teachers"


@dataclass(frozen=True, slots=True)
class Holding:
    """One table with rows about people; `column` says whose a row is, `since` when it came."""

    table: Table
    key: Key
    column: str
    purpose: Purpose
    seen: Seen
    since: str = ""


HOLDINGS = (
    Holding(tables.person, Key.PERSON, "id", Purpose.ACCOUNT, Seen.CLASS, since="consent_at"),
    Holding(tables.former_alias, Key.PERSON, "person", Purpose.ACCOUNT, Seen.NOBODY, since="at"),
    Holding(tables.preference, Key.PERSON, "person", Purpose.ACCOUNT, Seen.NOBODY),
    Holding(tables.membership, Key.PERSON, "person", Purpose.CLASS, Seen.TEACHERS, since="since"),
    Holding(tables.operator, Key.PERSON, "person", Purpose.ACCOUNT, Seen.NOBODY, since="since"),
    Holding(tables.roster_name, Key.PERSON, "person", Purpose.CLASS, Seen.TEACHERS, since="at"),
    Holding(tables.roster_draft, Key.PERSON, "person", Purpose.CLASS, Seen.NOBODY, since="at"),
    Holding(tables.admission, Key.PERSON, "person", Purpose.CLASS, Seen.TEACHERS, since="at"),
    Holding(tables.flag, Key.PERSON, "person", Purpose.PRACTICE, Seen.TEACHERS, since="at"),
    Holding(
        tables.mentor_remark,
        Key.PERSON,
        "person",
        Purpose.PRACTICE,
        Seen.TEACHERS,
        since="at",
    ),
    Holding(tables.takeover, Key.PERSON, "person", Purpose.PRACTICE, Seen.TEACHERS, since="at"),
    Holding(tables.name_consent, Key.PERSON, "person", Purpose.CLASS, Seen.CLASS, since="at"),
    Holding(tables.team_member, Key.PERSON, "person", Purpose.CLASS, Seen.CLASS),
    Holding(
        tables.streak_repair,
        Key.PERSON,
        "person",
        Purpose.CLASS,
        Seen.TEACHERS,
        since="at",
    ),
    Holding(tables.assignment, Key.PERSON, "person", Purpose.PRACTICE, Seen.TEACHERS),
    Holding(
        tables.attempt,
        Key.PERSON,
        "person",
        Purpose.MARKS,
        Seen.TEACHERS,
        since="started_at",
    ),
    Holding(tables.event, Key.ATTEMPT, "attempt", Purpose.PRACTICE, Seen.TEACHERS, since="at"),
    Holding(
        tables.appeal,
        Key.PERSON,
        "person",
        Purpose.MARKS,
        Seen.TEACHERS,
        since="at",
    ),
    Holding(
        tables.mark_change,
        Key.PERSON,
        "person",
        Purpose.MARKS,
        Seen.TEACHERS,
        since="at",
    ),
    Holding(
        tables.unheard,
        Key.PERSON,
        "person",
        Purpose.MARKS,
        Seen.TEACHERS,
        since="at",
    ),
    Holding(tables.example, Key.PERSON, "person", Purpose.PRACTICE, Seen.TEACHERS, since="at"),
    Holding(tables.case_draft, Key.PERSON, "person", Purpose.CLASS, Seen.NOBODY, since="at"),
    Holding(tables.errand, Key.PERSON, "person", Purpose.DELIVERY, Seen.NOBODY, since="at"),
    Holding(tables.outbox, Key.CHAT, "chat", Purpose.DELIVERY, Seen.NOBODY, since="queued_at"),
    Holding(tables.pause, Key.CHAT, "chat", Purpose.DELIVERY, Seen.NOBODY, since="until"),
    Holding(tables.timer, Key.TIMER, "subject", Purpose.PRACTICE, Seen.NOBODY, since="due_at"),
    Holding(tables.dead_letter, Key.CHAT, "chat", Purpose.REPAIR, Seen.NOBODY, since="at"),
)

UNLINKED = (
    (tables.appeal, "decided_by"),
    (tables.approval, "by"),
    (tables.mark_change, "by"),
    (tables.mentor_remark, "by"),
    (tables.slot, "author"),
    (tables.streak_repair, "by"),
    (tables.takeover, "by"),
    (tables.unheard, "by"),
    (tables.wrong_code, "person"),
)
"""Columns that name somebody in a row of another's or of a class: erasure empties them."""

IMPERSONAL: Mapping[str, str] = {
    "seen": "numbers that a platform gave to updates, dropped after a week; they name nobody",
    "fact": "values of the installation: keys, names of the bot, heartbeat",
    "cohort": "a class: its name, zone and group; no person in it",
    "cohort_setting": "what a class shows and keeps; no person in it",
    "team": "the name that a teacher gave to a small group",
    "invitation": "codes into a class; who used one is not kept",
    "drill": "the plan of a class",
    "slot": "a date set for a class; who set it is emptied by erasure",
    "occurrence": "one date of a plan, for the whole class",
    "wrong_code": "when a code was none, for a day; who typed it is emptied by erasure",
    "approval": "which customers a class's drills may use; who approved is emptied by erasure",
    "class_rubric": "what a class is marked by; no person in it",
    "class_rule": "what holds for the drills of a class; no person in it",
    "calendar_span": "days of a class's calendar",
    "push": "how often a class was written to",
    "outage": "when the machine or the platform was out of reach",
    "privacy_event": "how many rows were exported, erased or dropped, without saying whose",
}
"""Tables in which no row is about a person, each with the reason."""

_TALK_TIMERS = (
    Timer.SETTLE,
    Timer.SILENCE,
    Timer.BOARD,
    Timer.ARRIVAL,
    Timer.CLOSING,
    Timer.RESUME,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data it is about: the person's row and the direct chat."""

    person: int
    channel: str
    chat: str


def whose(holding: Holding, subject: Subject) -> ColumnElement[bool]:
    """Which rows of a holding are about somebody."""
    column = holding.table.c[holding.column]
    match holding.key:
        case Key.PERSON:
            return column == subject.person
        case Key.ATTEMPT:
            return column.in_(_attempts(subject))
        case Key.TIMER:
            in_talk = holding.table.c.kind.in_(_TALK_TIMERS) & column.in_(_attempts(subject))
            progress = holding.table.c.kind == Timer.PROGRESS
            return in_talk | (progress & column.in_(_shares(subject)))
        case Key.CHAT:
            return (holding.table.c.channel == subject.channel) & (column == subject.chat)


def _attempts(subject: Subject) -> ScalarSelect[int]:
    query = select(tables.attempt.c.id).where(tables.attempt.c.person == subject.person)
    return query.scalar_subquery()


def _shares(subject: Subject) -> ScalarSelect[int]:
    query = select(tables.assignment.c.id).where(tables.assignment.c.person == subject.person)
    return query.scalar_subquery()
