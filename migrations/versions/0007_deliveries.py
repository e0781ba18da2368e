"""What the hub tells people in Slack by itself: subscriptions, digests and notices.

Revision: 0007
Follows: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "member_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_notice_network_id_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "workspace_id"],
            ["workspace.network_id", "workspace.id"],
            name=op.f("fk_notice_network_id_workspace_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_notice_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint(
            "kind", "record_id", "member_id", "due_on", name=op.f("uq_notice_kind_record_id_member_id_due_on")
        ),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_notice_network_id_id")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_network_id_member_id"), ["network_id", "member_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_notice_network_id_workspace_id"), ["network_id", "workspace_id"], unique=False
        )

    op.create_table(
        "subscription",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.String(length=64), nullable=False),
        sa.Column("driver_id", sa.String(length=32), nullable=False),
        sa.Column("subscribed_by_id", sa.String(length=32), nullable=False),
        sa.Column("subscribed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "driver_id"],
            ["driver.network_id", "driver.id"],
            name=op.f("fk_subscription_network_id_driver_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "subscribed_by_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_subscription_network_id_subscribed_by_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "workspace_id"],
            ["workspace.network_id", "workspace.id"],
            name=op.f("fk_subscription_network_id_workspace_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_subscription_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_subscription_network_id_id")),
        sa.UniqueConstraint(
            "workspace_id",
            "channel_id",
            "driver_id",
            name=op.f("uq_subscription_workspace_id_channel_id_driver_id"),
        ),
    )
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_subscription_network_id_driver_id"), ["network_id", "driver_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_subscription_network_id_subscribed_by_id"),
            ["network_id", "subscribed_by_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_subscription_network_id_workspace_id"),
            ["network_id", "workspace_id"],
            unique=False,
        )

    op.create_table(
        "digest",
        sa.Column("subscription_id", sa.String(length=32), nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_ts", sa.String(length=40), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "subscription_id"],
            ["subscription.network_id", "subscription.id"],
            name=op.f("fk_digest_network_id_subscription_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_digest_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_digest_network_id_id")),
        sa.UniqueConstraint("subscription_id", "week", name=op.f("uq_digest_subscription_id_week")),
    )
    with op.batch_alter_table("digest", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_digest_network_id_subscription_id"),
            ["network_id", "subscription_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("digest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_digest_network_id_subscription_id"))

    op.drop_table("digest")
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subscription_network_id_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_subscription_network_id_subscribed_by_id"))
        batch_op.drop_index(batch_op.f("ix_subscription_network_id_driver_id"))

    op.drop_table("subscription")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_network_id_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_notice_network_id_member_id"))

    op.drop_table("notice")
