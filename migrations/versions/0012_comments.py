"""Comments on change ideas, cycles and storyboards.

Revision: 0012
Follows: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comment",
        sa.Column("change_idea_id", sa.String(length=32), nullable=True),
        sa.Column("pdsa_cycle_id", sa.String(length=32), nullable=True),
        sa.Column("storyboard_id", sa.String(length=32), nullable=True),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "author_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_comment_network_id_author_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "change_idea_id"],
            ["change_idea.network_id", "change_idea.id"],
            name=op.f("fk_comment_network_id_change_idea_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "pdsa_cycle_id"],
            ["pdsa_cycle.network_id", "pdsa_cycle.id"],
            name=op.f("fk_comment_network_id_pdsa_cycle_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "storyboard_id"],
            ["storyboard.network_id", "storyboard.id"],
            name=op.f("fk_comment_network_id_storyboard_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_comment_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_comment_network_id_id")),
    )
    for column in ("author_id", "change_idea_id", "pdsa_cycle_id", "storyboard_id"):
        op.create_index(op.f(f"ix_comment_network_id_{column}"), "comment", ["network_id", column])


def downgrade() -> None:
    op.drop_table("comment")
