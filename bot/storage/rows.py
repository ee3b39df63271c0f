"""Reading rows, one or all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, Table

from bot.storage.dialect import Insert, insert_into


class Rows:
    """What all parts of the register share: one connection and the transaction's time."""

    _connection: Connection
    now: datetime

    def _one(self, query: Select[Any]) -> RowMapping | None:
        return self._connection.execute(query).mappings().one_or_none()

    def _all(self, query: Select[Any]) -> Sequence[RowMapping]:
        return self._connection.execute(query).mappings().all()

    def _into(self, table: Table) -> Insert:
        return insert_into(table, self._connection.dialect.name)
