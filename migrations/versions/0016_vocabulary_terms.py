"""Words of a district or network, and the shared words they are mapped to.

Revision: 0016
Follows: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLE = "vocabulary_term"
REFERENCES = {"district_id": "district", "proposed_by_id": "member", "decided_by_id": "member"}
NOTE = (
    "INSERT INTO fact_change (table_name, row_id, change_no) VALUES ('vocabulary_term', {row}, {number}) "
    "ON CONFLICT (table_name, row_id) DO UPDATE SET change_no = excluded.change_no"
)
SQLITE_NUMBER = "(SELECT coalesce(max(change_no), 0) + 1 FROM fact_change)"
POSTGRESQL_NUMBER = "CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
EVENTS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("local_term", sa.Text(), nullable=False),
        sa.Column("district_id", sa.String(length=32), nullable=True),
        sa.Column("shared_term", sa.Text(), nullable=False),
        sa.Column("relation", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("proposed_from", sa.String(length=32), nullable=False),
        sa.Column("proposed_by_id", sa.String(length=32), nullable=True),
        sa.Column("decided_by_id", sa.String(length=32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("provenance", sa.String(length=32), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *(foreign_key(column, table) for column, table in REFERENCES.items()),
        sa.ForeignKeyConstraint(
            ["network_id"],
            ["network.id"],
            name=op.f("fk_vocabulary_term_network_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vocabulary_term")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_vocabulary_term_network_id_id")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_vocabulary_term_network_id_key")),
    )
    for column in REFERENCES:
        op.create_index(op.f(f"ix_vocabulary_term_network_id_{column}"), TABLE, ["network_id", column])
    create_sqlite_triggers() if is_sqlite() else create_postgresql_trigger()


def downgrade() -> None:
    op.drop_table(TABLE)
    if not is_sqlite():
        execute(f"DROP FUNCTION note_{TABLE}_change()")
    execute("DELETE FROM fact_change WHERE table_name = 'vocabulary_term'")


def foreign_key(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["network_id", column],
        [f"{table}.network_id", f"{table}.id"],
        name=op.f(f"fk_vocabulary_term_network_id_{column}"),
        initially="DEFERRED",
        deferrable=True,
    )


def create_sqlite_triggers() -> None:
    for event, row in EVENTS.items():
        note = NOTE.format(row=f"{row}.id", number=SQLITE_NUMBER)
        execute(f"CREATE TRIGGER note_{TABLE}_{event.lower()} AFTER {event} ON {TABLE} BEGIN {note}; END")


def create_postgresql_trigger() -> None:
    note = NOTE.format(row="coalesce(NEW.id, OLD.id)", number=POSTGRESQL_NUMBER)
    execute(
        f"CREATE FUNCTION note_{TABLE}_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {note}; RETURN NULL; END $$"
    )
    execute(
        f"CREATE TRIGGER note_{TABLE} AFTER INSERT OR UPDATE OR DELETE ON {TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION note_{TABLE}_change()"
    )


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def execute(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)
