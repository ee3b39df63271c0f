"""接手扮演: an enterprise mentor plays the customer of a student's talk, live."""

from datetime import timedelta

from bot.classroom.cohorts import Person
from bot.commands.access import Audience, actions
from bot.commands.classes import number_of
from bot.commands.context import Context
from bot.commands.joining import write
from bot.commands.mentor import mentored_talk
from bot.practice.coach import coach_line
from bot.practice.messages import Button, Chat, Message, Priority
from bot.practice.ports import Attempt
from bot.practice.standin import hand_back, speak, take_over
from locales.catalogue import catalogue

PATIENCE = timedelta(minutes=5)
"""A mentor who has said nothing for so long has gone: the written customer goes on."""


@actions.declare("mt", Audience.MENTOR)
def take_over_pressed(context: Context) -> None:
    """The customer of this talk is one's own to play from now on."""
    found = mentored_talk(context, number_of(context.argument))
    if found is None:
        return
    attempt, student = found
    busy = context.unit.running(context.inbound.channel, context.inbound.chat.id)
    plain = attempt.scenario in context.office.shelf.playables and attempt.parent is None
    if attempt.over or not plain:
        context.answer("mentor.over_already")
    elif busy is not None or context.unit.played_by(context.me.id) not in (None, attempt.id):
        context.answer("mentor.busy")
    elif attempt.played_by not in (None, context.me.id):
        context.answer("mentor.taken")
    else:
        _begin(context, attempt, student)


def _begin(context: Context, attempt: Attempt, student: Person) -> None:
    if attempt.played_by is None:
        take_over(context.unit, attempt, context.me.id)
        _tell_student(context, attempt, "practice.played")
    context.unit.taken_over(attempt.id, student.id, context.me.id)
    context.answer(
        "mentor.playing",
        _ways_out(context, attempt),
        alias=student.alias,
        title=context.title(attempt.scenario),
        words=attempt.words,
    )


def _ways_out(context: Context, attempt: Attempt) -> tuple[Button, ...]:
    return (
        context.button("button.hand_back", "mh", attempt.id),
        context.button("button.end_talk", "mq", attempt.id),
    )


def _tell_student(context: Context, attempt: Attempt, key: str) -> None:
    text = coach_line(catalogue(attempt.language), key)
    message = Message(Chat(attempt.chat), text, priority=Priority.TURN)
    context.unit.queue(attempt.channel, message)


@actions.declare("mh", Audience.MENTOR)
def hand_back_pressed(context: Context) -> None:
    """The written customer goes on."""
    attempt = _played(context, number_of(context.argument))
    if attempt is None:
        context.answer("mentor.not_playing")
    else:
        _release(context, attempt)
        context.answer("mentor.handed_back")


@actions.declare("mq", Audience.MENTOR)
def end_pressed(context: Context) -> None:
    """The talk is over and marked as it stands; it does not count."""
    attempt = _played(context, number_of(context.argument))
    if attempt is None:
        context.answer("mentor.not_playing")
    else:
        context.unit.handed_back(attempt.id)
        context.office.practice.settle(context.unit, attempt)
        context.office.practice.expire(context.unit, attempt)
        context.answer("mentor.ended")


def _played(context: Context, number: int) -> Attempt | None:
    """The talk with this id, if one plays its customer at present."""
    attempt = context.unit.attempt(number)
    playing = attempt is not None and attempt.played_by == context.me.id and not attempt.over
    return attempt if playing else None


def _release(context: Context, attempt: Attempt) -> None:
    context.unit.handed_back(attempt.id)
    hand_back(context.unit, attempt)
    _tell_student(context, attempt, "practice.played_no_more")


# --- words from both sides -------------------------------------------------------------------


def playing(context: Context) -> Attempt | None:
    """The talk whose customer one plays at present."""
    return _played(context, context.unit.played_by(context.me.id) or 0)


def say(context: Context, attempt: Attempt) -> None:
    """A mentor's words are the customer's; who mentors the class no more plays no more."""
    if mentored_talk(context, attempt.id) is None:
        _release(context, attempt)
        return
    name = context.office.practice.customer_name(attempt)
    speak(context.unit, attempt, name, context.inbound.text)
    context.unit.taken_over(attempt.id, attempt.person, context.me.id)


def relay(context: Context, attempt: Attempt) -> None:
    """What the student says reaches the mentor; one who has gone is not waited for."""
    if attempt.played_by is None:
        return
    mentor = context.unit.person(attempt.played_by)
    since = context.unit.played_since(attempt.id)
    if mentor is None or since is None or context.now - since > PATIENCE:
        _release(context, attempt)
    else:
        write(context, mentor, f"🧑 {context.me.alias}：{context.inbound.text}")
