"""Boards, streaks and what a student keeps"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _speeds()
    _boards()
    _streaks()
    _students()


def _speeds() -> None:
    op.add_column("attempt", sa.Column("average_ms", sa.Integer(), nullable=True))
    op.add_column("attempt", sa.Column("step_ms", sa.Integer(), nullable=True))
    attempt = sa.table(
        "attempt", *(sa.column(name) for name in ("id", "card", "average_ms", "step_ms"))
    )
    connection = op.get_bind()
    marked = connection.execute(
        sa.select(attempt.c.id, attempt.c.card).where(attempt.c.card.is_not(None))
    )
    for number, card in marked.all():
        timing = json.loads(card)["timing"]
        average = timing["average_response_s"]
        values = {
            "average_ms": None if average is None else round(average * 1000),
            "step_ms": round(timing["precision_s"] * 1000),
        }
        connection.execute(sa.update(attempt).where(attempt.c.id == number).values(**values))


def _boards() -> None:
    op.create_table(
        "cohort_setting",
        sa.Column("cohort", sa.Integer(), nullable=False),
        sa.Column("board", sa.String(16), nullable=False),
        sa.Column("transcript_days", sa.Integer(), nullable=False),
        sa.Column("mark_days", sa.Integer(), nullable=False),
        sa.Column("tell_distress", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.id"], name="fk_cohort_setting_cohort"),
        sa.PrimaryKeyConstraint("cohort", name="pk_cohort_setting"),
    )
    op.create_table(
        "name_consent",
        sa.Column("cohort", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.id"], name="fk_name_consent_cohort"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_name_consent_person"),
        sa.PrimaryKeyConstraint("cohort", "person", name="pk_name_consent"),
    )
    op.create_index("ix_name_consent_person", "name_consent", ["person"])
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.id"], name="fk_team_cohort"),
        sa.PrimaryKeyConstraint("id", name="pk_team"),
        sa.UniqueConstraint("cohort", "name", name="uq_team_cohort_name"),
    )
    op.create_table(
        "team_member",
        sa.Column("cohort", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("team", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.id"], name="fk_team_member_cohort"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_team_member_person"),
        sa.ForeignKeyConstraint(["team"], ["team.id"], name="fk_team_member_team"),
        sa.PrimaryKeyConstraint("cohort", "person", name="pk_team_member"),
    )
    op.create_index("ix_team_member_person", "team_member", ["person"])
    op.create_index("ix_team_member_team", "team_member", ["team"])


def _streaks() -> None:
    op.create_table(
        "streak_repair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("date", sa.String(10), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.id"], name="fk_streak_repair_cohort"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_streak_repair_person"),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name="fk_streak_repair_by"),
        sa.PrimaryKeyConstraint("id", name="pk_streak_repair"),
        sa.UniqueConstraint(
            "cohort", "person", "date", name="uq_streak_repair_cohort_person_date"
        ),
    )
    op.create_index("ix_streak_repair_person", "streak_repair", ["person"])
    op.create_table(
        "outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outage"),
    )
    op.create_index("ix_outage_until", "outage", ["until"])


def _students() -> None:
    op.create_table(
        "preference",
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("reminders", sa.Boolean(), nullable=False),
        sa.Column("muted_on", sa.String(10), nullable=False),
        sa.Column("reminded_on", sa.String(10), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_preference_person"),
        sa.PrimaryKeyConstraint("person", name="pk_preference"),
    )
    op.create_table(
        "errand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_errand_person"),
        sa.PrimaryKeyConstraint("id", name="pk_errand"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_errand_person", "errand", ["person"])
    op.create_table(
        "privacy_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_privacy_event"),
    )
