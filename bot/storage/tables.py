"""What is stored, table by table. Times are whole milliseconds since 1970 UTC."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

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

person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(64), nullable=False),
    Column("platform_id", String(64), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("alias", String(32), nullable=False),
    Column("language", String(16), nullable=False),
    Column("consent_at", BigInteger, nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    UniqueConstraint("channel", "platform_id"),
)

cohort = Table(
    "cohort",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(64), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("channel", String(64)),
    Column("group_chat", String(64)),
    Column("topic", String(32), nullable=False, default=""),
    Column("created_at", BigInteger, nullable=False),
)

membership = Table(
    "membership",
    metadata,
    Column("cohort", ForeignKey("cohort.id"), primary_key=True),
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("since", BigInteger, nullable=False),
    Index(None, "person"),
)

invitation = Table(
    "invitation",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("cohort", ForeignKey("cohort.id"), nullable=False),
    Column("role", String(16), nullable=False),
    Column("uses_left", Integer),
    Column("expires_at", BigInteger),
)

# 日练: the plan. Times of day are minutes since midnight in the class's zone.
drill = Table(
    "drill",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cohort", ForeignKey("cohort.id"), nullable=False),
    Column("post_minute", Integer, nullable=False),
    Column("close_minute", Integer, nullable=False),
    Column("scenarios", Text, nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    UniqueConstraint("cohort"),
)

# 场次: one date of a plan; the unique row makes firing twice harmless.
occurrence = Table(
    "occurrence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("drill", ForeignKey("drill.id"), nullable=False),
    Column("cohort", ForeignKey("cohort.id"), nullable=False),
    Column("date", String(10), nullable=False),
    Column("scenario", String(64), nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("closes_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
    UniqueConstraint("drill", "date"),
)

# 任务: one student's share of an occurrence.
assignment = Table(
    "assignment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("occurrence", ForeignKey("occurrence.id"), nullable=False),
    Column("person", ForeignKey("person.id"), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    UniqueConstraint("occurrence", "person"),
)

attempt = Table(
    "attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False),
    Column("assignment", ForeignKey("assignment.id")),
    Column("channel", String(64), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("scenario", String(64), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("seed", String(128), nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("counts", Boolean, nullable=False),
    Column("events", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("over", Boolean, nullable=False),
    Column("total", Integer),
    Column("card", Text),
    # Set for a customer of a reception (多客接待): the attempt that is its desk.
    Column("parent", Integer),
    Index(None, "person"),
    Index(None, "assignment"),
)
# One talk at a time in a direct chat, or one desk with its customers; partial, so that finding it
# never slows as talks pile up.
_ALONE = and_(attempt.c.over.is_(False), attempt.c.parent.is_(None))
Index(
    "ix_attempt_running",
    attempt.c.channel,
    attempt.c.chat,
    unique=True,
    sqlite_where=_ALONE,
    postgresql_where=_ALONE,
)
Index(
    "ix_attempt_parent",
    attempt.c.parent,
    sqlite_where=attempt.c.parent.is_not(None),
    postgresql_where=attempt.c.parent.is_not(None),
)

# 申诉: a disputed mark and what a teacher decided. The examiner's own mark stays with the attempt.
appeal = Table(
    "appeal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("attempt", ForeignKey("attempt.id"), nullable=False),
    Column("person", ForeignKey("person.id"), nullable=False),
    Column("rule", String(64), nullable=False),
    Column("event", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("before", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("verdict", String(16)),
    Column("decided_by", ForeignKey("person.id")),
    Column("decided_at", BigInteger),
    Column("after", Integer),
    Column("card", Text),
    Column("reason", Text, nullable=False, default=""),
    UniqueConstraint("attempt"),
    Index(None, "person"),
)

# The append-only log of every talk: the truth from which marks are computed.
event = Table(
    "event",
    metadata,
    Column("attempt", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("data", Text, nullable=False),
    sqlite_with_rowid=False,
)

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
