"""Questions to the team behind an idea, or to the coaches, with their answers.

Revision: 0011
Follows: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team_question",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=True),
        sa.Column("change_idea_id", sa.String(length=32), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by_id", sa.String(length=32), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "answered_by_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_team_question_network_id_answered_by_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "change_idea_id"],
            ["change_idea.network_id", "change_idea.id"],
            name=op.f("fk_team_question_network_id_change_idea_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "member_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_team_question_network_id_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "team_id"],
            ["team.network_id", "team.id"],
            name=op.f("fk_team_question_network_id_team_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_team_question_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_question")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_team_question_network_id_id")),
    )
    with op.batch_alter_table("team_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_team_question_network_id_answered_by_id"),
            ["network_id", "answered_by_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_team_question_network_id_change_idea_id"),
            ["network_id", "change_idea_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_team_question_network_id_member_id"), ["network_id", "member_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_team_question_network_id_team_id"), ["network_id", "team_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("team_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_question_network_id_team_id"))
        batch_op.drop_index(batch_op.f("ix_team_question_network_id_member_id"))
        batch_op.drop_index(batch_op.f("ix_team_question_network_id_change_idea_id"))
        batch_op.drop_index(batch_op.f("ix_team_question_network_id_answered_by_id"))

    op.drop_table("team_question")
