"""The tables of the Slack bot: installations, sign-in states, the inbox, answers and drafts.

Revision: 0008
Follows: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "slack_installation",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("enterprise_id", sa.String(length=64), nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("sealed_token", sa.Text(), nullable=False),
        sa.Column("bot_user_id", sa.String(length=64), nullable=False),
        sa.Column("bot_id", sa.String(length=64), nullable=False),
        sa.Column("installed_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slack_installation")),
        sa.UniqueConstraint(
            "enterprise_id", "team_id", name=op.f("uq_slack_installation_enterprise_id_team_id")
        ),
    )
    op.create_table(
        "slack_oauth_state",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_slack_oauth_state")),
    )
    op.create_table(
        "slack_inbox",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("gesture", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("lane", sa.String(length=64), nullable=False),
        sa.Column("sealed_body", sa.Text(), nullable=True),
        sa.Column("received_at", sa.Float(), nullable=False),
        sa.Column("due_at", sa.Float(), nullable=False),
        sa.Column("claimed_until", sa.Float(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.Float(), nullable=True),
        sa.Column("outcome", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slack_inbox")),
        sa.UniqueConstraint("key", name=op.f("uq_slack_inbox_key")),
    )
    op.create_index(op.f("ix_slack_inbox_finished_at_due_at"), "slack_inbox", ["finished_at", "due_at"])
    op.create_index(op.f("ix_slack_inbox_gesture_received_at"), "slack_inbox", ["gesture", "received_at"])
    op.create_table(
        "slack_answer",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("inbox_id", sa.String(length=64), nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("channel_id", sa.String(length=64), nullable=False),
        sa.Column("thread_ts", sa.String(length=64), nullable=True),
        sa.Column("message_ts", sa.String(length=64), nullable=True),
        sa.Column("suggestion_id", sa.String(length=64), nullable=True),
        sa.Column("idea_ids", sa.JSON(), nullable=False),
        sa.Column("sealed_question", sa.Text(), nullable=True),
        sa.Column("is_private", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slack_answer")),
        sa.UniqueConstraint("inbox_id", name=op.f("uq_slack_answer_inbox_id")),
    )
    op.create_index(
        op.f("ix_slack_answer_team_id_channel_id_thread_ts"),
        "slack_answer",
        ["team_id", "channel_id", "thread_ts"],
    )
    op.create_table(
        "slack_draft",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("team_id", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("sealed_values", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slack_draft")),
        sa.UniqueConstraint("team_id", "user_id", "form", name=op.f("uq_slack_draft_team_id_user_id_form")),
    )


def downgrade() -> None:
    for table in ("slack_draft", "slack_answer", "slack_inbox", "slack_oauth_state", "slack_installation"):
        op.drop_table(table)
