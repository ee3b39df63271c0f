"""A student in a live room on the fake: reads the board in the chat, decides, answers by number."""

import re
from dataclasses import dataclass, field

from dialogues.liveroom import LiveRoom
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.seen import Seen

ROW = re.compile(r"^(🔸|⏰|▫️)(\d+) ([^：]+)：(.*)$", re.MULTILINE)
PASSED = re.compile(r"⏱ (\d+):(\d\d)/")


def is_board(seen: Seen) -> bool:
    """Whether it is a board, of a show that is going on or over."""
    return seen.from_bot and seen.text.startswith(("🔴", "🏁", "💥"))


@dataclass(slots=True)
class LiveStudent:
    """Knows the shop's answers by heart, and what was urgent in them."""

    person: Person
    room: LiveRoom
    said: list[str] = field(default_factory=list)

    @property
    def boards(self) -> list[Seen]:
        """All messages that are or were the board, as they look now."""
        return [seen for seen in self.person.sees if is_board(seen)]

    @property
    def over(self) -> bool:
        """Whether the show is over."""
        return bool(self.boards) and not self.boards[-1].text.startswith("🔴")

    def passed(self) -> int:
        """How many seconds of the show the board says have passed."""
        found = PASSED.search(self.boards[-1].text)
        assert found is not None
        return int(found[1]) * 60 + int(found[2])

    def rows(self) -> list[tuple[int, str]]:
        """The numbers on the board and what they ask about."""
        found = ROW.findall(self.boards[-1].text) if self.boards else []
        return [(int(number), self.topic(text)) for _, number, _, text in found]

    def topic(self, text: str) -> str:
        """What a viewer's words are about; empty for small talk."""
        asked = {words: topic.name for topic in self.room.topics.values() for words in topic.asks}
        asked |= {fixed.say: fixed.topic for fixed in self.room.fixed}
        return asked.get(text, "")

    def answer(self) -> None:
        """Answer what is worth most on the board, everybody who asks the same at once."""
        asking = [(number, topic) for number, topic in self.rows() if topic]
        if not asking:
            return
        topics = self.room.topics
        urgent = max(asking, key=lambda row: (topics[row[1]].worth, -row[0]))[1]
        numbers = [number for number, topic in asking if topic == urgent]
        if not topics[urgent].shared:
            numbers = numbers[:1]
        listed = ",".join(map(str, numbers))
        if topics[urgent].block:
            self.say(f"屏蔽 {listed}")
        else:
            self.say(f"{listed} {self.room.example(urgent)}")

    def say(self, text: str) -> None:
        """Type something."""
        self.said.append(text)
        self.person.say(text)

    async def begin(self, telegram: FakeTelegram) -> None:
        """Choose the live room, and wait for the first comment."""
        self.person.say(f"/practice {self.room.id}")
        await telegram.until(self.rows, timeout=20)
