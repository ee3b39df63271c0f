"""Morning digest and weekly report: what the teacher hears of a class, in one message each."""

from datetime import date, timedelta

from bot.classroom.boards import school_term
from bot.classroom.cohorts import Cohort, Role
from bot.classroom.drills import zone
from bot.classroom.reports.book import ClassBook, with_titles
from bot.classroom.reports.digest import LOOK_BACK, closed_since, digest_since
from bot.classroom.reports.week import WeekReport, week_report
from bot.classroom.reports.words import digest_text, week_text
from bot.commands.access import Audience, actions, commands
from bot.commands.classes import classes_meant, number_of, own_class
from bot.commands.context import Context, Office
from bot.practice.messages import Button, Chat, Message
from bot.storage.unit import Unit
from locales.catalogue import Catalogue, catalogue
from scoring.periods import Period, class_day, week_of

_WEEK = timedelta(days=7)


def book_of(context: Context, cohort: Cohort, days: Period) -> ClassBook:
    """A class's book over a period, with titles in the reader's language."""
    return with_titles(context.unit.class_book(cohort, days.first, days.last), context.title)


def today_of(unit: Unit, cohort: Cohort) -> date:
    """The class's own date."""
    return class_day(unit.now, zone(cohort.zone))


def term_here(unit: Unit, cohort: Cohort) -> Period:
    """The term that the class is in."""
    return school_term(today_of(unit, cohort))


# --- the digest -------------------------------------------------------------------------------


def digest_due(office: Office, unit: Unit, number: int) -> None:
    """It is morning on a class day: each teacher of the class gets one message."""
    cohort = unit.cohort(number)
    if cohort is None:
        return
    today = today_of(unit, cohort)
    for teacher in unit.members(cohort.id, Role.TEACHER):
        words = catalogue(teacher.language)
        text = _digest(office, unit, cohort, words)
        if text:
            key = f"digest:{cohort.id}:{today}:{teacher.id}"
            rows = (_ways(office, cohort, words),)
            message = Message(Chat(teacher.chat), text, rows, key=key, forget=True)
            unit.queue(teacher.channel, message)


@commands.declare("digest", Audience.TEACHER)
def digest(context: Context) -> None:
    """/digest: the newest drills, common faults and who needs help, right now."""
    for cohort in classes_meant(context):
        text = _digest(context.office, context.unit, cohort, context.words)
        empty = context.words.say("digest.none", cohort=cohort.name)
        ways = _ways(context.office, cohort, context.words)
        context.tell_privately(text or empty, ways)


def _digest(office: Office, unit: Unit, cohort: Cohort, words: Catalogue) -> str:
    today = today_of(unit, cohort)
    found = unit.class_book(cohort, today - LOOK_BACK, today)
    book = with_titles(found, lambda scenario: office.shelf.title(scenario, words.language))
    since = digest_since(unit.calendar(cohort.id), cohort.zone, unit.now)
    news = closed_since(book, since)
    return digest_text(news, book, words) if news.drills else ""


def _ways(office: Office, cohort: Cohort, words: Catalogue) -> tuple[Button, ...]:
    pairs = (("button.class_talks", "vc"), ("button.week_report", "wr"), ("button.papers", "xm"))
    return tuple(
        Button(words.say(key), office.links.payload(action, cohort.id)) for key, action in pairs
    )


# --- the week ---------------------------------------------------------------------------------


@commands.declare("report", Audience.TEACHER)
def report(context: Context) -> None:
    """/report [last]: this week, or the week before: weak points, who is at risk, the agenda."""
    classes = classes_meant(context)
    back = _WEEK if context.argument.strip().lower() in ("last", "上周") else timedelta()
    for cohort in classes:
        _report(context, cohort, back)


@actions.declare("wr", Audience.TEACHER)
def report_pressed(context: Context) -> None:
    """The button for the weekly report; on a Monday morning it is last week that matters."""
    cohort = own_class(context, number_of(context.argument))
    if cohort is not None:
        monday = today_of(context.unit, cohort).weekday() == 0
        _report(context, cohort, _WEEK if monday else timedelta())


def _report(context: Context, cohort: Cohort, back: timedelta) -> None:
    week = week_of(today_of(context.unit, cohort) - back)
    book = book_of(context, cohort, week)
    found = week_report(book)
    context.tell_privately(week_text(found, book, context.words), *_cases(context, found))


def _cases(context: Context, found: WeekReport) -> tuple[tuple[Button, ...], ...]:
    """A button for each talk of the agenda."""
    links = context.office.links
    buttons = tuple(
        Button(
            context.words.say("button.talk", number=case.attempt), links.payload("vt", case.attempt)
        )
        for case in found.cases
    )
    return (buttons,) if buttons else ()
