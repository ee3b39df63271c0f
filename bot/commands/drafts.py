"""A publication being filled in: whose it is, its times, and how people write times."""

from collections.abc import Sequence
from datetime import date

from bot.classroom.challenge import USUAL_TIMES
from bot.classroom.cohorts import Cohort
from bot.classroom.dates import moment_text
from bot.classroom.drills import Window, minute_of_day, window
from bot.classroom.plans import Slot, SlotState
from bot.commands.classes import number_of, own_class
from bot.commands.context import Context
from bot.commands.going_on import at_once


def draft_meant(
    context: Context, number: str, *, timed: bool = False
) -> tuple[Slot, Cohort] | None:
    """The draft that a button speaks of, as long as it is one's own and not published yet."""
    slot = context.unit.slot(number_of(number))
    here = {cohort.id: cohort for cohort in context.unit.cohorts_of(context.me.id)}
    mine = slot is not None and slot.author == context.me.id and slot.cohort in here
    ready = mine and slot is not None and (slot.minutes > 0 or slot.date != "" or not timed)
    if slot is None or not ready or slot.state is not SlotState.DRAFT:
        context.answer("publish.stale")
        return None
    cohort = own_class(context, slot.cohort)
    return (slot, cohort) if cohort else None


def usual_times(context: Context, cohort: Cohort) -> tuple[int, int]:
    """When this class's drills open and close: as in its standing plan."""
    drill = context.unit.drill_of(cohort.id)
    return (drill.post_minute, drill.close_minute) if drill else USUAL_TIMES


def window_of(context: Context, cohort: Cohort, slot: Slot) -> Window:
    """When it is open: from now on, or on its date."""
    if slot.minutes:
        return at_once(context, cohort, slot.minutes)
    return window(slot, cohort.zone, date.fromisoformat(slot.date))


def when_text(context: Context, cohort: Cohort, slot: Slot) -> str:
    """When it opens and closes, on the class's clock, in full."""
    when = window_of(context, cohort, slot)
    opens = moment_text(when.opens_at, cohort.zone, context.words)
    closes = moment_text(when.closes_at, cohort.zone, context.words)
    key = "publish.when_now" if slot.minutes else "publish.when_then"
    return context.words.say(key, opens=opens, closes=closes, zone=cohort.zone)


def read_times(words: Sequence[str]) -> tuple[int, int] | None:
    """Two different times of day, as people write them."""
    times = [minute for word in words[:2] if (minute := minute_of_day(word)) is not None]
    return (times[0], times[1]) if len(times) == 2 and times[0] != times[1] else None
