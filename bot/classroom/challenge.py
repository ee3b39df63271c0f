"""A drill's day: posted once, followed, perhaps taken back, closed once.

Every function runs inside one transaction. A drill comes from the standing plan or from a date set
for itself; an occurrence is unique per plan, date and slot, so that nothing is posted twice.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.classroom.agenda import (
    Setting,
    Verdict,
    late,
    next_window,
    runs_on,
    scenario_of,
    verdict,
)
from bot.classroom.calendar import day_of
from bot.classroom.cards import Cards
from bot.classroom.cohorts import Cohort, Drill, Occurrence, Role
from bot.classroom.drills import Window, window, window_of, zone
from bot.classroom.ledger import Ledger, Links, Shelf
from bot.classroom.mentoring import may_be_used
from bot.classroom.notices import Notices
from bot.classroom.plans import (
    UNTIL_UNDO_SECONDS,
    Origin,
    Slot,
    SlotState,
    to_nudge,
)
from bot.classroom.reminders import set_reminder
from bot.classroom.reports.digest import wake_digest
from bot.classroom.rules import after_quiet, start_of_day
from bot.practice.ports import Timer

_WORTH_TELLING = timedelta(days=7)
_UNDO = timedelta(seconds=UNTIL_UNDO_SECONDS)
USUAL_TIMES = (19 * 60, 21 * 60)
"""When a drill opens and closes where nobody has said: seven to nine in the evening."""


class Challenge:
    """Posts, follows and closes drills."""

    def __init__(self, shelf: Shelf, links: Links) -> None:
        self.cards = Cards(shelf, links)
        self.notices = Notices(shelf, links)

    # --- plans ---

    def set_plan(self, ledger: Ledger, cohort: Cohort, drill: Drill) -> Drill:
        """Keep the standing plan and set its next posting (or none, where it is over)."""
        kept = ledger.plan(drill)
        self._wake(ledger, cohort, kept, ledger.now)
        return kept

    def setting(self, ledger: Ledger, cohort: Cohort, since: datetime) -> Setting:
        """Where the class's standing plan runs, from a moment on."""
        first = since.astimezone(zone(cohort.zone)).date() - timedelta(days=1)
        set_dates = ledger.slots(cohort.id, first.isoformat(), "9999-12-31")
        taken = frozenset(slot.date for slot in set_dates if slot.origin is Origin.WEEK)
        return Setting(cohort.zone, ledger.calendar(cohort.id), taken)

    def rearm(self, ledger: Ledger, cohort: Cohort) -> None:
        """Calendar or dates have changed: look again when the standing plan is next due."""
        drill = ledger.drill_of(cohort.id)
        if drill is None:
            return
        due = ledger.alarm(Timer.POST_DRILL, drill.id)
        # What is due already will be looked at in a moment, and must not be passed over.
        if due is None or due > ledger.now:
            self._wake(ledger, cohort, drill, ledger.now)

    def plan_of(self, ledger: Ledger, cohort: Cohort) -> Drill:
        """The class's standing plan; one that is switched off where there is none."""
        found = ledger.drill_of(cohort.id)
        return found or ledger.plan(Drill(0, cohort.id, *USUAL_TIMES, (), active=False))

    def set_date(self, ledger: Ledger, cohort: Cohort, slot: Slot) -> Slot:
        """Keep a date set for itself and wake up when it comes."""
        kept = ledger.keep_slot(replace(slot, state=SlotState.SET))
        opens = window(kept, cohort.zone, date.fromisoformat(kept.date)).opens_at
        ledger.wake(Timer.POST_SLOT, kept.id, opens)
        self.rearm(ledger, cohort)
        return kept

    def clear_date(self, ledger: Ledger, cohort: Cohort, slot: Slot) -> None:
        """Forget a date that was set and has not been posted."""
        ledger.rest(Timer.POST_SLOT, slot.id)
        ledger.drop_slot(slot.id)
        self.rearm(ledger, cohort)

    # --- what comes due ---

    def post_due(self, ledger: Ledger, number: int, due: datetime) -> None:
        """A posting of the standing plan came due, perhaps late: post it once, or say why not."""
        drill = ledger.drill(number)
        cohort = ledger.cohort(drill.cohort) if drill else None
        if drill is None or cohort is None or drill.over:
            return
        planned = window_of(drill, cohort.zone, due)
        here = self.setting(ledger, cohort, due)
        on = date.fromisoformat(planned.date)
        if runs_on(drill, here, on) and not ledger.opened(drill.id, planned.date):
            why = self._verdict(ledger, cohort, planned, anyway=drill.anyway)
            if why is Verdict.POST:
                self.post(ledger, cohort, drill, late(planned, ledger.now))
            else:
                self._left_out(ledger, cohort, planned, why, f"d{drill.id}")
        # The next date after this one, not after now: of several days that we were down for, each
        # is looked at, and the last one may still be going on.
        self._wake(ledger, cohort, ledger.drill(number) or drill, due)

    def slot_due(self, ledger: Ledger, number: int) -> None:
        """A date set for itself has come."""
        slot = ledger.slot(number)
        cohort = ledger.cohort(slot.cohort) if slot else None
        if slot is None or cohort is None or slot.state is not SlotState.SET:
            return
        on = date.fromisoformat(slot.date)
        if slot.origin is Origin.WEEK and not day_of(ledger.calendar(cohort.id), on).is_class:
            return
        planned = window(slot, cohort.zone, on)
        why = self._verdict(ledger, cohort, planned, anyway=slot.anyway)
        if why is Verdict.POST:
            self.publish(ledger, cohort, slot, late(planned, ledger.now))
        else:
            self._left_out(ledger, cohort, planned, why, f"s{slot.id}")

    def close_due(self, ledger: Ledger, number: int) -> None:
        """The deadline: close the card, once, however late it is; results wait for the morning."""
        occurrence = ledger.occurrence(number)
        cohort = ledger.cohort(occurrence.cohort) if occurrence else None
        if occurrence is None or cohort is None or not ledger.close(number, ledger.now):
            return
        ledger.rest(Timer.CLOSE_DRILL, number)
        closed = replace(occurrence, closed_at=ledger.now)
        self.cards.show(ledger, cohort, closed)
        if closed.lesson:
            self.notices.lesson(ledger, cohort, closed)
        wake_digest(ledger, cohort)
        rules = ledger.rules(cohort.id)
        at = after_quiet(rules, zone(cohort.zone), ledger.now)
        if at > ledger.now:
            ledger.wake(Timer.RESULTS, number, at)
        else:
            self.results_due(ledger, number)

    def results_due(self, ledger: Ledger, number: int) -> None:
        """The board for the group and the report for the teachers."""
        occurrence = ledger.occurrence(number)
        cohort = ledger.cohort(occurrence.cohort) if occurrence else None
        if occurrence is not None and cohort is not None:
            self.cards.board(ledger, cohort, occurrence)
            self.notices.closed(ledger, cohort, occurrence)

    def progressed(self, ledger: Ledger, assignment: int) -> None:
        """Somebody began or finished: renew the card's progress, and the teacher's in a lesson."""
        share = ledger.assignment(assignment)
        occurrence = ledger.occurrence(share.occurrence) if share else None
        cohort = ledger.cohort(occurrence.cohort) if occurrence else None
        if occurrence is None or cohort is None or occurrence.closed_at is not None:
            return
        self.cards.show(ledger, cohort, occurrence)
        if occurrence.lesson:
            self.notices.lesson(ledger, cohort, occurrence)

    # --- posting, and taking back ---

    def post(self, ledger: Ledger, cohort: Cohort, drill: Drill, when: Window) -> Occurrence | None:
        """Open a date of the standing plan; None where that date was open already."""
        rules = ledger.rules(cohort.id)
        opened = self._open(
            ledger,
            cohort,
            Occurrence(
                id=0,
                drill=drill.id,
                cohort=cohort.id,
                date=when.date,
                scenario=scenario_of(drill),
                opened_at=ledger.now,
                closes_at=when.closes_at,
                attempts=rules.attempts,
                same_paper=rules.same_paper,
            ),
        )
        if opened is not None:
            ledger.plan(replace(drill, step=drill.step + 1))
        return opened

    def publish(
        self, ledger: Ledger, cohort: Cohort, slot: Slot, when: Window
    ) -> Occurrence | None:
        """Open a date that was set for itself; None where it was open already."""
        opened = self._open(
            ledger,
            cohort,
            Occurrence(
                id=0,
                drill=self.plan_of(ledger, cohort).id,
                cohort=cohort.id,
                date=when.date,
                scenario=slot.scenario,
                opened_at=ledger.now,
                closes_at=when.closes_at,
                slot=slot.id,
                attempts=slot.attempts,
                same_paper=slot.same_paper,
                lesson=slot.lesson,
            ),
        )
        ledger.rest(Timer.POST_SLOT, slot.id)
        ledger.keep_slot(replace(slot, state=SlotState.DONE, date=when.date))
        return opened

    def may_push(self, ledger: Ledger, cohort: Cohort) -> Verdict:
        """Whether the class may be written to right now, or which rule forbids it."""
        soon = Window("", ledger.now, ledger.now + timedelta(minutes=1))
        return self._verdict(ledger, cohort, soon, anyway=False)

    def undo(self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence) -> bool:
        """Take a publication back; false where more than a minute has passed, or it is closed."""
        passed = ledger.now - occurrence.opened_at
        if passed > _UNDO or not ledger.withdraw(occurrence.id, ledger.now):
            return False
        ledger.rest(Timer.CLOSE_DRILL, occurrence.id)
        self.cards.take_back(ledger, cohort, occurrence)
        drill = ledger.drill(occurrence.drill)
        if occurrence.slot == 0 and drill is not None:
            ledger.plan(replace(drill, step=max(0, drill.step - 1)))
        self.rearm(ledger, cohort)
        return True

    def nudge(self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence) -> tuple[int, int]:
        """Remind those who have not finished, each alone; how many were, and how many can't be.

        Whoever is talking with a customer right now is left in peace.
        """
        students = ledger.members(cohort.id, Role.STUDENT)
        busy = {one.id for one in students if ledger.running(one.channel, one.chat) is not None}
        finished = frozenset(result.person for result in ledger.results(occurrence.id))
        here, lost = to_nudge(finished | busy, students)
        for student in here:
            self.cards.nudge(ledger, cohort, occurrence, student)
        if here:
            ledger.push(cohort.id, occurrence.id, "nudge")
        return len(here), len(lost)

    def connected(self, ledger: Ledger, cohort: Cohort) -> None:
        """The class has a (new) group: drills going on get their cards there."""
        for occurrence in ledger.going_on(cohort.id):
            self.cards.show(ledger, cohort, occurrence)

    def moved(self, ledger: Ledger, old: Cohort, new: Cohort) -> None:
        """The class's group became a supergroup."""
        self.notices.upgraded(ledger, new)
        for occurrence in ledger.going_on(new.id):
            self.cards.move(ledger, old, new, occurrence)

    # --- how ---

    def _open(self, ledger: Ledger, cohort: Cohort, new: Occurrence) -> Occurrence | None:
        if not may_be_used(ledger.approvals(cohort.id), new.scenario):
            self.notices.unapproved(ledger, cohort, new)
            return None
        occurrence = ledger.open(new)
        if occurrence is None:
            return None
        ledger.wake(Timer.CLOSE_DRILL, occurrence.id, occurrence.closes_at)
        set_reminder(ledger, occurrence)
        ledger.push(cohort.id, occurrence.id, "offer")
        self.cards.show(ledger, cohort, occurrence)
        self.cards.offer_all(ledger, cohort, occurrence)
        if occurrence.lesson:
            self.notices.lesson(ledger, cohort, occurrence)
        return occurrence

    def _wake(self, ledger: Ledger, cohort: Cohort, drill: Drill, after: datetime) -> None:
        here = self.setting(ledger, cohort, after)
        coming = None if drill.over else next_window(drill, here, after)
        if coming is None:
            ledger.rest(Timer.POST_DRILL, drill.id)
        else:
            ledger.wake(Timer.POST_DRILL, drill.id, coming.opens_at)

    def _verdict(self, ledger: Ledger, cohort: Cohort, planned: Window, *, anyway: bool) -> Verdict:
        rules, now = ledger.rules(cohort.id), ledger.now
        today = start_of_day(zone(cohort.zone), now)
        found = verdict(planned, now, rules, cohort.zone, ledger.pushed(cohort.id, today))
        return Verdict.POST if anyway and found is not Verdict.MISSED else found

    def _left_out(
        self, ledger: Ledger, cohort: Cohort, planned: Window, why: Verdict, source: str
    ) -> None:
        if ledger.now - planned.closes_at < _WORTH_TELLING:
            self.notices.left_out(ledger, cohort, planned, why, source)
