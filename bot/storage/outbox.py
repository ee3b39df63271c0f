"""Messages on their way out: queued, leased, sent, failed, or ambiguous.

A message to one person stays queued until its receipt is stored, so a crash repeats at most what
was on the wire. A new post in a group is leased first: found leased by a run that is gone it may
have been posted, and is never posted again by itself.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from bot.practice.messages import Attachment, Button, Chat, Message, Priority, Queued, Sent
from bot.storage.codec import from_millis, to_millis
from bot.storage.dialect import insert_or_skip, inserted_id
from bot.storage.tables import outbox
from dialogues.transcript import Clock, Stamp

QUEUED, LEASED, SENT, FAILED, AMBIGUOUS = "queued", "sending", "sent", "failed", "ambiguous"

_EMPTY = '{"text":""}'
"""What is left of a message whose words are forgotten and whose key is still needed."""

_COLUMNS = (
    outbox.c.id,
    outbox.c.channel,
    outbox.c.chat,
    outbox.c.priority,
    outbox.c.tries,
    outbox.c.key,
    outbox.c.edits,
    outbox.c.attempt,
    outbox.c.line,
    outbox.c.body,
)
_ONE = select(*_COLUMNS, outbox.c.state).where(outbox.c.id == bindparam("number"))
_WAITING = (
    select(*_COLUMNS)
    .where(
        outbox.c.channel == bindparam("channel"),
        outbox.c.state == QUEUED,
        outbox.c.id > bindparam("after"),
    )
    .order_by(outbox.c.id)
    .limit(bindparam("most"))
)
_SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("number"))
    .values(
        state=SENT,
        sent_at=bindparam("at"),
        message_id=bindparam("new_message"),
        platform_at=bindparam("stamp"),
        tries=outbox.c.tries + 1,
    )
)
_SETTLE = (
    update(outbox)
    .where(outbox.c.id == bindparam("number"))
    .values(state=bindparam("new_state"), detail=bindparam("why"), tries=outbox.c.tries + 1)
)
_LEASE = (
    update(outbox)
    .where(outbox.c.id == bindparam("number"), outbox.c.state == QUEUED)
    .values(state=LEASED, owner=bindparam("new_owner"))
)
_REFRESH = (
    update(outbox)
    .where(outbox.c.edits == bindparam("edited"), outbox.c.state == QUEUED)
    .values(body=bindparam("new_body"), line=bindparam("new_line"))
)
_INSERT = insert(outbox)
_INSERT_ONCE = insert_or_skip(outbox, "key")
_KEYED = select(outbox.c.id).where(outbox.c.key == bindparam("name"))
_TARGET = select(outbox.c.message_id, outbox.c.state).where(outbox.c.key == bindparam("name"))


class Outbox:
    """Messages on their way out, in one transaction."""

    _connection: Connection
    now: datetime
    generation: int
    leaving: list[Queued]

    def queue(self, channel: str, message: Message) -> None:
        """Put a message into the outbox; the same key is taken once, the same edit renewed."""
        body = _body(message)
        if message.edits and self._refreshed(message, body):
            return
        number = self._insert(_row(channel, message, body, to_millis(self.now)))
        if number is not None:
            self.leaving.append(Queued(number, channel, message))

    def waiting(self, channel: str, after: int, most: int) -> Sequence[Queued]:
        """Messages still to be sent, oldest first, beginning behind an id."""
        rows = self._connection.execute(
            _WAITING, {"channel": channel, "after": after, "most": most}
        )
        return [_queued(row) for row in rows]

    def lease(self, queued: Queued) -> Queued | None:
        """Take a group's post or an edit for sending, as it stands now; None: no longer wanted.

        What comes for the same card while an edit is leased is a new edit, never lost in it.
        """
        row = self._connection.execute(_ONE, {"number": queued.id}).one_or_none()
        if row is None or row.state != QUEUED:
            return None
        self._connection.execute(_LEASE, {"number": row.id, "new_owner": self.generation})
        return _queued(row, self._target(row.edits) if row.edits else None)

    def sent(self, queued: Queued, receipt: Sent) -> None:
        """The platform has it."""
        if queued.message.forget and self._forgotten(queued):
            return
        stamp = to_millis(receipt.stamp.at) if receipt.stamp else None
        row = {"number": queued.id, "at": to_millis(self.now), "stamp": stamp}
        self._connection.execute(_SENT, {**row, "new_message": receipt.message_id})

    def failed(self, queued: Queued, why: str) -> None:
        """It will never arrive."""
        if queued.message.forget and self._forgotten(queued):
            return
        self._settle(queued.id, FAILED, why)

    def ambiguous(self, queued: Queued, why: str) -> None:
        """It may have arrived, and will not be sent again by itself."""
        if queued.message.forget and self._forgotten(queued):
            return
        self._settle(queued.id, AMBIGUOUS, why)

    def again(self, queued: Queued, why: str) -> None:
        """Try it once more."""
        self._settle(queued.id, QUEUED, why)

    def back(self, queued: Queued) -> None:
        """It was certainly not sent: back to the queue without a try counted."""
        self._connection.execute(
            update(outbox).where(outbox.c.id == queued.id).values(state=QUEUED)
        )

    def orphans(self, channel: str) -> Sequence[Queued]:
        """Posts leased by a run of the service that is gone: declared ambiguous and returned.

        Edits among them are simply queued again: shown twice they do no harm.
        """
        lost = (
            outbox.c.channel == channel,
            outbox.c.state == LEASED,
            outbox.c.owner != self.generation,
        )
        edits = update(outbox).where(*lost, outbox.c.edits.is_not(None)).values(state=QUEUED)
        self._connection.execute(edits)
        rows = self._connection.execute(select(*_COLUMNS).where(*lost)).all()
        if rows:
            self._connection.execute(
                update(outbox).where(*lost).values(state=AMBIGUOUS, detail="stopped while sending")
            )
        return [_queued(row) for row in rows]

    def resend(self, number: int) -> bool:
        """A teacher says the group has not seen it: queue an ambiguous or refused post again."""
        done = self._connection.execute(
            update(outbox)
            .where(outbox.c.id == number, outbox.c.state.in_((AMBIGUOUS, FAILED)))
            .values(state=QUEUED)
        )
        row = self._connection.execute(_ONE, {"number": number}).one_or_none()
        if done.rowcount == 1 and row is not None:
            self.leaving.append(_queued(row))
        return done.rowcount == 1

    def move_chat(self, channel: str, old: str, new: str) -> None:
        """What waits for a chat goes to its new id."""
        self._connection.execute(
            update(outbox)
            .where(outbox.c.channel == channel, outbox.c.chat == old, outbox.c.state == QUEUED)
            .values(chat=new)
        )

    def recent(self, channel: str, seconds: float) -> Sequence[tuple[Chat, int]]:
        """Chats and times (in milliseconds) of what was sent lately, for pacing after a restart."""
        since = to_millis(self.now - timedelta(seconds=seconds))
        rows = self._connection.execute(
            select(*_COLUMNS, outbox.c.sent_at)
            .where(outbox.c.channel == channel, outbox.c.sent_at >= since)
            .order_by(outbox.c.sent_at)
        )
        return [(_queued(row).message.chat, row.sent_at) for row in rows]

    def receipt(self, key: str) -> Sent | None:
        """The receipt of the message with this key, if it was sent."""
        row = self._connection.execute(
            select(outbox.c.message_id, outbox.c.platform_at).where(
                outbox.c.key == key, outbox.c.state == SENT
            )
        ).one_or_none()
        if row is None:
            return None
        stamp = Stamp(from_millis(row.platform_at), Clock.PLATFORM) if row.platform_at else None
        return Sent(row.message_id, stamp)

    def rekey(self, old: str, new: str) -> bool:
        """A message that has not left yet goes by another key; false where it has left."""
        done = self._connection.execute(
            update(outbox)
            .where(outbox.c.key == old, outbox.c.state.in_((QUEUED, LEASED)))
            .values(key=new)
        )
        return done.rowcount == 1

    def queued_before(self, key: str) -> bool:
        """Whether a message with this key was ever put into the outbox."""
        return self._connection.execute(_KEYED, {"name": key}).scalar() is not None

    def tally(self) -> dict[str, int]:
        """How many messages are in each state."""
        rows = self._connection.execute(
            select(outbox.c.state, func.count().label("number")).group_by(outbox.c.state)
        )
        return {row.state: row.number for row in rows}

    def _insert(self, row: dict[str, Any]) -> int | None:
        if row["key"] is None:
            return inserted_id(self._connection.execute(_INSERT, row))
        done = self._connection.execute(_INSERT_ONCE[self._connection.dialect.name], row)
        if done.rowcount != 1:
            return None
        number: int = self._connection.execute(_KEYED, {"name": row["key"]}).scalar_one()
        return number

    def _refreshed(self, message: Message, body: str) -> bool:
        renewed = {"edited": message.edits, "new_body": body, "new_line": message.line}
        done = self._connection.execute(_REFRESH, renewed)
        return done.rowcount > 0

    def _target(self, key: str) -> str | None:
        row = self._connection.execute(_TARGET, {"name": key}).one_or_none()
        return row.message_id if row and row.state == SENT else None

    def _forgotten(self, queued: Queued) -> bool:
        """Take its words away; true where nothing else of it is needed, and the row is gone."""
        this = outbox.c.id == queued.id
        if queued.message.key is None:
            self._connection.execute(delete(outbox).where(this))
            return True
        self._connection.execute(update(outbox).where(this).values(body=_EMPTY))
        return False

    def _settle(self, number: int, state: str, why: str) -> None:
        self._connection.execute(_SETTLE, {"number": number, "new_state": state, "why": why[:500]})


def _row(channel: str, message: Message, body: str, at: int) -> dict[str, Any]:
    return {
        "channel": channel,
        "chat": message.chat.id,
        "priority": int(message.priority),
        "state": QUEUED,
        "tries": 0,
        "key": message.key,
        "edits": message.edits,
        "attempt": message.attempt,
        "line": message.line,
        "body": body,
        "queued_at": at,
    }


def _body(message: Message) -> str:
    data: dict[str, Any] = {"text": message.text}
    if message.buttons:
        data["buttons"] = [[[b.label, b.payload, b.url] for b in row] for row in message.buttons]
    if message.chat.group:
        data["group"] = True
    if message.chat.topic:
        data["topic"] = message.chat.topic
    if message.silent:
        data["silent"] = True
    if message.forget:
        data["forget"] = True
    if (file := message.attachment) is not None:
        data["file"] = [file.name, b64encode(file.content).decode(), file.picture]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _queued(row: Row[*tuple[Any, ...]], target: str | None = None) -> Queued:
    data = json.loads(row.body)
    chat = Chat(row.chat, data.get("group", False), data.get("topic", ""))
    buttons = tuple(tuple(Button(*b) for b in line) for line in data.get("buttons", ()))
    message = Message(
        chat=chat,
        text=data["text"],
        buttons=buttons,
        priority=Priority(row.priority),
        key=row.key,
        edits=row.edits,
        attempt=row.attempt,
        line=row.line,
        silent=data.get("silent", False),
        attachment=_attachment(data.get("file")),
        forget=data.get("forget", False),
    )
    return Queued(row.id, row.channel, message, row.tries, target)


def _attachment(data: list[Any] | None) -> Attachment | None:
    if data is None:
        return None
    name, content, picture = data
    return Attachment(name, b64decode(content), picture)
