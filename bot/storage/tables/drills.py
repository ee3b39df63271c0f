"""What classes practise and when: plans, dates, days, rules and shares."""

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
    false,
    true,
)

from bot.storage.tables.metadata import metadata

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
    Column("cycle", Boolean, nullable=False, server_default=true()),
    Column("step", Integer, nullable=False, server_default="0"),
    Column("since", String(10), nullable=False, server_default=""),
    Column("anyway", Boolean, nullable=False, server_default=false()),
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
    # 0: of the standing plan; less than 0: taken back, so that the date is free again.
    Column("slot", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="9"),
    Column("same_paper", Boolean, nullable=False, server_default=false()),
    Column("lesson", Boolean, nullable=False, server_default=false()),
    Column("withdrawn", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("drill", "date", "slot"),
    Index(None, "cohort"),
)

# 排课: one drill on one date, set apart from the standing plan. Minutes as in `drill`.
slot = Table(
    "slot",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cohort", ForeignKey("cohort.id"), nullable=False),
    Column("scenario", String(64), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("author", ForeignKey("person.id")),
    Column("date", String(10), nullable=False),
    Column("post_minute", Integer, nullable=False),
    Column("close_minute", Integer, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("same_paper", Boolean, nullable=False),
    Column("lesson", Boolean, nullable=False),
    Column("anyway", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Index(None, "cohort", "date"),
    Index(None, "author"),
)

# What holds for every drill of a class; no row: the usual rules.
class_rule = Table(
    "class_rule",
    metadata,
    Column("cohort", ForeignKey("cohort.id"), primary_key=True),
    Column("quiet_since", Integer, nullable=False),
    Column("quiet_until", Integer, nullable=False),
    Column("pushes", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("same_paper", Boolean, nullable=False),
    Column("official", Boolean, nullable=False),
    Column("every_day", Boolean, nullable=False),
)

# Days of which a teacher said what they are: first and last, as ISO dates.
calendar_span = Table(
    "calendar_span",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cohort", ForeignKey("cohort.id"), nullable=False),
    Column("since", String(10), nullable=False),
    Column("until", String(10), nullable=False),
    Column("kind", String(16), nullable=False),
    Index(None, "cohort"),
)

# Every time that a class was written to by itself.
push = Table(
    "push",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cohort", ForeignKey("cohort.id"), nullable=False),
    Column("occurrence", ForeignKey("occurrence.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    Index(None, "cohort", "at"),
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

# A class day that a teacher counted for a student afterwards (补签), with the reason.
streak_repair = Table(
    "streak_repair",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cohort", ForeignKey("cohort.id"), nullable=False),
    Column("person", ForeignKey("person.id"), nullable=False),
    Column("date", String(10), nullable=False),
    Column("by", ForeignKey("person.id")),
    Column("reason", String(200), nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("cohort", "person", "date"),
    Index(None, "person"),
)
