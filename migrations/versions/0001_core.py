"""The tables of the core: networks, theory, knowledge, cycles, measures, sharing and upkeep.

Revision: 0001
Follows:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Written out, not asked of the models: what a migration did must stay what it did.
NOTE = (
    "INSERT INTO search_change (document_id, change_no) VALUES ({document}, {number}) "
    "ON CONFLICT (document_id) DO UPDATE SET change_no = excluded.change_no"
)
SQLITE_NUMBER = "(SELECT coalesce(max(change_no), 0) + 1 FROM search_change)"
POSTGRESQL_NUMBER = "CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
FOLLOWED = {"search_document": "id", "embedding": "document_id"}
EVENTS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "network",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("min_n", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("allows_public", sa.Boolean(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("provenance", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network")),
        sa.UniqueConstraint("key", name=op.f("uq_network_key")),
    )
    op.create_table(
        "aim",
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("population", sa.Text(), nullable=False),
        sa.Column("grades", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("baseline", sa.Float(), nullable=True),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("previous_id", sa.String(length=32), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("provenance", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "previous_id"],
            ["aim.network_id", "aim.id"],
            name=op.f("fk_aim_network_id_previous_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_aim_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aim")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_aim_network_id_id")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_aim_network_id_key")),
    )
    with op.batch_alter_table("aim", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_aim_network_id_previous_id"), ["network_id", "previous_id"], unique=False
        )

    op.create_table(
        "district",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size_band", sa.String(32), nullable=True),
        sa.Column("locale", sa.String(32), nullable=True),
        sa.Column("student_group_bands", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("provenance", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_district_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_district_network_id_id")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_district_network_id_key")),
    )
    op.create_table(
        "imported_record",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_imported_record_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_record")),
        sa.UniqueConstraint("kind", "record_id", name=op.f("uq_imported_record_kind_record_id")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_imported_record_network_id_id")),
    )
    op.create_table(
        "search_document",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("idea_id", sa.String(length=32), nullable=True),
        sa.Column("team_id", sa.String(length=32), nullable=True),
        sa.Column("district_id", sa.String(length=32), nullable=True),
        sa.Column("driver_id", sa.String(length=32), nullable=True),
        sa.Column("visibility", sa.String(32), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("tested", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_search_document_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
        sa.UniqueConstraint("kind", "record_id", name=op.f("uq_search_document_kind_record_id")),
    )
    with op.batch_alter_table("search_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_document_idea_id"), ["idea_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_search_document_network_id_kind"), ["network_id", "kind"], unique=False
        )

    op.create_table(
        "driver",
        sa.Column("aim_id", sa.String(length=32), nullable=False),
        sa.Column("parent_id", sa.String(length=32), nullable=True),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("merged_into_id", sa.String(length=32), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("provenance", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "aim_id"],
            ["aim.network_id", "aim.id"],
            name=op.f("fk_driver_network_id_aim_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "merged_into_id"],
            ["driver.network_id", "driver.id"],
            name=op.f("fk_driver_network_id_merged_into_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "parent_id"],
            ["driver.network_id", "driver.id"],
            name=op.f("fk_driver_network_id_parent_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_driver_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_driver")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_driver_network_id_id")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_driver_network_id_key")),
    )
    with op.batch_alter_table("driver", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_driver_network_id_aim_id"), ["network_id", "aim_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_driver_network_id_merged_into_id"), ["network_id", "merged_into_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_driver_network_id_parent_id"), ["network_id", "parent_id"], unique=False
        )

    op.create_table(
        "embedding",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("text_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["search_document.id"], name=op.f("fk_embedding_document_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_embedding")),
        sa.UniqueConstraint(
            "document_id", "model", "ordinal", name=op.f("uq_embedding_document_id_model_ordinal")
        ),
    )
    op.create_table(
        "search_change",
        sa.Column(
            "document_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("change_no", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_search_change")),
    )
    with op.batch_alter_table("search_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_change_change_no"), ["change_no"], unique=False)

    create_triggers()
    op.create_table(
        "school",
        sa.Column("district_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("size_band", sa.String(32), nullable=True),
        sa.Column("locale", sa.String(32), nullable=True),
        sa.Column("student_group_bands", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("provenance", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "district_id"],
            ["district.network_id", "district.id"],
            name=op.f("fk_school_network_id_district_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_school_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_school_network_id_id")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_school_network_id_key")),
    )
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_school_network_id_district_id"), ["network_id", "district_id"], unique=False
        )

    op.create_table(
        "member",
        sa.Column("account_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role_group", sa.String(32), nullable=False),
        sa.Column("other_roles", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("district_id", sa.String(length=32), nullable=True),
        sa.Column("school_id", sa.String(length=32), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("provenance", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_member_account_id")),
        sa.ForeignKeyConstraint(
            ["network_id", "district_id"],
            ["district.network_id", "district.id"],
            name=op.f("fk_member_network_id_district_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "school_id"],
            ["school.network_id", "school.id"],
            name=op.f("fk_member_network_id_school_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_member_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_member_network_id_id")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_member_network_id_key")),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_member_network_id_district_id"), ["network_id", "district_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_member_network_id_school_id"), ["network_id", "school_id"], unique=False
        )

    op.create_table(
        "team",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("school_id", sa.String(length=32), nullable=True),
        sa.Column("district_id", sa.String(length=32), nullable=True),
        sa.Column("successor_id", sa.String(length=32), nullable=True),
        sa.Column("context", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("provenance", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "district_id"],
            ["district.network_id", "district.id"],
            name=op.f("fk_team_network_id_district_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "school_id"],
            ["school.network_id", "school.id"],
            name=op.f("fk_team_network_id_school_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "successor_id"],
            ["team.network_id", "team.id"],
            name=op.f("fk_team_network_id_successor_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_team_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_team_network_id_id")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_team_network_id_key")),
    )
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_team_network_id_district_id"), ["network_id", "district_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_team_network_id_school_id"), ["network_id", "school_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_team_network_id_successor_id"), ["network_id", "successor_id"], unique=False
        )

    op.create_table(
        "api_token",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "member_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_api_token_network_id_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_api_token_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_api_token_network_id_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_api_token_network_id_member_id"), ["network_id", "member_id"], unique=False
        )

    op.create_table(
        "coach_assignment",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("reads_drafts", sa.Boolean(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "member_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_coach_assignment_network_id_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "team_id"],
            ["team.network_id", "team.id"],
            name=op.f("fk_coach_assignment_network_id_team_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_coach_assignment_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_assignment")),
        sa.UniqueConstraint("member_id", "team_id", name=op.f("uq_coach_assignment_member_id_team_id")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_coach_assignment_network_id_id")),
    )
    with op.batch_alter_table("coach_assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_coach_assignment_network_id_member_id"), ["network_id", "member_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_coach_assignment_network_id_team_id"), ["network_id", "team_id"], unique=False
        )

    op.create_table(
        "help_wanted",
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("driver_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("visibility", sa.String(32), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("provenance", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "author_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_help_wanted_network_id_author_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "driver_id"],
            ["driver.network_id", "driver.id"],
            name=op.f("fk_help_wanted_network_id_driver_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "team_id"],
            ["team.network_id", "team.id"],
            name=op.f("fk_help_wanted_network_id_team_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_help_wanted_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_wanted")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_help_wanted_network_id_id")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_help_wanted_network_id_key")),
    )
    with op.batch_alter_table("help_wanted", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_help_wanted_network_id_author_id"), ["network_id", "author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_help_wanted_network_id_driver_id"), ["network_id", "driver_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_help_wanted_network_id_team_id"), ["network_id", "team_id"], unique=False
        )

    op.create_table(
        "idempotent_answer",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("idempotency_key", sa.String(length=255), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "member_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_idempotent_answer_network_id_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_idempotent_answer_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotent_answer")),
        sa.UniqueConstraint(
            "member_id", "idempotency_key", name=op.f("uq_idempotent_answer_member_id_idempotency_key")
        ),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_idempotent_answer_network_id_id")),
    )
    with op.batch_alter_table("idempotent_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_idempotent_answer_network_id_member_id"), ["network_id", "member_id"], unique=False
        )

    op.create_table(
        "measure",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("operational_definition", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("better", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(32), nullable=False),
        sa.Column("driver_id", sa.String(length=32), nullable=True),
        sa.Column("baseline", sa.Float(), nullable=True),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("visibility", sa.String(32), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("provenance", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "author_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_measure_network_id_author_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "driver_id"],
            ["driver.network_id", "driver.id"],
            name=op.f("fk_measure_network_id_driver_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "team_id"],
            ["team.network_id", "team.id"],
            name=op.f("fk_measure_network_id_team_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_measure_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_measure_network_id_id")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_measure_network_id_key")),
    )
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_measure_network_id_author_id"), ["network_id", "author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_measure_network_id_driver_id"), ["network_id", "driver_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_measure_network_id_team_id"), ["network_id", "team_id"], unique=False
        )

    op.create_table(
        "membership",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "member_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_membership_network_id_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "team_id"],
            ["team.network_id", "team.id"],
            name=op.f("fk_membership_network_id_team_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_membership_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "member_id",
            "team_id",
            "role",
            "started_on",
            name=op.f("uq_membership_member_id_team_id_role_started_on"),
        ),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_membership_network_id_id")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_network_id_member_id"), ["network_id", "member_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_membership_network_id_team_id"), ["network_id", "team_id"], unique=False
        )

    op.create_table(
        "problem",
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("driver_id", sa.String(length=32), nullable=True),
        sa.Column("root_causes", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("evidence_sources", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("visibility", sa.String(32), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("provenance", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "author_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_problem_network_id_author_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "driver_id"],
            ["driver.network_id", "driver.id"],
            name=op.f("fk_problem_network_id_driver_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "team_id"],
            ["team.network_id", "team.id"],
            name=op.f("fk_problem_network_id_team_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_problem_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_problem_network_id_id")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_problem_network_id_key")),
    )
    with op.batch_alter_table("problem", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_problem_network_id_author_id"), ["network_id", "author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_problem_network_id_driver_id"), ["network_id", "driver_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_problem_network_id_team_id"), ["network_id", "team_id"], unique=False
        )

    op.create_table(
        "purge",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("places", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "member_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_purge_network_id_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_purge_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purge")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_purge_network_id_id")),
    )
    with op.batch_alter_table("purge", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_purge_network_id_member_id"), ["network_id", "member_id"], unique=False
        )

    op.create_table(
        "record_history",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("record_version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=True),
        sa.Column("changes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "member_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_record_history_network_id_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_record_history_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_history")),
        sa.UniqueConstraint(
            "kind",
            "record_id",
            "record_version",
            name=op.f("uq_record_history_kind_record_id_record_version"),
        ),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_record_history_network_id_id")),
    )
    with op.batch_alter_table("record_history", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_record_history_network_id_member_id"), ["network_id", "member_id"], unique=False
        )

    op.create_table(
        "report",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reporter_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("settled_by_id", sa.String(length=32), nullable=True),
        sa.Column("settlement", sa.Text(), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("provenance", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "reporter_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_report_network_id_reporter_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "settled_by_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_report_network_id_settled_by_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_report_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_report_network_id_id")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_report_network_id_key")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_report_network_id_reporter_id"), ["network_id", "reporter_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_report_network_id_settled_by_id"), ["network_id", "settled_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_report_record_id"), ["record_id"], unique=False)

    op.create_table(
        "storyboard",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("focus", sa.Text(), nullable=True),
        sa.Column("driver_id", sa.String(length=32), nullable=True),
        sa.Column("changes_tested", sa.Text(), nullable=True),
        sa.Column("prediction", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("successes", sa.Text(), nullable=True),
        sa.Column("challenges", sa.Text(), nullable=True),
        sa.Column("learning", sa.Text(), nullable=True),
        sa.Column("next_step", sa.Text(), nullable=True),
        sa.Column("help_wanted", sa.Text(), nullable=True),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("visibility", sa.String(32), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("provenance", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "author_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_storyboard_network_id_author_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "driver_id"],
            ["driver.network_id", "driver.id"],
            name=op.f("fk_storyboard_network_id_driver_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "team_id"],
            ["team.network_id", "team.id"],
            name=op.f("fk_storyboard_network_id_team_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_storyboard_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_storyboard")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_storyboard_network_id_id")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_storyboard_network_id_key")),
    )
    with op.batch_alter_table("storyboard", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_storyboard_network_id_author_id"), ["network_id", "author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_storyboard_network_id_driver_id"), ["network_id", "driver_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_storyboard_network_id_team_id"), ["network_id", "team_id"], unique=False
        )

    op.create_table(
        "suggestion",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=True),
        sa.Column("driver_id", sa.String(length=32), nullable=True),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("results", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "driver_id"],
            ["driver.network_id", "driver.id"],
            name=op.f("fk_suggestion_network_id_driver_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "member_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_suggestion_network_id_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "team_id"],
            ["team.network_id", "team.id"],
            name=op.f("fk_suggestion_network_id_team_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_suggestion_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_suggestion_network_id_id")),
    )
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_suggestion_network_id_driver_id"), ["network_id", "driver_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_suggestion_network_id_member_id"), ["network_id", "member_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_suggestion_network_id_team_id"), ["network_id", "team_id"], unique=False
        )

    op.create_table(
        "team_focus_driver",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("driver_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "driver_id"],
            ["driver.network_id", "driver.id"],
            name=op.f("fk_team_focus_driver_network_id_driver_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "team_id"],
            ["team.network_id", "team.id"],
            name=op.f("fk_team_focus_driver_network_id_team_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_team_focus_driver_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_focus_driver")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_team_focus_driver_network_id_id")),
        sa.UniqueConstraint("team_id", "driver_id", name=op.f("uq_team_focus_driver_team_id_driver_id")),
    )
    with op.batch_alter_table("team_focus_driver", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_team_focus_driver_network_id_driver_id"), ["network_id", "driver_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_team_focus_driver_network_id_team_id"), ["network_id", "team_id"], unique=False
        )

    op.create_table(
        "tool",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("core_elements", sa.Text(), nullable=True),
        sa.Column("how_to_learn", sa.Text(), nullable=True),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("visibility", sa.String(32), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("provenance", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "author_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_tool_network_id_author_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "team_id"],
            ["team.network_id", "team.id"],
            name=op.f("fk_tool_network_id_team_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_tool_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_tool_network_id_id")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_tool_network_id_key")),
    )
    with op.batch_alter_table("tool", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tool_network_id_author_id"), ["network_id", "author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_tool_network_id_team_id"), ["network_id", "team_id"], unique=False
        )

    op.create_table(
        "change_idea",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("driver_id", sa.String(length=32), nullable=True),
        sa.Column("problem_id", sa.String(length=32), nullable=True),
        sa.Column("parent_id", sa.String(length=32), nullable=True),
        sa.Column("change_concept", sa.Text(), nullable=True),
        sa.Column("what_changed", sa.Text(), nullable=True),
        sa.Column("why_changed", sa.Text(), nullable=True),
        sa.Column("keeps_core", sa.String(32), nullable=True),
        sa.Column("reported_outcome", sa.Text(), nullable=True),
        sa.Column("reported_direction", sa.String(32), nullable=True),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("visibility", sa.String(32), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("provenance", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "author_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_change_idea_network_id_author_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "driver_id"],
            ["driver.network_id", "driver.id"],
            name=op.f("fk_change_idea_network_id_driver_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "parent_id"],
            ["change_idea.network_id", "change_idea.id"],
            name=op.f("fk_change_idea_network_id_parent_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "problem_id"],
            ["problem.network_id", "problem.id"],
            name=op.f("fk_change_idea_network_id_problem_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "team_id"],
            ["team.network_id", "team.id"],
            name=op.f("fk_change_idea_network_id_team_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_change_idea_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_idea")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_change_idea_network_id_id")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_change_idea_network_id_key")),
    )
    with op.batch_alter_table("change_idea", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_change_idea_network_id_author_id"), ["network_id", "author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_change_idea_network_id_driver_id"), ["network_id", "driver_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_change_idea_network_id_parent_id"), ["network_id", "parent_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_change_idea_network_id_problem_id"), ["network_id", "problem_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_change_idea_network_id_team_id"), ["network_id", "team_id"], unique=False
        )

    op.create_table(
        "storyboard_tool",
        sa.Column("storyboard_id", sa.String(length=32), nullable=False),
        sa.Column("tool_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "storyboard_id"],
            ["storyboard.network_id", "storyboard.id"],
            name=op.f("fk_storyboard_tool_network_id_storyboard_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "tool_id"],
            ["tool.network_id", "tool.id"],
            name=op.f("fk_storyboard_tool_network_id_tool_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_storyboard_tool_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_storyboard_tool")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_storyboard_tool_network_id_id")),
        sa.UniqueConstraint(
            "storyboard_id", "tool_id", name=op.f("uq_storyboard_tool_storyboard_id_tool_id")
        ),
    )
    with op.batch_alter_table("storyboard_tool", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_storyboard_tool_network_id_storyboard_id"),
            ["network_id", "storyboard_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_storyboard_tool_network_id_tool_id"), ["network_id", "tool_id"], unique=False
        )

    op.create_table(
        "tool_version",
        sa.Column("tool_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.String(length=32), nullable=True),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("what_changed", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("origin", sa.String(32), nullable=True),
        sa.Column("keeps_core", sa.String(32), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("provenance", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "author_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_tool_version_network_id_author_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "parent_id"],
            ["tool_version.network_id", "tool_version.id"],
            name=op.f("fk_tool_version_network_id_parent_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "team_id"],
            ["team.network_id", "team.id"],
            name=op.f("fk_tool_version_network_id_team_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "tool_id"],
            ["tool.network_id", "tool.id"],
            name=op.f("fk_tool_version_network_id_tool_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_tool_version_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_version")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_tool_version_network_id_id")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_tool_version_network_id_key")),
        sa.UniqueConstraint("tool_id", "number", name=op.f("uq_tool_version_tool_id_number")),
    )
    with op.batch_alter_table("tool_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tool_version_network_id_author_id"), ["network_id", "author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_tool_version_network_id_parent_id"), ["network_id", "parent_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_tool_version_network_id_team_id"), ["network_id", "team_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_tool_version_network_id_tool_id"), ["network_id", "tool_id"], unique=False
        )

    op.create_table(
        "adoption",
        sa.Column("change_idea_id", sa.String(length=32), nullable=True),
        sa.Column("tool_version_id", sa.String(length=32), nullable=True),
        sa.Column("resulting_idea_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("what_changed", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("origin", sa.String(32), nullable=True),
        sa.Column("keeps_core", sa.String(32), nullable=True),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("study_on", sa.Date(), nullable=True),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("visibility", sa.String(32), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("provenance", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "author_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_adoption_network_id_author_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "change_idea_id"],
            ["change_idea.network_id", "change_idea.id"],
            name=op.f("fk_adoption_network_id_change_idea_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "resulting_idea_id"],
            ["change_idea.network_id", "change_idea.id"],
            name=op.f("fk_adoption_network_id_resulting_idea_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "team_id"],
            ["team.network_id", "team.id"],
            name=op.f("fk_adoption_network_id_team_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "tool_version_id"],
            ["tool_version.network_id", "tool_version.id"],
            name=op.f("fk_adoption_network_id_tool_version_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_adoption_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_adoption_network_id_id")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_adoption_network_id_key")),
    )
    with op.batch_alter_table("adoption", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_adoption_network_id_author_id"), ["network_id", "author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_adoption_network_id_change_idea_id"),
            ["network_id", "change_idea_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_adoption_network_id_resulting_idea_id"),
            ["network_id", "resulting_idea_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_adoption_network_id_team_id"), ["network_id", "team_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_adoption_network_id_tool_version_id"),
            ["network_id", "tool_version_id"],
            unique=False,
        )

    op.create_table(
        "change_idea_driver",
        sa.Column("change_idea_id", sa.String(length=32), nullable=False),
        sa.Column("driver_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "change_idea_id"],
            ["change_idea.network_id", "change_idea.id"],
            name=op.f("fk_change_idea_driver_network_id_change_idea_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "driver_id"],
            ["driver.network_id", "driver.id"],
            name=op.f("fk_change_idea_driver_network_id_driver_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_change_idea_driver_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_idea_driver")),
        sa.UniqueConstraint(
            "change_idea_id", "driver_id", name=op.f("uq_change_idea_driver_change_idea_id_driver_id")
        ),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_change_idea_driver_network_id_id")),
    )
    with op.batch_alter_table("change_idea_driver", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_change_idea_driver_network_id_change_idea_id"),
            ["network_id", "change_idea_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_change_idea_driver_network_id_driver_id"),
            ["network_id", "driver_id"],
            unique=False,
        )

    op.create_table(
        "change_idea_tool",
        sa.Column("change_idea_id", sa.String(length=32), nullable=False),
        sa.Column("tool_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "change_idea_id"],
            ["change_idea.network_id", "change_idea.id"],
            name=op.f("fk_change_idea_tool_network_id_change_idea_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "tool_id"],
            ["tool.network_id", "tool.id"],
            name=op.f("fk_change_idea_tool_network_id_tool_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_change_idea_tool_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_idea_tool")),
        sa.UniqueConstraint(
            "change_idea_id", "tool_id", name=op.f("uq_change_idea_tool_change_idea_id_tool_id")
        ),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_change_idea_tool_network_id_id")),
    )
    with op.batch_alter_table("change_idea_tool", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_change_idea_tool_network_id_change_idea_id"),
            ["network_id", "change_idea_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_change_idea_tool_network_id_tool_id"), ["network_id", "tool_id"], unique=False
        )

    op.create_table(
        "feedback",
        sa.Column("suggestion_id", sa.String(length=32), nullable=False),
        sa.Column("change_idea_id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=True),
        sa.Column("verdict", sa.String(32), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "change_idea_id"],
            ["change_idea.network_id", "change_idea.id"],
            name=op.f("fk_feedback_network_id_change_idea_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "member_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_feedback_network_id_member_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "suggestion_id"],
            ["suggestion.network_id", "suggestion.id"],
            name=op.f("fk_feedback_network_id_suggestion_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "team_id"],
            ["team.network_id", "team.id"],
            name=op.f("fk_feedback_network_id_team_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_feedback_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_feedback_network_id_id")),
        sa.UniqueConstraint(
            "suggestion_id", "change_idea_id", name=op.f("uq_feedback_suggestion_id_change_idea_id")
        ),
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_feedback_network_id_change_idea_id"),
            ["network_id", "change_idea_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_feedback_network_id_member_id"), ["network_id", "member_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_feedback_network_id_suggestion_id"), ["network_id", "suggestion_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_feedback_network_id_team_id"), ["network_id", "team_id"], unique=False
        )

    op.create_table(
        "storyboard_idea",
        sa.Column("storyboard_id", sa.String(length=32), nullable=False),
        sa.Column("change_idea_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "change_idea_id"],
            ["change_idea.network_id", "change_idea.id"],
            name=op.f("fk_storyboard_idea_network_id_change_idea_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "storyboard_id"],
            ["storyboard.network_id", "storyboard.id"],
            name=op.f("fk_storyboard_idea_network_id_storyboard_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_storyboard_idea_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_storyboard_idea")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_storyboard_idea_network_id_id")),
        sa.UniqueConstraint(
            "storyboard_id", "change_idea_id", name=op.f("uq_storyboard_idea_storyboard_id_change_idea_id")
        ),
    )
    with op.batch_alter_table("storyboard_idea", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_storyboard_idea_network_id_change_idea_id"),
            ["network_id", "change_idea_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_storyboard_idea_network_id_storyboard_id"),
            ["network_id", "storyboard_id"],
            unique=False,
        )

    op.create_table(
        "pdsa_cycle",
        sa.Column("change_idea_id", sa.String(length=32), nullable=False),
        sa.Column("cycle_type", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("tool_version_id", sa.String(length=32), nullable=True),
        sa.Column("previous_cycle_id", sa.String(length=32), nullable=True),
        sa.Column("adoption_id", sa.String(length=32), nullable=True),
        sa.Column("visibility_chosen", sa.Boolean(), nullable=False),
        sa.Column("context", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("prediction", sa.Text(), nullable=True),
        sa.Column("measure_id", sa.String(length=32), nullable=True),
        sa.Column("predicted_value", sa.Float(), nullable=True),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("when", sa.Text(), nullable=True),
        sa.Column("where", sa.Text(), nullable=True),
        sa.Column("data_plan", sa.Text(), nullable=True),
        sa.Column("scale", sa.String(32), nullable=True),
        sa.Column("study_on", sa.Date(), nullable=True),
        sa.Column("as_planned", sa.String(32), nullable=True),
        sa.Column("observations", sa.Text(), nullable=True),
        sa.Column("surprises", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("result_value", sa.Float(), nullable=True),
        sa.Column("student_count", sa.Integer(), nullable=True),
        sa.Column("prediction_met", sa.String(32), nullable=True),
        sa.Column("direction", sa.String(32), nullable=True),
        sa.Column("learning", sa.Text(), nullable=True),
        sa.Column("decision", sa.String(32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("next_step", sa.Text(), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("visibility", sa.String(32), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("provenance", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "adoption_id"],
            ["adoption.network_id", "adoption.id"],
            name=op.f("fk_pdsa_cycle_network_id_adoption_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "author_id"],
            ["member.network_id", "member.id"],
            name=op.f("fk_pdsa_cycle_network_id_author_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "change_idea_id"],
            ["change_idea.network_id", "change_idea.id"],
            name=op.f("fk_pdsa_cycle_network_id_change_idea_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "measure_id"],
            ["measure.network_id", "measure.id"],
            name=op.f("fk_pdsa_cycle_network_id_measure_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "previous_cycle_id"],
            ["pdsa_cycle.network_id", "pdsa_cycle.id"],
            name=op.f("fk_pdsa_cycle_network_id_previous_cycle_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "team_id"],
            ["team.network_id", "team.id"],
            name=op.f("fk_pdsa_cycle_network_id_team_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "tool_version_id"],
            ["tool_version.network_id", "tool_version.id"],
            name=op.f("fk_pdsa_cycle_network_id_tool_version_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_pdsa_cycle_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pdsa_cycle")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_pdsa_cycle_network_id_id")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_pdsa_cycle_network_id_key")),
    )
    with op.batch_alter_table("pdsa_cycle", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pdsa_cycle_network_id_adoption_id"), ["network_id", "adoption_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_pdsa_cycle_network_id_author_id"), ["network_id", "author_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_pdsa_cycle_network_id_change_idea_id"),
            ["network_id", "change_idea_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_pdsa_cycle_network_id_measure_id"), ["network_id", "measure_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_pdsa_cycle_network_id_previous_cycle_id"),
            ["network_id", "previous_cycle_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_pdsa_cycle_network_id_team_id"), ["network_id", "team_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_pdsa_cycle_network_id_tool_version_id"),
            ["network_id", "tool_version_id"],
            unique=False,
        )

    op.create_table(
        "data_point",
        sa.Column("measure_id", sa.String(length=32), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("numerator", sa.Float(), nullable=True),
        sa.Column("denominator", sa.Float(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("student_group", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("cycle_id", sa.String(length=32), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "cycle_id"],
            ["pdsa_cycle.network_id", "pdsa_cycle.id"],
            name=op.f("fk_data_point_network_id_cycle_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "measure_id"],
            ["measure.network_id", "measure.id"],
            name=op.f("fk_data_point_network_id_measure_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_data_point_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_point")),
        sa.UniqueConstraint(
            "measure_id", "date", "student_group", name=op.f("uq_data_point_measure_id_date_student_group")
        ),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_data_point_network_id_id")),
    )
    with op.batch_alter_table("data_point", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_data_point_network_id_cycle_id"), ["network_id", "cycle_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_data_point_network_id_measure_id"), ["network_id", "measure_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("data_point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_data_point_network_id_measure_id"))
        batch_op.drop_index(batch_op.f("ix_data_point_network_id_cycle_id"))

    op.drop_table("data_point")
    with op.batch_alter_table("pdsa_cycle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pdsa_cycle_network_id_tool_version_id"))
        batch_op.drop_index(batch_op.f("ix_pdsa_cycle_network_id_team_id"))
        batch_op.drop_index(batch_op.f("ix_pdsa_cycle_network_id_previous_cycle_id"))
        batch_op.drop_index(batch_op.f("ix_pdsa_cycle_network_id_measure_id"))
        batch_op.drop_index(batch_op.f("ix_pdsa_cycle_network_id_change_idea_id"))
        batch_op.drop_index(batch_op.f("ix_pdsa_cycle_network_id_author_id"))
        batch_op.drop_index(batch_op.f("ix_pdsa_cycle_network_id_adoption_id"))

    op.drop_table("pdsa_cycle")
    with op.batch_alter_table("storyboard_idea", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_storyboard_idea_network_id_storyboard_id"))
        batch_op.drop_index(batch_op.f("ix_storyboard_idea_network_id_change_idea_id"))

    op.drop_table("storyboard_idea")
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_network_id_team_id"))
        batch_op.drop_index(batch_op.f("ix_feedback_network_id_suggestion_id"))
        batch_op.drop_index(batch_op.f("ix_feedback_network_id_member_id"))
        batch_op.drop_index(batch_op.f("ix_feedback_network_id_change_idea_id"))

    op.drop_table("feedback")
    with op.batch_alter_table("change_idea_tool", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_idea_tool_network_id_tool_id"))
        batch_op.drop_index(batch_op.f("ix_change_idea_tool_network_id_change_idea_id"))

    op.drop_table("change_idea_tool")
    with op.batch_alter_table("change_idea_driver", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_idea_driver_network_id_driver_id"))
        batch_op.drop_index(batch_op.f("ix_change_idea_driver_network_id_change_idea_id"))

    op.drop_table("change_idea_driver")
    with op.batch_alter_table("adoption", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_adoption_network_id_tool_version_id"))
        batch_op.drop_index(batch_op.f("ix_adoption_network_id_team_id"))
        batch_op.drop_index(batch_op.f("ix_adoption_network_id_resulting_idea_id"))
        batch_op.drop_index(batch_op.f("ix_adoption_network_id_change_idea_id"))
        batch_op.drop_index(batch_op.f("ix_adoption_network_id_author_id"))

    op.drop_table("adoption")
    with op.batch_alter_table("tool_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tool_version_network_id_tool_id"))
        batch_op.drop_index(batch_op.f("ix_tool_version_network_id_team_id"))
        batch_op.drop_index(batch_op.f("ix_tool_version_network_id_parent_id"))
        batch_op.drop_index(batch_op.f("ix_tool_version_network_id_author_id"))

    op.drop_table("tool_version")
    with op.batch_alter_table("storyboard_tool", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_storyboard_tool_network_id_tool_id"))
        batch_op.drop_index(batch_op.f("ix_storyboard_tool_network_id_storyboard_id"))

    op.drop_table("storyboard_tool")
    with op.batch_alter_table("change_idea", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_idea_network_id_team_id"))
        batch_op.drop_index(batch_op.f("ix_change_idea_network_id_problem_id"))
        batch_op.drop_index(batch_op.f("ix_change_idea_network_id_parent_id"))
        batch_op.drop_index(batch_op.f("ix_change_idea_network_id_driver_id"))
        batch_op.drop_index(batch_op.f("ix_change_idea_network_id_author_id"))

    op.drop_table("change_idea")
    with op.batch_alter_table("tool", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tool_network_id_team_id"))
        batch_op.drop_index(batch_op.f("ix_tool_network_id_author_id"))

    op.drop_table("tool")
    with op.batch_alter_table("team_focus_driver", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_focus_driver_network_id_team_id"))
        batch_op.drop_index(batch_op.f("ix_team_focus_driver_network_id_driver_id"))

    op.drop_table("team_focus_driver")
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suggestion_network_id_team_id"))
        batch_op.drop_index(batch_op.f("ix_suggestion_network_id_member_id"))
        batch_op.drop_index(batch_op.f("ix_suggestion_network_id_driver_id"))

    op.drop_table("suggestion")
    with op.batch_alter_table("storyboard", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_storyboard_network_id_team_id"))
        batch_op.drop_index(batch_op.f("ix_storyboard_network_id_driver_id"))
        batch_op.drop_index(batch_op.f("ix_storyboard_network_id_author_id"))

    op.drop_table("storyboard")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_record_id"))
        batch_op.drop_index(batch_op.f("ix_report_network_id_settled_by_id"))
        batch_op.drop_index(batch_op.f("ix_report_network_id_reporter_id"))

    op.drop_table("report")
    with op.batch_alter_table("record_history", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_history_network_id_member_id"))

    op.drop_table("record_history")
    with op.batch_alter_table("purge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_purge_network_id_member_id"))

    op.drop_table("purge")
    with op.batch_alter_table("problem", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_problem_network_id_team_id"))
        batch_op.drop_index(batch_op.f("ix_problem_network_id_driver_id"))
        batch_op.drop_index(batch_op.f("ix_problem_network_id_author_id"))

    op.drop_table("problem")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_network_id_team_id"))
        batch_op.drop_index(batch_op.f("ix_membership_network_id_member_id"))

    op.drop_table("membership")
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_measure_network_id_team_id"))
        batch_op.drop_index(batch_op.f("ix_measure_network_id_driver_id"))
        batch_op.drop_index(batch_op.f("ix_measure_network_id_author_id"))

    op.drop_table("measure")
    with op.batch_alter_table("idempotent_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotent_answer_network_id_member_id"))

    op.drop_table("idempotent_answer")
    with op.batch_alter_table("help_wanted", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_help_wanted_network_id_team_id"))
        batch_op.drop_index(batch_op.f("ix_help_wanted_network_id_driver_id"))
        batch_op.drop_index(batch_op.f("ix_help_wanted_network_id_author_id"))

    op.drop_table("help_wanted")
    with op.batch_alter_table("coach_assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coach_assignment_network_id_team_id"))
        batch_op.drop_index(batch_op.f("ix_coach_assignment_network_id_member_id"))

    op.drop_table("coach_assignment")
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_token_network_id_member_id"))

    op.drop_table("api_token")
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_network_id_successor_id"))
        batch_op.drop_index(batch_op.f("ix_team_network_id_school_id"))
        batch_op.drop_index(batch_op.f("ix_team_network_id_district_id"))

    op.drop_table("team")
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_network_id_school_id"))
        batch_op.drop_index(batch_op.f("ix_member_network_id_district_id"))

    op.drop_table("member")
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_school_network_id_district_id"))

    op.drop_table("school")
    drop_triggers()
    with op.batch_alter_table("search_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_change_change_no"))

    op.drop_table("search_change")
    op.drop_table("embedding")
    with op.batch_alter_table("driver", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_driver_network_id_parent_id"))
        batch_op.drop_index(batch_op.f("ix_driver_network_id_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_driver_network_id_aim_id"))

    op.drop_table("driver")
    with op.batch_alter_table("search_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_document_network_id_kind"))
        batch_op.drop_index(batch_op.f("ix_search_document_idea_id"))

    op.drop_table("search_document")
    op.drop_table("imported_record")
    op.drop_table("district")
    with op.batch_alter_table("aim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_aim_network_id_previous_id"))

    op.drop_table("aim")
    op.drop_table("network")
    op.drop_table("account")


def create_triggers() -> None:
    """Follow two tables, so that ``search_change`` holds the number of each document's last change."""
    make = create_sqlite_triggers if op.get_bind().dialect.name == "sqlite" else create_postgresql_triggers
    for table, column in FOLLOWED.items():
        make(table, column)


def create_sqlite_triggers(table: str, column: str) -> None:
    for event, row in EVENTS.items():
        note = NOTE.format(document=f"{row}.{column}", number=SQLITE_NUMBER)
        execute(f"CREATE TRIGGER note_{table}_{event.lower()} AFTER {event} ON {table} BEGIN {note}; END")


def create_postgresql_triggers(table: str, column: str) -> None:
    note = NOTE.format(document=f"coalesce(NEW.{column}, OLD.{column})", number=POSTGRESQL_NUMBER)
    execute(
        f"CREATE FUNCTION note_{table}_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {note}; RETURN NULL; END $$"
    )
    execute(
        f"CREATE TRIGGER note_{table} AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION note_{table}_change()"
    )


def drop_triggers() -> None:
    for table in FOLLOWED:
        if op.get_bind().dialect.name == "sqlite":
            for event in EVENTS:
                execute(f"DROP TRIGGER note_{table}_{event.lower()}")
        else:
            execute(f"DROP TRIGGER note_{table} ON {table}")
            execute(f"DROP FUNCTION note_{table}_change()")


def execute(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)
