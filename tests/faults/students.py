"""Simulated students on the fake: they read what they are shown, think, and answer."""

import itertools
from dataclasses import dataclass, field

from bot.classroom.invitations import open_class
from bot.storage.database import Database
from locales.catalogue import catalogue
from tests.fakes.telegram import FakeTelegram, Group
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.seen import Seen

_WORDS = catalogue("")
AGREE, AGAIN, PRACTISE, STOP = (
    _WORDS.text(f"button.{name}") for name in ("agree", "again", "practise", "stop")
)
NONE_RUNNING = _WORDS.text("practice.none_running")
_FACES = ("🤬", "😠", "😐", "🙂")
_SAYINGS = (
    "亲，在的呢，请您稍等",
    "好的亲，这边马上帮您查一下",
    "非常抱歉给您带来麻烦了",
    "请问您身高体重多少呢",
    "感谢您的理解",
    "嗯",
)


def is_line(seen: Seen) -> bool:
    """Whether a customer said it (and not the coach)."""
    return seen.text.startswith(_FACES)


def _shows(seen: Seen, *labels: str) -> str | None:
    shown = {button for row in seen.buttons for button in row}
    return next((label for label in labels if label in shown), None)


@dataclass(slots=True)
class Student:
    """Somebody who practises for as long as `keen`, and remembers all they said.

    Every bubble carries a number of its own, so that a lost or doubled one is found.
    """

    person: Person
    scenario: str
    think: float
    most_bubbles: int = 2
    keen: bool = True
    said: list[str] = field(default_factory=list)
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    async def come_in(self, link: str = "") -> None:
        """Open the bot (through a link), agree, and read the welcome."""
        self.person.start(link)
        while _shows(await self.person.next_message(20), AGREE) is None:
            pass
        self.person.press(AGREE)
        await self.person.next_message(20)

    async def practise(self) -> None:
        """Answer customers, one after the other; ends soon after not being keen any more."""
        self.person.say(f"/practice {self.scenario}")
        while self.keen:
            self._act(await self._read())

    async def _read(self) -> list[Seen]:
        """Everything new until nothing more has come for the time of a thought."""
        shown: list[Seen] = []
        patience = self.think * 8
        while True:
            try:
                shown.append(await self.person.next_message(patience))
            except TimeoutError:
                return shown
            patience = self.think

    def _act(self, shown: list[Seen]) -> None:
        if not self.keen:
            return
        for seen in reversed(shown):
            if is_line(seen) or _shows(seen, STOP):
                break
            if _shows(seen, AGAIN, PRACTISE):
                self.person.say(f"/practice {self.scenario}")
                return
        for _ in range(1 + len(self.said) % self.most_bubbles):
            self._say()

    def _say(self) -> None:
        number = next(self.numbers)
        self.said.append(f"{_SAYINGS[number % len(_SAYINGS)]} {self.person.id}-{number}")
        self.person.say(self.said[-1])


def crowd(telegram: FakeTelegram, size: int, think: float, scenarios: int = 3) -> list[Student]:
    """So many students, spread over the customers on the shelf."""
    return [
        Student(telegram.user(f"学生{number}"), str(number % scenarios + 1), think)
        for number in range(size)
    ]


async def found_class(
    database: Database, telegram: FakeTelegram, name: str
) -> tuple[Person, Group]:
    """A class with a teacher who has come in and connected a group to it."""
    made = await database.write(lambda unit: open_class(unit, name, "Asia/Shanghai"))
    teacher = Student(telegram.user("王老师"), "1", 0.1)
    await teacher.come_in(f"join_{made.teacher_code}")
    group = telegram.group(name, [teacher.person])
    teacher.person.say(f"/start@kefu_coach_bot class_{made.cohort.id}", group)
    await group.next_message()
    return teacher.person, group
