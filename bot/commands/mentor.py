"""企业导师: talks to look at, remarks in one tap, and whoever is talking just now."""

from bot.classroom.cohorts import Cohort, Person, Role
from bot.classroom.mentoring import LONGEST_REMARK, PHRASES, FlagSource
from bot.classroom.reports.talk import Hours, talk_lines
from bot.commands.access import Audience, actions, commands
from bot.commands.classes import number_of
from bot.commands.context import Context
from bot.commands.joining import write, write_rows
from bot.practice.messages import Button
from bot.practice.ports import Attempt
from dialogues.transcript import Transcript
from locales.catalogue import catalogue
from scoring.scorecard import Scorecard

_LONGEST_TALK = 1_600
"""Characters of a talk in one message, half from each end."""
_MOST_RUNNING = 8


# --- asking for a look -----------------------------------------------------------------------


@commands.declare("flag", Audience.STUDENT)
def flag_newest(context: Context) -> None:
    """/flag: ask the class's enterprise mentor to look at one's newest talk."""
    newest = next(iter(context.unit.talks_of(context.me.id, 1, None)), None)
    if newest is None:
        context.answer("mentor.no_talk")
    else:
        _flag_own(context, newest.id)


@actions.declare("mf", Audience.STUDENT)
def flag_pressed(context: Context) -> None:
    """“请导师看看”, below one's own talk."""
    _flag_own(context, number_of(context.argument))


def _flag_own(context: Context, number: int) -> None:
    attempt = context.unit.attempt(number)
    if attempt is None or attempt.person != context.me.id or not attempt.over:
        context.answer("error.old_button")
    else:
        _flag(context, attempt, context.me, FlagSource.STUDENT)


@actions.declare("mg", Audience.TEACHER)
def flag_by_teacher(context: Context) -> None:
    """“转给导师”: a teacher wants a mentor to look at a student's talk, an appealed one too."""
    attempt = context.unit.attempt(number_of(context.argument))
    student = context.unit.person(attempt.person) if attempt else None
    mine = {cohort.id for cohort in context.unit.cohorts_of(context.me.id, Role.TEACHER)}
    theirs = context.unit.cohorts_of(student.id, Role.STUDENT) if student else ()
    if attempt is None or student is None or not mine & {cohort.id for cohort in theirs}:
        context.answer("teacher.not_yours")
    else:
        _flag(context, attempt, student, FlagSource.TEACHER)


def _flag(context: Context, attempt: Attempt, student: Person, source: FlagSource) -> None:
    mentors = mentors_of(context, student)
    if not mentors:
        context.answer("mentor.none")
    elif not context.unit.flag(attempt.id, student.id, source):
        context.answer("mentor.flagged_already")
    else:
        context.answer("mentor.flagged")
        for mentor in mentors:
            _send_talk(context, mentor, attempt, student)


def mentors_of(context: Context, student: Person) -> list[Person]:
    """The enterprise mentors of a student's classes."""
    classes = context.unit.cohorts_of(student.id, Role.STUDENT)
    found = {one.id: one for c in classes for one in context.unit.members(c.id, Role.MENTOR)}
    return list(found.values())


# --- the mentor's side -----------------------------------------------------------------------


@commands.declare("mentor", Audience.MENTOR)
def mentor(context: Context) -> None:
    """/mentor: talks to look at, and students whose customer one could play now."""
    classes = [cohort.id for cohort in mentored(context)]
    flags = context.unit.flags(classes)
    running = _running(context, classes)
    context.answer("mentor.overview", *running, flags=len(flags), running=len(running))
    for each in flags:
        attempt, student = context.unit.attempt(each.attempt), context.unit.person(each.person)
        if attempt is not None and student is not None:
            _send_talk(context, context.me, attempt, student)


def _running(context: Context, classes: list[int]) -> tuple[tuple[Button, ...], ...]:
    """A button for each plain talk that is going on, with alias and customer."""
    rows = []
    for number in context.unit.going_on_in(classes):
        attempt = context.unit.attempt(number)
        student = context.unit.person(attempt.person) if attempt else None
        if (
            attempt is None
            or student is None
            or attempt.scenario not in context.office.shelf.playables
        ):
            continue
        label = f"{student.alias} · {context.title(attempt.scenario)}"
        rows.append((Button(label[:30], context.office.links.payload("mt", number)),))
    return tuple(rows[:_MOST_RUNNING])


def mentored(context: Context) -> list[Cohort]:
    """The classes whose mentor one is."""
    return list(context.unit.cohorts_of(context.me.id, Role.MENTOR))


def _send_talk(context: Context, to: Person, attempt: Attempt, student: Person) -> None:
    """A talk with times and rules, by alias, and ready remarks below."""
    words, links = catalogue(to.language), context.office.links
    card = context.unit.card(attempt.id)
    talk = Transcript.of(context.unit.log(attempt.id))
    zones = [cohort.zone for cohort in context.unit.cohorts_of(student.id, Role.STUDENT)]
    lines = talk_lines(talk, Scorecard.from_json(card) if card else None, Hours(zones[0]))
    said = "\n".join(lines)
    if len(said) > _LONGEST_TALK:
        said = f"{said[: _LONGEST_TALK // 2]}\n…\n{said[-_LONGEST_TALK // 2 :]}"
    text = words.say(
        "mentor.talk",
        number=attempt.id,
        alias=student.alias,
        title=context.title_for(to, attempt.scenario),
        talk=said,
    )
    ready = [
        Button(words.say(f"mentor.phrase.{name}"), links.payload("mr", f"{attempt.id}-{name}"))
        for name in PHRASES
    ]
    seen = Button(words.say("button.seen"), links.payload("mx", attempt.id))
    write_rows(context, to, text, (*((button,) for button in ready), (seen,)))


@actions.declare("mr", Audience.MENTOR)
def remark_pressed(context: Context) -> None:
    """A ready remark, one tap."""
    number, _, name = context.argument.partition("-")
    if name in PHRASES:
        _remark(context, number_of(number), context.words.say(f"mentor.phrase.{name}"))


@commands.declare("comment", Audience.MENTOR)
def comment(context: Context) -> None:
    """/comment TALK WORDS: a remark in one's own words."""
    number, _, words = context.argument.partition(" ")
    words = " ".join(words.split())[:LONGEST_REMARK]
    if not words:
        context.answer("mentor.how_to_comment")
    else:
        _remark(context, number_of(number), words)


def _remark(context: Context, number: int, words: str) -> None:
    found = mentored_talk(context, number)
    if found is None:
        return
    attempt, student = found
    context.unit.mentor_says(attempt.id, student.id, context.me.id, words)
    context.unit.unflag(attempt.id)
    context.answer("mentor.said", alias=student.alias)
    title = context.title_for(student, attempt.scenario)
    text = catalogue(student.language).say("mentor.remark", title=title, words=words)
    write(context, student, text)


@actions.declare("mx", Audience.MENTOR)
def seen(context: Context) -> None:
    """“看过了”: nothing to be said about it."""
    found = mentored_talk(context, number_of(context.argument))
    if found is not None:
        context.unit.unflag(found[0].id)
        context.answer("mentor.seen")


def mentored_talk(context: Context, number: int) -> tuple[Attempt, Person] | None:
    """A talk of a student whose class's mentor one is; otherwise that is said."""
    attempt = context.unit.attempt(number)
    student = context.unit.person(attempt.person) if attempt else None
    mine = {cohort.id for cohort in mentored(context)}
    theirs = context.unit.cohorts_of(student.id, Role.STUDENT) if student else ()
    if attempt is None or student is None or not mine & {cohort.id for cohort in theirs}:
        context.answer("mentor.not_yours")
        return None
    return attempt, student
