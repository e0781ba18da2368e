"""Worlds that many tests begin with: made through the models once, and after that by the same statements.

Making one through the models takes longer than what most tests do with it. It is written down on a database
of its own, before any test has its database, so that no test can tell whether it was the first to need it.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import event

from nic_hub.database import Database

WRITING = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Recipe:
    """How to make a world again.

    Args:
        statements: what is written, each with the values of its rows.
        rows: what its maker returned, as it is once all is written.
    """

    statements: list[tuple[str, list[Any]]]
    rows: bytes

    @classmethod
    def of(cls, make: Callable[[Database], Any], database: Database) -> Recipe:
        """Let somebody make a world, and write down how."""
        statements: list[tuple[str, list[Any]]] = []

        def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
            if statement.startswith(WRITING):
                statements.append((statement, values if isinstance(values, list) else [values]))

        event.listen(database.engine, "before_cursor_execute", note)
        made = make(database)
        if database.engine.dialect.name == "postgresql":
            statements = [(_as_script(database, statements), [])]
        return cls(statements, pickle.dumps(made))

    def follow(self, database: Database) -> Any:
        """Make the world in another database, and return what its maker returned."""
        with database.writing() as session:
            driver: Any = session.connection().connection.driver_connection
            for statement, values in self.statements:
                if values:
                    driver.executemany(statement, values)
                else:
                    driver.execute(statement)
        return pickle.loads(self.rows)


def _as_script(database: Database, statements: list[tuple[str, list[Any]]]) -> str:
    """Put statements and values into one text: PostgreSQL gets it at once, not one after the other."""
    connection = database.engine.raw_connection()
    cursor = psycopg.ClientCursor(connection.driver_connection)
    script = [cursor.mogrify(statement, row) for statement, values in statements for row in values]
    connection.close()
    return ";\n".join(script)
