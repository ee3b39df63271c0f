"""What teachers can ask for: the day, the plan, the board."""

from datetime import timedelta

from bot.classroom.cohorts import Cohort, Drill, Role
from bot.classroom.drills import (
    Window,
    clock_text,
    local_text,
    minute_of_day,
    next_window,
    window,
    zone,
)
from bot.classroom.invitations import student_code
from bot.commands.access import Audience, actions, commands
from bot.commands.context import Context
from bot.practice.messages import Button

_OFF = frozenset({"off", "stop", "停", "关", "暂停", "关闭"})
_LEAST_WINDOW = timedelta(hours=2)


@commands.declare("today", Audience.TEACHER, in_group=True)
def today(context: Context) -> None:
    """/today: what runs today, who has finished (to the teacher alone), or a button to post now."""
    for cohort in _classes(context):
        drill = context.unit.drill_of(cohort.id)
        running = context.unit.latest(cohort.id)
        if running is not None and running.closed_at is None:
            text = context.office.challenge.report(context.unit, cohort, running, context.words)
            context.tell_privately(text)
        elif drill is None or not drill.active:
            context.tell_privately(context.words.say("schedule.none", cohort=cohort.name))
        else:
            _offer_to_post(context, cohort, drill)


def _offer_to_post(context: Context, cohort: Cohort, drill: Drill) -> None:
    coming = next_window(drill, cohort.zone, context.now)
    post = context.button("button.post_now", "p", drill.id)
    text = context.words.say(
        "today.nothing", cohort=cohort.name, next=local_text(coming.opens_at, cohort.zone)
    )
    context.tell_privately(text, (post,))


@actions.declare("p", Audience.TEACHER)
def post_now(context: Context) -> None:
    """Post today's drill now; the planned posting of the same date then does nothing."""
    drill = context.unit.drill(int(context.argument)) if context.argument.isdecimal() else None
    mine = {cohort.id: cohort for cohort in _own(context)}
    if drill is None or drill.cohort not in mine:
        context.answer("teacher.not_yours")
        return
    cohort = mine[drill.cohort]
    planned = window(drill, cohort.zone, context.now.astimezone(zone(cohort.zone)).date())
    closes = max(planned.closes_at, context.now + _LEAST_WINDOW)
    occurrence = context.office.challenge.post(
        context.unit, cohort, drill, Window(planned.date, context.now, closes)
    )
    if occurrence is None:
        context.answer("today.posted_already", cohort=cohort.name)
    else:
        at = local_text(occurrence.closes_at, cohort.zone)
        key = "today.posted" if cohort.group_chat else "today.posted_privately"
        context.answer(key, *_add_to_group(context, cohort), cohort=cohort.name, closes=at)


@commands.declare("schedule", Audience.TEACHER, in_group=True)
def schedule(context: Context) -> None:
    """/schedule [19:00 21:00 [customers]] or off: see, set or switch off the daily drill."""
    words = context.argument.replace("，", " ").replace(",", " ").split()
    for cohort in _classes(context):
        if not words:
            _show_plan(context, cohort)
        elif words[0].lower() in _OFF:
            _switch_off(context, cohort)
        else:
            _set_plan(context, cohort, words)


def _show_plan(context: Context, cohort: Cohort) -> None:
    drill = context.unit.drill_of(cohort.id)
    if drill is None or not drill.active:
        context.tell_privately(context.words.say("schedule.none", cohort=cohort.name))
        return
    coming = next_window(drill, cohort.zone, context.now)
    titles = "、".join(context.office.shelf.title(scenario) for scenario in drill.scenarios)
    text = context.words.say(
        "schedule.shown",
        cohort=cohort.name,
        post=clock_text(drill.post_minute),
        close=clock_text(drill.close_minute),
        zone=cohort.zone,
        titles=titles,
        next=local_text(coming.opens_at, cohort.zone),
    )
    if not cohort.group_chat:
        text = f"{text}\n\n{context.words.say('schedule.no_group')}"
    context.tell_privately(text, *_add_to_group(context, cohort))


def _add_to_group(context: Context, cohort: Cohort) -> tuple[tuple[Button, ...], ...]:
    """A button to connect the class to its group, as long as it has none."""
    link = context.office.links.group(f"class_{cohort.id}")
    if cohort.group_chat or not link:
        return ()
    return ((Button(context.words.say("button.add_to_group"), url=link),),)


def _switch_off(context: Context, cohort: Cohort) -> None:
    drill = context.unit.drill_of(cohort.id)
    if drill is not None:
        off = Drill(
            drill.id,
            cohort.id,
            drill.post_minute,
            drill.close_minute,
            drill.scenarios,
            active=False,
        )
        context.office.challenge.set_plan(context.unit, cohort, off)
    context.tell_privately(context.words.say("schedule.off", cohort=cohort.name))


def _set_plan(context: Context, cohort: Cohort, words: list[str]) -> None:
    times = [minute_of_day(word) for word in words[:2]]
    if len(times) < 2 or None in times or times[0] == times[1]:
        context.tell_privately(context.words.say("schedule.how"))
        return
    found = [(word, context.office.shelf.find(word)) for word in words[2:]]
    if unknown := [word for word, playable in found if playable is None]:
        text = context.words.say("schedule.unknown", asked="、".join(unknown)[:80])
        context.tell_privately(text)
        return
    chosen = tuple(playable.id for _, playable in found if playable)
    post, close = times[0] or 0, times[1] or 0
    drill = Drill(0, cohort.id, post, close, chosen or tuple(context.office.shelf.offers))
    context.office.challenge.set_plan(context.unit, cohort, drill)
    _show_plan(context, cohort)


@commands.declare("board", Audience.CONSENTED, in_group=True)
def board(context: Context) -> None:
    """/board: the newest drill's board; in a group only its teacher can call for it."""
    classes = _in_group(context) if context.inbound.chat.group else _members_classes(context)
    shown = 0
    for cohort in classes:
        occurrence = context.unit.latest(cohort.id)
        if occurrence is not None:
            text = context.office.challenge.board(context.unit, cohort, occurrence)
            context.answer("board.as_is", text=text)
            shown += 1
    if not shown and not context.inbound.chat.group:
        context.answer("board.none")


@actions.declare("r", Audience.TEACHER)
def resend(context: Context) -> None:
    """The group has not seen a post that may have been lost: post it again."""
    number = int(context.argument) if context.argument.isdecimal() else 0
    key = "group.resent" if context.unit.resend(number) else "group.sent_already"
    context.answer(key)


def connect_group(context: Context, argument: str) -> None:
    """/start class_N inside a group: the class's teacher connects it to this group."""
    number = argument.removeprefix("class_")
    mine = {str(cohort.id): cohort for cohort in _own(context)}
    if number not in mine:
        return
    cohort, chat = mine[number], context.inbound.chat
    context.unit.connect(cohort.id, context.inbound.channel, chat.id, chat.topic)
    link = context.office.links.start(f"join_{student_code(context.unit, cohort.id)}")
    join = (Button(context.words.say("button.join"), url=link),) if link else ()
    context.answer("group.connected", *((join,) if join else ()), cohort=cohort.name)
    if (connected := context.unit.cohort(cohort.id)) is not None:
        context.office.challenge.connected(context.unit, connected)
    if context.unit.drill_of(cohort.id) is None:
        context.tell_privately(context.words.say("schedule.none", cohort=cohort.name))


def _own(context: Context) -> list[Cohort]:
    return list(context.unit.cohorts_of(context.me.id, Role.TEACHER))


def _in_group(context: Context) -> list[Cohort]:
    here = context.unit.cohorts_in(context.inbound.channel, context.inbound.chat.id)
    own = {cohort.id for cohort in _own(context)}
    return [cohort for cohort in here if cohort.id in own]


def _classes(context: Context) -> list[Cohort]:
    """The classes that are meant: in a group those connected to it, else all that one teaches."""
    return _in_group(context) if context.inbound.chat.group else _own(context)


def _members_classes(context: Context) -> list[Cohort]:
    return list(context.unit.cohorts_of(context.me.id))
