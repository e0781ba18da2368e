"""Where the sentences of a drafted storyboard were copied from.

Revision: 0014
Follows: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "storyboard_sentence",
        sa.Column("storyboard_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "storyboard_id"],
            ["storyboard.network_id", "storyboard.id"],
            name=op.f("fk_storyboard_sentence_network_id_storyboard_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_storyboard_sentence_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_storyboard_sentence")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_storyboard_sentence_network_id_id")),
    )
    op.create_index(
        op.f("ix_storyboard_sentence_network_id_storyboard_id"),
        "storyboard_sentence",
        ["network_id", "storyboard_id"],
    )


def downgrade() -> None:
    op.drop_table("storyboard_sentence")
