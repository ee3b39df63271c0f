"""What keeps messages and time: updates, outbox, pauses, wake-ups, files to be made."""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.storage.tables.metadata import metadata

# One row an update that took effect: a repeated id changes nothing.
seen = Table(
    "seen",
    metadata,
    Column("channel", String(64), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# Updates that failed five times, raw, for the operator.
dead_letter = Table(
    "dead_letter",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(64), nullable=False),
    Column("key", String(64), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("raw", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("channel", "key"),
)

# Names and values of the installation: generation, signing key, heartbeat, bot's own name.
fact = Table(
    "fact",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

# Numbers are never given again: the sender knows a message by its number for as long as it is on
# the wire, also when the row is gone.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(64), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("owner", Integer),
    Column("tries", Integer, nullable=False, default=0),
    Column("key", String(96), unique=True),
    Column("edits", String(96)),
    Column("attempt", Integer),
    Column("line", Integer),
    Column("body", Text, nullable=False),
    Column("queued_at", BigInteger, nullable=False),
    Column("sent_at", BigInteger),
    Column("message_id", String(64)),
    Column("platform_at", BigInteger),
    Column("detail", Text),
    Index("ix_outbox_recent", "channel", "sent_at"),
    sqlite_autoincrement=True,
)
Index(
    "ix_outbox_waiting",
    outbox.c.channel,
    outbox.c.state,
    outbox.c.priority,
    outbox.c.id,
    sqlite_where=outbox.c.state.in_(("queued", "sending")),
    postgresql_where=outbox.c.state.in_(("queued", "sending")),
)

# Pauses that the platform ordered (429), per chat, or for the whole channel where chat is empty.
pause = Table(
    "pause",
    metadata,
    Column("channel", String(64), primary_key=True),
    Column("chat", String(64), primary_key=True),
    Column("until", BigInteger, nullable=False),
)

timer = Table(
    "timer",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("subject", Integer, primary_key=True),
    Column("due_at", BigInteger, nullable=False, index=True),
    Column("number", Float, nullable=False, default=0.0),
    sqlite_with_rowid=False,
)

# When we, or the platform, were out of reach: such days break no streak.
outage = Table(
    "outage",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False, index=True),
)

# Pictures and files that somebody asked for, made outside of any transaction.
errand = Table(
    "errand",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("tries", Integer, nullable=False, default=0),
    Column("at", BigInteger, nullable=False),
    # What it is about, where the kind alone does not say: a class, a student, a term.
    Column("argument", String(64), nullable=False, server_default=""),
    sqlite_autoincrement=True,
)
