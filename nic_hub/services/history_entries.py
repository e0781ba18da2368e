"""What is told of a record's history: references to records the person may not read are left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal
from nic_hub.models import Entity, Network, RecordHistory
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


def tell_history(
    session: Session, principal: Principal, model: type[Entity | Network], rows: Iterable[RecordHistory]
) -> list[HistoryEntry]:
    """Return the entries of one record's history as this person may know them; one query a table."""
    told = list(rows)
    tables = guarded_fields(model)
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in told:
        for field, pair in row.changes.items():
            if field in tables:
                wanted[tables[field]].update(_ids(pair))
    seen = {
        table: find_readable(session, principal, ENTITY_KINDS[table], ids) for table, ids in wanted.items()
    }
    return [_entry(row, tables, seen) for row in told]


def guarded_fields(model: type[Entity | Network]) -> dict[str, str]:
    """Return the fields of a kind that refer to records not everybody may read: field to table."""
    refs = model.refs() if issubclass(model, Entity) else {}
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
