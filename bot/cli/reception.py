"""Several customers at once in the terminal: each in its colour, and who is answered now."""

import asyncio
import sys

from rich.console import Console
from rich.text import Text

from bot.adapters.console.send import Shown
from bot.cli.local import local_practice
from bot.cli.play import ConsoleTalk, begin, trace_of
from bot.cli.speech import words
from bot.clock import SystemClock
from bot.practice.shelf import Shelf
from dialogues.reception.model import LETTERS, mark_of

_COLOURS = dict(
    zip(
        LETTERS,
        ("red", "dark_orange", "yellow", "green", "blue", "magenta", "orange4", "bright_black"),
        strict=True,
    )
)
_DESK = 1


async def play_desk(
    console: Console, scenario: str, seed: str, language: str, shelf: Shelf, *, trace: bool
) -> None:
    """Let the person at the keyboard (or the lines of a pipe) answer several customers."""
    shown: asyncio.Queue[Shown] = asyncio.Queue()
    settle = 1.5 if sys.stdin.isatty() else 0.2
    async with local_practice(
        SystemClock(), shown.put_nowait, settle_seconds=settle, tick_seconds=0.05, shelf=shelf
    ) as practice:
        await begin(practice, scenario, seed, language or words().language)
        await DeskTalk(console, practice, shown, trace=trace).run()


class DeskTalk(ConsoleTalk):
    """A desk as it appears in the terminal."""

    def see(self, shown: Shown) -> None:
        """Each customer in its colour; below it, who is there and who is answered."""
        letter = next((each for each in LETTERS if shown.text.startswith(mark_of(each))), "")
        style = f"bold {_COLOURS[letter]}" if shown.line and letter else "cyan"
        self.console.print(Text(f"\n{shown.text}", style=style))
        labels = [button.label for row in shown.buttons for button in row]
        if labels and any(label.endswith(tuple(LETTERS)) for label in labels):
            self.console.print("   ".join(labels), style="dim", markup=False)

    async def print_trace(self) -> None:
        """What has happened inside every customer since the last look."""
        for child in await self.practice.database.write(lambda unit: unit.children(_DESK)):
            log = await self.practice.database.write(lambda unit, n=child.id: unit.log(n))  # type: ignore[misc]
            for event in log[self.told.get(child.id, 0) :]:
                for line in trace_of(event):
                    text = Text(f"    {mark_of(child.letter)} {line}", style="dim")
                    self.console.print(text)
            self.told[child.id] = len(log)
