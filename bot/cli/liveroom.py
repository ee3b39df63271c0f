"""A live room in the terminal: the board stays on the screen and changes while one types."""

import asyncio
from typing import Protocol

from rich.console import Console

from bot.adapters.console.receive import ConsoleUser
from bot.adapters.console.send import Shown
from bot.cli.keyboard import TypedLine, keys, live_terminal
from bot.cli.local import LocalPractice, local_practice
from bot.cli.play import ME, begin, typed_lines
from bot.cli.scorecard import print_card
from bot.cli.speech import words
from bot.clock import SystemClock
from bot.nursery import Nursery
from bot.practice.shelf import Shelf
from scoring.scorecard import Scorecard

_PROMPT = "> "


async def play_room(
    console: Console, scenario: str, seed: str, language: str, shelf: Shelf
) -> None:
    """Let the person at the keyboard (or the lines of a pipe) answer a live room."""
    shown: asyncio.Queue[Shown] = asyncio.Queue()
    async with local_practice(
        SystemClock(), shown.put_nowait, settle_seconds=0.0, tick_seconds=0.05, shelf=shelf
    ) as practice:
        await begin(practice, scenario, seed, language or words().language)
        if live_terminal():
            with keys() as typed:
                await _Show(shown, _Screen(console, typed)).run(practice.user(ME))
        else:
            await _Show(shown, _Paper(console)).run(practice.user(ME))
        await _print_card(console, practice)


class _View(Protocol):
    """Where the show is seen and answers come from."""

    def board(self, text: str) -> None:
        """The board has changed."""

    def told(self, text: str) -> None:
        """The coach says something."""

    async def line(self) -> str | None:
        """The next line that is typed; None: nobody will type any more."""


class _Show:
    """One show between the practice and a view."""

    def __init__(self, shown: asyncio.Queue[Shown], view: _View) -> None:
        self._shown = shown
        self._view = view

    async def run(self, user: ConsoleUser) -> None:
        """Show what comes and send what is typed, until the show is over."""
        async with Nursery() as nursery:
            showing = nursery.start(self._show_until_over(), "showing")
            nursery.start(self._type(user), "typing")
            await showing

    async def _show_until_over(self) -> None:
        last = [words().text(f"button.{key}") for key in ("again", "practise")]
        while True:
            shown = await self._shown.get()
            (self._view.board if shown.line else self._view.told)(shown.text)
            if any(shown.button(label) for label in last):
                return

    async def _type(self, user: ConsoleUser) -> None:
        while (line := await self._view.line()) is not None:
            if line.strip():
                await user.say(line.strip())
        await user.say("/stop")


class _Screen:
    """A terminal that is redrawn: what the coach said, the board, the line being typed."""

    def __init__(self, console: Console, typed: asyncio.Queue[str]) -> None:
        self._console = console
        self._typed = typed
        self._line = TypedLine()
        self._done: list[str] = []
        self._told = ""
        self._board = ""

    def board(self, text: str) -> None:
        """Put the new board in the old one's place."""
        self._board = text
        self._draw()

    def told(self, text: str) -> None:
        """Keep the coach's words above the board."""
        self._told = f"{self._told}\n\n{text}".strip() if self._board else text
        self._draw()

    async def line(self) -> str | None:
        """The next finished line."""
        while not self._done:
            self._done += self._line.take(await self._typed.get())
            self._prompt()
        return self._done.pop(0)

    def _draw(self) -> None:
        self._console.clear()
        self._console.print(self._told, style="cyan", markup=False)
        self._console.print(f"\n{self._board}\n", style="bold", markup=False)
        self._prompt()

    def _prompt(self) -> None:
        # The cursor must stay behind the line; what the board pushes away is drawn again.
        print(f"\r\x1b[K{_PROMPT}{self._line.text}", end="", flush=True)


class _Paper:
    """No terminal to redraw: every board is printed, and a line of a pipe answers one board."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._lines = typed_lines()
        self._news = asyncio.Event()

    def board(self, text: str) -> None:
        """Print the new board below."""
        self._console.print(f"\n{text}", style="bold", markup=False)
        self._news.set()

    def told(self, text: str) -> None:
        """Print what the coach says."""
        self._console.print(f"\n{text}", style="cyan", markup=False)

    async def line(self) -> str | None:
        """The next line, once there is a board that it can answer."""
        line = await self._lines.get()
        await self._news.wait()
        self._news.clear()
        if line is not None:
            self._console.print(f"\n{_PROMPT}{line}", markup=False)
        return line


async def _print_card(console: Console, practice: LocalPractice) -> None:
    card = await practice.database.write(lambda unit: unit.card(1))
    if card is not None:
        print_card(console, Scorecard.from_json(card))
