"""Roles by invitation, rosters and who keeps what"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _ranks()
    _operators()
    _rosters()
    _mentors()


def _ranks() -> None:
    op.add_column("cohort", sa.Column("archived_at", sa.BigInteger(), nullable=True))
    for table in ("membership", "invitation"):
        op.add_column(table, sa.Column("rank", sa.String(16), nullable=False, server_default=""))
        op.add_column(table, sa.Column("until", sa.BigInteger(), nullable=True))
    _give_ranks()


def _give_ranks() -> None:
    """Until now a class was the teacher's who was there first; the others shared it."""
    membership = sa.table(
        "membership", *(sa.column(name) for name in ("cohort", "person", "role", "since", "rank"))
    )
    teachers = (
        sa.select(membership.c.cohort, membership.c.person)
        .where(membership.c.role == "teacher")
        .order_by(membership.c.cohort, membership.c.since, membership.c.person)
    )
    connection, owned = op.get_bind(), set()
    for cohort, person in connection.execute(teachers).all():
        rank = "co_teacher" if cohort in owned else "owner"
        owned.add(cohort)
        one = (membership.c.cohort == cohort) & (membership.c.person == person)
        connection.execute(sa.update(membership).where(one).values(rank=rank))


def _operators() -> None:
    op.create_table(
        "operator",
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        _points_at("operator", "person", "person"),
        sa.PrimaryKeyConstraint("person", name="pk_operator"),
    )


def _rosters() -> None:
    op.create_table(
        "roster_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("number", sa.String(32), nullable=False, server_default=""),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _points_at("roster_name", "cohort", "cohort"),
        _points_at("roster_name", "person", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_roster_name"),
        sa.UniqueConstraint("cohort", "name", name="uq_roster_name_cohort_name"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_roster_name_person", "roster_name", ["person"])
    op.create_table(
        "roster_draft",
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("cohort", sa.Integer(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _points_at("roster_draft", "person", "person"),
        _points_at("roster_draft", "cohort", "cohort"),
        sa.PrimaryKeyConstraint("person", name="pk_roster_draft"),
    )
    op.create_index("ix_roster_draft_cohort", "roster_draft", ["cohort"])
    op.create_table(
        "admission",
        sa.Column("cohort", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("name", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _points_at("admission", "cohort", "cohort"),
        _points_at("admission", "person", "person"),
        sa.PrimaryKeyConstraint("cohort", "person", name="pk_admission"),
    )
    op.create_index("ix_admission_person", "admission", ["person"])


def _mentors() -> None:
    _about_a_talk(
        "flag",
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "mentor_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(300), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _points_at("mentor_remark", "attempt", "attempt"),
        _points_at("mentor_remark", "person", "person"),
        _points_at("mentor_remark", "by", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_mentor_remark"),
    )
    op.create_index("ix_mentor_remark_attempt", "mentor_remark", ["attempt"])
    op.create_index("ix_mentor_remark_person", "mentor_remark", ["person"])
    _about_a_talk(
        "takeover",
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _points_at("takeover", "by", "person"),
    )
    op.create_index("ix_takeover_by", "takeover", ["by"])
    _what_people_leave()
    op.create_table(
        "approval",
        sa.Column("cohort", sa.Integer(), nullable=False),
        sa.Column("scenario", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _points_at("approval", "cohort", "cohort"),
        _points_at("approval", "by", "person"),
        sa.PrimaryKeyConstraint("cohort", "scenario", name="pk_approval"),
    )


def _what_people_leave() -> None:
    op.create_table(
        "former_alias",
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("alias", sa.String(32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _points_at("former_alias", "person", "person"),
        sa.PrimaryKeyConstraint("person", "alias", name="pk_former_alias"),
    )
    op.create_table(
        "wrong_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _points_at("wrong_code", "person", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_wrong_code"),
    )
    op.create_index("ix_wrong_code_person", "wrong_code", ["person"])
    op.create_index("ix_wrong_code_at", "wrong_code", ["at"])


def _about_a_talk(table: str, *columns: Any) -> None:
    """A table with at most one row for a talk, and the student whose talk it is."""
    op.create_table(
        table,
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        *columns,
        _points_at(table, "attempt", "attempt"),
        _points_at(table, "person", "person"),
        sa.PrimaryKeyConstraint("attempt", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_person", table, ["person"])


def _points_at(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")
