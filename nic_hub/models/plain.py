"""Fixed statements that each question asks: made once, and then given to the driver as they are.

SQLAlchemy makes a statement, its parameters and its rows anew each time, and beside a question's other work
that takes longer than the database needs to answer. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Dialect, Select, String, bindparam
from sqlalchemy.orm import Session

Values = tuple[Any, ...]


def ask_plainly(connection: Connection, statement: str, values: Any = ()) -> list[Values]:
    """Return the rows of a statement in the driver's own words."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(statement, values)
        found = [*cursor.fetchall()]
    except connection.dialect.loaded_dbapi.Error:
        # Asked the long way it fails again, and then SQLAlchemy takes care of the connection.
        return [tuple(row) for row in connection.exec_driver_sql(statement, values)]
    finally:
        cursor.close()
    return found


@dataclass(frozen=True, slots=True)
class _Made:
    """A statement for so many ids, as one kind of database wants it.

    Args:
        statement: its words.
        names: the names of its ids; none where they go by their places.
        readers: makes of what the driver gives what the column holds, by the place of the column.
    """

    statement: str
    names: tuple[str, ...]
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]

    def ask(self, connection: Connection, ids: Sequence[str]) -> list[Values]:
        values = dict(zip(self.names, ids, strict=True)) if self.names else tuple(ids)
        return [*map(self._read, ask_plainly(connection, self.statement, values))]

    def _read(self, row: Values) -> Values:
        values = [*row]
        for place, read in self.readers:
            values[place] = read(values[place])
        return tuple(values)


@dataclass(frozen=True, slots=True)
class RowsById:
    """Reads columns of the rows that have one of some ids.

    Args:
        query: what is read, without a condition.
        id_column: where the ids are.
    """

    query: Select[Any]
    id_column: Any
    _made: dict[tuple[str, int], _Made] = field(default_factory=dict)

    def read(self, session: Session, ids: Iterable[str]) -> list[Values]:
        """Return the rows with one of some ids, in any order."""
        wanted = sorted(set(ids))
        if not wanted:
            return []
        connection = session.connection()
        key = connection.dialect.name, len(wanted)
        if key not in self._made:
            self._made[key] = self._make(connection.dialect, len(wanted))
        return self._made[key].ask(connection, wanted)

    def _make(self, dialect: Dialect, count: int) -> _Made:
        names = tuple(f"id_{number}" for number in range(count))
        query = self.query.where(self.id_column.in_([bindparam(name, type_=String) for name in names]))
        compiled = query.compile(dialect=dialect)
        kinds = (column.type.dialect_impl(dialect) for column in query.selected_columns)
        readers = enumerate(kind.result_processor(dialect, None) for kind in kinds)
        return _Made(
            str(compiled),
            () if dialect.positional else names,
            tuple((place, read) for place, read in readers if read is not None),
        )
