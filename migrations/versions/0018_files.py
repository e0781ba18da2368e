"""Files that nobody could look over stay with their team; files to remove are remembered until they are gone.

Those that are there were not looked over, and their teams were not asked.

Revision: 0018
Follows: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("attachment") as table:
        table.add_column(sa.Column("is_cleared", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("attachment") as table:
        table.alter_column("is_cleared", server_default=None)
    op.create_table(
        "forgotten_file",
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("content_hash", name=op.f("pk_forgotten_file")),
    )


def downgrade() -> None:
    op.drop_table("forgotten_file")
    with op.batch_alter_table("attachment") as table:
        table.drop_column("is_cleared")
