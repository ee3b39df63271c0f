"""Talks and what people made of them: logs, marks, appeals, remarks, examples."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    false,
)

from bot.storage.tables.metadata import metadata

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
    # The card's average response and its clock's step, beside it so that a term's board need not
    # read every card.
    Column("average_ms", Integer),
    Column("step_ms", Integer),
    Index(None, "person"),
    Index(None, "assignment"),
    sqlite_autoincrement=True,
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
    sqlite_autoincrement=True,
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

# 企业导师: talks that somebody wants looked at, remarks on talks, customers taken over by a
# mentor, and which customers a class's mentor lets its drills use.
flag = Table(
    "flag",
    metadata,
    Column("attempt", ForeignKey("attempt.id"), primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False, index=True),
    Column("source", String(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("done", Boolean, nullable=False, server_default=false()),
)

mentor_remark = Table(
    "mentor_remark",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("attempt", ForeignKey("attempt.id"), nullable=False, index=True),
    Column("person", ForeignKey("person.id"), nullable=False, index=True),
    Column("by", ForeignKey("person.id")),
    Column("words", String(300), nullable=False),
    Column("at", BigInteger, nullable=False),
)

takeover = Table(
    "takeover",
    metadata,
    Column("attempt", ForeignKey("attempt.id"), primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False, index=True),
    Column("by", ForeignKey("person.id"), index=True),
    Column("at", BigInteger, nullable=False),
)

approval = Table(
    "approval",
    metadata,
    Column("cohort", ForeignKey("cohort.id"), primary_key=True),
    Column("scenario", String(64), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("by", ForeignKey("person.id")),
    Column("at", BigInteger, nullable=False),
)

# 改分: every mark that a teacher gave in place of another. Both are kept, and the reason.
mark_change = Table(
    "mark_change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("attempt", ForeignKey("attempt.id"), nullable=False, index=True),
    Column("person", ForeignKey("person.id"), nullable=False, index=True),
    Column("by", ForeignKey("person.id")),
    Column("before", Integer, nullable=False),
    Column("after", Integer, nullable=False),
    Column("reason", String(300), nullable=False),
    Column("at", BigInteger, nullable=False),
)

# A reply in which the ear heard hardly anything, and the act that a teacher named for it; an
# empty act: not worth teaching. A row is not offered again.
unheard = Table(
    "unheard",
    metadata,
    Column("attempt", ForeignKey("attempt.id"), primary_key=True),
    Column("event", Integer, primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False, index=True),
    Column("act", String(64), nullable=False),
    Column("by", ForeignKey("person.id")),
    Column("at", BigInteger, nullable=False),
)

# Approved examples for the ear of one class, personal data taken out; whose words they were is
# kept only so that they go when that student's data goes.
example = Table(
    "example",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cohort", ForeignKey("cohort.id"), nullable=False, index=True),
    Column("person", ForeignKey("person.id"), nullable=False, index=True),
    Column("scenario", String(64), nullable=False),
    Column("act", String(64), nullable=False),
    Column("customer", String(500), nullable=False),
    Column("reply", String(500), nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("cohort", "act", "reply"),
)

# A chat log that a teacher is bringing in, masked before it was stored; one at a time.
case_draft = Table(
    "case_draft",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("log", Text, nullable=False),
    Column("masked", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
