"""Steering a fake that runs as its own process, with the words of the in-process one.

The calls block for milliseconds (waiting ones longer): from async code use
`await asyncio.to_thread(ada.next_message, 10)`. Any number of
threads may do so at once.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

_PATIENCE = 150.0


class ControlError(Exception):
    """The fake could not do what the test asked for, and says why."""


class RemotePerson:
    """Somebody on a remote fake."""

    def __init__(self, telegram: "RemoteTelegram", user_id: int) -> None:
        self._telegram = telegram
        self.id = user_id

    def say(self, text: str, where: "RemoteGroup | None" = None) -> int:
        """Write something; returns the message's id."""
        return int(self._do("say", where, text=text))

    def press(
        self, button: str, message_id: int | None = None, where: "RemoteGroup | None" = None
    ) -> str:
        """Press a button by its words; returns the query's id."""
        return str(self._do("press", where, button=button, message_id=message_id))

    def edit(self, message_id: int, text: str, where: "RemoteGroup | None" = None) -> None:
        """Change one's own words."""
        self._do("edit", where, message_id=message_id, text=text)

    def sticker(self, where: "RemoteGroup | None" = None) -> int:
        """A sticker."""
        return int(self._do("act", where, act="sticker"))

    def photo(self, caption: str = "", where: "RemoteGroup | None" = None) -> int:
        """A picture."""
        return int(self._do("act", where, act="photo", caption=caption))

    def forward(self, text: str, where: "RemoteGroup | None" = None) -> int:
        """Pass on what somebody else wrote."""
        return int(self._do("act", where, act="forward", text=text))

    def open_link(self, link: str, group: "RemoteGroup | None" = None) -> int:
        """Follow a deep link."""
        return int(self._do("act", group, act="open_link", link=link))

    def block(self) -> None:
        """Stop the bot."""
        self._do("act", None, act="block")

    def unblock(self) -> None:
        """Restart the bot."""
        self._do("act", None, act="unblock")

    @property
    def sees(self) -> list[dict[str, Any]]:
        """The direct chat as it looks now."""
        return self.looks(None)

    def looks(self, where: "RemoteGroup | None", last: int = 0) -> list[dict[str, Any]]:
        """A chat as it looks now; `last` limits it to the newest messages."""
        return list(self._do("sees", where, last=last))

    def next_message(
        self, timeout: float = 5.0, where: "RemoteGroup | None" = None
    ) -> dict[str, Any]:
        """Wait for the bot's next message."""
        return dict(self._do("next_message", where, timeout=timeout))

    def _do(self, verb: str, where: "RemoteGroup | None", **details: Any) -> Any:
        place = {"chat_id": where.id} if where is not None else {}
        return self._telegram.do(verb, user_id=self.id, **place, **details)


class RemoteGroup:
    """A group on a remote fake."""

    def __init__(self, telegram: "RemoteTelegram", chat_id: int) -> None:
        self._telegram = telegram
        self.id = chat_id

    def upgrade(self) -> int:
        """Become a supergroup; the new id."""
        return self._act("upgrade")

    def add_bot(self) -> None:
        """Add the bot."""
        self._act("add_bot")

    def remove_bot(self) -> None:
        """Throw the bot out."""
        self._act("remove_bot")

    def promote_bot(self) -> None:
        """Make the bot an administrator."""
        self._act("promote_bot")

    def demote_bot(self) -> None:
        """Make the bot a plain member again."""
        self._act("demote_bot")

    def delete(self) -> None:
        """The group is gone."""
        self._act("delete")

    def _act(self, act: str) -> int:
        self.id = int(self._telegram.do("group_act", chat_id=self.id, act=act))
        return self.id


class RemoteTelegram:
    """The control surface of a fake in another process."""

    def __init__(self, url: str, token: str) -> None:
        self.base_url = url
        self.token = token
        self._idle: list[HTTPConnection] = []

    @classmethod
    @contextmanager
    def spawn(cls, *options: str, prefix: tuple[str, ...] = ()) -> Iterator["RemoteTelegram"]:
        """Start a fake and stop it at the end; `prefix` may be `("taskset", "-c", "1")`."""
        command = [*prefix, sys.executable, "-m", "tests.fakes.telegram", *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            try:
                line = process.stdout.readline() if process.stdout else ""
                known = json.loads(line)
                telegram = cls(known["url"], known["token"])
                yield telegram
                telegram.close()
            finally:
                process.terminate()

    def do(self, verb: str, **details: Any) -> Any:
        """One verb of the control API."""
        connection = self._idle.pop() if self._idle else self._connect()
        try:
            connection.request("POST", f"/control/{verb}", json.dumps(details))
            found = json.loads(connection.getresponse().read())
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
        if "error" in found:
            raise ControlError(found["error"])
        return found["result"]

    def _connect(self) -> HTTPConnection:
        parts = urlsplit(self.base_url)
        return HTTPConnection(str(parts.hostname), parts.port, timeout=_PATIENCE)

    def close(self) -> None:
        """Close all connections that nobody uses."""
        while self._idle:
            self._idle.pop().close()

    def user(self, first_name: str, **details: Any) -> RemotePerson:
        """One more human being."""
        return RemotePerson(self, int(self.do("user", first_name=first_name, **details)))

    def group(self, title: str, members: list[RemotePerson], **details: Any) -> RemoteGroup:
        """One more group; the first member owns it."""
        ids = [person.id for person in members]
        return RemoteGroup(self, int(self.do("group", title=title, members=ids, **details)))

    def batch(self, steps: list[dict[str, Any]]) -> list[Any]:
        """Many verbs in one request: `{"do": "say", "user_id": 7, "text": "hi"}`."""
        return list(self.do("batch", steps=steps))

    def calls(self, method: str | None = None, since: int = 0) -> list[dict[str, Any]]:
        """The log of API calls."""
        return list(self.do("calls", method=method, since=since))

    def answer(self, press_id: str) -> dict[str, Any]:
        """What the bot answered to a press: `answered`, `text`, `alert`."""
        return dict(self.do("answer", press_id=press_id))

    def violations(self) -> list[dict[str, Any]]:
        """Calls made before a `retry_after` was over."""
        return list(self.do("violations"))

    def fault(self, harm: str, **details: Any) -> int:
        """Put a fault in force, e.g. `fault("drop_after", method="sendMessage")`."""
        return int(self.do("fault", harm=harm, **details))

    def fault_hits(self, fault: int) -> int:
        """How often a fault struck."""
        return int(self.do("fault_hits", fault=fault))

    def clear_faults(self) -> None:
        """Everything works again."""
        self.do("clear_faults")

    def outage(self, on: bool) -> None:
        """Refuse every call, or work again."""
        self.do("outage", on=on)

    def all_confirmed(self, timeout: float = 5.0) -> None:
        """Wait until the bot has confirmed every update."""
        self.do("all_confirmed", timeout=timeout)

    def advance(self, seconds: float) -> float:
        """Move the fake's clock ahead; returns its time."""
        return float(self.do("clock", advance=seconds))

    def stats(self) -> dict[str, Any]:
        """Figures for benchmarks."""
        return dict(self.do("stats"))

    def crowd(self, people: int, turns: int, **details: Any) -> dict[str, Any]:
        """Let many people talk with the bot at once; figures in real seconds."""
        return dict(self.do("crowd", people=people, turns=turns, **details))
