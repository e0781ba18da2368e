"""Rows of one table in memory, found by id and by some of their columns. Never changed, only made anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar


class HasId(Protocol):
    """A row that is found by its id."""

    @property
    def id(self) -> str:
        """Return the row's id."""
        ...


RowT = TypeVar("RowT", bound=HasId)
#: The rows with each value of a column.
Group = Mapping[str, tuple[RowT, ...]]


@dataclass(frozen=True, slots=True)
class Table(Generic[RowT]):
    """The rows of a table at one moment.

    Args:
        rows: each row by its id.
        groups: by the name of a column, the rows with each of its values.
    """

    rows: Mapping[str, RowT] = field(default_factory=dict)
    groups: Mapping[str, Group[RowT]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[RowT], columns: Iterable[str] = ()) -> Table[RowT]:
        """Make a table of rows that are found by some columns."""
        return cls({}, {column: {} for column in columns}).changed((), rows)

    def get(self, row_id: str | None) -> RowT | None:
        """Return the row with an id, if there is one."""
        return self.rows.get(row_id) if row_id is not None else None

    def where(self, column: str, value: str) -> tuple[RowT, ...]:
        """Return the rows with a value of a column."""
        return self.groups[column].get(value, ())

    def changed(self, gone: Iterable[str], new: Iterable[RowT]) -> Table[RowT]:
        """Return the table without some rows and with others, each once; the old one stays as it was."""
        rows, added = dict(self.rows), {row.id: row for row in new}
        leaving = (rows.pop(row_id, None) for row_id in {*gone, *added})
        removed = [row for row in leaving if row is not None]
        rows |= added
        groups = {
            column: _regrouped(group, column, removed, added.values())
            for column, group in self.groups.items()
        }
        return Table(rows, groups)


def _regrouped(
    group: Group[RowT], column: str, removed: Iterable[RowT], added: Iterable[RowT]
) -> Group[RowT]:
    """Return a group with some rows taken out and others put in."""
    out, into = _by_value(removed, column), _by_value(added, column)
    regrouped = dict(group)
    for value in out.keys() | into.keys():
        left = _without(regrouped.get(value, ()), out.get(value, ()))
        regrouped[value] = (*left, *into.get(value, ()))
    return regrouped


def _by_value(rows: Iterable[RowT], column: str) -> dict[str, list[RowT]]:
    found: dict[str, list[RowT]] = defaultdict(list)
    for row in rows:
        if (value := getattr(row, column)) is not None:
            found[value].append(row)
    return found


def _without(rows: tuple[RowT, ...], removed: Collection[RowT]) -> Iterable[RowT]:
    gone = {row.id for row in removed}
    return (row for row in rows if row.id not in gone)
