"""What is told of a record's history: references to records the person may not read are left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal
from nic_hub.models import Network, RecordHistory, Versioned
from nic_hub.services.kinds import ENTITY_KINDS, kind_of
from nic_hub.services.links import LINKS
from nic_hub.services.references import GUARDED, find_readable


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of a record.

    Args:
        record_version: the version the change made.
        action: created, changed, published, ...
        member_id: who did it; None for the operator.
        created_at: when.
        changes: ``{field: [before, after]}``.
    """

    record_version: int
    action: str
    member_id: str | None
    created_at: datetime
    changes: Mapping[str, Sequence[Any]]


def tell_history(session: Session, principal: Principal, row: Versioned | Network) -> list[HistoryEntry]:
    """Return one record's history as this person may know it, oldest first; one query a table."""
    told = read_history(session, row)
    tables = guarded_fields(type(row))
    wanted: dict[str, set[str]] = defaultdict(set)
    for each in told:
        for field, pair in each.changes.items():
            if field in tables:
                wanted[tables[field]].update(_ids(pair))
    seen = {
        table: find_readable(session, principal, ENTITY_KINDS[table], ids) for table, ids in wanted.items()
    }
    return [_entry(each, tables, seen) for each in told]


def read_history(session: Session, row: Versioned | Network) -> list[RecordHistory]:
    """Return what was written of one record's changes, oldest first."""
    query = select(RecordHistory).where(
        RecordHistory.kind == kind_of(type(row)),
        RecordHistory.record_id == row.id,
        RecordHistory.network_id == (row.id if isinstance(row, Network) else row.network_id),
    )
    return list(session.scalars(query.order_by(RecordHistory.record_version)))


def guarded_fields(model: type[Versioned | Network]) -> dict[str, str]:
    """Return the fields of a kind that refer to records not everybody may read: field to table."""
    refs = model.refs() if issubclass(model, Versioned) else {}
    columns = {name: table for name, table in refs.items() if table in GUARDED}
    links = {name: kind_of(link.target) for name, link in LINKS.get(model, {}).items()}
    return columns | {name: table for name, table in links.items() if table in GUARDED}


def _ids(pair: Sequence[Any]) -> Iterable[str]:
    for value in pair:
        yield from value if isinstance(value, list) else [value] if value else []


def _entry(row: RecordHistory, tables: Mapping[str, str], seen: Mapping[str, set[str]]) -> HistoryEntry:
    changes = {
        field: [_told(value, seen[tables[field]]) for value in pair] if field in tables else pair
        for field, pair in row.changes.items()
    }
    return HistoryEntry(row.record_version, row.action, row.member_id, row.created_at, changes)


def _told(value: Any, seen: set[str]) -> Any:
    if isinstance(value, list):
        return [one for one in value if one in seen]
    return value if value in seen else None
