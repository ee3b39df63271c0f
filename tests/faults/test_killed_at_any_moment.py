"""A hundred times and more `kill -9` in the middle of a class evening."""

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.classroom.invitations import NewClass, open_class
from bot.clock import SystemClock
from bot.storage.database import Database
from tests.fakes.telegram import Clock, FakeTelegram, Group, Person, Rules
from tests.faults import books
from tests.faults.process import Nest, surroundings
from tests.faults.students import NONE_RUNNING, Student, crowd

ENOUGH = {"aiogram": (100, 2_000), "ptb": (20, 300)}
"""How many kills and turns there are at least, by the library that speaks with Telegram."""
STUDENTS = 70
CLASSMATES = 6
THINK = 1.5
"""Seconds of quiet after which a student answers: a little more than the gap between two lines."""
STARTING = 0.6
"""Seconds from the fork to the first poll, about."""
SERVING = 1.2
SHARE_OF_EARLY_KILLS = 0.2
SLOW = 0.15
"""Seconds for which Telegram sits on some messages, so that kills strike while they travel."""
LAST_WORDS = 90.0
ZONE = "Asia/Shanghai"


@dataclass
class Evening:
    """A class and many others who practise while the bot is killed again and again."""

    telegram: FakeTelegram
    nest: Nest
    file: Path
    students: list[Student]
    teacher: Person
    group: Group
    least_kills: int
    least_turns: int
    kills: int = 0
    lives: list[dict[int, int]] = field(default_factory=list)

    def shown(self, student: Student) -> list[str]:
        """What a student was shown since the question for consent, which is never stored."""
        chat = self.telegram.world.direct_chat(student.person.account, self.telegram.bot)
        return [message.text for message in chat.said_by_bots][1:]

    async def kill_again_and_again(self) -> None:
        """Let it live for a random while and kill it, until there were enough kills and turns."""
        dice = random.Random(2026)
        while not self.long_enough():
            early = dice.random() < SHARE_OF_EARLY_KILLS
            span = dice.uniform(0, STARTING) if early else STARTING + dice.uniform(0, SERVING)
            await self.nest.run()
            await asyncio.sleep(span)
            assert await self.nest.kill() == -9
            self.kills += 1
            # What the dead process had written into its sockets is still read by Telegram.
            await asyncio.sleep(0.05)
            await self.telegram.until(self.nothing_travels)
            self.lives.append({one.person.id: len(self.shown(one)) for one in self.students})
            if self.kills % 4 == 0:
                self.teacher.say("/board", self.group)

    def long_enough(self) -> bool:
        """Whether enough was killed and said, and the drill was due: quick machines come first."""
        return (
            self.kills >= self.least_kills
            and books.bubbles(self.file).total() >= self.least_turns
            and any("📮" in text for _, _, text in books.outbox(self.file))
        )

    def nothing_travels(self) -> bool:
        """Whether Telegram has done with everything it was sent."""
        recent = list(self.telegram.calls)[-100:]
        return not any(
            call.method == "sendMessage" and call.outcome == "under way" for call in recent
        )

    async def come_to_rest(self) -> None:
        """Nobody says anything new; a last process does all that is left, and stops."""
        for student in self.students:
            student.keen = False
        await self.nest.run()
        await self.telegram.all_confirmed(LAST_WORDS)
        async with asyncio.timeout(LAST_WORDS):
            while not self.quiet():
                await asyncio.sleep(0.2)
        assert await self.nest.terminate() == 0

    def quiet(self) -> bool:
        """Whether nothing waits to be sent and no customer is about to react."""
        (timers,) = books.ask(self.file, "SELECT count(*) FROM timer WHERE kind = 'settle'")
        return timers == (0,) and books.states(self.file).keys() <= {"sent", "ambiguous"}


@contextlib.asynccontextmanager
async def evening(folder: Path, adapter: str) -> AsyncIterator[Evening]:
    made = await _found_a_class(folder)
    telegram = FakeTelegram(clock=Clock.real(), rules=Rules())
    async with telegram:
        environment = surroundings(
            telegram.base_url,
            telegram.token,
            folder,
            KEFU_SETTLE_SECONDS="0",
            KEFU_PLATFORM=adapter,
        )
        async with Nest.warm(environment, folder / "log") as nest:
            teacher = telegram.user("王老师")
            students = crowd(telegram, STUDENTS, THINK)
            group = telegram.group("电商2班", [teacher, *(s.person for s in students[:CLASSMATES])])
            file = folder / "kefu.db"
            night = Evening(telegram, nest, file, students, teacher, group, *ENOUGH[adapter])
            await nest.run()
            await _come_in(night, made)
            await _connect(night)
            assert await nest.kill() == -9
            yield night


async def _found_a_class(folder: Path) -> NewClass:
    database = Database(f"sqlite:///{folder / 'kefu.db'}", SystemClock())
    await database.open()
    try:
        return await database.write(lambda unit: open_class(unit, "电商2班", ZONE))
    finally:
        await database.close()


async def _come_in(night: Evening, made: NewClass) -> None:
    teacher = Student(night.teacher, "1", THINK)
    links = [f"join_{made.student_code}"] * CLASSMATES + [""] * (STUDENTS - CLASSMATES)
    await asyncio.gather(
        teacher.come_in(f"join_{made.teacher_code}"),
        *(student.come_in(link) for student, link in zip(night.students, links, strict=True)),
    )


async def _connect(night: Evening) -> None:
    """The teacher connects the group and sets a drill that opens and closes during the kills."""
    night.teacher.say("/start@kefu_coach_bot class_1", night.group)
    local = datetime.now(UTC).astimezone(ZoneInfo(ZONE)) + timedelta(seconds=70)
    post, close = local, local + timedelta(minutes=1)
    # Whatever day and hour the test is run at.
    night.teacher.say("/rules 免打扰 关")
    night.teacher.say("/rules 每天 开")
    night.teacher.say(f"/schedule {post:%H:%M} {close:%H:%M} 1")
    await night.telegram.all_confirmed(20)


def repeats(queued: list[str], shown: list[str]) -> list[int]:
    """Where a message was shown a second time; fails where one is missing or out of order."""
    again, place = [], 0
    for text in queued:
        while place < len(shown) and shown[place] != text:
            assert [shown[place]] == shown[:place][-1:], f"unexpected: {shown[place]!r}"
            again.append(place)
            place += 1
        assert place < len(shown), f"never shown: {text!r}"
        place += 1
    assert all(text == shown[place - 1] for text in shown[place:])
    return again + list(range(place, len(shown)))


@pytest.mark.fault
@pytest.mark.parametrize("adapter", list(ENOUGH))
async def test_many_kills_lose_nothing_and_double_nothing(tmp_path: Path, adapter: str) -> None:
    async with evening(tmp_path, adapter) as night:
        night.telegram.faults.add(
            "delay", method="sendMessage", chat_id=night.group.id, times=None, seconds=SLOW
        )
        night.telegram.faults.add(
            "delay", method="sendMessage", times=None, chance=0.1, seconds=SLOW
        )
        talks = [asyncio.create_task(student.practise()) for student in night.students]
        await night.kill_again_and_again()
        await night.come_to_rest()
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
    assert books.sound(night.file)
    assert night.telegram.pending() == 0
    assert night.kills >= night.least_kills
    turns = _no_turn_is_lost_or_doubled(night)
    repeated = _no_line_is_lost_and_few_are_repeated(night)
    posts, doubts = _no_post_is_repeated(night)
    print(f"\n{night.kills} kills, {turns} turns, {repeated} direct messages repeated,")
    print(f"{posts} posts in the group, {doubts} times the teacher was asked")


def _no_turn_is_lost_or_doubled(night: Evening) -> int:
    """Each bubble is in the log once, or was answered once by "no talk is going on"."""
    logged = books.bubbles(night.file)
    assert set(logged.values()) == {1}
    said = {bubble: str(one.person.id) for one in night.students for bubble in one.said}
    assert logged.keys() <= said.keys()
    beside = Counter(chat for bubble, chat in said.items() if bubble not in logged)
    answered = Counter(chat for chat, _, text in books.outbox(night.file) if text == NONE_RUNNING)
    assert beside == answered
    assert len(logged) >= night.least_turns
    return len(logged)


def _no_line_is_lost_and_few_are_repeated(night: Evening) -> int:
    """Only the first message after a kill may be a repeated one."""
    box = books.outbox(night.file)
    repeated = 0
    for student in night.students:
        own = [(state, text) for chat, state, text in box if chat == str(student.person.id)]
        assert {state for state, _ in own} == {"sent"}
        queued, shown = [text for _, text in own], night.shown(student)
        if student in night.students[:CLASSMATES]:
            # Offers of the drill wait until the turns of a talk have passed.
            queued, shown = sorted(queued), sorted(shown)
            repeated += len(repeats(queued, shown))
            continue
        first_after_a_kill = {life[student.person.id] for life in night.lives}
        for place in repeats(queued, shown):
            # Of several equal messages in a row any may be the repeated one.
            equal = next(at for at in range(place, -1, -1) if shown[at] != shown[place])
            assert first_after_a_kill & set(range(equal + 1, place + 1))
            repeated += 1
    assert repeated <= night.kills
    return repeated


def _no_post_is_repeated(night: Evening) -> tuple[int, int]:
    """What was sent is there once; what is in doubt is there once or not, and was asked about."""
    box = books.outbox(night.file)
    posts = [(state, text) for chat, state, text in box if chat == str(night.group.id)]
    said = [message.text for message in night.group.chat.said_by_bots]
    # The drill's card is edited in place, so its words are not those that were queued.
    [card] = [state for state, text in posts if "📮" in text]
    cards = sum("📮" in text for text in said)
    assert (card, cards) in {("sent", 1), ("ambiguous", 0), ("ambiguous", 1)}
    queued = [(state, text) for state, text in posts if "📮" not in text]
    shown = Counter(text for text in said if "📮" not in text)
    sent = Counter(text for state, text in queued if state == "sent")
    assert sent <= shown <= Counter(text for _, text in queued)
    in_doubt = books.ask(
        night.file,
        "SELECT count(*) FROM outbox WHERE state = 'ambiguous' AND edits IS NULL",
    )
    asked = books.ask(night.file, "SELECT count(*) FROM outbox WHERE key LIKE 'doubt:%'")
    assert in_doubt == asked
    return len(said), asked[0][0]
