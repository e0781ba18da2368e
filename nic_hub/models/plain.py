"""Fixed statements that each question asks: made once, and then given to the driver as they are.

SQLAlchemy makes a statement, its parameters and its rows anew each time, and beside a question's other work
that takes longer than the database needs to answer. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.orm import Session

Values = tuple[Any, ...]
Convert = Callable[[Any], Any]


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


def ask(session: Session, query: Select[Any], values: Mapping[str, Any]) -> list[Values]:
    """Return the rows of a statement, with the values that SQLAlchemy gives.

    Args:
        session: an open session.
        query: the statement, always the same object.
        values: what stands for its parameters; a list for one that expands.
    """
    if session.autoflush:
        session.flush()
    connection = session.connection()
    shape = tuple((name, len(value) if isinstance(value, list) else None) for name, value in values.items())
    return _make(query, connection.dialect, shape).ask(connection, values)


@dataclass(frozen=True, slots=True)
class _Made:
    """A statement as one kind of database wants it.

    Args:
        statement: its words.
        order: the names of its values, where they go by their places.
        writers: makes of a value what the driver takes, by its name.
        readers: makes of what the driver gives what the column holds, by the place of the column.
    """

    statement: str
    order: tuple[str, ...] | None
    writers: Mapping[str, Convert]
    readers: tuple[tuple[int, Convert], ...]

    def ask(self, connection: Connection, values: Mapping[str, Any]) -> list[Values]:
        given = dict(self._spread(values))
        placed = given if self.order is None else tuple([given[name] for name in self.order])
        return [*map(self._read, ask_plainly(connection, self.statement, placed))]

    def _spread(self, values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """Give each value of a list the name that SQLAlchemy gives it."""
        for name, value in values.items():
            if isinstance(value, list):
                yield from ((f"{name}_{number}", each) for number, each in enumerate(value, start=1))
            else:
                yield name, self.writers[name](value) if name in self.writers else value

    def _read(self, row: Values) -> Values:
        values = [*row]
        for place, read in self.readers:
            values[place] = read(values[place])
        return tuple(values)


@lru_cache(maxsize=512)
def _make(query: Select[Any], dialect: Dialect, shape: tuple[tuple[str, int | None], ...]) -> _Made:
    """Make a statement for values of some names, of which those with a number are lists of that length."""
    filled = query.params({name: None if count is None else [""] * count for name, count in shape})
    compiled: Any = filled.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    writers = {name: _of(each.type, dialect).bind_processor(dialect) for name, each in compiled.binds.items()}
    readers = [_of(column.type, dialect).result_processor(dialect, None) for column in query.selected_columns]
    return _Made(
        str(compiled),
        tuple(compiled.positiontup) if dialect.positional else None,
        {name: write for name, write in writers.items() if write is not None},
        tuple((place, read) for place, read in enumerate(readers) if read is not None),
    )


def _of(kind: Any, dialect: Dialect) -> Any:
    return kind.dialect_impl(dialect)
