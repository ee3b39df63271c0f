"""Whatever a student does, in whatever order: no crash, nothing lost, and always a kind answer."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.adapters.console.send import CHANNEL
from bot.adapters.telegram.updates import clean
from bot.practice.tools import tool_command
from dialogues.transcript import Bubble, Understood
from tests.bot.house import House, open_house, small
from tests.bot.practice.test_talks import SETTLED

Deed = tuple[str, Any]
_people = count(1000)

# Any code point, lone surrogates too, as they arrive in JSON.
ANY_TEXT = st.text(st.characters(codec=None), min_size=1, max_size=40)
ODD_TEXT = st.sampled_from(
    (
        "在的亲", "真的很抱歉", "您单号发我一下", "马上给您催", "祝您生活愉快，再见", "滚",
        "查物流 YT7720315", "查物流", "备注好了亲", "发券 5元", "查订单\nQH2041",
        "a" * 4096, "龍" * 4096, "😀" * 2048, "\u202e" + "倒着写", "\u200f" * 10, "\u200b", " ",
        "\n\n",
        "\x00", "\ud800", "\udc00\ud800", "👨‍👩‍👧‍👦", "{text}", "%s", "<b>亲</b>", "*亲*",
        "/查订单", "//",
    )
)  # fmt: skip
COMMANDS = st.sampled_from(
    (
        "/start", "/start join_NOSUCHCODE", "/start drill_1", "/start drill_99999999999999999999",
        "/start drill_٣", "/start \ud800", "/start " + "x" * 4000, "/start class_1", "/start join_",
        "/practice", "/practice 1", "/practice 999", "/practice \ud800{title}", "/me", "/help",
        "/stop", "/board", "/today", "/schedule 19:00 21:00", "/schedule off", "/nonsense",
        "/start@kefu_coach_bot", "/stop@another_bot", "/ME",
    )
)  # fmt: skip
MEDIA = st.sampled_from(
    ({"sticker": {"emoji": "👍"}}, {"photo": [{}], "caption": "看图\ud800"}, {"voice": {}},
     {"location": {}}, {"dice": {"value": 6}}, {"new_chat_title": "x"}, {"text": ""})
)  # fmt: skip
DEEDS: st.SearchStrategy[Deed] = st.one_of(
    st.tuples(st.just("says"), ODD_TEXT),
    st.tuples(st.just("says"), ANY_TEXT),
    st.tuples(st.just("says"), st.sampled_from(("在的亲", "真的很抱歉", "您单号发我一下"))),
    st.tuples(st.just("commands"), COMMANDS),
    st.tuples(st.just("sends"), MEDIA),
    st.tuples(st.just("edits"), ANY_TEXT | ODD_TEXT),
    st.tuples(st.just("forwards"), ANY_TEXT | ODD_TEXT),
    st.tuples(st.just("presses"), st.integers(0, 30)),
    st.tuples(st.just("forges"), ANY_TEXT),
    st.tuples(st.just("waits"), st.sampled_from((0.5, SETTLED, 61.0, 250.0))),
    st.tuples(st.just("repeats"), st.none()),
    st.tuples(st.just("blocks"), st.none()),
)
EVENINGS = st.lists(DEEDS, min_size=4, max_size=30)


@dataclass(slots=True)
class Student:
    """Does things, and remembers which of the words said must be found in the log."""

    house: House
    id: int = field(default_factory=lambda: next(_people))
    last: dict[str, Any] = field(default_factory=dict)
    expected: dict[int, list[str]] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def chat(self) -> str:
        """The direct chat."""
        return str(self.id)

    async def does(self, deed: Deed) -> None:
        """Do it, and check what comes of it."""
        kind, detail = deed
        if kind == "waits":
            await self.house.wait(detail)
        elif kind == "repeats":
            await self._again()
        elif kind in ("says", "forwards"):
            await self._says(detail, forwarded=kind == "forwards")
        else:
            await self._else(kind, detail)

    async def _says(self, text: str, *, forwarded: bool) -> None:
        running = await self.house.run(lambda unit: unit.running(CHANNEL, self.chat))
        origin = {"forward_origin": {"type": "hidden_user"}} if forwarded else {}
        shown = await self._tells("message", text=text, **origin)
        said = clean(text)
        tool = tool_command(said, self.house.service.office.shelf.tools)
        if running is not None and said.strip() and tool is None:
            self.expected.setdefault(running.id, []).append(said)
        elif running is None or tool is not None:
            assert shown, f"no answer to {text!r}"

    async def _else(self, kind: str, detail: Any) -> None:
        if kind == "commands":
            name = {"type": "bot_command", "offset": 0, "length": len(detail.split()[0])}
            shown = await self._tells("message", text=detail, entities=[name])
            assert shown or "@another_bot" in detail, f"no answer to {detail[:40]!r}"
        elif kind == "sends":
            await self._tells("message", **detail)
        elif kind == "edits":
            await self._tells("edited_message", text=detail)
        elif kind == "blocks":
            for status in ("kicked", "member"):
                await self._arrives(
                    {"my_chat_member": {**self._about(), "new_chat_member": {"status": status}}}
                )
        else:
            await self._presses(detail)

    async def _presses(self, which: int | str) -> None:
        buttons = [b for s in self.house.sees(self.chat) for row in s.buttons for b in row]
        data = which
        if isinstance(which, int):
            if not buttons:
                return
            data = buttons[which % len(buttons)].payload
        message = {"message_id": 1, "date": self._date(), "chat": self._about()["chat"]}
        query = {"id": "1", "from": self._about()["from"], "data": data, "message": message}
        shown = await self._arrives({"callback_query": query})
        assert shown, f"no answer to a button {data!r}"

    async def _again(self) -> None:
        """The platform tells the same update twice: the second time nothing happens."""
        if self.last:
            before = self.house.everything_stored()
            await self.house.tell(self.last)
            assert self.house.everything_stored() == before

    async def _tells(self, kind: str, **content: Any) -> int:
        return await self._arrives({kind: {**self._about(), **content}})

    async def _arrives(self, update: dict[str, Any]) -> int:
        """How many messages were shown in return."""
        before = len(self.house.sees(self.chat))
        self.last = {"update_id": self.id * 1000 + next(self.numbers), **update}
        await self.house.tell(self.last)
        return len(self.house.sees(self.chat)) - before

    def _about(self) -> dict[str, Any]:
        person = {"id": self.id, "is_bot": False, "first_name": "王\ud800小明"}
        chat = {"id": self.id, "type": "private"}
        return {"message_id": 1, "date": self._date(), "from": person, "chat": chat}

    def _date(self) -> int:
        return int(self.house.clock.now().timestamp())


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """One practice for all examples; every example brings somebody new."""
    async with open_house(tmp_path / "kefu.db", small()) as opened:
        yield opened


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=EVENINGS, agrees=st.integers(0, 4).map(bool), begins=st.integers(0, 4).map(bool))
@example(deeds=[("commands", "/start drill_99999999999999999999")], agrees=True, begins=False)
@example(deeds=[("says", "\ud800"), ("waits", SETTLED)], agrees=True, begins=True)
async def test_whatever_a_student_does_nothing_crashes_and_no_word_is_lost(
    house: House, deeds: list[Deed], agrees: bool, begins: bool
) -> None:
    student = Student(house)
    if agrees:
        await student.does(("says", "你好"))
        await house.press(student.chat, "同意")
    if agrees and begins:
        await student.does(("commands", "/practice 1"))
    for deed in deeds:
        await student.does(deed)
    await house.wait(SETTLED)
    assert house.rows("SELECT raw, error FROM dead_letter") == []
    assert house.rows("SELECT * FROM outbox WHERE state != 'sent'") == []
    for attempt, said in student.expected.items():
        log = await house.log(attempt)
        assert [event.text for event in log if isinstance(event, Bubble)] == said
        taken = [place for e in log if isinstance(e, Understood) for place in e.bubbles]
        assert len(taken) == len(set(taken))
    if running := await house.run(lambda unit: unit.running(CHANNEL, student.chat)):
        assert running.pending == []
