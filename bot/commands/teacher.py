"""What teachers can ask for: the day, the plan, the board."""

from dataclasses import replace

from bot.classroom.cohorts import Cohort, Drill, Occurrence
from bot.classroom.dates import local_date, moment_text
from bot.classroom.drills import clock_text, minute_of_day
from bot.classroom.invitations import student_code
from bot.classroom.rules import quiet_minute
from bot.commands.access import Audience, actions, commands
from bot.commands.classes import (
    add_to_group,
    classes_meant,
    is_owner,
    number_of,
    own_class,
    own_classes,
)
from bot.commands.coming import next_moment, next_text, set_ahead
from bot.commands.context import Context
from bot.commands.going_on import may_push, post_standing, published, quiet_text
from bot.practice.messages import Button

_COMING = 3
"""Customers of a ready plan that are named ahead."""
_ANYWAY = frozenset({"照发", "anyway"})
"""What the class's owner adds to a time that lies in the quiet hours."""
_OFF = frozenset({"off", "stop", "停", "关", "暂停", "关闭"})


@commands.declare("today", Audience.TEACHER, in_group=True)
def today(context: Context) -> None:
    """/today: what runs today, who has finished (to the teacher alone), or a button to post now."""
    for cohort in classes_meant(context):
        running = context.unit.going_on(cohort.id)
        on = local_date(context.now, cohort.zone).isoformat()
        closed = [one for one in context.unit.occurrences(cohort.id, on, on) if one.closed_at]
        for occurrence in (*closed, *running):
            _show_running(context, cohort, occurrence)
        if not running:
            _show_coming(context, cohort, quiet=bool(closed))


def _show_running(context: Context, cohort: Cohort, occurrence: Occurrence) -> None:
    notices = context.office.challenge.notices
    text = notices.report(context.unit, cohort, occurrence, context.words)
    context.tell_privately(text, *notices.ways_on(occurrence, context.words))


def _show_coming(context: Context, cohort: Cohort, *, quiet: bool) -> None:
    """Nothing runs: when the next drill is; that there is no plan only where nothing was today."""
    drill = context.unit.drill_of(cohort.id)
    plan = None if drill is None or drill.over else drill
    if plan is None and next_moment(context, cohort) is None:
        if not quiet:
            context.tell_privately(context.words.say("schedule.none", cohort=cohort.name))
        return
    text = context.words.say("today.nothing", cohort=cohort.name, next=next_text(context, cohort))
    post = ((context.button("button.post_now", "p", plan.id),),) if plan else ()
    context.tell_privately(text, *post)


@actions.declare("p", Audience.TEACHER)
def post_now(context: Context) -> None:
    """Post today's drill now; the planned posting of the same date then does nothing."""
    drill = context.unit.drill(number_of(context.argument))
    cohort = own_class(context, drill.cohort if drill else 0)
    if cohort is None or drill is None or not may_push(context, cohort, f"d{drill.id}"):
        return
    occurrence = post_standing(context, cohort)
    if occurrence is None:
        context.answer("today.posted_already", cohort=cohort.name)
    else:
        published(context, cohort, occurrence)


@commands.declare("schedule", Audience.TEACHER, in_group=True)
def schedule(context: Context) -> None:
    """/schedule [19:00 21:00 [customers]] or off: see, set or switch off the daily drill."""
    classes = classes_meant(context)
    words = context.argument.replace("，", " ").replace(",", " ").split()
    for cohort in classes:
        if not words:
            _show_plan(context, cohort)
        elif words[0].lower() in _OFF:
            _switch_off(context, cohort)
        else:
            _set_plan(context, cohort, words)


def _show_plan(context: Context, cohort: Cohort) -> None:
    drill = context.unit.drill_of(cohort.id)
    if drill is None or drill.over:
        context.tell_privately(context.words.say("schedule.none", cohort=cohort.name))
        return
    coming = drill.scenarios if drill.cycle else drill.scenarios[drill.step :][:_COMING]
    titles = "、".join(context.title(scenario) for scenario in coming)
    text = context.words.say(
        "schedule.shown" if drill.cycle else "schedule.course",
        cohort=cohort.name,
        left=len(drill.scenarios) - drill.step,
        post=clock_text(drill.post_minute),
        close=clock_text(drill.close_minute),
        zone=cohort.zone,
        titles=titles,
        next=next_text(context, cohort),
    )
    if not cohort.group_chat:
        text = f"{text}\n\n{context.words.say('schedule.no_group')}"
    context.tell_privately(text, *add_to_group(context, cohort))


def _switch_off(context: Context, cohort: Cohort) -> None:
    drill = context.unit.drill_of(cohort.id)
    if drill is not None:
        context.office.challenge.set_plan(context.unit, cohort, replace(drill, active=False))
    text = context.words.say("schedule.off", cohort=cohort.name)
    if ahead := set_ahead(context, cohort):
        first = moment_text(ahead[0], cohort.zone, context.words)
        text = f"{text}\n{context.words.say('schedule.set_ahead', count=len(ahead), next=first)}"
    context.tell_privately(text)


def _set_plan(context: Context, cohort: Cohort, typed: list[str]) -> None:
    words = [word for word in typed if word not in _ANYWAY]
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
    rules = context.unit.rules(cohort.id)
    quiet = quiet_minute(rules, post)
    if quiet and not (len(words) < len(typed) and is_owner(context, cohort)):
        text = context.words.say("schedule.quiet", cohort=cohort.name, quiet=quiet_text(rules))
        context.tell_privately(text)
        return
    context.office.challenge.set_plan(context.unit, cohort, replace(drill, anyway=quiet))
    _show_plan(context, cohort)


@actions.declare("r", Audience.TEACHER)
def resend(context: Context) -> None:
    """The group has not seen a post that may have been lost: post it again."""
    cohort, _, post = context.argument.partition("-")
    if own_class(context, number_of(cohort)) is None:
        return
    sent = context.unit.resend(number_of(post))
    context.answer("group.resent" if sent else "group.sent_already")


def offer_to_connect(context: Context) -> bool:
    """A teacher speaks to us in a group of none of the own classes: ask which it is to be.

    False where there is nothing to ask: somebody else's group, or one that is connected.
    """
    mine = [one for one in own_classes(context) if not one.group_chat]
    here = context.unit.cohorts_in(context.inbound.channel, context.inbound.chat.id)
    if here or not mine:
        return False
    for cohort in mine:
        text = context.words.say("group.unknown", cohort=cohort.name)
        context.tell_privately(text, *add_to_group(context, cohort))
    return True


def connect_group(context: Context, argument: str) -> None:
    """/start class_N inside a group: the class's teacher connects it to this group."""
    number = argument.removeprefix("class_")
    mine = {str(cohort.id): cohort for cohort in own_classes(context)}
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
