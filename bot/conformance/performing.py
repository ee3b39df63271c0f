"""Performing a recorded talk on a messenger: a real store and service, a clock moved by hand."""

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from bot.app import Options, Service
from bot.classroom.invitations import NewClass, open_class
from bot.conformance.levelling import InOrder, WholeSeconds
from bot.conformance.logs import talk_marks
from bot.conformance.recording import Act, Recording, Show, TalkMark
from bot.conformance.stage import Seen, Setting, Stage, StageMaker
from bot.delivery.pacing import Limits
from bot.practice.messages import Capabilities
from bot.practice.ports import Timer
from bot.practice.shelf import Shelf
from bot.practice.testing import FakeClock
from bot.serving import ServiceIntake
from bot.storage.database import Database
from bot.storage.unit import Unit

T = TypeVar("T")

GROUP = "班级群"
CLASS = "电商2班"
ZONE = "Asia/Shanghai"
PATIENCE = 20.0
"""Real seconds in which whatever an act causes has come to rest."""

_UNHURRIED = Limits(chat_gap=0.0, group_per_minute=1_000_000, overall_per_second=float("inf"))
_FOR_EVER = 1_000_000.0
_LOOK = 10.0
"""A service that was not looked at for longer takes itself for frozen and blames nobody."""
_ALL_BUT_SILENCE = [kind for kind in Timer if kind is not Timer.SILENCE]
_CODE = re.compile(r"(?:/join |join_)([0-9A-HJKMNP-TV-Z]{10})(?![0-9A-Z])")
"""An invitation as it is shown: made in the middle of a talk."""


class NotAtRest(AssertionError):
    """What people did was not taken in, or what was queued was not shown: see where it hangs."""


@dataclass(frozen=True, slots=True)
class Performance:
    """What was seen after each act, the marks, and what the platform can do."""

    shows: tuple[tuple[Show, ...], ...]
    talks: tuple[TalkMark, ...]
    capabilities: Capabilities


async def perform(recording: Recording, make: StageMaker, shelf: Shelf, store: Path) -> Performance:
    """Perform all acts on a fresh store (a file that may already hold an empty, migrated one)."""
    clock = FakeClock()
    database = Database(f"sqlite:///{store}", clock)
    await database.open(exclusive=True)
    try:
        setting = Setting(recording.people, GROUP if recording.cohort else "")
        async with make(setting, clock) as stage:
            platform = WholeSeconds(stage.messenger.platform)
            service = Service(database, platform, shelf, clock, _options())
            intake = InOrder(ServiceIntake(service))
            async with service.running(lambda: stage.messenger.in_touch) as nursery:
                nursery.start(stage.messenger.receive(intake), "messenger")
                show = _Performer(stage, service, clock, intake)
                return await show.all_of(recording)
    finally:
        await database.close()


def _options() -> Options:
    return Options(b"conformance", limits=_UNHURRIED, tick_seconds=_FOR_EVER)


@dataclass(slots=True)
class _Performer:
    """One performance: acts, waits, and notes what has become visible."""

    stage: Stage
    service: Service
    clock: FakeClock
    intake: "InOrder"
    known: dict[str, dict[str, Seen]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    made: NewClass | None = None

    async def all_of(self, recording: Recording) -> Performance:
        """Every act in turn; then the marks."""
        chats = [*recording.people, *([GROUP] if recording.cohort else [])]
        self.known = {chat: {} for chat in chats}
        if recording.cohort:
            await self._found()
        await self._rest()
        shows = [await self._step(step.act) for step in recording.steps]
        names = {number: name for name, number in self.stage.ids().items()}
        talks = await self._write(lambda unit: talk_marks(unit, self._channel, names))
        said = tuple(replace(talk, log=tuple(map(self._plain, talk.log))) for talk in talks)
        return Performance(tuple(shows), said, self.service.platform.capabilities)

    @property
    def _channel(self) -> str:
        return self.service.platform.channel

    async def _write(self, do: Callable[[Unit], T]) -> T:
        return await self.service.database.write(do)

    async def _found(self) -> None:
        """What `kefu class new` does, and the group connected."""
        made: NewClass = await self._write(lambda unit: open_class(unit, CLASS, ZONE))
        group = self.stage.ids()[GROUP]
        await self._write(lambda unit: unit.connect(made.cohort.id, self._channel, group))
        self.made = made
        self.words |= {made.teacher_code: "{teacher_code}", made.student_code: "{student_code}"}

    async def _step(self, act: Act) -> tuple[Show, ...]:
        if act.who:
            await self._do(act)
            if act.again:
                await self._rest()
                await self.stage.repeat()
            await self._rest()
        if act.wait:
            await self._wait(act.wait)
        await self._learn_names()
        return tuple(self._news())

    async def _do(self, act: Act) -> None:
        chat = GROUP if act.group else act.who
        if act.presses:
            seen = self._offering(chat, act)
            label = next(each for row in seen.buttons for each in row if act.presses in each)
            await self.stage.press(act.who, seen.id, label)
        elif act.sends:
            await self.stage.send_file(act.who, act.sends, act.content.encode())
        else:
            replied = self._beginning(chat, act.to).id if act.to else ""
            await self.stage.say(act.who, self._typed(act.says), chat=chat, reply_to=replied)

    def _offering(self, chat: str, act: Act) -> Seen:
        """The newest message that offers this, as the practice queued it."""
        for seen in reversed(self.stage.sees(chat)):
            labels = [label for row in seen.buttons for label in row]
            if seen.text.startswith(act.to) and any(act.presses in label for label in labels):
                return seen
        raise LookupError(f"{chat} is offered no {act.presses!r}: {self._texts(chat)}")

    def _beginning(self, chat: str, start: str) -> Seen:
        for seen in reversed(self.stage.sees(chat)):
            if seen.text.startswith(start):
                return seen
        raise LookupError(f"nothing in {chat} begins with {start!r}: {self._texts(chat)}")

    def _texts(self, chat: str) -> list[str]:
        return [seen.text for seen in self.stage.sees(chat)]

    def _typed(self, text: str) -> str:
        """Words with the class's codes in place of their names."""
        for code, name in self.words.items():
            text = text.replace(name, code)
        return text

    # --- what has become visible ---

    def _news(self) -> Iterator[Show]:
        for chat, known in self.known.items():
            for seen in self.stage.sees(chat):
                if known.get(seen.id) != seen:
                    yield self._show(chat, seen, changed=seen.id in known)
                known[seen.id] = seen

    def _show(self, chat: str, seen: Seen, *, changed: bool) -> Show:
        buttons = tuple(tuple(map(self._plain, row)) for row in seen.buttons)
        text = self._plain(seen.text)
        return Show(chat, text, buttons, changed, seen.picture, self._plain(seen.file))

    def _plain(self, text: str) -> str:
        """Words without what is drawn anew each time or differs by platform."""
        link = self.service.platform.capabilities.start_link
        if link:
            text = text.replace(link.partition("{}")[0], "{start}")
        for word, name in sorted(self.words.items(), key=lambda pair: -len(pair[0])):
            text = text.replace(word, name)
        return text

    async def _learn_names(self) -> None:
        """Aliases and codes are drawn by chance: they are known by whose, or which, they are."""
        self.words |= await self._write(self._names)
        for chat in self.known:
            for text in self._texts(chat):
                for code in _CODE.findall(text):
                    self.words.setdefault(code, f"{{code {self._codes + 1}}}")

    @property
    def _codes(self) -> int:
        return sum(name.startswith("{code ") for name in self.words.values())

    def _names(self, unit: Unit) -> Mapping[str, str]:
        found = {}
        for name, number in self.stage.ids().items():
            person = unit.person_of(self._channel, number)
            if person is not None:
                found[person.alias] = f"{{{name}}}"
        return found

    # --- time ---

    async def _wait(self, seconds: float) -> None:
        """Let time pass, stopping wherever something is due on the way."""
        end = self.clock.monotonic() + seconds
        while (left := end - self.clock.monotonic()) > 1e-6:
            step = min(left, await self._write(self._until_due))
            self.clock.advance(step)
            self.stage.clock_moved(self.clock.now())
            await self.service.timetable.tick()
            await self._rest()

    def _until_due(self, unit: Unit) -> float:
        """Seconds to the next timer."""
        due = unit.next_due()
        if due is None:
            return _FOR_EVER
        most = _FOR_EVER if unit.next_due(_ALL_BUT_SILENCE) is None else _LOOK
        return min(most, max(0.001, (due - self.clock.now()).total_seconds()))

    async def _rest(self) -> None:
        """Until everything done is taken in and everything queued is shown."""
        try:
            async with asyncio.timeout(PATIENCE):
                # Whatever is on its way ends in one of many places: there is no one event for it.
                while not self._at_rest:  # noqa: ASYNC110
                    await asyncio.sleep(0.0005)
        except TimeoutError:
            raise NotAtRest(NotAtRest.__doc__) from None

    @property
    def _at_rest(self) -> bool:
        service = self.service
        heard = self.stage.quiet and not self.intake.taking
        return heard and service.errands.idle and service.sender.idle
