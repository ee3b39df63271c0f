"""A drill's day: the card in the group, the offer in each direct chat, progress, and the board.

The group sees one card, whose progress is edited in place, and one board. Nobody who is absent or
behind is ever named there.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.classroom.board import board_text, progress_of
from bot.classroom.cohorts import Cohort, Drill, Occurrence, Register, Role
from bot.classroom.drills import Window, local_text, next_window, scenario_of, window_of
from bot.practice.coach import bar
from bot.practice.messages import Button, Chat, Message, Priority
from bot.practice.ports import Book, Timer
from bot.practice.shelf import Offer
from locales.catalogue import Catalogue, catalogue

_WORTH_TELLING = timedelta(days=7)


class Ledger(Book, Register, Protocol):
    """What practice and class write together, in one transaction."""


class Shelf(Protocol):
    """Where titles come from."""

    def title(self, scenario: str) -> str:
        """The scenario's title; its id where it is not on the shelf any more."""

    def get(self, scenario: str) -> Offer | None:
        """The scenario, if it is on the shelf."""


class Links(Protocol):
    """Payloads and links that lead back to us."""

    def payload(self, action: str, argument: str | int) -> str:
        """What a button carries back."""

    def start(self, argument: str) -> str:
        """A link that opens the direct chat with the bot; empty where there is none yet."""


class Challenge:
    """Posts, follows and closes the daily drills."""

    def __init__(self, shelf: Shelf, links: Links) -> None:
        self._shelf = shelf
        self._links = links

    def set_plan(self, ledger: Ledger, cohort: Cohort, drill: Drill) -> Drill:
        """Keep the plan and set its next posting (or none, where it is switched off)."""
        kept = ledger.plan(drill)
        if kept.active:
            coming = next_window(kept, cohort.zone, ledger.now)
            ledger.wake(Timer.POST_DRILL, kept.id, coming.opens_at)
        else:
            ledger.rest(Timer.POST_DRILL, kept.id)
        return kept

    def post_due(self, ledger: Ledger, number: int, due: datetime) -> None:
        """The timer of a posting came due, perhaps late: post it once, or report it missed.

        A post that is late moves its deadline by as much. One whose window is over is not made up
        for; the teacher is told.
        """
        drill = ledger.drill(number)
        cohort = ledger.cohort(drill.cohort) if drill else None
        if drill is None or cohort is None or not drill.active:
            return
        planned = window_of(drill, cohort.zone, due)
        # The next date after this one, not after now: of several days that we were down for, each
        # is looked at, and the last one may still be going on.
        following = next_window(drill, cohort.zone, due)
        ledger.wake(Timer.POST_DRILL, drill.id, following.opens_at)
        if ledger.now >= planned.closes_at:
            if ledger.now - planned.closes_at < _WORTH_TELLING:
                self._missed(ledger, cohort, planned)
            return
        late = ledger.now - planned.opens_at
        self.post(ledger, cohort, drill, replace(planned, closes_at=planned.closes_at + late))

    def post(
        self, ledger: Ledger, cohort: Cohort, drill: Drill, window: Window
    ) -> Occurrence | None:
        """Open a date of the drill and tell everyone; None where that date was open already."""
        occurrence = ledger.open(
            Occurrence(
                id=0,
                drill=drill.id,
                cohort=cohort.id,
                date=window.date,
                scenario=scenario_of(drill, ledger.count(drill.id)),
                opened_at=ledger.now,
                closes_at=window.closes_at,
            )
        )
        if occurrence is None:
            return None
        ledger.wake(Timer.CLOSE_DRILL, occurrence.id, occurrence.closes_at)
        self._card(ledger, cohort, occurrence)
        self._offer(ledger, cohort, occurrence)
        return occurrence

    def close_due(self, ledger: Ledger, number: int) -> None:
        """The deadline: close the card and post the board, once, however late it is."""
        occurrence = ledger.occurrence(number)
        cohort = ledger.cohort(occurrence.cohort) if occurrence else None
        if occurrence is None or cohort is None or not ledger.close(number, ledger.now):
            return
        self._card(ledger, cohort, replace(occurrence, closed_at=ledger.now))
        if cohort.channel and cohort.group_chat:
            text = self.board(ledger, cohort, occurrence)
            board = Message(
                _group(cohort), text, key=f"board:{number}", priority=Priority.BROADCAST
            )
            ledger.queue(cohort.channel, board)
        self._report(ledger, cohort, occurrence)

    def progressed(self, ledger: Ledger, assignment: int) -> None:
        """Somebody finished: renew the card's progress."""
        share = ledger.assignment(assignment)
        occurrence = ledger.occurrence(share.occurrence) if share else None
        cohort = ledger.cohort(occurrence.cohort) if occurrence else None
        if occurrence and cohort and occurrence.closed_at is None:
            self._card(ledger, cohort, occurrence)

    def connected(self, ledger: Ledger, cohort: Cohort) -> None:
        """The class has a group now: a drill going on gets its card there, if it has none yet."""
        running = ledger.latest(cohort.id)
        if running is not None and running.closed_at is None:
            self._card(ledger, cohort, running, first=True)

    def board(self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence) -> str:
        """The leaderboard: aliases, the first few places, never the last ones."""
        members = ledger.members(cohort.id, Role.STUDENT)
        title = self._shelf.title(occurrence.scenario)
        results = ledger.results(occurrence.id)
        return board_text(self._words(), cohort, title, occurrence.date, results, len(members))

    # --- how ---

    def _words(self) -> Catalogue:
        return catalogue("")

    def _card(
        self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence, *, first: bool = False
    ) -> None:
        """The card in the group: new where there is none, otherwise edited in place."""
        if not cohort.channel or not cohort.group_chat:
            return
        key = f"card:{occurrence.id}"
        begun = occurrence.closed_at is not None or bool(ledger.results(occurrence.id))
        posted = begun and not first
        message = Message(
            _group(cohort),
            self._card_text(ledger, cohort, occurrence),
            buttons=self._card_buttons(occurrence),
            priority=Priority.BROADCAST,
            key=None if posted else key,
            edits=key if posted else None,
        )
        ledger.queue(cohort.channel, message)

    def _card_text(self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence) -> str:
        done, members = progress_of(ledger, cohort, occurrence)
        state = "drill.card_closed" if occurrence.closed_at else "drill.card_open"
        return self._words().say(
            state,
            title=self._shelf.title(occurrence.scenario),
            closes=local_text(occurrence.closes_at, cohort.zone),
            done=done,
            members=members,
            bar=bar(done / members if members else 0),
        )

    def _card_buttons(self, occurrence: Occurrence) -> tuple[tuple[Button, ...], ...]:
        link = self._links.start(f"drill_{occurrence.id}")
        if occurrence.closed_at or not link:
            return ()
        return ((Button(self._words().say("button.begin"), url=link),),)

    def _offer(self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence) -> None:
        for student in ledger.members(cohort.id, Role.STUDENT):
            if not student.active:
                continue
            words = catalogue(student.language)
            text = words.say(
                "drill.offer",
                title=self._shelf.title(occurrence.scenario),
                closes=local_text(occurrence.closes_at, cohort.zone),
            )
            begin = Button(words.say("button.begin"), self._links.payload("d", occurrence.id))
            message = Message(
                Chat(student.chat),
                text,
                ((begin,),),
                Priority.BROADCAST,
                key=f"offer:{occurrence.id}:{student.id}",
            )
            ledger.queue(student.channel, message)

    def _missed(self, ledger: Ledger, cohort: Cohort, planned: Window) -> None:
        for teacher in ledger.members(cohort.id, Role.TEACHER):
            text = catalogue(teacher.language).say(
                "drill.missed", cohort=cohort.name, date=planned.date
            )
            key = f"missed:{cohort.id}:{planned.date}:{teacher.id}"
            ledger.queue(teacher.channel, Message(Chat(teacher.chat), text, key=key))

    def report(
        self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence, words: Catalogue
    ) -> str:
        """How a drill stands, for the teacher alone: who has not finished is named here only."""
        finished = {result.person for result in ledger.results(occurrence.id)}
        students = ledger.members(cohort.id, Role.STUDENT)
        absent = [student.alias for student in students if student.id not in finished]
        return words.say(
            "drill.report",
            cohort=cohort.name,
            title=self._shelf.title(occurrence.scenario),
            closes=local_text(occurrence.closes_at, cohort.zone),
            done=len(finished),
            members=len(students),
            absent="、".join(absent) or words.say("drill.nobody"),
        )

    def _report(self, ledger: Ledger, cohort: Cohort, occurrence: Occurrence) -> None:
        for teacher in ledger.members(cohort.id, Role.TEACHER):
            text = self.report(ledger, cohort, occurrence, catalogue(teacher.language))
            key = f"report:{occurrence.id}:{teacher.id}"
            ledger.queue(teacher.channel, Message(Chat(teacher.chat), text, key=key))


def _group(cohort: Cohort) -> Chat:
    return Chat(cohort.group_chat or "", group=True, topic=cohort.topic)
