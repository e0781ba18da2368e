"""References from one record to another.

Found by id or key, checked when written, hidden when they may not be seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from nic_hub.domain.lineage.lineage import find_root
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import DriverStatus
from nic_hub.errors import FieldProblem, Invalid
from nic_hub.models import Driver, Entity, InNetwork, Record
from nic_hub.services.access.visibility import readable
from nic_hub.services.kinds import ENTITY_KINDS, words_of

#: Tables whose rows not every member may read, so that a reference to them may have to be hidden.
GUARDED = frozenset({"problem", "change_idea", "tool", "tool_version", "pdsa_cycle", "measure", "adoption"})


def find_reference(
    session: Session, principal: Principal, model: type[Any], id_or_key: str, pointer: str
) -> str:
    """Return the id of a record that is named by its id or its import key.

    A driver that was merged names the one it was merged into: what was written down before goes on working.

    Raises:
        Invalid: there is no such record for this person; ``pointer`` says where it was named.
    """
    named = or_(model.id == id_or_key, model.key == id_or_key)
    # An id means the record that has it, even where another record took it for its key.
    by_id_first = case((model.id == id_or_key, 0), else_=1)
    query = select(model.id).where(named, readable(principal, model)).order_by(by_id_first)
    found = session.scalars(query).first()
    if found is None:
        raise no_such(model, pointer)
    return _heir_of(session, principal, model, str(found))


def _heir_of(session: Session, principal: Principal, model: type[Any], found: str) -> str:
    """Return the driver that a merged one was merged into; what is no merged driver stands for itself."""
    if model is not Driver:
        return found
    merged = select(Driver.id, Driver.merged_into_id).where(
        Driver.status == DriverStatus.MERGED, readable(principal, Driver)
    )
    return find_root(found, {row.id: row.merged_into_id for row in session.execute(merged)})


def no_such(model: type[Any], pointer: str) -> Invalid:
    """Return the error that a record does not exist for somebody, who named it at ``pointer``."""
    detail = f"There is no {words_of(model)} with this id or key. Look it up in the list first."
    return Invalid(detail, [FieldProblem(pointer, detail)])


def resolve_references(
    session: Session, principal: Principal, model: type[Entity], values: Mapping[str, Any]
) -> dict[str, Any]:
    """Replace each reference in the values of a record by the id of a record the person may read.

    Raises:
        Invalid: one refers to nothing; every such field is named.
    """
    resolved = dict(values)
    problems: list[FieldProblem] = []
    for column, table in model.refs().items():
        if values.get(column) is None:
            continue
        try:
            resolved[column] = find_reference(
                session, principal, ENTITY_KINDS[table], values[column], f"/{column}"
            )
        except Invalid as error:
            problems += error.problems
    if problems:
        raise Invalid("A record you refer to does not exist for you.", problems)
    return resolved


def resolve_links(
    session: Session, principal: Principal, model: type[Any], ids_or_keys: Sequence[str], field: str
) -> list[str]:
    """Return the ids of several records named by id or key, each once, in the given order.

    Raises:
        Invalid: one does not exist for this person; it is named by its place.
    """
    found = [
        find_reference(session, principal, model, name, f"/{field}/{place}")
        for place, name in enumerate(ids_or_keys)
    ]
    return list(dict.fromkeys(found))


def refuse_taken_back(row: Record, field: str) -> None:
    """Refuse to begin something with a record that its team took back.

    Raises:
        Invalid: it was withdrawn; the problem names the field that referred to it.
    """
    if row.is_withdrawn:
        told = f"This {words_of(type(row))} was taken back by its team. Choose another one."
        raise Invalid.field(field, told)


def refuse_put_away(row: Entity, field: str) -> None:
    """Refuse to take over a record that its team took back or put away.

    Raises:
        Invalid: it was withdrawn or is archived; the problem names the field that referred to it.
    """
    if isinstance(row, Record):
        refuse_taken_back(row, field)
    if row.archived_at is not None:
        told = f"This {words_of(type(row))} is archived, so it is no longer offered. Choose another one."
        raise Invalid.field(field, told)


def hide_unreadable(
    session: Session, principal: Principal, rows: Sequence[InNetwork], shown: Sequence[dict[str, Any]]
) -> None:
    """Blank, in what is shown of the rows, each reference to a record the person may not read.

    One query a table.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for row, values in zip(rows, shown, strict=True):
        for column, table in _guarded(row):
            if values.get(column):
                wanted[table].add(values[column])
    seen = {
        table: find_readable(session, principal, ENTITY_KINDS[table], ids) for table, ids in wanted.items()
    }
    for row, values in zip(rows, shown, strict=True):
        for column, table in _guarded(row):
            if values.get(column) and values[column] not in seen[table]:
                values[column] = None


def find_readable(session: Session, principal: Principal, model: type[Any], ids: Iterable[str]) -> set[str]:
    """Return those of the ids that the person may read."""
    wanted = sorted(set(ids))
    if not wanted:
        return set()
    return set(session.scalars(select(model.id).where(model.id.in_(wanted), readable(principal, model))))


def _guarded(row: InNetwork) -> list[tuple[str, str]]:
    return [(column, table) for column, table in type(row).refs().items() if table in GUARDED]
