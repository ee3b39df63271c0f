"""Points in time at which something is to be done."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.practice.ports import Due, Timer
from bot.storage.codec import from_millis, to_millis
from bot.storage.dialect import insert_or_renew
from bot.storage.tables import timer as timers

_OTHERS = timers.c.kind.not_in(bindparam("but", expanding=True))
_DUE = (
    select(timers.c.kind, timers.c.subject, timers.c.due_at, timers.c.number)
    .where(timers.c.due_at <= bindparam("now"), _OTHERS)
    .order_by(timers.c.due_at)
    .limit(bindparam("most"))
)
_NEXT = select(timers.c.due_at).where(_OTHERS).order_by(timers.c.due_at).limit(1)
_DROP = delete(timers).where(
    timers.c.kind == bindparam("a_kind"), timers.c.subject == bindparam("a_subject")
)
_CLAIM = _DROP.where(timers.c.due_at == bindparam("a_due"))


_SET = insert_or_renew(timers, ("kind", "subject"), "due_at", "number")


class Timers:
    """Timers, in one transaction."""

    _connection: Connection
    now: datetime
    soonest: datetime | None

    def wake(self, kind: Timer, subject: int, due: datetime, number: float = 0.0) -> None:
        """Set the timer of this kind for this subject, replacing the one there may be."""
        self.soonest = due if self.soonest is None else min(self.soonest, due)
        self._connection.execute(
            _SET[self._connection.dialect.name],
            {"kind": kind, "subject": subject, "due_at": to_millis(due), "number": number},
        )

    def next_due(self, but: Collection[Timer] = ()) -> datetime | None:
        """When the next timer is due; None where there is none."""
        found = self._connection.execute(_NEXT, {"but": list(but)}).scalar()
        return None if found is None else from_millis(found)

    def alarm(self, kind: Timer, subject: int) -> datetime | None:
        """When this timer is due; None where it is not set."""
        query = select(timers.c.due_at).where(timers.c.kind == kind, timers.c.subject == subject)
        found = self._connection.execute(query).scalar()
        return None if found is None else from_millis(found)

    def rest(self, kind: Timer, subject: int) -> None:
        """Drop the timer."""
        self._connection.execute(_DROP, {"a_kind": kind, "a_subject": subject})

    def due(self, most: int = 100, but: Collection[Timer] = ()) -> Sequence[Due]:
        """What is due, longest due first; timers of the kinds `but` stay where they are."""
        asked = {"now": to_millis(self.now), "most": most, "but": list(but)}
        rows = self._connection.execute(_DUE, asked)
        return [
            Due(Timer(kind), subject, from_millis(due_at), number)
            for kind, subject, due_at, number in rows
        ]

    def claim(self, due: Due) -> bool:
        """Take the timer for good; false where it was moved, dropped or taken meanwhile."""
        done = self._connection.execute(
            _CLAIM,
            {"a_kind": due.kind, "a_subject": due.subject, "a_due": to_millis(due.due)},
        )
        return done.rowcount == 1

    def postpone(self, kinds: Collection[Timer], after: datetime, by: timedelta) -> None:
        """Move every timer of these kinds that was due after a moment, as for an outage of ours."""
        self._connection.execute(
            update(timers)
            .where(timers.c.kind.in_(kinds), timers.c.due_at >= to_millis(after))
            .values(due_at=timers.c.due_at + by // timedelta(milliseconds=1))
        )
