"""Who there is: people, classes, roles, rosters, and what each of them wants."""

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
)

from bot.storage.tables.metadata import metadata

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
    sqlite_autoincrement=True,
)

# Aliases that somebody went by before: what may still stand in messages, for erasure to find.
former_alias = Table(
    "former_alias",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("alias", String(32), primary_key=True),
    Column("at", BigInteger, nullable=False),
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
    sqlite_autoincrement=True,
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

# Codes that were none, for a day: nobody may guess for long.
wrong_code = Table(
    "wrong_code",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", ForeignKey("person.id"), index=True),
    Column("at", BigInteger, nullable=False, index=True),
)

# 评分表: what a class is marked by from a time on; empty: the standard rubric again.
class_rubric = Table(
    "class_rubric",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("cohort", ForeignKey("cohort.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
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
    # 学号, as the school writes it; empty where the roster came without.
    Column("number", String(32), nullable=False, server_default=""),
    Column("person", ForeignKey("person.id"), index=True),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("cohort", "name"),
    sqlite_autoincrement=True,
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

# Exports, erasures and what time took away, without saying whose: for the yearly audit.
privacy_event = Table(
    "privacy_event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
)
