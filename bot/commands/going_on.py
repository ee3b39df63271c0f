"""What a teacher can do about a drill that is out: remind, close early, take back, send anyway."""

from datetime import timedelta

from bot.classroom.agenda import Verdict
from bot.classroom.cohorts import Cohort, Occurrence
from bot.classroom.dates import local_date, moment_text
from bot.classroom.drills import Window, window
from bot.classroom.plans import SlotState
from bot.classroom.rules import Rules
from bot.commands.access import Audience, actions
from bot.commands.classes import (
    add_to_group,
    is_owner,
    number_of,
    own_class,
    own_occurrence,
)
from bot.commands.context import Context
from bot.practice.messages import Button

LEAST_WINDOW = timedelta(hours=2)
"""A drill that is sent after its time is open for at least so long."""


@actions.declare("n", Audience.TEACHER)
def nudge(context: Context) -> None:
    """Remind those who have not finished, each in their own chat, once for each drill."""
    found = own_occurrence(context)
    if found is None:
        return
    cohort, occurrence = found
    if occurrence.closed_at is not None:
        context.answer("going.closed_already")
    elif context.unit.nudged(occurrence.id):
        context.answer("going.nudged_already")
    elif may_push(context, cohort, f"n!{occurrence.id}"):
        _nudge(context, cohort, occurrence)


def _nudge(context: Context, cohort: Cohort, occurrence: Occurrence) -> None:
    told, lost = context.office.challenge.nudge(context.unit, cohort, occurrence)
    if told or lost:
        key = "going.nudged_some" if lost else "going.nudged"
        context.answer(key, told=told, lost=lost)
    else:
        context.answer("going.nobody_missing")


@actions.declare("e", Audience.TEACHER)
def close_now(context: Context) -> None:
    """Close a drill before its time; in a lesson, collect the papers."""
    found = own_occurrence(context)
    if found is None:
        return
    _, occurrence = found
    if occurrence.closed_at is not None:
        context.answer("going.closed_already")
        return
    context.office.challenge.close_due(context.unit, occurrence.id)
    context.answer("going.closed")


@actions.declare("u", Audience.TEACHER)
def undo(context: Context) -> None:
    """Take a publication back, within a minute."""
    found = own_occurrence(context)
    if found is None:
        return
    cohort, occurrence = found
    if context.office.challenge.undo(context.unit, cohort, occurrence):
        context.answer("going.undone")
    elif occurrence.closed_at is not None:
        context.answer("going.closed_already")
    else:
        rows = context.office.challenge.notices.ways_on(occurrence, context.words)
        context.answer("going.too_late_to_undo", *rows)


def published(context: Context, cohort: Cohort, occurrence: Occurrence) -> None:
    """Tell the teacher that it is out, with the minute in which it can be taken back."""
    key = "today.posted" if cohort.group_chat else "today.posted_privately"
    closes = moment_text(occurrence.closes_at, cohort.zone, context.words)
    take_back = (context.button("button.undo", "u", occurrence.id),)
    rows = (take_back, *add_to_group(context, cohort))
    context.answer(key, *rows, cohort=cohort.name, closes=closes)


# --- in spite of the rules ---------------------------------------------------------------------


def may_push(context: Context, cohort: Cohort, source: str) -> bool:
    """Whether the class may be written to now; if not, why, and for its owner a way to do it.

    `source` says what was to be sent: see `anyway`.
    """
    why = context.office.challenge.may_push(context.unit, cohort)
    if why is not Verdict.POST:
        refuse(context, cohort, why, source)
    return why is Verdict.POST


def refuse(context: Context, cohort: Cohort, why: Verdict, source: str) -> None:
    """Say which rule forbids it; the class's owner may do it all the same."""
    rules: Rules = context.unit.rules(cohort.id)
    rows: tuple[tuple[Button, ...], ...] = ()
    if is_owner(context, cohort):
        rows = ((context.button("button.anyway", "fa", source),),)
    key = "push.quiet" if why is Verdict.QUIET else "push.full"
    context.answer(key, *rows, cohort=cohort.name, quiet=quiet_text(rules), most=rules.pushes)


def quiet_text(rules: Rules) -> str:
    """The quiet hours as people write them."""
    since, until = (f"{m // 60:02d}:{m % 60:02d}" for m in (rules.quiet_since, rules.quiet_until))
    return f"{since}–{until}"


@actions.declare("fa", Audience.TEACHER)
def anyway(context: Context) -> None:
    """The class's owner sends it in spite of quiet hours and pushes.

    The argument begins with what it is: `d` a standing plan, `s` a set date that was left out,
    `n!` a reminder of an occurrence.
    """
    kind, number = context.argument[:1], number_of(context.argument.lstrip("dsn!"))
    cohort = own_class(context, _class_of(context, kind, number))
    if cohort is None:
        return
    if not is_owner(context, cohort):
        context.answer("push.owner_only")
    elif kind == "n":
        _nudge_anyway(context, cohort, number)
    else:
        _post_anyway(context, cohort, kind, number)


def _class_of(context: Context, kind: str, number: int) -> int:
    if kind == "d":
        drill = context.unit.drill(number)
        return drill.cohort if drill else 0
    if kind == "s":
        slot = context.unit.slot(number)
        return slot.cohort if slot else 0
    occurrence = context.unit.occurrence(number)
    return occurrence.cohort if occurrence else 0


def _nudge_anyway(context: Context, cohort: Cohort, number: int) -> None:
    occurrence = context.unit.occurrence(number)
    if occurrence is None or occurrence.closed_at is not None:
        context.answer("going.closed_already")
    elif context.unit.nudged(number):
        context.answer("going.nudged_already")
    else:
        _nudge(context, cohort, occurrence)


def _post_anyway(context: Context, cohort: Cohort, kind: str, number: int) -> None:
    if kind == "d":
        occurrence = post_standing(context, cohort)
    else:
        occurrence = _post_slot(context, cohort, number)
    if occurrence is None:
        context.answer("today.posted_already", cohort=cohort.name)
    else:
        published(context, cohort, occurrence)


def post_standing(context: Context, cohort: Cohort) -> Occurrence | None:
    """Post today's drill of the standing plan now; None where that was done, or it is over."""
    drill = context.unit.drill_of(cohort.id)
    if drill is None or drill.over:
        return None
    planned = window(drill, cohort.zone, local_date(context.now, cohort.zone))
    when = Window(planned.date, context.now, max(planned.closes_at, context.now + LEAST_WINDOW))
    return context.office.challenge.post(context.unit, cohort, drill, when)


def _post_slot(context: Context, cohort: Cohort, number: int) -> Occurrence | None:
    slot = context.unit.slot(number)
    if slot is None or slot.state is SlotState.DONE:
        return None
    if slot.minutes:
        when = at_once(context, cohort, slot.minutes)
    else:
        planned = window(slot, cohort.zone, local_date(context.now, cohort.zone))
        closes = max(planned.closes_at, context.now + LEAST_WINDOW)
        when = Window(planned.date, context.now, closes)
    return context.office.challenge.publish(context.unit, cohort, slot, when)


def at_once(context: Context, cohort: Cohort, minutes: int) -> Window:
    """A window that opens now, for so many minutes."""
    today = local_date(context.now, cohort.zone).isoformat()
    return Window(today, context.now, context.now + timedelta(minutes=minutes))
