"""Export and erasure are complete: every table and column is walked, and rows prove it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    Integer,
    Table,
    Text,
    insert,
    select,
    update,
)

from bot.practice.ports import Timer
from bot.storage.codec import to_millis
from bot.storage.holdings import HOLDINGS, IMPERSONAL, UNLINKED, Key
from bot.storage.store import store_at
from bot.storage.tables import attempt, cohort, event, metadata, outbox, person, privacy_event
from bot.storage.unit import Unit
from tests.bot.store import address

NOW = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
PERSONAL_NAMES = {"person", "people", "chat", "platform_id", "alias", "student", "teacher"}
BY_TABLE = {holding.table.name: holding for holding in HOLDINGS}
TELLING = {*BY_TABLE, *IMPERSONAL}
"""Tables about which somebody has decided."""


def points_at(column: Column[Any], name: str) -> bool:
    """Whether a column refers to the ids of a table."""
    return any(key.column.table.name == name for key in column.foreign_keys)


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_somebody_has_decided_about_every_table(table: Table) -> None:
    """A new table fails here: say in `bot/storage/holdings.py` whose its rows are, or why none."""
    assert table.name in TELLING
    assert not (table.name in BY_TABLE and table.name in IMPERSONAL)


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_column_that_refers_to_a_person_is_covered(table: Table) -> None:
    holding = BY_TABLE.get(table.name)
    unlinked = {name for unlinked, name in UNLINKED if unlinked is table}
    covered = unlinked | ({holding.column} if holding else set())
    for column in table.c:
        named = holding is None and column.name in PERSONAL_NAMES
        if points_at(column, "person") or named:
            reasoned = f"{table.name}.{column.name}" in IMPERSONAL
            assert column.name in covered or reasoned, f"{table.name}.{column.name}"
        if column.name in unlinked:
            assert column.nullable, f"{table.name}.{column.name} cannot be emptied"


def test_reasons_are_reasons_and_name_what_exists() -> None:
    columns = {f"{table.name}.{c.name}" for table in metadata.sorted_tables for c in table.c}
    for name, reason in IMPERSONAL.items():
        assert name in metadata.tables or name in columns
        assert len(reason) > 15


# --- rows of two people, in every table, by introspection ---------------------------------------


class Filler:
    """Puts one row about somebody into every table; every text of it says whose it is."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._numbers = count(1)
        self.ids: dict[str, dict[str, int]] = {}

    def fill(self, whose: str, other: str | None = None) -> None:
        """One row a table; what may name somebody else names `other`."""
        self.ids[whose] = {}
        # Tables that refer to an attempt without a foreign key come after it.
        for table in sorted(metadata.sorted_tables, key=lambda t: t.name in ("event", "timer")):
            row = {c.name: self._value(table, c, whose, other) for c in table.c}
            row = {name: value for name, value in row.items() if value is not _DRAWN}
            key = self._connection.execute(insert(table).values(row)).inserted_primary_key
            assert key is not None
            self.ids[whose][table.name] = key[0]

    def _value(self, table: Table, column: Column[Any], whose: str, other: str | None) -> Any:
        holding = BY_TABLE.get(table.name)
        if column.name == "id" and table.name != "fact" and isinstance(column.type, Integer):
            return _DRAWN
        if (table, column.name) in UNLINKED:
            return self.ids[other]["person"] if other else None
        for key in column.foreign_keys:
            return self.ids[whose].get(key.column.table.name)
        if column.name == "channel":
            return "telegram:1"
        if holding is not None and column.name == holding.column:
            return f"chat-{whose}" if holding.key is Key.CHAT else self.ids[whose]["attempt"]
        return self._plain(table, column, whose)

    def _plain(self, table: Table, column: Column[Any], whose: str) -> Any:
        if table.name == "timer" and column.name == "kind":
            return Timer.SILENCE
        if table.name == "person" and column.name == "chat":
            return f"chat-{whose}"
        if table.name in IMPERSONAL:
            whose = "nobody"
        number = next(self._numbers)
        if isinstance(column.type, Boolean):
            return False
        if isinstance(column.type, BigInteger | Integer):
            return number
        if isinstance(column.type, Float):
            return float(number)
        if isinstance(column.type, Text):
            return f'{{"text":"{whose}-{number}"}}'
        length = getattr(column.type, "length", None) or 64
        return f"{whose}-{number}"[:length]


_DRAWN = object()


@pytest.fixture
def unit(each_store: str, tmp_path: Path) -> Iterator[Unit]:
    """A store with nothing in it."""
    engine = store_at(address(tmp_path / "kefu.db")).engine
    metadata.create_all(engine)
    with engine.begin() as connection:
        yield Unit(connection, NOW, 1)
    engine.dispose()


def everything(unit: Unit) -> list[tuple[str, str, Any]]:
    """Every value that is stored, with table and column."""
    return [
        (table.name, name, value)
        for table in metadata.sorted_tables
        for row in unit._connection.execute(select(table)).mappings()
        for name, value in row.items()
    ]


def texts(unit: Unit) -> list[str]:
    """Every text that is stored."""
    return [value for _, _, value in everything(unit) if isinstance(value, str)]


@pytest.fixture
def filler(unit: Unit) -> Filler:
    """Ada and Bea in every table, and rows of Bea's that name Ada."""
    filler = Filler(unit._connection)
    filler.fill("ada")
    filler.fill("bea", other="ada")
    return filler


def test_an_export_holds_every_row_about_somebody_and_none_of_others(
    unit: Unit, filler: Filler
) -> None:
    ada = filler.ids["ada"]["person"]
    subject = unit.subject(ada)
    assert subject is not None
    stored = sorted(text for text in texts(unit) if text.find("ada-") in (0, 9))
    export = unit.export(subject)
    exported = sorted(
        value
        for rows in export.values()
        for row in rows
        for value in row.values()
        if isinstance(value, str) and "ada-" in value and value != "chat-ada"
    )
    assert stored
    assert exported == stored
    assert set(export) == set(BY_TABLE)
    assert all(export.values())
    assert "bea" not in str(export)


def test_erasure_leaves_nothing_of_somebody_and_everything_of_others(
    unit: Unit, filler: Filler
) -> None:
    ada, bea = (filler.ids[name]["person"] for name in ("ada", "bea"))
    subject = unit.subject(ada)
    assert subject is not None
    others = sorted(text for text in texts(unit) if "bea" in text)
    unit.erase(subject)
    assert [text for text in texts(unit) if "ada" in text] == []
    for table, column, value in everything(unit):
        if points_at(metadata.tables[table].c[column], "person"):
            assert value != ada, f"{table}.{column}"
    assert sorted(text for text in texts(unit) if "bea" in text) == others
    for name, holding in BY_TABLE.items():
        rows = unit._connection.execute(select(holding.table)).all()
        assert len(rows) == 1, name
    assert unit.person(bea) is not None
    assert unit.person(ada) is None


def test_erasing_is_noted_without_saying_whose(unit: Unit, filler: Filler) -> None:
    subject = unit.subject(filler.ids["ada"]["person"])
    assert subject is not None
    unit._connection.execute(privacy_event.delete())
    unit.erase(subject)
    [(kind, rows, at)] = unit.privacy_events(NOW - timedelta(days=1))
    assert (kind, at) == ("erasure", NOW)
    assert rows == len(BY_TABLE)


def test_a_groups_board_loses_the_alias_and_what_a_teacher_was_told_its_words(
    unit: Unit, filler: Filler
) -> None:
    subject = unit.subject(filler.ids["ada"]["person"])
    assert subject is not None
    alias = unit._connection.execute(
        select(person.c.alias).where(person.c.id == subject.person)
    ).scalar_one()
    unit._connection.execute(update(cohort).values(group_chat="group"))
    told = f'{{"text":"{alias}：亲在的","buttons":[[["看 {alias}","x"]]]}}'
    bodies = {"group": f'{{"text":"🥇 {alias} 90 分"}}', "teacher": told}
    for chat, body in bodies.items():
        sent = {"channel": "telegram:1", "chat": chat, "priority": 2, "state": "sent", "tries": 1}
        values = {**sent, "body": body, "queued_at": 1, "sent_at": 2}
        unit._connection.execute(insert(outbox).values(values))
    unit.erase(subject)
    query = select(outbox.c.chat, outbox.c.body).where(outbox.c.chat.in_(bodies))
    kept = {chat: json.loads(body) for chat, body in unit._connection.execute(query)}
    assert kept["group"] == {"text": "🥇 … 90 分"}
    assert kept["teacher"] == {"text": "…", "buttons": []}


# --- time ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "words", "marks"),
    [(10, True, True), (179, True, True), (181, False, True), (549, False, True),
     (551, False, False)],
)  # fmt: skip
def test_words_go_after_half_a_year_and_marks_after_a_term_and_a_year(
    unit: Unit, filler: Filler, days: int, words: bool, marks: bool
) -> None:
    ended = to_millis(NOW - timedelta(days=days))
    unit._connection.execute(attempt.update().values(over=True, ended_at=ended))
    unit.forget_old()
    assert bool(unit._connection.execute(select(event)).all()) is words
    assert bool(unit._connection.execute(select(attempt)).all()) is marks
    if marks and not words:
        assert {row.state for row in unit._connection.execute(select(attempt))} == {
            '{"asked_at":null}'
        }


def test_a_talk_that_goes_on_is_never_too_old(unit: Unit, filler: Filler) -> None:
    unit._connection.execute(attempt.update().values(over=False, ended_at=1, started_at=1))
    unit.forget_old()
    assert len(unit._connection.execute(select(event)).all()) == 2


def test_every_piece_of_what_is_kept_is_counted_with_its_age(unit: Unit, filler: Filler) -> None:
    kept = {each.holding.table.name: each for each in unit.kept()}
    assert set(kept) == set(BY_TABLE)
    assert {each.rows for each in kept.values()} == {2}
    assert kept["event"].oldest is not None
