"""A log of the changes of the facts that suggestions weigh, kept by triggers.

Revision: 0003
Follows: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FOLLOWED = (
    "network",
    "district",
    "team",
    "driver",
    "change_idea",
    "change_idea_driver",
    "change_idea_tool",
    "pdsa_cycle",
    "measure",
    "tool",
    "tool_version",
    "adoption",
    "storyboard",
    "storyboard_idea",
    "feedback",
)
NOTE = (
    "INSERT INTO fact_change (table_name, row_id, change_no) VALUES ('{table}', {row}, {number}) "
    "ON CONFLICT (table_name, row_id) DO UPDATE SET change_no = excluded.change_no"
)
SQLITE_NUMBER = "(SELECT coalesce(max(change_no), 0) + 1 FROM fact_change)"
POSTGRESQL_NUMBER = "CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
EVENTS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}


def upgrade() -> None:
    op.create_table(
        "fact_change",
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.String(length=32), nullable=False),
        sa.Column("change_no", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("table_name", "row_id", name=op.f("pk_fact_change")),
    )
    op.create_index(op.f("ix_fact_change_change_no"), "fact_change", ["change_no"])
    for table in FOLLOWED:
        create_sqlite_triggers(table) if is_sqlite() else create_postgresql_trigger(table)


def downgrade() -> None:
    for table in FOLLOWED:
        if is_sqlite():
            for event in EVENTS:
                execute(f"DROP TRIGGER note_{table}_{event.lower()}")
        else:
            execute(f"DROP TRIGGER note_{table} ON {table}")
            execute(f"DROP FUNCTION note_{table}_change()")
    op.drop_index(op.f("ix_fact_change_change_no"), "fact_change")
    op.drop_table("fact_change")


def create_sqlite_triggers(table: str) -> None:
    for event, row in EVENTS.items():
        note = NOTE.format(table=table, row=f"{row}.id", number=SQLITE_NUMBER)
        execute(f"CREATE TRIGGER note_{table}_{event.lower()} AFTER {event} ON {table} BEGIN {note}; END")


def create_postgresql_trigger(table: str) -> None:
    note = NOTE.format(table=table, row="coalesce(NEW.id, OLD.id)", number=POSTGRESQL_NUMBER)
    execute(
        f"CREATE FUNCTION note_{table}_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {note}; RETURN NULL; END $$"
    )
    execute(
        f"CREATE TRIGGER note_{table} AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION note_{table}_change()"
    )


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def execute(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)
