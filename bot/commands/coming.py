"""When a class's next drill comes: of the standing plan, or on a date set for itself."""

from datetime import date, datetime

from bot.classroom.agenda import next_window
from bot.classroom.calendar import day_of
from bot.classroom.cohorts import Cohort
from bot.classroom.dates import local_date, moment_text
from bot.classroom.drills import window
from bot.classroom.plans import Origin, Slot, SlotState
from bot.commands.context import Context

_FOR_EVER = "9999-12-31"


def next_moment(context: Context, cohort: Cohort) -> datetime | None:
    """When the class's next drill opens; None where none is coming."""
    return min((*set_ahead(context, cohort), *_standing(context, cohort)), default=None)


def next_text(context: Context, cohort: Cohort) -> str:
    """The same on the class's clock, in words."""
    coming = next_moment(context, cohort)
    return moment_text(coming, cohort.zone, context.words) if coming else "—"


def set_ahead(context: Context, cohort: Cohort) -> list[datetime]:
    """When the dates that were set for themselves open, the next one first."""
    today = local_date(context.now, cohort.zone).isoformat()
    calendar = context.unit.calendar(cohort.id)

    def comes(slot: Slot) -> bool:
        lesson_day = day_of(calendar, date.fromisoformat(slot.date)).is_class
        return slot.state is SlotState.SET and (slot.origin is Origin.HAND or lesson_day)

    found = [slot for slot in context.unit.slots(cohort.id, today, _FOR_EVER) if comes(slot)]
    opens = [window(one, cohort.zone, date.fromisoformat(one.date)).opens_at for one in found]
    return sorted(at for at in opens if at > context.now)


def _standing(context: Context, cohort: Cohort) -> tuple[datetime, ...]:
    drill = context.unit.drill_of(cohort.id)
    if drill is None or drill.over:
        return ()
    here = context.office.challenge.setting(context.unit, cohort, context.now)
    coming = next_window(drill, here, context.now)
    return (coming.opens_at,) if coming else ()
