"""A class evening in the terminal, at fast-forward, through the whole real pipeline.

Everything that happens is what would happen on a messenger: links, consent, the daily drill at
its set time, the card in the group with its progress, twelve talks, the board at closing time.
Only the messenger is in memory and the students are simulated.
"""

import asyncio
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.panel import Panel

from bot.adapters.console.send import CHANNEL, Shown
from bot.classroom.cohorts import Cohort, Drill
from bot.classroom.drills import clock_text
from bot.classroom.invitations import NewClass, open_class
from bot.classroom.rules import Rules
from bot.cli.local import LocalPractice, local_practice
from bot.cli.play import converse, trace_of, words_of
from bot.cli.scorecard import print_card
from bot.cli.simulated import SimulatedStudent
from bot.cli.speech import words
from bot.clock import FastClock
from bot.storage.unit import Unit
from bot.trouble import Trouble
from dialogues.scenario import Scenario, SelfTest
from dialogues.scripted import ScriptedScenario
from scoring.scorecard import Scorecard

ANGRY = "logistics-delay-angry"
STUDENTS = 12
_GROUP = "电商2班"
_ZONE = "Asia/Shanghai"
_EVENING = datetime(2026, 3, 2, 18, 58, 0, tzinfo=ZoneInfo(_ZONE)).astimezone(UTC)
_MINUTES = 25


async def show(fast: float) -> None:
    """The evening, then the person at the keyboard; without a keyboard a scripted student."""
    console = Console(highlight=False)
    console.rule(words().say("cli.demo.title"))
    await _Evening(console, fast).run()
    console.print()
    if sys.stdin.isatty():
        console.rule(words().say("cli.demo.your_turn"))
        console.print(words().say("cli.demo.how"), style="dim")
        await converse(console, ANGRY, "demo", trace=False)
    else:
        console.rule(words().say("cli.demo.no_keyboard"))
        await _watch_one(console, fast)


class CustomerMissing(Trouble):
    """The angry customer's file cannot be played; `kefu check` says why."""

    key = "trouble.customer_missing"


class _Evening:
    """Twelve students and their teacher, from the link to the board."""

    def __init__(self, console: Console, fast: float) -> None:
        self._console = console
        self._clock = FastClock(_EVENING, fast)
        self._students: dict[str, SimulatedStudent] = {}
        self._board = asyncio.Event()
        self._progress = ""

    async def run(self) -> None:
        """Play the evening."""
        async with local_practice(
            self._clock,
            self._shown,
            settle_seconds=2.5,
            tick_seconds=0.02,
            demo=True,
        ) as practice:
            scenario = _scenario(practice)
            made = await practice.database.write(self._open_class)
            self._students = {
                student.name: student for student in _class_of(practice, scenario.tests)
            }
            await asyncio.gather(
                *(student.come_in(made.student_code) for student in self._students.values())
            )
            self._console.print(words().say("cli.demo.joined", count=len(self._students)))
            await practice.database.write(lambda unit: self._plan(practice, unit, made.cohort))
            talks = asyncio.gather(
                *(student.do_drill(scenario) for student in self._students.values())
            )
            await self._board.wait()
            talks.cancel()
            await asyncio.gather(talks, return_exceptions=True)
            await self._one_talk(practice)

    def _plan(self, practice: LocalPractice, unit: Unit, cohort: Cohort) -> None:
        """Daily, from the next minute but one: fast minutes pass while this machine starts up."""
        local = self._clock.now().astimezone(ZoneInfo(_ZONE))
        post = local.hour * 60 + local.minute + 2
        drill = Drill(0, cohort.id, post, post + _MINUTES, (ANGRY,))
        # The demo's evening is whenever it is run, also on a Sunday night.
        unit.keep_rules(cohort.id, Rules(quiet_since=0, quiet_until=0, every_day=True))
        practice.service.challenge.set_plan(unit, cohort, drill)
        times = {
            "post": clock_text(drill.post_minute),
            "close": clock_text(drill.close_minute),
        }
        self._console.print(words().say("cli.demo.planned", **times))

    def _open_class(self, unit: Unit) -> NewClass:
        made = open_class(unit, _GROUP, _ZONE)
        unit.connect(made.cohort.id, CHANNEL, _GROUP)
        cohort = Cohort(made.cohort.id, _GROUP, _ZONE, CHANNEL, _GROUP)
        return NewClass(cohort, made.teacher_code, made.student_code)

    def _shown(self, shown: Shown) -> None:
        if shown.chat in self._students:
            self._students[shown.chat].inbox.add(shown)
        elif shown.chat == _GROUP:
            self._in_group(shown)

    def _in_group(self, shown: Shown) -> None:
        """A card and a board are shown whole; an edit of the card only as the line that changed."""
        if shown.edited:
            progress = next(
                (line for line in shown.text.splitlines() if "▓" in line or "░" in line), ""
            )
            if progress != self._progress:
                self._console.print(f"{self._time()}  {progress}", markup=False)
            self._progress = progress
            return
        self._console.print(
            Panel(
                shown.text,
                title=f"{self._time()}  {words().say('cli.demo.group', name=_GROUP)}",
                title_align="left",
            )
        )
        if shown.text.startswith("🏆"):
            self._board.set()

    def _time(self) -> str:
        return self._clock.now().astimezone(ZoneInfo(_ZONE)).strftime("%H:%M")

    async def _one_talk(self, practice: LocalPractice) -> None:
        """One student's direct chat, as it was."""
        student = max(self._students.values(), key=lambda each: len(each.inbox.shown))
        debrief = next((m for m in student.inbox.shown if m.text.startswith("🎓")), None)
        if debrief is not None:
            self._console.print(
                Panel(debrief.text, title=words().say("cli.demo.one_debrief"), title_align="left")
            )
        states = await practice.database.write(lambda unit: unit.tally())
        sent, waiting = states.get("sent", 0), states.get("queued", 0)
        told = words().say("cli.demo.outbox", sent=sent, waiting=waiting)
        self._console.print(told, style="dim")


def _class_of(practice: LocalPractice, tests: Sequence[SelfTest]) -> Iterable[SimulatedStudent]:
    """Students of every kind that the customer's file knows, at different paces."""
    for number in range(STUDENTS):
        yield SimulatedStudent(
            practice,
            f"student-{number + 1}",
            tests[number % len(tests)],
            pace=(0.8, 1.0, 1.4)[number % 3],
            comes_after=5.0 + 37.0 * number,
        )


def _scenario(practice: LocalPractice) -> Scenario:
    playable = practice.service.office.shelf.get(ANGRY)
    if not isinstance(playable, ScriptedScenario):
        raise CustomerMissing(customer=ANGRY)
    return playable.scenario


async def _watch_one(console: Console, fast: float) -> None:
    """A scripted student answers the angry customer; the talk, what was heard, the scorecard."""
    clock = FastClock(_EVENING, fast)
    students: list[SimulatedStudent] = []
    async with local_practice(
        clock,
        # The student is only made once the practice runs.
        lambda shown: students[0].inbox.add(shown),  # noqa: PLW0108
        settle_seconds=2.5,
        tick_seconds=0.02,
        demo=True,
    ) as practice:
        scenario = _scenario(practice)
        students.append(SimulatedStudent(practice, "you", scenario.tests[0], 1.0, 0.0))
        await students[0].practise(scenario)
        log = await practice.database.write(lambda unit: unit.log(1))
        card = await practice.database.write(lambda unit: unit.card(1))
    for event in log:
        for line in trace_of(event):
            console.print(f"    {line}", style="dim", markup=False)
        if text := words_of(event):
            console.print(text, markup=False)
    if card is not None:
        print_card(console, Scorecard.from_json(card))
