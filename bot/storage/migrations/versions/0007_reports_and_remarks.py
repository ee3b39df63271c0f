"""Reports, remarks and examples"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("errand") as errand:
        errand.add_column(sa.Column("argument", sa.String(64), nullable=False, server_default=""))
    _marks()
    _hearing()
    op.create_table(
        "class_rubric",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.id"], name="fk_class_rubric_cohort"),
        sa.PrimaryKeyConstraint("id", name="pk_class_rubric"),
    )
    op.create_index("ix_class_rubric_cohort", "class_rubric", ["cohort"])
    op.create_table(
        "case_draft",
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("log", sa.Text(), nullable=False),
        sa.Column("masked", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_case_draft_person"),
        sa.PrimaryKeyConstraint("person", name="pk_case_draft"),
    )


def _marks() -> None:
    op.create_table(
        "mark_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["attempt"], ["attempt.id"], name="fk_mark_change_attempt"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_mark_change_person"),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name="fk_mark_change_by"),
        sa.PrimaryKeyConstraint("id", name="pk_mark_change"),
    )
    op.create_index("ix_mark_change_attempt", "mark_change", ["attempt"])
    op.create_index("ix_mark_change_person", "mark_change", ["person"])


def _hearing() -> None:
    op.create_table(
        "unheard",
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(64), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["attempt"], ["attempt.id"], name="fk_unheard_attempt"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_unheard_person"),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name="fk_unheard_by"),
        sa.PrimaryKeyConstraint("attempt", "event", name="pk_unheard"),
    )
    op.create_index("ix_unheard_person", "unheard", ["person"])
    op.create_table(
        "example",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("scenario", sa.String(64), nullable=False),
        sa.Column("act", sa.String(64), nullable=False),
        sa.Column("customer", sa.String(500), nullable=False),
        sa.Column("reply", sa.String(500), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["cohort"], ["cohort.id"], name="fk_example_cohort"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_example_person"),
        sa.PrimaryKeyConstraint("id", name="pk_example"),
        sa.UniqueConstraint("cohort", "act", "reply", name="uq_example_cohort_act_reply"),
    )
    op.create_index("ix_example_cohort", "example", ["cohort"])
    op.create_index("ix_example_person", "example", ["person"])
