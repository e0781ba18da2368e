"""A goal beside target and baseline, and what a person marked on a measure's chart.

Columns are added and dropped as they are, without making the table anew: that would lose its triggers.

Revision: 0017
Follows: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_MARKS = ("phase_starts", "special_days")


def upgrade() -> None:
    op.add_column("measure", sa.Column("goal", sa.Float(), nullable=True))
    for name in _MARKS:
        marks = sa.Column(name, sa.JSON(none_as_null=True), nullable=False, server_default=sa.text("'[]'"))
        op.add_column("measure", marks)


def downgrade() -> None:
    for name in ("goal", *_MARKS):
        op.drop_column("measure", name)
