"""How changes of tables are noted, so that what a process keeps in memory can follow them.

A log holds one row for each thing that ever changed, with the number of its last change. Triggers keep it in
the same transaction, so that no writer can forget it, raw SQL included, and what was deleted leaves its
trace. On PostgreSQL the number is that of the writing transaction: a reader that asks again from the oldest
transaction that was open at its last look misses nothing, whichever commits first. On SQLite writers queue
up, and it counts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

_EVENTS = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True, slots=True)
class ChangeLog:
    """The log of the changes of some tables.

    Args:
        table: its own table; beside the key it has ``change_no``.
        key: its columns that name what changed.
        followed: for each table that is followed, what the key is of a row: columns, or texts in quotes.
    """

    table: str
    key: tuple[str, ...]
    followed: Mapping[str, tuple[str, ...]]

    def create_triggers(self, connection: Connection) -> None:
        """Make the triggers; all the tables must exist."""
        is_sqlite = connection.dialect.name == "sqlite"
        for statement in self._sqlite_triggers() if is_sqlite else self._postgresql_triggers():
            connection.exec_driver_sql(statement)

    def _sqlite_triggers(self) -> Iterator[str]:
        number = f"(SELECT coalesce(max(change_no), 0) + 1 FROM {self.table})"  # noqa: S608
        for table, parts in self.followed.items():
            for event in _EVENTS:
                row = "OLD" if event == "DELETE" else "NEW"
                noted = self._upsert([part if _is_text(part) else f"{row}.{part}" for part in parts], number)
                yield (
                    f"CREATE TRIGGER note_{table}_{event.lower()} AFTER {event} ON {table} BEGIN {noted}; END"
                )

    def _postgresql_triggers(self) -> Iterator[str]:
        number = "CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
        for table, parts in self.followed.items():
            values = [part if _is_text(part) else f"coalesce(NEW.{part}, OLD.{part})" for part in parts]
            yield (
                f"CREATE FUNCTION note_{table}_change() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {self._upsert(values, number)}; RETURN NULL; END $$"
            )
            yield (
                f"CREATE TRIGGER note_{table} AFTER INSERT OR UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION note_{table}_change()"
            )

    def _upsert(self, values: list[str], number: str) -> str:
        key = ", ".join(self.key)
        insert = f"INSERT INTO {self.table} ({key}, change_no) VALUES ({', '.join(values)}, {number})"  # noqa: S608
        return f"{insert} ON CONFLICT ({key}) DO UPDATE SET change_no = excluded.change_no"


def _is_text(part: str) -> bool:
    return part.startswith("'")
