"""A class that moves to another time zone: what is set for a time of day comes at that time there.

A drill that is going on keeps its end: it was announced, and students count on it.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.classroom.agenda import next_window
from bot.classroom.challenge import Challenge
from bot.classroom.cohorts import Cohort
from bot.classroom.dates import local_date
from bot.classroom.drills import window
from bot.classroom.ledger import Ledger
from bot.classroom.plans import Slot, SlotState
from bot.classroom.reports.digest import wake_digest
from bot.practice.ports import Timer

Move = tuple[datetime, datetime]
"""The same time of day of something to come, on the clock there was and on the new one."""


def moves(ledger: Ledger, challenge: Challenge, old: Cohort, new: Cohort) -> Sequence[Move]:
    """What would come at another moment: the standing plan's next posting, and every date set."""
    found = [(_opens(slot, old), _opens(slot, new)) for slot in _set(ledger, old)]
    drill = ledger.drill_of(old.id)
    if drill is not None and not drill.over:
        before = next_window(drill, challenge.setting(ledger, old, ledger.now), ledger.now)
        after = next_window(drill, challenge.setting(ledger, new, ledger.now), ledger.now)
        if before is not None and after is not None:
            found.append((before.opens_at, after.opens_at))
    return sorted(found)


def on_another_clock(ledger: Ledger, challenge: Challenge, moved: Cohort) -> None:
    """The class's zone was changed: everything to come is set on its new clock."""
    for slot in _set(ledger, moved):
        ledger.wake(Timer.POST_SLOT, slot.id, _opens(slot, moved))
    challenge.rearm(ledger, moved)
    if ledger.alarm(Timer.DIGEST, moved.id) is not None:
        wake_digest(ledger, moved)


def _set(ledger: Ledger, cohort: Cohort) -> list[Slot]:
    first = local_date(ledger.now, cohort.zone) - timedelta(days=1)
    return [
        slot
        for slot in ledger.slots(cohort.id, first.isoformat(), "9999-12-31")
        if slot.state is SlotState.SET
    ]


def _opens(slot: Slot, cohort: Cohort) -> datetime:
    return window(slot, cohort.zone, date.fromisoformat(slot.date)).opens_at
