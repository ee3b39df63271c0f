"""Several customers at once: attempts that belong to a desk"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attempt", sa.Column("parent", sa.Integer(), nullable=True))
    op.drop_index("ix_attempt_running", table_name="attempt")
    alone = sa.text("over IS false AND parent IS NULL")
    op.create_index(
        "ix_attempt_running",
        "attempt",
        ["channel", "chat"],
        unique=True,
        sqlite_where=sa.text("over IS 0 AND parent IS NULL"),
        postgresql_where=alone,
    )
    below = sa.text("parent IS NOT NULL")
    op.create_index(
        "ix_attempt_parent",
        "attempt",
        ["parent"],
        unique=False,
        sqlite_where=below,
        postgresql_where=below,
    )
