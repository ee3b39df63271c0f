"""Sending a publication out, setting it for its time, and taking it back."""

from dataclasses import replace
from datetime import date

from bot.classroom.cohorts import Cohort
from bot.classroom.drills import window
from bot.classroom.plans import Origin, Slot, SlotState
from bot.classroom.rules import quiet_minute
from bot.commands.access import Audience, actions
from bot.commands.classes import is_owner, number_of, own_class
from bot.commands.coming import next_text
from bot.commands.context import Context
from bot.commands.drafts import draft_meant, when_text
from bot.commands.going_on import at_once, may_push, published, quiet_text


@actions.declare("g", Audience.TEACHER)
def go(context: Context) -> None:
    """Publish it, or set it for its time."""
    found = draft_meant(context, context.argument, timed=True)
    if found is None:
        return
    draft, cohort = found
    if not draft.minutes:
        settle(context, cohort, draft)
    elif may_push(context, cohort, f"s{draft.id}"):
        when = at_once(context, cohort, draft.minutes)
        occurrence = context.office.challenge.publish(context.unit, cohort, draft, when)
        if occurrence is not None:
            published(context, cohort, occurrence)


def settle(context: Context, cohort: Cohort, draft: Slot) -> None:
    """Set a date, unless it is past, taken, or in the quiet hours."""
    on = date.fromisoformat(draft.date)
    rules = context.unit.rules(cohort.id)
    if window(draft, cohort.zone, on).opens_at <= context.now:
        context.answer("publish.past", when=when_text(context, cohort, draft))
    elif _taken(context, cohort, draft):
        context.answer("publish.taken", when=when_text(context, cohort, draft))
    elif quiet_minute(rules, draft.post_minute) and not draft.anyway:
        anyway = (context.button("button.anyway", "fs", draft.id),)
        rows = (anyway,) if is_owner(context, cohort) else ()
        context.answer(
            "push.quiet",
            *rows,
            cohort=cohort.name,
            quiet=quiet_text(rules),
            most=rules.pushes,
        )
    else:
        _set(context, cohort, draft)


def _set(context: Context, cohort: Cohort, draft: Slot) -> None:
    for one in context.unit.slots(cohort.id, draft.date, draft.date):
        if one.state is SlotState.OFF and draft.origin is Origin.WEEK:
            context.office.challenge.clear_date(context.unit, cohort, one)
    kept = context.office.challenge.set_date(context.unit, cohort, draft)
    rows = ((context.button("button.clear", "pd", kept.id),),)
    context.answer(
        "publish.set",
        *rows,
        cohort=cohort.name,
        title=context.title(kept.scenario),
        when=when_text(context, cohort, kept),
    )


def _taken(context: Context, cohort: Cohort, draft: Slot) -> bool:
    """Whether another drill is set for that minute; a row of the week is replaced."""
    there = [
        one
        for one in context.unit.slots(cohort.id, draft.date, draft.date)
        if one.state is SlotState.SET and one.id != draft.id
    ]
    for one in there:
        if draft.origin is Origin.WEEK and one.origin is Origin.WEEK:
            context.office.challenge.clear_date(context.unit, cohort, one)
            return False
    return any(one.post_minute == draft.post_minute for one in there)


@actions.declare("fs", Audience.TEACHER)
def settle_anyway(context: Context) -> None:
    """The class's owner wants this time although it lies in the quiet hours."""
    found = draft_meant(context, context.argument, timed=True)
    if found is None:
        return
    draft, cohort = found
    if is_owner(context, cohort):
        settle(context, cohort, replace(draft, anyway=True))
    else:
        context.answer("push.owner_only")


@actions.declare("pd", Audience.TEACHER)
def clear(context: Context) -> None:
    """Take back a date that has not come yet."""
    slot = context.unit.slot(number_of(context.argument))
    cohort = own_class(context, slot.cohort if slot else 0)
    if slot is None or cohort is None:
        return
    if slot.state not in (SlotState.SET, SlotState.OFF):
        context.answer("going.too_late_to_undo")
        return
    context.office.challenge.clear_date(context.unit, cohort, slot)
    context.answer("publish.cleared", cohort=cohort.name, next=next_text(context, cohort))
