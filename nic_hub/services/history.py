"""Who changed what, and when.

Written beside every change, in the same transaction, so that it cannot be forgotten.

``watch(session_class)`` hangs a hook on the session. The acting member's id is ``session.info["member_id"]``
(None for the operator). A change of linked rows (an idea's tools) is noted with ``note_links`` and shows
under the record itself.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.attributes import flag_modified

from nic_hub.models import Entity, Network, RecordHistory, Versioned, new_id, utc_now
from nic_hub.services.kinds import TABLES, kind_of

#: Columns that say nothing a reader of the history would want.
UNTOLD = frozenset({"id", "network_id", "version", "created_at", "updated_at", "author_id"})
#: The action's name when one of these columns is filled; the first that fits is taken.
ACTIONS = {
    "withdrawn_at": "withdrawn",
    "hidden_at": "hidden",
    "archived_at": "archived",
    "published_at": "published",
}


def watch(sessions: type[Session] | sessionmaker[Session] | Any) -> None:
    """Write history for every change made through these sessions."""
    event.listen(sessions, "before_flush", _before_flush)


def note_links(row: Entity, name: str, before: list[str], after: list[str]) -> None:
    """Note that a record's links changed; raises its version like any other change."""
    pending = row.__dict__.setdefault("_changed_links", {})
    pending[name] = [before, after]
    if inspect(row).persistent:
        row.updated_at = utc_now()
        flag_modified(row, "updated_at")


def history_values(row: Versioned | Network, *, member_id: str | None, is_new: bool) -> dict[str, Any]:
    """Return the column values of the history row for a record as it stands, unflushed.

    Args:
        row: the record.
        member_id: who acts; None for the operator.
        is_new: whether the record is written for the first time.
    """
    changes = _changes(row, is_new)
    return {
        "id": new_id(),
        "network_id": row.id if isinstance(row, Network) else row.network_id,
        "kind": kind_of(type(row)),
        "record_id": row.id,
        "record_version": 1 if is_new else row.version + 1,
        "action": "created" if is_new else _action(changes),
        "member_id": member_id,
        "changes": changes,
    }


def _before_flush(session: Session, *_: Any) -> None:
    member_id = session.info.get("member_id")
    changed = [row for row in session.dirty if session.is_modified(row)]
    for row in [*session.new, *changed]:
        if isinstance(row, Versioned | Network):
            session.add(RecordHistory(**history_values(row, member_id=member_id, is_new=row in session.new)))


def _changes(row: Versioned | Network, is_new: bool) -> dict[str, list[Any]]:
    links = row.__dict__.pop("_changed_links", {})
    columns = {name: _before_and_after(row, name, is_new) for name in _told(kind_of(type(row)))}
    return {name: pair for name, pair in {**columns, **links}.items() if pair[0] != pair[1]}


@cache
def _told(kind: str) -> tuple[str, ...]:
    return tuple(sorted({column.key for column in inspect(TABLES[kind]).columns} - UNTOLD))


def _before_and_after(row: Versioned | Network, name: str, is_new: bool) -> list[Any]:
    if is_new:
        return [None, _plain(getattr(row, name))]
    attribute = inspect(row).attrs[name].history
    if not attribute.has_changes():
        return [None, None]
    before = attribute.deleted[0] if attribute.deleted else None
    return [_plain(before), _plain(getattr(row, name))]


def _action(changes: dict[str, list[Any]]) -> str:
    for column, action in ACTIONS.items():
        if column in changes:
            return action if changes[column][1] else f"un{action}"
    if "status" in changes:
        return str(changes["status"][1])
    return "changed"


def _plain(value: Any) -> Any:
    if value is None or type(value) is str:
        return value
    if isinstance(value, Enum):
        return str(value.value)
    return value.isoformat() if isinstance(value, date) else value
