"""A class of forty over a term on the strict fake: who comes, what they say, what happens."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from tests.bot.house import small
from tests.fakes.telegram import Group, Person, Seen
from tests.stories.evening import ZONE, Evening, bot_said, evening

SIZE = 40
REGULARS, REGULAR, SELDOM = 6, 0.6, 0.02
"""How many come often, and how likely those and the others are to come on a day."""
SHOP = "small-shop"
OPENS, CLOSES = "19:00", "19:30"
_STEP = 50.0
"""Seconds between two looks at the timers while a drill is open: a minute would be an outage."""

GOOD = (
    "您好，实在抱歉让您久等了，换作是我也会着急",
    "麻烦您把订单号发我一下，我马上帮您查",
    "查物流 YT7720315",
    "查物流 ZT5510482",
    "我这就帮您催一下快递，请您放心",
    "谢谢您的理解，祝您生活愉快，再见",
)
MIDDLING = ("您好", "请问订单号是多少", "查物流", "你这个真让人无语，傻子")
RUDE = ("你是傻子吗，滚",)
SHIRKING = ("这个你找快递去，不归我们管", "跟我们没关系，找快递公司", "都说了找快递，不是我们的事")
SILENT: tuple[str, ...] = ()
MANNERS = (GOOD, MIDDLING, RUDE, SHIRKING, SILENT)
ODDS = (1, 1, 3, 1, 1)


@dataclass(slots=True)
class SchoolTerm:
    """The class, its people and its dice."""

    evening: Evening
    dice: Random
    teacher: Person
    co_teacher: Person
    group: Group
    students: list[Person] = field(default_factory=list)
    earlier: list[Seen] = field(default_factory=list)

    # --- time ---

    @property
    def now(self) -> datetime:
        """The class's own clock."""
        return self.evening.clock.now().astimezone(ZoneInfo(ZONE))

    async def until(self, day: str, clock: str) -> None:
        """Nobody does anything until then."""
        then = datetime.fromisoformat(f"{day}T{clock}:00").replace(tzinfo=ZoneInfo(ZONE))
        await self.evening.wait((then - self.now).total_seconds())

    async def through(self, seconds: float) -> None:
        """Let time pass without ever being away so long that it would count as an outage."""
        while seconds > 0:
            await self.evening.wait(min(_STEP, seconds))
            seconds -= _STEP

    async def until_close(self) -> None:
        """The rest of the drill's time."""
        [(closes,)] = self.evening.rows("SELECT max(closes_at) FROM occurrence")
        await self.through(closes / 1000 - self.evening.clock.now().timestamp() + 1)

    # --- talks ---

    async def drill(self, student: Person, lines: Sequence[str]) -> None:
        """Press the offer's button and say these lines; whoever falls silent is left."""
        await self.evening.press(student, "开始今日日练")
        await self.talk(student, lines)

    async def talk(self, student: Person, lines: Sequence[str]) -> None:
        """Say these lines, each after a wait of one's own."""
        for line in lines:
            await self.evening.wait(self.dice.choice((2, 3, 3, 7, 12, 31)))
            if await self.evening.running(student) is None:
                return
            await self.evening.say(student, line)
            await self.evening.wait(4)
        while await self.evening.running(student) is not None:
            await self.evening.wait(30)

    async def some(self, students: Sequence[Person]) -> None:
        """Each of them does the drill in a manner that the dice choose."""
        for student in students:
            [manner] = self.dice.choices(MANNERS, ODDS)
            await self.drill(student, manner)

    def drawn(self) -> list[Person]:
        """Whoever feels like it today: a few come most days, the others hardly ever."""
        chances = [REGULAR if place < REGULARS else SELDOM for place in range(SIZE)]
        return [
            student
            for student, chance in zip(self.students, chances, strict=True)
            if self.dice.random() < chance
        ]

    # --- what is seen ---

    def posted(self) -> list[Seen]:
        """What the bot has said in the group, before and after it was upgraded."""
        return [*self.earlier, *bot_said(self.group)]

    def upgrade(self) -> None:
        """The group becomes a supergroup: another chat, in which nothing was said yet."""
        self.earlier = bot_said(self.group)
        self.group.upgrade()

    async def file(self, person: Person, *labels: str) -> bytes:
        """The file that these presses bring."""
        for label in labels:
            await self.evening.press(person, label)
        async with asyncio.timeout(30):
            while not self.evening.service.errands.idle:
                await asyncio.sleep(0.005)
        await self.evening.settled()
        files = [seen.file for seen in person.sees if seen.file]
        assert files, person.sees[-1]
        return files[-1]


@asynccontextmanager
async def school_term(path: Path, seed: int) -> AsyncIterator[SchoolTerm]:
    """Forty students come in by the class's link; a co-teacher by the owner's invitation."""
    async with evening(path, small()) as begun:
        made = await begun.open_class()
        teacher, second = begun.person("李老师"), begun.person("周老师")
        students = [begun.person(f"学生{number:02}") for number in range(SIZE)]
        group = begun.telegram.group("电商2班", [teacher, *students], with_bot=False)
        await begun.come_in(teacher, made.teacher_code)
        add = next(b for row in teacher.sees[-1].message.buttons for b in row if "url" in b)
        teacher.open_link(add["url"], group)
        await begun.settled()
        await begun.say(teacher, "/people")
        await begun.press(teacher, "邀请老师")
        await begun.come_in(second, teacher.sees[-1].text.rpartition("/join ")[2].strip())
        for student in students:
            await begun.come_in(student, made.student_code)
        yield SchoolTerm(begun, Random(seed), teacher, second, group, students)
        assert begun.telegram.violations == []
        assert begun.rows("SELECT * FROM dead_letter") == []


def tomorrow(day: str) -> str:
    """The date after this one."""
    return (datetime.fromisoformat(day) + timedelta(days=1)).date().isoformat()
