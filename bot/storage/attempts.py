"""Attempts and the log of every talk."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, func, insert, select, update

from bot.practice.ports import Attempt
from bot.storage.codec import decode, encode, from_millis, kind_of, to_millis
from bot.storage.dialect import inserted_id
from bot.storage.tables import attempt as attempts
from bot.storage.tables import event as events
from dialogues.transcript import Event

_COLUMNS = (
    attempts.c.id,
    attempts.c.person,
    attempts.c.assignment,
    attempts.c.channel,
    attempts.c.chat,
    attempts.c.scenario,
    attempts.c.content_hash,
    attempts.c.seed,
    attempts.c.started_at,
    attempts.c.counts,
    attempts.c.events,
    attempts.c.state,
    attempts.c.over,
    attempts.c.parent,
)
_BY_ID = select(*_COLUMNS).where(attempts.c.id == bindparam("number"))
_RUNNING = select(*_COLUMNS).where(
    attempts.c.channel == bindparam("channel"),
    attempts.c.chat == bindparam("chat"),
    attempts.c.over.is_(False),
    attempts.c.parent.is_(None),
)
_CHILDREN = (
    select(*_COLUMNS).where(attempts.c.parent == bindparam("number")).order_by(attempts.c.id)
)
_BEGIN = insert(attempts)
_SAVE = (
    update(attempts)
    .where(attempts.c.id == bindparam("number"))
    .values(
        events=bindparam("new_events"),
        state=bindparam("new_state"),
        over=bindparam("new_over"),
        # Receipts of last words are saved later; the talk ended when it ended.
        ended_at=func.coalesce(attempts.c.ended_at, bindparam("new_ended_at")),
    )
)
_FILE = (
    update(attempts)
    .where(attempts.c.id == bindparam("number"))
    .values(
        total=bindparam("new_total"),
        card=bindparam("new_card"),
        average_ms=bindparam("new_average"),
        step_ms=bindparam("new_step"),
    )
)
_CARD = select(attempts.c.card).where(attempts.c.id == bindparam("number"))
_APPEND = insert(events)
_LOG = (
    select(events.c.kind, events.c.data)
    .where(events.c.attempt == bindparam("number"))
    .order_by(events.c.position)
)
# What changes at every turn travels in one column, so that saving stays one short statement.
_STATE = (
    "language",
    "state",
    "pending",
    "words",
    "last_line",
    "asked",
    "wake_after",
    "ticked",
    "listening",
    "paused_ms",
    "rested",
    "strangers",
    "letter",
    "played_by",
    "was_played",
    "played_lines",
    "said",
)


class Attempts:
    """Attempts, in one transaction."""

    _connection: Connection
    now: datetime

    def begin(self, attempt: Attempt) -> Attempt:
        """Keep a new attempt; the answer carries its id."""
        row = {
            "person": attempt.person,
            "assignment": attempt.assignment,
            "channel": attempt.channel,
            "chat": attempt.chat,
            "scenario": attempt.scenario,
            "content_hash": attempt.content_hash,
            "seed": attempt.seed,
            "started_at": to_millis(attempt.started_at),
            "counts": attempt.counts,
            "events": 0,
            "state": _pack(attempt),
            "over": False,
            "parent": attempt.parent,
        }
        attempt.id = inserted_id(self._connection.execute(_BEGIN, row))
        return attempt

    def attempt(self, number: int) -> Attempt | None:
        """The attempt with this id."""
        row = self._connection.execute(_BY_ID, {"number": number}).mappings().one_or_none()
        return _unpack(row) if row else None

    def running(self, channel: str, chat: str) -> Attempt | None:
        """The attempt that is going on in this direct chat; of a reception the desk."""
        row = (
            self._connection.execute(_RUNNING, {"channel": channel, "chat": chat})
            .mappings()
            .one_or_none()
        )
        return _unpack(row) if row else None

    def children(self, parent: int) -> Sequence[Attempt]:
        """The customers of a reception, in the order in which they came."""
        rows = self._connection.execute(_CHILDREN, {"number": parent}).mappings()
        return [_unpack(row) for row in rows]

    def save(self, attempt: Attempt) -> None:
        """Keep the attempt's changed state."""
        self._connection.execute(
            _SAVE,
            {
                "number": attempt.id,
                "new_events": attempt.events,
                "new_state": _pack(attempt),
                "new_over": attempt.over,
                "new_ended_at": to_millis(self.now) if attempt.over else None,
            },
        )

    def append(self, attempt: Attempt, new: Sequence[Event]) -> None:
        """Add to the log; `attempt.events` grows by as many."""
        if not new:
            return
        at = to_millis(self.now)
        rows = [
            {
                "attempt": attempt.id,
                "position": attempt.events + offset,
                "kind": kind_of(event),
                "at": at,
                "data": encode(event),
            }
            for offset, event in enumerate(new)
        ]
        self._connection.execute(_APPEND, rows)
        attempt.events += len(rows)

    def log(self, attempt: int) -> tuple[Event, ...]:
        """The whole log, in order."""
        rows = self._connection.execute(_LOG, {"number": attempt})
        return tuple(decode(kind, data) for kind, data in rows)

    def file(self, attempt: int, total: int, card: str) -> None:
        """Keep the scorecard beside the attempt."""
        row = {"number": attempt, "new_total": total, "new_card": card}
        self._connection.execute(_FILE, row | _speed(card))

    def card(self, number: int) -> str | None:
        """The scorecard of a finished attempt, as JSON."""
        return self._connection.execute(_CARD, {"number": number}).scalar()


def _speed(card: str) -> dict[str, int | None]:
    """The average response and its clock's step, in whole milliseconds."""
    timing = json.loads(card).get("timing", {})
    average = timing.get("average_response_s")
    return {
        "new_average": None if average is None else round(average * 1000),
        "new_step": round(timing.get("precision_s", 1.0) * 1000),
    }


def _pack(attempt: Attempt) -> str:
    state: dict[str, Any] = {name: getattr(attempt, name) for name in _STATE}
    state["asked_at"] = to_millis(attempt.asked_at) if attempt.asked_at else None
    return json.dumps(state, ensure_ascii=False, separators=(",", ":"))


def _unpack(row: RowMapping) -> Attempt:
    state = json.loads(row["state"])
    asked_at = state.pop("asked_at")
    started_at = from_millis(row["started_at"])
    asked_at = None if asked_at is None else from_millis(asked_at)
    return Attempt(**{**row, **state, "started_at": started_at, "asked_at": asked_at})
