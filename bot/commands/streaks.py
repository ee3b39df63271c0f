"""Streaks: told to the student, repaired by the teacher with a reason that is kept."""

from collections.abc import Sequence
from datetime import date

from bot.classroom.cohorts import Cohort, Role
from bot.classroom.keeping import Lived, Repair, streak
from bot.classroom.streaks import Streak
from bot.commands.access import Audience, commands
from bot.commands.boards import today
from bot.commands.context import Context
from bot.practice.messages import Chat, Message
from locales.catalogue import catalogue

_LONGEST_REASON = 200


def streak_in(context: Context, cohort: Cohort, person: int) -> Streak:
    """A student's streak in a class, as it stands."""
    lived = context.unit.lived_days(cohort.id, person)
    outages = context.unit.outages(lived[0].opened_at) if lived else ()
    return streak(lived, outages)


def streak_line(context: Context, cohort: Cohort) -> str:
    """One's own streak in a line; empty before the first class day."""
    found = streak_in(context, cohort, context.me.id)
    if not found.longest:
        return ""
    week = today(context, cohort).isocalendar()[:2]
    spent = any(day.isocalendar()[:2] == week for day in found.frozen)
    key = "streak.frozen" if spent else "streak.line"
    return context.words.say(key, days=found.current, longest=found.longest)


@commands.declare("repair", Audience.TEACHER)
def repair(context: Context) -> None:
    """/repair ALIAS DATE REASON: count a class day for a student; without words, what was."""
    parts = context.argument.split(maxsplit=2)
    if not parts:
        _log(context)
        return
    alias, day, reason = (*parts, "", "")[:3]
    for cohort in context.unit.cohorts_of(context.me.id, Role.TEACHER):
        for pupil in context.unit.pupils(cohort.id):
            if alias in (pupil.alias, pupil.name):
                _repair(context, cohort, pupil.id, _date(day, today(context, cohort)), reason)
                return
    context.answer("repair.who", alias=alias[:32])


def _repair(context: Context, cohort: Cohort, student: int, day: date | None, reason: str) -> None:
    lived = context.unit.lived_days(cohort.id, student)
    if day is None or not reason.strip():
        context.answer("repair.how")
    elif not _missed(lived, day):
        context.answer("repair.no_class_day", day=day.isoformat())
    else:
        new = Repair(
            cohort.id,
            student,
            day,
            context.me.id,
            reason.strip()[:_LONGEST_REASON],
            context.now,
        )
        _keep(context, cohort, new)


def _keep(context: Context, cohort: Cohort, new: Repair) -> None:
    if not context.unit.repair(new):
        context.answer("repair.already", day=new.date.isoformat())
        return
    now = streak_in(context, cohort, new.person).current
    context.answer("repair.done", day=new.date.isoformat(), streak=now)
    student = context.unit.person(new.person)
    if student is not None and student.active:
        text = catalogue(student.language).say(
            "repair.told", day=new.date.isoformat(), reason=new.reason, streak=now
        )
        context.unit.queue(student.channel, Message(Chat(student.chat), text))


def _missed(lived: Sequence[Lived], day: date) -> bool:
    return any(each.date == day and not each.done and not each.open for each in lived)


def _log(context: Context) -> None:
    for cohort in context.unit.cohorts_of(context.me.id, Role.TEACHER):
        lines = [
            context.words.say(
                "repair.line", alias=alias, day=each.date.isoformat(), reason=each.reason
            )
            for alias, each in context.unit.repairs(cohort.id)
        ]
        listed = "\n".join(lines) or context.words.say("repair.none")
        context.answer("repair.log", cohort=cohort.name, repairs=listed)


def _date(text: str, now: date) -> date | None:
    """A day as people write it: 2026-03-02, or 03-02 for the newest one that is past."""
    parts = text.replace("/", "-").replace(".", "-").split("-")
    if not all(part.isdecimal() and len(part) <= 4 for part in parts) or len(parts) not in (2, 3):
        return None
    year, month, day = (now.year, *map(int, parts)) if len(parts) == 2 else map(int, parts)
    try:
        found = date(year, month, day)
        return found if len(parts) == 3 or found <= now else found.replace(year=now.year - 1)
    except ValueError:
        return None
