"""Vectors of the words of each searched text.

Revision: 0005
Follows: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("embedding", sa.Column("word_vectors", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("embedding", "word_vectors")
