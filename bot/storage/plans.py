"""Rules, calendars and set dates of classes, and how often a class was written to."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import RowMapping, delete, func, insert, select, update

from bot.classroom.calendar import Calendar, DayKind, Span
from bot.classroom.plans import Origin, Slot, SlotState
from bot.classroom.rules import Rules
from bot.storage.codec import to_millis
from bot.storage.dialect import inserted_id
from bot.storage.rows import Rows
from bot.storage.tables import calendar_span, class_rule, push, slot


class Plans(Rows):
    """Rules, calendars and set dates, in one transaction."""

    def rules(self, number: int) -> Rules:
        """The class's rules; the usual ones where its teacher has set none."""
        found = self._one(select(class_rule).where(class_rule.c.cohort == number))
        if found is None:
            return Rules()
        return Rules(**{name: value for name, value in found.items() if name != "cohort"})

    def keep_rules(self, number: int, rules: Rules) -> None:
        """Keep the class's rules."""
        fresh = asdict(rules)
        made = self._into(class_rule).on_conflict_do_update(index_elements=("cohort",), set_=fresh)
        self._connection.execute(made, {"cohort": number, **fresh})

    def calendar(self, number: int) -> Calendar:
        """The class's calendar."""
        query = select(calendar_span).where(calendar_span.c.cohort == number)
        spans = tuple(_span(row) for row in self._all(query.order_by(calendar_span.c.id)))
        rules = self.rules(number)
        return Calendar(spans, rules.official, rules.every_day)

    def enter_days(self, number: int, since: date, until: date, kind: DayKind) -> None:
        """The teacher says what these days are."""
        values = {"since": since.isoformat(), "until": until.isoformat(), "kind": kind}
        self._connection.execute(insert(calendar_span), {"cohort": number, **values})

    def drop_days(self, whose: int, number: int) -> bool:
        """Forget an entry of the class's calendar; false where there is none of this number."""
        done = self._connection.execute(
            delete(calendar_span).where(
                calendar_span.c.cohort == whose, calendar_span.c.id == number
            )
        )
        return done.rowcount == 1

    def slot(self, number: int) -> Slot | None:
        """The set date with this id."""
        found = self._one(select(slot).where(slot.c.id == number))
        return _slot(found) if found else None

    def keep_slot(self, new: Slot) -> Slot:
        """Keep a set date, new where its id is 0; the answer carries its id."""
        values = asdict(new)
        number = values.pop("id")
        if number:
            self._connection.execute(update(slot).where(slot.c.id == number).values(values))
        else:
            number = inserted_id(self._connection.execute(insert(slot), values))
        return Slot(id=number, **values)

    def drop_slot(self, number: int) -> None:
        """Forget a set date."""
        self._connection.execute(delete(slot).where(slot.c.id == number))

    def drop_drafts(self, author: int) -> None:
        """Forget what somebody began to put together and never published."""
        self._connection.execute(
            delete(slot).where(slot.c.author == author, slot.c.state == SlotState.DRAFT)
        )

    def slots(self, number: int, since: str, until: str) -> Sequence[Slot]:
        """The class's set dates of a stretch, first and last included, by time."""
        query = (
            select(slot)
            .where(
                slot.c.cohort == number,
                slot.c.date >= since,
                slot.c.date <= until,
                slot.c.state != SlotState.DRAFT,
            )
            .order_by(slot.c.date, slot.c.post_minute, slot.c.id)
        )
        return [_slot(row) for row in self._all(query)]

    def pushed(self, number: int, since: datetime) -> int:
        """How often the class was written to since then."""
        query = select(func.count()).where(push.c.cohort == number, push.c.at >= to_millis(since))
        return self._connection.execute(query).scalar_one()

    def push(self, number: int, occurrence: int, kind: str) -> None:
        """The class is written to now: an `offer` of a drill, or a `nudge`."""
        values = {"cohort": number, "occurrence": occurrence, "kind": kind}
        self._connection.execute(insert(push), {**values, "at": to_millis(self.now)})

    def nudged(self, number: int) -> bool:
        """Whether those who had not finished were reminded of it already."""
        query = select(push.c.id).where(push.c.occurrence == number, push.c.kind == "nudge")
        return self._connection.execute(query.limit(1)).scalar() is not None


def _span(row: RowMapping) -> Span:
    first, last = (date.fromisoformat(row[name]) for name in ("since", "until"))
    return Span(row["id"], first, last, DayKind(row["kind"]))


def _slot(row: RowMapping) -> Slot:
    return Slot(**{**row, "origin": Origin(row["origin"]), "state": SlotState(row["state"])})
