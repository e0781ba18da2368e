"""Where a text stands in what teams wrote, and in what they wrote before: for whoever has to remove it.

Nothing is changed here, and what stands in a file is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from sqlalchemy import JSON, Enum, String, select
from sqlalchemy.orm import Session

from nic_hub.domain.privacy.scrubbing import scrub
from nic_hub.models import Attachment, Comment, DataPoint, Record, RecordHistory, ToolVersion
from nic_hub.services.attachments import ATTACHED_TO
from nic_hub.services.comments import COMMENTED
from nic_hub.services.kinds import RECORD_KINDS, kind_of

#: Tables of what teams wrote: records and their parts.
WRITTEN: tuple[type[Any], ...] = (*RECORD_KINDS.values(), ToolVersion, DataPoint, Comment, Attachment)


def texts_of(row: Any) -> dict[str, Any]:
    """Return the columns of a row in which a text may stand, by name."""
    columns = type(row).__table__.columns
    return {column.key: getattr(row, column.key) for column in columns if _holds_text(column)}


def _holds_text(column: Any) -> bool:
    is_text = isinstance(column.type, String | JSON) and not isinstance(column.type, Enum)
    is_reference = column.key in {"id", "kind"} or column.key.endswith("_id") or bool(column.foreign_keys)
    return is_text and not is_reference


def mentions(row: Any, pattern: re.Pattern[str]) -> bool:
    """Say whether a row holds a text."""
    texts = texts_of(row)
    return any(scrub(value, pattern) != value for value in texts.values())


def find_elsewhere(session: Session, record: Record, pattern: re.Pattern[str]) -> tuple[tuple[str, str], ...]:
    """Find other records of the network that hold the text, or held it once: they are named, not changed."""
    rows = (
        row
        for model in WRITTEN
        for row in session.scalars(select(model).where(model.network_id == record.network_id))
        if mentions(row, pattern)
    )
    found = {_owner(row) for row in chain(rows, _find_in_history(session, record.network_id, pattern))}
    return tuple(sorted(found - {(kind_of(type(record)), record.id)}))


def _find_in_history(session: Session, network_id: str, pattern: re.Pattern[str]) -> Iterator[Any]:
    """Find the records and parts whose history holds the text: somebody had taken it out of them before."""
    kinds = {str(model.__tablename__): model for model in WRITTEN}
    query = select(RecordHistory.kind, RecordHistory.record_id, RecordHistory.changes).where(
        RecordHistory.network_id == network_id, RecordHistory.kind.in_(kinds)
    )
    for kind, row_id, changes in session.execute(query):
        row = session.get(kinds[kind], row_id) if scrub(changes, pattern) != changes else None
        if row is not None:
            yield row


def _owner(row: Any) -> tuple[str, str]:
    """Return kind and id of the record a row belongs to."""
    if isinstance(row, ToolVersion):
        return "tool", row.tool_id
    if isinstance(row, Comment | Attachment):
        return next((kind, row_id) for kind, row_id in _beside(row) if row_id)
    return ("measure", row.measure_id) if isinstance(row, DataPoint) else (kind_of(type(row)), row.id)


def _beside(row: Comment | Attachment) -> list[tuple[str, str]]:
    models = COMMENTED if isinstance(row, Comment) else ATTACHED_TO
    return [(kind_of(model), getattr(row, f"{kind_of(model)}_id")) for model in models]
