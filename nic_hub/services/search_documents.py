"""Keep the searched text and facets of each record in step with it, in the same transaction.

``watch(session_class)`` hangs a hook on the session. What comes from another row (a cycle's driver from its
idea, a record's district from its team, the name of an idea's driver) is set again when that row changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from nic_hub.domain.vocabulary import BEGUN
from nic_hub.models import ChangeIdea, Driver, Network, PdsaCycle, Record, SearchDocument, Team
from nic_hub.services.kinds import RECORD_KINDS, kind_of
from nic_hub.services.searchable import (
    SEARCHED_FIELDS,
    TEXT_VERSION,
    is_small_cell,
    searched_values,
    text_of,
    title_of,
)

_WRITTEN = "written_documents"


def watch(sessions: Any) -> None:
    """Write search documents for every record that changes through these sessions."""
    event.listen(sessions, "before_flush", _before_flush)
    event.listen(sessions, "after_flush", _after_flush)


def written_documents(session: Session) -> list[int]:
    """Return the ids of the documents that this session wrote: after the commit they need vectors."""
    return sorted(session.info.get(_WRITTEN, ()))


def note_written(session: Session, document: SearchDocument) -> None:
    """Note that a document needs its vectors made again."""
    session.info.setdefault(_WRITTEN, set()).add(document.id)


def document_values(
    record: Record, *, network: Network, team: Team, idea: ChangeIdea | None, driver: Driver | None
) -> dict[str, Any]:
    """Return the column values of a record's search document.

    Args:
        record: a record of a searched kind.
        network: its network, for the small-cell limit.
        team: its team, for the district.
        idea: the idea a cycle tests; None for other kinds.
        driver: the driver an idea is on; None for other kinds, and for a draft that names none.
    """
    is_kept = isinstance(record, PdsaCycle) and is_small_cell(record, network.min_n)
    values = searched_values(record, is_kept=is_kept)
    text = text_of(values, driver)
    owner = idea or record
    return {
        "network_id": record.network_id,
        "kind": kind_of(type(record)),
        "record_id": record.id,
        "idea_id": owner.id if isinstance(owner, ChangeIdea) else None,
        "team_id": record.team_id,
        "district_id": team.district_id,
        "driver_id": getattr(owner, "driver_id", None),
        "visibility": record.visibility,
        "is_draft": record.is_draft,
        "is_hidden": record.is_hidden,
        "is_archived": record.archived_at is not None,
        "is_withdrawn": record.withdrawn_at is not None,
        "tested": isinstance(record, PdsaCycle) and record.status in BEGUN,
        "title": title_of(values),
        "text": text,
        "text_hash": hash_text(text),
        "text_version": TEXT_VERSION,
    }


def hash_text(text: str) -> bytes:
    """Return the SHA-256 of a searched text: 32 bytes."""
    return hashlib.sha256(text.encode()).digest()


def surroundings_of(record: Record) -> dict[str, tuple[type[Any], str | None]]:
    """Return the rows that ``document_values`` asks for beside a record: table and id, by name."""
    return {
        "network": (Network, record.network_id),
        "team": (Team, record.team_id),
        "idea": (ChangeIdea, record.change_idea_id if isinstance(record, PdsaCycle) else None),
        "driver": (Driver, record.driver_id if isinstance(record, ChangeIdea) else None),
    }


def expected_values(session: Session, record: Record) -> dict[str, Any]:
    """Return what the search document of a record should hold, as the record stands, unflushed."""
    return document_values(record, **_surroundings(session, record))


def refresh_document(session: Session, record: Record) -> SearchDocument:
    """Make or mend the search document of a record as it stands, unflushed."""
    values = expected_values(session, record)
    known = session.scalars(
        select(SearchDocument).where(
            SearchDocument.kind == values["kind"], SearchDocument.record_id == values["record_id"]
        )
    ).first()
    document = known or SearchDocument(**values)
    if known is None:
        session.add(document)
    for name, value in values.items():
        if getattr(document, name) != value:
            setattr(document, name, value)
    return document


def find_outdated(session: Session) -> list[int]:
    """Return the ids of the documents whose text older rules made, as after an update of the hub.

    Those of newer rules stay: an old worker that is still there would undo what the updated ones write.
    """
    outdated = select(SearchDocument.id).where(SearchDocument.text_version < TEXT_VERSION)
    return list(session.scalars(outdated.order_by(SearchDocument.id)))


def renew_documents(session: Session, document_ids: Collection[int]) -> None:
    """Write some documents anew, as their records stand; one of no record goes."""
    for document in session.scalars(select(SearchDocument).where(SearchDocument.id.in_(document_ids))).all():
        record = session.get(RECORD_KINDS[document.kind], document.record_id)
        if record is None:
            session.delete(document)
        else:
            refresh_document(session, record)


def _surroundings(session: Session, record: Record) -> dict[str, Any]:
    return {
        name: row_id and _find(session, model, row_id)
        for name, (model, row_id) in surroundings_of(record).items()
    }


def _find(session: Session, model: type[Any], row_id: str) -> Any:
    """Return a row that may not be flushed yet."""
    pending = (row for row in session.new if type(row) is model and row.id == row_id)
    return next(pending, None) or session.get_one(model, row_id)


def _before_flush(session: Session, *_: Any) -> None:
    with session.no_autoflush:
        changed = [row for row in session.dirty if session.is_modified(row)]
        records = {row for row in [*session.new, *changed] if type(row) in SEARCHED_FIELDS}
        for row in changed:
            records.update(_find_dependents(session, row))
        for record in records:
            refresh_document(session, record)


def _after_flush(session: Session, *_: Any) -> None:
    for row in [*session.new, *session.dirty]:
        if isinstance(row, SearchDocument):
            note_written(session, row)


def _find_dependents(session: Session, row: Any) -> list[Record]:
    """Find the records whose document speaks of a row that changed."""
    if isinstance(row, ChangeIdea) and _changed(row, "driver_id"):
        return list(session.scalars(select(PdsaCycle).where(PdsaCycle.change_idea_id == row.id)))
    if isinstance(row, Driver) and _changed(row, "name"):
        return list(session.scalars(select(ChangeIdea).where(ChangeIdea.driver_id == row.id)))
    if isinstance(row, Team) and _changed(row, "district_id"):
        return [
            record
            for model in SEARCHED_FIELDS
            for record in session.scalars(select(model).where(model.team_id == row.id))
        ]
    if isinstance(row, Network) and _changed(row, "min_n"):
        counted = select(PdsaCycle).where(
            PdsaCycle.network_id == row.id, PdsaCycle.student_count.is_not(None)
        )
        return list(session.scalars(counted))
    return []


def _changed(row: Any, name: str) -> bool:
    return bool(inspect(row).attrs[name].history.has_changes())
