"""停一天: a date on which nothing is posted, whatever the plans say; and the way back."""

from dataclasses import replace
from datetime import date

from bot.classroom.cohorts import Cohort
from bot.classroom.dates import day_text, local_date
from bot.classroom.plans import Slot, SlotState
from bot.commands.coming import next_text
from bot.commands.context import Context

OFF = frozenset({"off", "取消", "不发", "停", "关", "撤"})
"""What is written behind a date that is to be left out."""


def call_off(context: Context, cohort: Cohort, row: Slot) -> None:
    """Nothing is posted on the date of this row of the week; what was posted already goes on."""
    on, unit, challenge = date.fromisoformat(row.date), context.unit, context.office.challenge
    day = day_text(on, context.words)
    if on < local_date(context.now, cohort.zone):
        context.tell_privately(context.words.say("week.past", day=day))
        return
    for one in unit.slots(cohort.id, row.date, row.date):
        if one.state is not SlotState.DONE:
            challenge.clear_date(unit, cohort, one)
    kept = unit.keep_slot(replace(row, state=SlotState.OFF))
    challenge.rearm(unit, cohort)
    coming = next_text(context, cohort)
    text = context.words.say("week.off", cohort=cohort.name, day=day, next=coming)
    context.tell_privately(text, (context.button("button.day_on", "pd", kept.id),))
