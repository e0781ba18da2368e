"""Versions of tools are facts of no suggestion: their changes are no longer noted.

Revision: 0013
Follows: 0012
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLE = "tool_version"
NOTE = (
    "INSERT INTO fact_change (table_name, row_id, change_no) VALUES ('tool_version', {row}, {number}) "
    "ON CONFLICT (table_name, row_id) DO UPDATE SET change_no = excluded.change_no"
)
SQLITE_NUMBER = "(SELECT coalesce(max(change_no), 0) + 1 FROM fact_change)"
POSTGRESQL_NUMBER = "CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
EVENTS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}


def upgrade() -> None:
    if is_sqlite():
        for event in EVENTS:
            execute(f"DROP TRIGGER note_{TABLE}_{event.lower()}")
    else:
        execute(f"DROP TRIGGER note_{TABLE} ON {TABLE}")
        execute(f"DROP FUNCTION note_{TABLE}_change()")
    execute("DELETE FROM fact_change WHERE table_name = 'tool_version'")


def downgrade() -> None:
    create_sqlite_triggers() if is_sqlite() else create_postgresql_trigger()


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
