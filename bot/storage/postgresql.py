"""A PostgreSQL database, with the promises that a SQLite file gives by itself.

Transactions of one installation follow each other (an advisory lock instead of BEGIN IMMEDIATE).
The claim of a serving process is a lock of the writer's own session: whoever lost the session lost
the claim, and writes nothing before having it again. And where the server was gone in the middle
of a commit, a mark tells afterwards whether that commit came about.
"""

from typing import Any

from sqlalchemy import URL, Connection, NullPool, bindparam, create_engine, event, select, text
from sqlalchemy.exc import OperationalError

from bot.storage.store import AlreadyRunning, DriverMissing, NotUnicode, StoreInTrouble
from bot.storage.tables import fact

_CLAIM, _WRITE = 0x4B65_6675, 0x4B65_6676
"""Our own advisory locks; beside each stands the schema, so that one server may hold several."""
_PLACE = "hashtext(current_schema())"
_TRY_CLAIM = f"SELECT pg_try_advisory_lock({_CLAIM}, {_PLACE})"
_TAKE_TURN = f"SELECT pg_advisory_xact_lock({_WRITE}, {_PLACE})"
# As patient as with SQLite's lock; a session whose machine is gone is given up within a minute.
_SESSION = """
SET lock_timeout = '10s'; SET synchronous_commit = on;
SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3
"""
_REACH: dict[str, Any] = {
    "connect_timeout": 5,
    "application_name": "kefu",
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
_MARK = "commit"
# Whoever has only read leaves no mark.
_LEAVE_MARK = text(
    f"""INSERT INTO {fact.name} SELECT :name, :value
    WHERE pg_current_xact_id_if_assigned() IS NOT NULL
    ON CONFLICT (name) DO UPDATE SET value = excluded.value"""
)
_FACT = select(fact.c.value).where(fact.c.name == bindparam("name"))


class PostgresStore:
    """A database on a server."""

    def __init__(self, url: URL) -> None:
        self.name = url.render_as_string(hide_password=True)
        url = url.set(drivername="postgresql+psycopg")
        try:
            # No pool: a session that is put away keeps its locks. Rows inserted are counted, too:
            # that is how an update is known to be told for the first time.
            self.engine = create_engine(
                url,
                hide_parameters=True,
                poolclass=NullPool,
                connect_args=_REACH,
                execution_options={"preserve_rowcount": True},
            )
        except ModuleNotFoundError as error:
            raise DriverMissing from error
        # Before SQLAlchemy's own first questions: it cannot read the answers of a server in ASCII.
        event.listen(self.engine, "connect", _prepare, insert=True)
        event.listen(self.engine, "begin", _take_turn)
        self._first: Connection | None = None
        self._claimed = False
        self._marks = 0
        self._mark = ""

    @property
    def is_claimed(self) -> bool:
        """Whether no other process can serve from it."""
        return self._claimed

    def claim(self) -> None:
        """Lock it in a session, which is the writer's first."""
        connection = self.engine.connect()
        if not _claims(connection):
            connection.close()
            raise AlreadyRunning(path=self.name)
        self._first, self._claimed = connection, True

    def connect(self, generation: int) -> Connection:
        """The writer's session. One that has to claim again must find what it left."""
        if self._first is not None:
            connection, self._first = self._first, None
            return connection
        connection = self.engine.connect()
        try:
            if self._claimed:
                self._claim_again(connection, generation)
        except (AlreadyRunning, StoreInTrouble, OperationalError):
            connection.close()
            raise
        return connection

    def _claim_again(self, connection: Connection, generation: int) -> None:
        """Whoever served meanwhile has taken over what we had in mind to send."""
        held = _claims(connection)
        with connection.begin():
            served = int(_recall(connection, "generation") or 0)
        if generation and served != generation:
            raise AlreadyRunning(path=self.name)
        if not held:
            raise StoreInTrouble("the lost session still holds the claim")

    def mark(self, connection: Connection, generation: int) -> None:
        """Number the transactions of this run; a command that fails tells whoever typed it."""
        if not self._claimed:
            return
        self._marks += 1
        self._mark = f"{generation}:{self._marks}"
        connection.execute(_LEAVE_MARK, {"name": _MARK, "value": self._mark})

    def is_marked(self, connection: Connection) -> bool:
        """Whether the last number is the one on disk."""
        with connection.begin():
            return _recall(connection, _MARK) == self._mark

    def close(self) -> None:
        """Let go; the claim goes with the session."""
        if self._first is not None:
            self._first.close()
        self.engine.dispose()


def _prepare(connection: Any, _record: object) -> None:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        connection.close()
        raise NotUnicode(encoding=encoding)
    connection.execute(_SESSION)
    connection.commit()


def _take_turn(connection: Connection) -> None:
    connection.exec_driver_sql(_TAKE_TURN)


def _claims(connection: Connection) -> bool:
    with connection.begin():
        return bool(connection.exec_driver_sql(_TRY_CLAIM).scalar())


def _recall(connection: Connection, name: str) -> str | None:
    return connection.execute(_FACT, {"name": name}).scalar()
