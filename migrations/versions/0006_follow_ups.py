"""Follow-up questions: what narrowed a question is kept, and which answer it follows.

Revision: 0006
Follows: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("follow_up_of_id", sa.String(length=32), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_suggestion_network_id_follow_up_of_id"),
            ["network_id", "follow_up_of_id"],
            unique=False,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_suggestion_network_id_follow_up_of_id"),
            "suggestion",
            ["network_id", "follow_up_of_id"],
            ["network_id", "id"],
            initially="DEFERRED",
            deferrable=True,
        )


def downgrade() -> None:
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_suggestion_network_id_follow_up_of_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_suggestion_network_id_follow_up_of_id"))
        batch_op.drop_column("follow_up_of_id")
        batch_op.drop_column("asked")
