"""Answering one customer in the terminal, through the same pipeline as on a messenger."""

import asyncio
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from bot.adapters.console.receive import ConsoleUser
from bot.adapters.console.send import CHANNEL, Shown
from bot.app import stocked
from bot.authoring.customers import own_customer_file, subject_of
from bot.classroom.cohorts import Person
from bot.cli.local import LocalPractice, local_practice
from bot.cli.scorecard import print_card
from bot.cli.speech import words
from bot.clock import SystemClock
from bot.customers import Collection, customers_in, module_beside, own_library, staged
from bot.nursery import Nursery
from bot.practice.ports import Attempt
from bot.practice.shelf import Shelf
from bot.storage.unit import Unit
from bot.trouble import Trouble
from dialogues.hearing import act_name, built_in
from dialogues.liveroom import LiveRoom, LiveShow
from dialogues.reception import Guests
from dialogues.transcript import Bubble, Event, Felt, Line, Understood, Used
from scoring.scorecard import Scorecard

ME = "你"
_FIRST = 1
_LAST = ("again", "practise")
_QUIET_SECONDS = 1.3


class UnknownCustomer(Trouble):
    """There is no such customer; `kefu play` lists them all."""

    key = "trouble.no_customer"


async def play_one(scenario: str, seed: str, *, trace: bool, language: str = "") -> None:
    """Play one customer; without a name, list the customers."""
    console = Console(highlight=False)
    file = own_customer_file(scenario) if scenario else None
    shelf, asked = own_shelf(file) if file else (stocked(Collection.gather()), scenario)
    playable = shelf.find(asked)
    if not scenario:
        _list(console, shelf)
    elif playable is None:
        raise UnknownCustomer(asked=scenario)
    elif playable.id in shelf.rooms:
        from bot.cli.liveroom import play_room

        await play_room(console, playable.id, seed, language, shelf)
    elif playable.id in shelf.receptions:
        from bot.cli.reception import play_desk

        await play_desk(console, playable.id, seed, language, shelf, trace=trace)
    else:
        await converse(console, playable.id, seed, trace=trace, language=language, shelf=shelf)


def own_shelf(file: Path) -> tuple[Shelf, str]:
    """A shelf with what the author has written in this file, and its id.

    A reception's customers may stand beside it or come with the program.
    """
    subject = subject_of(str(file))
    if isinstance(subject, LiveRoom):
        return Shelf((), [LiveShow(subject, built_in())]), subject.id
    if isinstance(subject, Guests):
        beside = customers_in(file.parent.parent)
        return stocked(Collection([own_library(), beside])), subject.id
    return Shelf([staged(subject, module_beside(file))]), subject.id


async def converse(
    console: Console,
    scenario: str,
    seed: str,
    *,
    trace: bool,
    language: str = "",
    shelf: Shelf | None = None,
) -> None:
    """Let the person at the keyboard (or the lines of a pipe) answer a customer."""
    shown: asyncio.Queue[Shown] = asyncio.Queue()
    settle = 1.5 if sys.stdin.isatty() else 0.2
    async with local_practice(
        SystemClock(), shown.put_nowait, settle_seconds=settle, tick_seconds=0.05, shelf=shelf
    ) as practice:
        await begin(practice, scenario, seed, language or words().language)
        talk = ConsoleTalk(console, practice, shown, trace=trace)
        await talk.run()


def _list(console: Console, shelf: Shelf) -> None:
    for number, playable in enumerate(shelf.offers.values(), 1):
        title = shelf.title(playable.id, words().language)
        console.print(f"{number:>2}. {playable.id:28} {title}")
    console.print(words().say("cli.play.choose"), style="dim")


async def begin(practice: LocalPractice, scenario: str, seed: str, language: str) -> None:
    """Who sits at this keyboard has started the program: nobody is asked, nothing is kept."""

    def start(unit: Unit) -> None:
        person = unit.enrol(Person(0, CHANNEL, ME, ME, ME, language), unit.now)
        attempt = Attempt(
            id=0,
            person=person.id,
            channel=CHANNEL,
            chat=ME,
            scenario=scenario,
            content_hash="",
            seed=seed or f"play-{unit.now.timestamp()}",
            started_at=unit.now,
            language=language,
            counts=False,
        )
        practice.service.office.practice.start(unit, attempt)

    await practice.database.write(start)


class ConsoleTalk:
    """The talk as it appears in the terminal; `told` counts what was shown of each log."""

    def __init__(
        self,
        console: Console,
        practice: LocalPractice,
        shown: asyncio.Queue[Shown],
        *,
        trace: bool,
    ) -> None:
        self.console = console
        self.practice = practice
        self.told: dict[int, int] = {}
        self._shown = shown
        self._trace = trace
        self._news = asyncio.Event()

    async def run(self) -> None:
        """Show what comes and send what is typed, until the talk is over."""
        async with Nursery() as nursery:
            showing = nursery.start(self._show_until_over(), "showing")
            nursery.start(self._type(self.practice.user(ME)), "typing")
            await showing
        await self._print_card()

    def see(self, shown: Shown) -> None:
        """Put a message on the screen: the customer's words stand out."""
        style = "bold" if shown.line else "cyan"
        self.console.print(f"\n{shown.text}", style=style, markup=False)

    async def _show_until_over(self) -> None:
        while True:
            shown = await self._shown.get()
            if self._trace:
                await self.print_trace()
            self.see(shown)
            self._news.set()
            if any(shown.button(words().text(f"button.{key}")) for key in _LAST):
                return

    async def _type(self, user: ConsoleUser) -> None:
        """Send lines as they are typed; lines of a pipe wait until they have been answered."""
        lines = typed_lines()
        piped = not sys.stdin.isatty()
        while (line := await lines.get()) is not None:
            if piped:
                await self._until_quiet()
                self.console.print(f"\n> {line}", markup=False)
            if line.strip():
                await user.say(line.strip())
        await self._until_quiet()
        await user.say("/stop")

    async def _until_quiet(self) -> None:
        """Wait for an answer, and until nothing has followed it for a moment."""
        await self._news.wait()
        while self._news.is_set():
            self._news.clear()
            await self.practice.clock.wait(self._news, _QUIET_SECONDS)

    async def print_trace(self) -> None:
        """What has happened inside the customer since the last look."""
        log = await self.practice.database.write(lambda unit: unit.log(_FIRST))
        for event in log[self.told.get(_FIRST, 0) :]:
            for line in trace_of(event):
                self.console.print(f"    {line}", style="dim", markup=False)
        self.told[_FIRST] = len(log)

    async def _print_card(self) -> None:
        card = await self.practice.database.write(lambda unit: unit.card(_FIRST))
        if card is not None:
            print_card(self.console, Scorecard.from_json(card))


def trace_of(event: Event) -> Iterator[str]:
    """What happened inside the customer, for authors: acts with their words, mood, stage, rule."""
    if isinstance(event, Understood):
        acts = "  ".join(f"{act_name(act.id)}「{act.quote}」" for act in event.heard.acts)
        courtesy = event.heard.courtesy
        yield words().say("cli.trace.heard", acts=acts or "—", courtesy=courtesy)
    elif isinstance(event, Felt):
        key = "cli.trace.felt" if event.waited is None else "cli.trace.felt_waiting"
        yield words().say(
            key,
            before=event.anger_before,
            after=event.anger,
            stage=event.stage,
            waited=round(event.waited or 0),
        )
        if event.rule:
            yield f"⚙ {event.rule}" + (f"（{event.why}）" if event.why else "")
        if event.told:
            yield words().say("cli.trace.told", facts="、".join(event.told))
        if event.agreed:
            yield words().say("cli.trace.agreed", resolutions="、".join(event.agreed))


def words_of(event: Event) -> str:
    """What was said or done, as one line of a script; empty for everything else."""
    if isinstance(event, Line):
        return words().say("cli.script.customer", text=event.text)
    if isinstance(event, Bubble):
        return words().say("cli.script.student", text=event.text)
    if isinstance(event, Used):
        command = f"{event.tool} {event.argument}".strip()
        return words().say("cli.script.used", command=command, answer=event.answer)
    return ""


def typed_lines() -> asyncio.Queue[str | None]:
    """Lines from the keyboard; None at the end of them.

    Read by a thread that nobody waits for: a talk that the customer has ended must not wait for
    one more Enter.
    """
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        for line in sys.stdin:
            # A pipe may carry bytes that are no text; nothing of them could be stored.
            text = line.rstrip("\n").encode("utf-8", "replace").decode()
            loop.call_soon_threadsafe(lines.put_nowait, text)
        loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, daemon=True, name="keyboard").start()
    return lines
