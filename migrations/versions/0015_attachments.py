"""Files beside change ideas, cycles and storyboards.

Revision: 0015
Follows: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_REFERENCES = (
    ("author_id", "member"),
    ("change_idea_id", "change_idea"),
    ("pdsa_cycle_id", "pdsa_cycle"),
    ("storyboard_id", "storyboard"),
)


def upgrade() -> None:
    op.create_table(
        "attachment",
        *(sa.Column(column, sa.String(length=32), nullable=True) for column, _ in _REFERENCES),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["network_id", column],
                [f"{table}.network_id", f"{table}.id"],
                name=op.f(f"fk_attachment_network_id_{column}"),
                initially="DEFERRED",
                deferrable=True,
            )
            for column, table in _REFERENCES
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_attachment_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_attachment_network_id_id")),
    )
    for column, _ in _REFERENCES:
        op.create_index(op.f(f"ix_attachment_network_id_{column}"), "attachment", ["network_id", column])


def downgrade() -> None:
    op.drop_table("attachment")
