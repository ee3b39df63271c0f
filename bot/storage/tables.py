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
    false,
    true,
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
    # 归档: nothing happens in it any more, and nobody sees it but its owner.
    Column("archived_at", BigInteger),
)

membership = Table(
    "membership",
    metadata,
    Column("cohort", ForeignKey("cohort.id"), primary_key=True),
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("since", BigInteger, nullable=False),
    # Teachers: owner, co-teacher or substitute; a substitute's time ends at `until`.
    Column("rank", String(16), nullable=False, server_default=""),
    Column("until", BigInteger),
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
    Column("rank", String(16), nullable=False, server_default=""),
    Column("until", BigInteger),
)

# Who runs the installation: opens classes, and lets teachers in.
operator = Table(
    "operator",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("since", BigInteger, nullable=False),
)

# 名单: the real names of a class, for its teachers' eyes, and who each of them turned out to be.
roster_name = Table(
    "roster_name",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cohort", ForeignKey("cohort.id"), nullable=False),
    Column("name", String(64), nullable=False),
    Column("person", ForeignKey("person.id"), index=True),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("cohort", "name"),
)

# A roster that a teacher has sent and not saved yet; one at a time. `names` is empty while we
# wait for it.
roster_draft = Table(
    "roster_draft",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("cohort", ForeignKey("cohort.id"), nullable=False, index=True),
    Column("names", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# Who has a class's code and has not said yet which name on the roster is theirs; with a `name`
# that is somebody else's already, the teacher is asked.
admission = Table(
    "admission",
    metadata,
    Column("cohort", ForeignKey("cohort.id"), primary_key=True),
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("name", Integer),
    Column("at", BigInteger, nullable=False),
    Index(None, "person"),
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

# What a class shows on its boards, how long it keeps what, and whether a teacher is told of a
# student's distress. A class without a row has the defaults of `bot.classroom.boards`.
cohort_setting = Table(
    "cohort_setting",
    metadata,
    Column("cohort", ForeignKey("cohort.id"), primary_key=True),
    Column("board", String(16), nullable=False),
    Column("transcript_days", Integer, nullable=False),
    Column("mark_days", Integer, nullable=False),
    Column("tell_distress", Boolean, nullable=False),
)

# What somebody wants for themselves; dates are the class's own, as text.
preference = Table(
    "preference",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("hidden", Boolean, nullable=False, default=False),
    Column("reminders", Boolean, nullable=False, default=True),
    Column("muted_on", String(10), nullable=False, default=""),
    Column("reminded_on", String(10), nullable=False, default=""),
)

# Whoever agreed to be shown by their real name on this class's boards, and that name. Boards read
# names from here alone: without consent there is none to be read.
name_consent = Table(
    "name_consent",
    metadata,
    Column("cohort", ForeignKey("cohort.id"), primary_key=True),
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Index(None, "person"),
)

# 小组: small groups that the teacher makes, for team boards.
team = Table(
    "team",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cohort", ForeignKey("cohort.id"), nullable=False),
    Column("name", String(32), nullable=False),
    UniqueConstraint("cohort", "name"),
)

team_member = Table(
    "team_member",
    metadata,
    Column("cohort", ForeignKey("cohort.id"), primary_key=True),
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("team", ForeignKey("team.id"), nullable=False),
    Index(None, "person"),
    Index(None, "team"),
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
)

# Exports, erasures and what time took away, without saying whose: for the yearly audit.
privacy_event = Table(
    "privacy_event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("rows", Integer, nullable=False),
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

# Approved examples for the ear, personal data taken out: it is not kept whose words they were.
example = Table(
    "example",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cohort", ForeignKey("cohort.id"), nullable=False, index=True),
    Column("scenario", String(64), nullable=False),
    Column("act", String(64), nullable=False),
    Column("customer", String(500), nullable=False),
    Column("reply", String(500), nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("act", "reply"),
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
