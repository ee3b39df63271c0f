"""Simulated students: each answers customers with one of the scripts in the customer's own file."""

import asyncio
from dataclasses import dataclass, field

from bot.adapters.console.send import CHANNEL, Shown
from bot.cli.local import LocalPractice
from dialogues.scenario import Scenario, SelfTest, Step, draw_values, fill
from locales.catalogue import catalogue


@dataclass(slots=True)
class Inbox:
    """What a person has been shown, and a way to wait for more."""

    shown: list[Shown] = field(default_factory=list)
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, shown: Shown) -> None:
        """Something was shown."""
        self.shown.append(shown)
        self._more.set()

    async def until(self, label: str) -> Shown:
        """The newest message with a button of this label, waiting for it where there is none."""
        while True:
            for shown in reversed(self.shown):
                if shown.button(label):
                    return shown
            await self.more()

    async def more(self) -> None:
        """Wait until something new is shown."""
        self._more.clear()
        await self._more.wait()

    @property
    def lines(self) -> int:
        """How many bubbles customers have sent."""
        return sum(shown.line for shown in self.shown)

    @property
    def debriefed(self) -> bool:
        """Whether the coach has closed a talk."""
        return any(shown.button(_AGAIN) for shown in self.shown)


_WORDS = catalogue("")
_AGAIN, _AGREE, _BEGIN = (_WORDS.text(f"button.{name}") for name in ("again", "agree", "begin"))


class SimulatedStudent:
    """Reads what is shown, thinks for as long as the script says, and answers.

    `pace` stretches the script's thinking times; `comes_after` is how many seconds after the
    offer this student begins.
    """

    def __init__(
        self, practice: LocalPractice, name: str, script: SelfTest, pace: float, comes_after: float
    ) -> None:
        self.name = name
        self.inbox = Inbox()
        self._practice = practice
        self._user = practice.user(name)
        self._script = script
        self._pace = pace
        self._comes_after = comes_after

    async def come_in(self, code: str) -> None:
        """Open the class's link and agree."""
        await self._user.say(f"/start join_{code}")
        await self._press(_AGREE)

    async def do_drill(self, scenario: Scenario) -> None:
        """Begin the drill when it is offered, and play the script to its end."""
        await self.inbox.until(_BEGIN)
        await self._practice.clock.sleep(self._comes_after)
        await self._press(_BEGIN)
        await self._answer_all(scenario)

    async def practise(self, scenario: Scenario) -> None:
        """Practise alone with a customer."""
        await self._user.say("/start")
        await self._press(_AGREE)
        await self._user.say(f"/practice {scenario.id}")
        await self._answer_all(scenario)

    async def _answer_all(self, scenario: Scenario) -> None:
        while not self.inbox.lines:
            await self.inbox.more()
        values = draw_values(scenario, await self._seed())
        for step in self._script.steps:
            answered = self.inbox.lines
            await self._step(step, values)
            while step.student and self.inbox.lines == answered and not self.inbox.debriefed:
                await self.inbox.more()
            if self.inbox.debriefed:
                return
        while not self.inbox.debriefed:
            await self.inbox.more()

    async def _step(self, step: Step, values: dict[str, str]) -> None:
        if step.tool:
            await self._user.say(fill(step.tool, values))
            return
        await self._practice.clock.sleep(step.takes * (1 if step.silent else self._pace))
        if step.student and not self.inbox.debriefed:
            await self._user.say(fill(step.student, values))

    async def _seed(self) -> str:
        running = await self._practice.database.write(lambda u: u.running(CHANNEL, self.name))
        return running.seed if running else ""

    async def _press(self, label: str) -> None:
        shown = await self.inbox.until(label)
        button = shown.button(label)
        if button is not None:
            await self._user.press(button)
