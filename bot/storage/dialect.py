"""Where SQLite and PostgreSQL are asked differently for the same thing."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = sqlite.Insert | postgresql.Insert

DIALECTS = ("sqlite", "postgresql")


def insert_into(table: Table, dialect: str) -> Insert:
    """An insert that can say what to do about a conflict."""
    made = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return made(table)


def insert_or_skip(table: Table, *key: str) -> Mapping[str, Insert]:
    """Per dialect: insert a row, or leave the one that is there."""
    return {
        dialect: insert_into(table, dialect).on_conflict_do_nothing(index_elements=key or None)
        for dialect in DIALECTS
    }


def insert_or_renew(table: Table, key: tuple[str, ...], *renewed: str) -> Mapping[str, Insert]:
    """Per dialect: insert a row, or renew these columns of the one that is there."""
    statements: dict[str, Insert] = {}
    for dialect in DIALECTS:
        made = insert_into(table, dialect)
        fresh = {name: made.excluded[name] for name in renewed}
        statements[dialect] = made.on_conflict_do_update(index_elements=key, set_=fresh)
    return statements


def inserted_id(result: CursorResult[*tuple[Any, ...]]) -> int:
    """The id that the database gave to the row just inserted."""
    key = result.inserted_primary_key
    if key is None:
        raise TypeError("the statement inserted no single row")
    return int(key[0])
