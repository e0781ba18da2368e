"""An answer that is kept for repeated requests says what its member might read when it was given.

Revision: 0010
Follows: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("idempotent_answer", sa.Column("standing_hash", sa.LargeBinary(32), nullable=True))


def downgrade() -> None:
    op.drop_column("idempotent_answer", "standing_hash")
