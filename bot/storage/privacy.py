"""Export and erasure of one person, and what time takes away; all by the list of holdings."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, delete, func, insert, select, update

from bot.classroom.boards import ClassSetting
from bot.classroom.cohorts import Role
from bot.storage.codec import from_millis, to_millis
from bot.storage.holdings import HOLDINGS, UNLINKED, Holding, Subject, whose
from bot.storage.rows import Rows
from bot.storage.scrubbing import Traces, tells, without
from bot.storage.tables import (
    attempt,
    case_draft,
    cohort,
    cohort_setting,
    dead_letter,
    event,
    former_alias,
    membership,
    metadata,
    name_consent,
    outbox,
    person,
    privacy_event,
    roster_draft,
    roster_name,
)

KEPT_MESSAGES = timedelta(days=30)
"""How long messages that were sent, and logs, are kept."""

KEPT_LETTERS = timedelta(days=7)
"""How long updates that failed for good are kept, words and all."""

_NO_STATE = '{"asked_at":null}'
"""What is left of a talk's state once its words are gone."""

_DIGITS = 10
"""A number with more digits is a platform's id, not one of ours."""

_TIMES = ("at", "since", "until")

_UNDER_WAY = ("queued", "sending")

_RAW = (dead_letter.c.raw, roster_draft.c.names, case_draft.c.log)
"""Texts as others sent them, in which somebody's name may stand."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How much of one holding there is, and since when."""

    holding: Holding
    rows: int
    oldest: datetime | None


class Privacy(Rows):
    """What people may ask for by law, in one transaction."""

    def subject(self, member: int) -> Subject | None:
        """Whose data it is, if we know the person."""
        query = select(person.c.id, person.c.channel, person.c.chat).where(person.c.id == member)
        found = self._one(query)
        return Subject(found["id"], found["channel"], found["chat"]) if found else None

    def find_people(self, asked: str) -> Sequence[tuple[int, str]]:
        """Whoever has this number, alias or platform id, with their alias."""
        named = (person.c.alias == asked) | (person.c.platform_id == asked)
        number = int(asked) if asked.isdecimal() and len(asked) < _DIGITS else 0
        query = select(person.c.id, person.c.alias).where(named | (person.c.id == number))
        return [(row.id, row.alias) for row in self._connection.execute(query)]

    def export(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Every row about somebody, by table; times as ISO text in UTC."""
        found = {}
        for holding in HOLDINGS:
            query = select(holding.table).where(whose(holding, subject))
            rows = self._connection.execute(query).mappings()
            found[holding.table.name] = [
                {name: _plain(name, value) for name, value in row.items()} for row in rows
            ]
        self._note("export", sum(len(rows) for rows in found.values()))
        return found

    def erase(self, subject: Subject) -> int:
        """Take away every row about somebody, and their name from rows of others."""
        self._scrub(subject)
        for table, name in UNLINKED:
            gone = update(table).where(table.c[name] == subject.person).values({name: None})
            self._connection.execute(gone)
        # What is found through the attempts goes before them, and the person last of all.
        by_table = {holding.table.name: holding for holding in HOLDINGS}
        order = [t.name for t in reversed(metadata.sorted_tables) if t.name in by_table]
        indirect = sorted(order, key=lambda name: by_table[name].key not in ("attempt", "timer"))
        count = sum(self._drop(by_table[name], subject) for name in indirect)
        self._note("erasure", count)
        return count

    def kept(self) -> Sequence[Kept]:
        """How much there is of everything that is about people."""
        return [self._kept(holding) for holding in HOLDINGS]

    def privacy_events(self, since: datetime) -> Sequence[tuple[str, int, datetime]]:
        """Exports, erasures and what time took, since a moment: kind, rows, when."""
        query = (
            select(privacy_event.c.kind, privacy_event.c.rows, privacy_event.c.at)
            .where(privacy_event.c.at >= to_millis(since))
            .order_by(privacy_event.c.id)
        )
        rows = self._connection.execute(query)
        return [(kind, count, from_millis(at)) for kind, count, at in rows]

    # --- time ---

    def forget_old(self) -> int:
        """Take away what is older than its class keeps it; returns how many rows."""
        count = sum(
            self._forget_talks(members, setting) for setting, members in self._keepers().items()
        )
        count += self._older(outbox, outbox.c.sent_at, KEPT_MESSAGES)
        count += self._never_sent(to_millis(self.now - KEPT_MESSAGES))
        count += self._older(dead_letter, dead_letter.c.at, KEPT_LETTERS)
        if count:
            self._note("retention", count)
        return count

    def _never_sent(self, before: int) -> int:
        """Messages whose sending failed for good, or nobody knows."""
        gone = delete(outbox).where(
            outbox.c.state.in_(("failed", "ambiguous")), outbox.c.queued_at < before
        )
        return self._connection.execute(gone).rowcount

    def _keepers(self) -> Mapping[tuple[int, int], Sequence[int]]:
        """People by how many days their transcripts and marks are kept: the shortest of theirs."""
        usual = ClassSetting(0)
        days = [
            func.min(func.coalesce(column, default))
            for column, default in (
                (cohort_setting.c.transcript_days, usual.transcript_days),
                (cohort_setting.c.mark_days, usual.mark_days),
            )
        ]
        query = (
            select(person.c.id, *days)
            .outerjoin(
                membership,
                (membership.c.person == person.c.id) & (membership.c.role == Role.STUDENT),
            )
            .outerjoin(cohort_setting, cohort_setting.c.cohort == membership.c.cohort)
            .group_by(person.c.id)
        )
        found: dict[tuple[int, int], list[int]] = {}
        for member, transcripts, marks in self._connection.execute(query):
            found.setdefault((transcripts, marks), []).append(member)
        return found

    def _forget_talks(self, members: Sequence[int], days: tuple[int, int]) -> int:
        words_before, marks_before = (to_millis(self.now - timedelta(days=n)) for n in days)
        old = (attempt.c.person.in_(members), attempt.c.over.is_(True))
        wordy = select(attempt.c.id).where(*old, attempt.c.ended_at < words_before)
        count = self._connection.execute(
            delete(event).where(event.c.attempt.in_(wordy.scalar_subquery()))
        ).rowcount
        self._connection.execute(
            update(attempt)
            .where(*old, attempt.c.ended_at < words_before, attempt.c.state != _NO_STATE)
            .values(state=_NO_STATE)
        )
        gone = select(attempt.c.id).where(*old, attempt.c.ended_at < marks_before)
        return count + self._forget_marks(list(self._connection.execute(gone).scalars()))

    def _forget_marks(self, attempts: Sequence[int]) -> int:
        """Attempts go with everything that hangs on them."""
        if not attempts:
            return 0
        count = 0
        for table in reversed(metadata.sorted_tables):
            for column in table.c:
                if any(key.column is attempt.c.id for key in column.foreign_keys):
                    gone = delete(table).where(column.in_(attempts))
                    count += self._connection.execute(gone).rowcount
        gone = delete(attempt).where(attempt.c.id.in_(attempts))
        return count + self._connection.execute(gone).rowcount

    def _older(self, table: Any, column: Any, than: timedelta) -> int:
        gone = delete(table).where(column < to_millis(self.now - than))
        return self._connection.execute(gone).rowcount

    # --- how ---

    def _drop(self, holding: Holding, subject: Subject) -> int:
        gone = delete(holding.table).where(whose(holding, subject))
        return self._connection.execute(gone).rowcount

    def _scrub(self, subject: Subject) -> None:
        """A group's boards keep their figures; what told others of somebody is emptied.

        What still waits to tell others of them, by name or by their own words, leaves no more.
        """
        traces = self._traces(subject)
        groups = set(self._connection.execute(select(cohort.c.group_chat)).scalars())
        # A customer's lines tell of nobody, whatever words they share with a name.
        columns = (outbox.c.id, outbox.c.chat, outbox.c.state, outbox.c.body)
        query = select(*columns).where(outbox.c.line.is_(None))
        for number, chat, state, body in self._connection.execute(query).all():
            message = json.loads(body)
            this = outbox.c.id == number
            if chat not in groups and state in _UNDER_WAY and tells(message, traces):
                self._connection.execute(delete(outbox).where(this))
                continue
            emptied = without(traces.names, message, whole=chat not in groups)
            if emptied != message:
                kept = json.dumps(emptied, ensure_ascii=False)
                self._connection.execute(update(outbox).where(this).values(body=kept))
        for column in _RAW:
            self._strike(column, traces.names)

    def _strike(self, column: Column[Any], names: Sequence[str]) -> None:
        """Somebody's names go from texts that others sent us and that are kept for a while."""
        for name in names:
            escaped = json.dumps(name)[1:-1]
            struck = func.replace(func.replace(column, name, "…"), escaped, "…")
            told = column.contains(name, autoescape=True) | column.contains(
                escaped, autoescape=True
            )
            self._connection.execute(update(column.table).where(told).values({column.name: struck}))

    def _traces(self, subject: Subject) -> Traces:
        """Every name that somebody had, and every message of theirs that is kept."""
        columns = (
            (person.c.alias, person.c.id),
            (former_alias.c.alias, former_alias.c.person),
            (roster_name.c.name, roster_name.c.person),
            (name_consent.c.name, name_consent.c.person),
        )
        names = [
            name
            for column, of in columns
            for name in self._connection.execute(
                select(column).where(of == subject.person)
            ).scalars()
            if name
        ]
        # A long name goes before a part of it, or the rest would stay.
        return Traces(tuple(sorted(set(names), key=len, reverse=True)), self._said(subject))

    def _said(self, subject: Subject) -> frozenset[str]:
        mine = select(attempt.c.id).where(attempt.c.person == subject.person).scalar_subquery()
        query = select(event.c.data).where(event.c.attempt.in_(mine), event.c.kind == "bubble")
        rows = self._connection.execute(query).scalars()
        return frozenset(text for data in rows if (text := json.loads(data).get("text")))

    def _kept(self, holding: Holding) -> Kept:
        oldest = holding.table.c[holding.since] if holding.since else None
        column = func.min(oldest) if oldest is not None else None
        query = select(func.count(), *([column] if column is not None else []))
        row = self._connection.execute(query.select_from(holding.table)).one()
        since = from_millis(row[1]) if len(row) > 1 and row[1] is not None else None
        return Kept(holding, row[0], since)

    def _note(self, kind: str, rows: int) -> None:
        values = {"kind": kind, "rows": rows, "at": to_millis(self.now)}
        self._connection.execute(insert(privacy_event), values)


def _plain(name: str, value: Any) -> Any:
    """A value as JSON has it; moments as text that people can read."""
    moment = name in _TIMES or name.endswith("_at")
    return from_millis(value).isoformat() if moment and isinstance(value, int) else value
