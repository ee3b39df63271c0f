"""Single values of the installation, updates that took effect, and letters that could not."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, delete, select

from bot.secrets import new_secret
from bot.storage.codec import to_millis
from bot.storage.dialect import insert_or_renew, insert_or_skip
from bot.storage.tables import dead_letter, fact, pause, seen

_SEEN = insert_or_skip(seen)
_BURY = insert_or_skip(dead_letter)
_REMEMBER = insert_or_renew(fact, ("name",), "value")
_PAUSE = insert_or_renew(pause, ("channel", "chat"), "until")
_FACT = select(fact.c.value).where(fact.c.name == bindparam("name"))


class Facts:
    """Single values, in one transaction."""

    _connection: Connection
    now: datetime

    def first_time(self, channel: str, key: str) -> bool:
        """Note an update as having taken effect; false where it had already."""
        row = {"channel": channel, "key": key, "at": to_millis(self.now)}
        return self._connection.execute(_SEEN[self._connection.dialect.name], row).rowcount == 1

    def forget_updates(self, before: datetime) -> int:
        """Drop the ids of updates that no platform will repeat any more."""
        done = self._connection.execute(delete(seen).where(seen.c.at < to_millis(before)))
        return done.rowcount

    def bury(self, channel: str, key: str, chat: str, raw: str, error: str, tries: int) -> bool:
        """Keep an update that failed too often; false where it was kept already."""
        row = {
            "channel": channel,
            "key": key,
            "chat": chat,
            "raw": raw,
            "error": error,
            "tries": tries,
            "at": to_millis(self.now),
        }
        return self._connection.execute(_BURY[self._connection.dialect.name], row).rowcount == 1

    def dead_letters(self) -> Sequence[RowMapping]:
        """All updates that were kept because they failed."""
        return self._connection.execute(select(dead_letter)).mappings().all()

    def recall(self, name: str) -> str | None:
        """The value kept under this name."""
        return self._connection.execute(_FACT, {"name": name}).scalar()

    def remember(self, name: str, value: str) -> None:
        """Keep a value under a name."""
        self._connection.execute(
            _REMEMBER[self._connection.dialect.name], {"name": name, "value": value}
        )

    def next_generation(self) -> int:
        """Number of this run of the service; rows leased by an earlier one are orphans."""
        number = int(self.recall("generation") or 0) + 1
        self.remember("generation", str(number))
        return number

    def signing_key(self) -> bytes:
        """The installation's own key for button payloads, drawn once; survives a new token."""
        key = self.recall("signing_key")
        if key is None:
            key = new_secret()
            self.remember("signing_key", key)
        return bytes.fromhex(key)

    def pause(self, channel: str, chat: str, until: datetime) -> None:
        """Remember that the platform wants no calls before `until` (chat "" : none at all)."""
        row = {"channel": channel, "chat": chat, "until": to_millis(until)}
        self._connection.execute(_PAUSE[self._connection.dialect.name], row)

    def pauses(self, channel: str) -> Sequence[tuple[str, int]]:
        """Chats and the milliseconds until which they are paused, those still going on."""
        rows = self._connection.execute(
            select(pause.c.chat, pause.c.until).where(
                pause.c.channel == channel, pause.c.until > to_millis(self.now)
            )
        )
        return [(chat, until) for chat, until in rows]
