"""Plans, calendars and what was published"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _plans()
    _occurrences()
    _slots()
    _rules()
    _pushes()


def _plans() -> None:
    op.add_column("drill", _flag("cycle", sa.true()))
    op.add_column("drill", sa.Column("step", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("drill", sa.Column("since", sa.String(10), nullable=False, server_default=""))
    op.add_column("drill", _flag("anyway", sa.false()))


def _occurrences() -> None:
    op.add_column("occurrence", sa.Column("slot", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "occurrence", sa.Column("attempts", sa.Integer(), nullable=False, server_default="9")
    )
    for name in ("same_paper", "lesson", "withdrawn"):
        op.add_column("occurrence", _flag(name, sa.false()))
    if op.get_context().dialect.name == "sqlite":
        _occurrences_anew()
    else:
        op.drop_constraint("uq_occurrence_drill_date", "occurrence", type_="unique")
        op.create_unique_constraint(
            "uq_occurrence_drill_date_slot", "occurrence", ["drill", "date", "slot"]
        )
    op.create_index("ix_occurrence_cohort", "occurrence", ["cohort"])


def _occurrences_anew() -> None:
    """SQLite cannot change a table's constraint: the table is made anew, with the rows it had.

    Assignments point to it all the while, which is only looked at again when all is done.
    """
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TABLE occurrence_kept AS SELECT * FROM occurrence")
    op.drop_table("occurrence")
    columns: tuple[sa.Column[Any], ...] = (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("drill", sa.Integer(), nullable=False),
        sa.Column("cohort", sa.Integer(), nullable=False),
        sa.Column("date", sa.String(10), nullable=False),
        sa.Column("scenario", sa.String(64), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closes_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("slot", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="9"),
        *(_flag(name, sa.false()) for name in ("same_paper", "lesson", "withdrawn")),
    )
    op.create_table(
        "occurrence",
        *columns,
        sa.ForeignKeyConstraint(["drill"], ["drill.id"], name="fk_occurrence_drill"),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.id"], name="fk_occurrence_cohort"),
        sa.PrimaryKeyConstraint("id", name="pk_occurrence"),
        sa.UniqueConstraint("drill", "date", "slot", name="uq_occurrence_drill_date_slot"),
    )
    listed = ", ".join(column.name for column in columns)
    # Nothing of it comes from outside: these are the names above.
    op.execute(f"INSERT INTO occurrence ({listed}) SELECT {listed} FROM occurrence_kept")  # noqa: S608
    op.drop_table("occurrence_kept")


def _slots() -> None:
    op.create_table(
        "slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort", sa.Integer(), nullable=False),
        sa.Column("scenario", sa.String(64), nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("author", sa.Integer(), nullable=True),
        sa.Column("date", sa.String(10), nullable=False),
        *(_number(name) for name in ("post_minute", "close_minute", "minutes", "attempts")),
        *(_flag(name) for name in ("same_paper", "lesson", "anyway")),
        sa.Column("state", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.id"], name="fk_slot_cohort"),
        sa.ForeignKeyConstraint(["author"], ["person.id"], name="fk_slot_author"),
        sa.PrimaryKeyConstraint("id", name="pk_slot"),
    )
    op.create_index("ix_slot_cohort_date", "slot", ["cohort", "date"])
    op.create_index("ix_slot_author", "slot", ["author"])


def _rules() -> None:
    op.create_table(
        "class_rule",
        sa.Column("cohort", sa.Integer(), nullable=False),
        *(_number(name) for name in ("quiet_since", "quiet_until", "pushes", "attempts")),
        *(_flag(name) for name in ("same_paper", "official", "every_day")),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.id"], name="fk_class_rule_cohort"),
        sa.PrimaryKeyConstraint("cohort", name="pk_class_rule"),
    )
    op.create_table(
        "calendar_span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort", sa.Integer(), nullable=False),
        sa.Column("since", sa.String(10), nullable=False),
        sa.Column("until", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.id"], name="fk_calendar_span_cohort"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_span"),
    )
    op.create_index("ix_calendar_span_cohort", "calendar_span", ["cohort"])


def _pushes() -> None:
    op.create_table(
        "push",
        sa.Column("id", sa.Integer(), nullable=False),
        _number("cohort"),
        _number("occurrence"),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.id"], name="fk_push_cohort"),
        sa.ForeignKeyConstraint(["occurrence"], ["occurrence.id"], name="fk_push_occurrence"),
        sa.PrimaryKeyConstraint("id", name="pk_push"),
    )
    op.create_index("ix_push_cohort_at", "push", ["cohort", "at"])


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _flag(name: str, default: sa.ColumnElement[bool] | None = None) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=default)
