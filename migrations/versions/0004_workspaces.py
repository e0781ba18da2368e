"""Slack workspaces, the bots in them, links of people, and who did what.

Revision: 0004
Follows: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bot_client",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bot_client")),
        sa.UniqueConstraint("key", name=op.f("uq_bot_client_key")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_bot_client_token_hash")),
    )
    op.create_table(
        "workspace",
        sa.Column("bot_client_id", sa.String(length=32), nullable=False),
        sa.Column("enterprise_id", sa.String(length=64), nullable=False),
        sa.Column("slack_team_id", sa.String(length=64), nullable=False),
        sa.Column("district_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bound_by_id", sa.String(length=32), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["bot_client_id"], ["bot_client.id"], name=op.f("fk_workspace_bot_client_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "bound_by_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_workspace_network_id_bound_by_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "district_id"],
            ["district.network_id", "district.id"],
            name=op.f("fk_workspace_network_id_district_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_workspace_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_workspace_network_id_id")),
    )
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_workspace_network_id_bound_by_id"), ["network_id", "bound_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_workspace_network_id_district_id"), ["network_id", "district_id"], unique=False
        )
        batch_op.create_index(
            "uq_workspace_alive",
            ["enterprise_id", "slack_team_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "audit_entry",
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("slack_user_id", sa.String(length=64), nullable=True),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "member_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_audit_entry_network_id_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "workspace_id"],
            ["workspace.network_id", "workspace.id"],
            name=op.f("fk_audit_entry_network_id_workspace_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_audit_entry_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_audit_entry_network_id_id")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_audit_entry_network_id_member_id"), ["network_id", "member_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_audit_entry_network_id_workspace_id"), ["network_id", "workspace_id"], unique=False
        )

    op.create_table(
        "link_request",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("slack_user_id", sa.String(length=64), nullable=False),
        sa.Column("slack_user_name", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mails_sent", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "workspace_id"],
            ["workspace.network_id", "workspace.id"],
            name=op.f("fk_link_request_network_id_workspace_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_link_request_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_request")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_link_request_code_hash")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_link_request_network_id_id")),
    )
    with op.batch_alter_table("link_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_link_request_network_id_workspace_id"),
            ["network_id", "workspace_id"],
            unique=False,
        )

    op.create_table(
        "slack_link",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("slack_user_id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "member_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_slack_link_network_id_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "workspace_id"],
            ["workspace.network_id", "workspace.id"],
            name=op.f("fk_slack_link_network_id_workspace_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_slack_link_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slack_link")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_slack_link_network_id_id")),
    )
    with op.batch_alter_table("slack_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_slack_link_network_id_member_id"), ["network_id", "member_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_slack_link_network_id_workspace_id"), ["network_id", "workspace_id"], unique=False
        )
        batch_op.create_index(
            "uq_slack_link_alive",
            ["workspace_id", "slack_user_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("slack_link", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_slack_link_alive",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_slack_link_network_id_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_slack_link_network_id_member_id"))

    op.drop_table("slack_link")
    with op.batch_alter_table("link_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_link_request_network_id_workspace_id"))

    op.drop_table("link_request")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_network_id_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_network_id_member_id"))

    op.drop_table("audit_entry")
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_workspace_alive",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_workspace_network_id_district_id"))
        batch_op.drop_index(batch_op.f("ix_workspace_network_id_bound_by_id"))

    op.drop_table("workspace")
    op.drop_table("bot_client")
