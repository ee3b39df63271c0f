"""The one place that knows every part: how a practice is put together and set going."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial

from bot.classroom.challenge import Challenge
from bot.classroom.reminders import Reminders
from bot.commands import history, mydata, papers, reports
from bot.commands.context import LinkBook, Office
from bot.commands.debrief import DebriefWriter, TalkButtons
from bot.commands.desk import Desk
from bot.commands.guest import GuestDesk
from bot.commands.payloads import Signer
from bot.commands.receipts import Receipts
from bot.commands.reception import DeskWriter
from bot.customers import Collection, own_library, report
from bot.delivery.errands import ErrandRunner, Job
from bot.delivery.pacing import Limits
from bot.delivery.receiving import Receiver
from bot.delivery.sending import Sender
from bot.nursery import Nursery
from bot.practice.attempts import SETTLE_SECONDS, Practice
from bot.practice.ports import Attempt, Clock, Due, Platform, Timer
from bot.practice.shelf import Shelf
from bot.schedule.timetable import Action, Timetable
from bot.storage.database import Database
from bot.storage.unit import Unit
from dialogues.customer import Playable
from dialogues.scenario import draw_values
from dialogues.scripted import ScriptedScenario
from dialogues.transcript import Transcript
from scoring.class_rubric import in_class
from scoring.examiner import grade
from scoring.model_answers import model_answers
from scoring.rubric_file import read_rubric, standard
from scoring.scenario_rubric import rubric_for
from scoring.scorecard import Scorecard

TICK_SECONDS = 0.25


def built_in_shelf() -> Shelf:
    """The customers that come with the program."""
    library = own_library()
    report(library)
    return stocked(Collection([library]))


def stocked(collection: Collection) -> Shelf:
    """A shelf with everything of a collection."""
    shelf = Shelf(())
    restock(shelf, collection)
    return shelf


def restock(shelf: Shelf, collection: Collection) -> None:
    """Offer everything of a collection, the easiest first."""
    customers = list(collection.scenarios.values())
    customers.sort(key=lambda one: one.scenario.difficulty)
    shelf.restock(
        customers,
        sorted(collection.rooms.values(), key=lambda show: show.room.difficulty),
        sorted(collection.receptions, key=lambda one: one.difficulty),
    )


def examine(
    talk: Transcript, playable: Playable, seed: str, own: str = "", *, demo: bool = False
) -> Scorecard:
    """Mark a talk by the customer's own rubric, laid over the standard one.

    `own` is the rubric of the class, as its file says; it was read when the class set it. The
    student of a demo speaks the customer's self-tests, so there they are not looked for.
    """
    rubric, given = standard(), frozenset[str]()
    if isinstance(playable, ScriptedScenario):
        values = draw_values(playable.scenario, seed)
        rubric = rubric_for(playable.scenario.rubric, values)
        given = frozenset() if demo else model_answers(playable.scenario, values)
    return grade(talk, in_class(rubric, _read_once(own)) if own else rubric, given)


_read_once = lru_cache(maxsize=64)(read_rubric)


@dataclass(frozen=True, slots=True)
class Options:
    """What can be set about a service; `operator` is a chat that is told when something breaks.

    A `guest` in somebody else's bot takes only what is its own. In a `demo` nobody is a student.
    """

    signing_key: bytes
    limits: Limits = field(default_factory=Limits)
    settle_seconds: float = SETTLE_SECONDS
    operator: str = ""
    tick_seconds: float = TICK_SECONDS
    guest: bool = False
    demo: bool = False


class Service:
    """A practice on one platform: receiving, sending, and doing what is due."""

    def __init__(
        self,
        database: Database,
        platform: Platform,
        shelf: Shelf,
        clock: Clock,
        options: Options,
    ) -> None:
        signer = Signer(options.signing_key)
        links = LinkBook(signer, platform.capabilities)
        marks = partial(examine, demo=options.demo)
        practice = Practice(
            shelf,
            marks,
            DebriefWriter(links),
            options.settle_seconds,
            TalkButtons(links),
            DeskWriter(links),
        )
        self.challenge = Challenge(shelf, links)
        self.reminders = Reminders(shelf, links)
        self.office = Office(
            practice,
            self.challenge,
            shelf,
            signer,
            links,
            marks,
            options.operator,
            platform.capabilities,
        )
        jobs: dict[str, Job] = {
            history.ERRAND: history.HistoryJob(self.office),
            mydata.ERRAND: mydata.ExportJob(self.office),
            papers.ERRAND: papers.PaperJob(self.office),
        }
        self.errands = ErrandRunner(database, clock, jobs, history.give_up)
        self.office.stir = self.errands.stir
        self.database = database
        self.platform = platform
        self.sender = Sender(database, platform, Receipts(self.office), clock, options.limits)
        desk = Desk(self.office)
        front = GuestDesk(desk, signer) if options.guest else desk
        self.receiver = Receiver(database, front, clock, self.sender.say, platform.fetch)
        self._tick_seconds = options.tick_seconds
        self.timetable = Timetable(database, clock, self._actions(), desk.give_up_timer)

    @asynccontextmanager
    async def running(self, in_touch: Callable[[], bool] | None = None) -> AsyncIterator[Nursery]:
        """Send and tick for as long as the block lasts; a part that fails ends it."""
        if in_touch is not None:
            self.timetable.in_touch = in_touch
        self.database.on_commit = self.sender.offer
        self.database.on_timer = self.timetable.expect
        await self.timetable.come_back()
        async with Nursery() as nursery:
            nursery.start(self.sender.run(), "sender")
            nursery.start(self.errands.run(), "errands")
            scheduler = self.timetable.start(self._tick_seconds)
            try:
                yield nursery
            finally:
                scheduler.shutdown(wait=False)
                await self.sender.drain()

    def _actions(self) -> dict[Timer, Action]:
        practice, challenge = self.office.practice, self.challenge

        def talk(do: Callable[[Unit, Attempt], None]) -> Action:
            """What is to be done with the attempt that a timer belongs to."""

            def act(unit: Unit, due: Due) -> None:
                if (attempt := unit.attempt(due.subject)) is not None:
                    do(unit, attempt)

            return act

        def silence(unit: Unit, due: Due) -> None:
            if (attempt := unit.attempt(due.subject)) is not None:
                practice.silence(unit, attempt, due.number)

        return {
            Timer.SETTLE: talk(practice.settle),
            Timer.SILENCE: silence,
            Timer.BOARD: talk(practice.board),
            Timer.ARRIVAL: talk(practice.arrival),
            Timer.CLOSING: talk(practice.closing),
            Timer.RESUME: talk(practice.resume),
            Timer.REMIND: lambda unit, due: self.reminders.due(unit, due.subject, due.due),
            Timer.POST_DRILL: lambda unit, due: challenge.post_due(unit, due.subject, due.due),
            Timer.POST_SLOT: lambda unit, due: challenge.slot_due(unit, due.subject),
            Timer.RESULTS: lambda unit, due: challenge.results_due(unit, due.subject),
            Timer.CLOSE_DRILL: lambda unit, due: challenge.close_due(unit, due.subject),
            Timer.PROGRESS: lambda unit, due: challenge.progressed(unit, due.subject),
            Timer.DIGEST: lambda unit, due: reports.digest_due(self.office, unit, due.subject),
        }
