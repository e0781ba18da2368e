"""Remove a leaked text, such as a student's name, from everywhere the hub can reach.

Log that it happened and not what it was.

The change is written past the history hook, so that no "before" is kept. Vectors of the old text are deleted;
the document is embedded again like any other without a current vector.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from nic_hub.domain.privacy.scrubbing import make_pattern, rename_groups, scrub, scrub_column
from nic_hub.domain.visibility import Principal, may_administer
from nic_hub.errors import Forbidden, Invalid, NotFound
from nic_hub.models import (
    PURGED,
    Base,
    DataPoint,
    Embedding,
    Feedback,
    IdempotentAnswer,
    Purge,
    Record,
    RecordHistory,
    Report,
    StoryboardSentence,
    Suggestion,
    TeamQuestion,
    ToolVersion,
    VocabularyTerm,
    utc_now,
)
from nic_hub.services.attachments import drop_attachments, find_attachments
from nic_hub.services.comments import find_comments
from nic_hub.services.kinds import RECORD_KINDS
from nic_hub.services.search_documents import note_written, refresh_document
from nic_hub.services.searchable import SEARCHED_FIELDS
from nic_hub.services.upkeep.mentions import find_elsewhere, mentions, texts_of

#: What no program can reach; shown to the admin who purges.
OUT_OF_REACH = (
    "Backups of the database made before now keep the text until they expire. Delete them if you must.",
    "Exports and downloads that people made keep the text. Ask whoever holds one to delete it.",
    "The log of a database may keep the text for a while. Vacuum PostgreSQL, and let its archive expire.",
    "Messages in Slack keep the text. Ask the workspace's admin to delete them.",
    "What stands in a file beside another record is not looked for. Its team can remove the file.",
    "A form that somebody began in Slack and did not send keeps the text, sealed, for up to three months.",
)
_NOWHERE = (
    "This text is nowhere in the record. Check the spelling. What stands in a file beside it is not looked "
    "for: its team can remove the file."
)
#: Tables that may repeat a record's text: searched by their network.
COPIES: tuple[type[Base], ...] = (
    *(Suggestion, Feedback, Report, StoryboardSentence, TeamQuestion, VocabularyTerm),
)
#: Those of them that have a history.
REPEATING = (Report.__tablename__, VocabularyTerm.__tablename__)


@dataclass(frozen=True, slots=True)
class PurgeReport:
    """Where the text was removed, how often, where it still stands, and what cannot be reached.

    Args:
        places: number of changed rows by table.
        found_elsewhere: ``(kind, id)`` of other records of the network that hold the text too.
        out_of_reach: what a person has to see to.
    """

    places: Mapping[str, int]
    found_elsewhere: tuple[tuple[str, str], ...]
    out_of_reach: tuple[str, ...] = OUT_OF_REACH

    @property
    def message(self) -> str:
        """Say in one sentence what came of it."""
        if not self.places:
            return "Nothing was removed: this text is not in the record, but in those of found_elsewhere."
        rows = sum(self.places.values())
        return f"Removed from {rows:,} {'place' if rows == 1 else 'places'}."


def purge_text(
    session: Session, principal: Principal, *, kind: str, record_id: str, text: str
) -> PurgeReport:
    """Remove a text from a record, its parts and history, search text, vectors and stored answers.

    Args:
        session: an open writing session.
        principal: a network admin, who need not be able to read the record.
        kind: kind of the record.
        record_id: its id.
        text: what to remove, in any case and spacing. It is neither stored nor logged.

    Raises:
        Forbidden: only an admin may.
        NotFound: the network has no such record.
        Invalid: the text is too short to be removed safely, or nowhere, or the kind is unknown.
    """
    record = _find_record(session, principal, kind, record_id)
    pattern = make_pattern(text)
    places: Counter[str] = Counter()
    places[kind] += _scrub_row(session, record, pattern)
    parts = _parts(session, record)
    groups = rename_groups([row.student_group for row in parts if isinstance(row, DataPoint)], pattern)
    for row in parts:
        places[_table(row)] += _scrub_row(session, row, pattern, groups)
    places["record_history"] += _scrub_history(session, record, pattern)
    places["attachment"] += sum(mentions(file, pattern) for file in find_attachments(session, record))
    places["stored_answers"] += _scrub_answers(session, record.network_id, pattern)
    for model in COPIES:
        places[str(model.__tablename__)] += _scrub_table(session, model, record.network_id, pattern)
    found = {place: number for place, number in places.items() if number}
    elsewhere = find_elsewhere(session, record, pattern)
    if not found and not elsewhere:
        raise Invalid.field("text", _NOWHERE)
    if found:
        _conclude(session, principal, record, kind, found)
    return PurgeReport(found, elsewhere)


def _conclude(
    session: Session, principal: Principal, record: Record, kind: str, found: dict[str, int]
) -> None:
    """Take the text out of search, and log that it was removed."""
    if kind not in found:
        # The version rises in any case, since the record's history tells of the purge.
        _write_past_hooks(session, record, {})
    dropped = drop_attachments(session, record)
    if dropped:
        found["attachment"] = dropped
    _forget_vectors(session, record)
    _log(session, principal, record, kind, found)
    session.info[PURGED] = True


def _find_record(session: Session, principal: Principal, kind: str, record_id: str) -> Record:
    if not may_administer(principal):
        raise Forbidden("Only a network admin may purge a text. Report the record, and tell your admin.")
    model = RECORD_KINDS.get(kind)
    if model is None:
        raise Invalid.field("kind", f"Choose one of: {', '.join(RECORD_KINDS)}.")
    row = session.scalar(select(model).where(model.id == record_id, model.network_id == principal.network_id))
    if row is None:
        raise NotFound("There is no such record in your network.")
    return row


def _scrub_row(
    session: Session, row: Any, pattern: re.Pattern[str], groups: Mapping[str, str] = MappingProxyType({})
) -> int:
    """Change a row past the ORM's hooks, and raise its version so that nobody writes the old text back."""
    before = texts_of(row)
    after = {name: scrub_column(name, value, pattern) for name, value in before.items()}
    if isinstance(row, DataPoint):
        after["student_group"] = groups.get(row.student_group, row.student_group)
    changed = {name: value for name, value in after.items() if value != before[name]}
    if changed:
        _write_past_hooks(session, row, changed)
    return bool(changed)


def _write_past_hooks(session: Session, row: Any, values: Mapping[str, Any]) -> None:
    table = type(row).__table__
    is_versioned = "version" in table.columns
    raised = {"version": row.version + 1, "updated_at": utc_now()} if is_versioned else {}
    session.execute(update(table).where(table.c.id == row.id).values({**values, **raised}))
    session.refresh(row)


def _parts(session: Session, record: Record) -> list[Any]:
    versions = session.scalars(select(ToolVersion).where(ToolVersion.tool_id == record.id))
    points = session.scalars(select(DataPoint).where(DataPoint.measure_id == record.id))
    return [*versions, *points, *find_comments(session, record)]


def _scrub_history(session: Session, record: Record, pattern: re.Pattern[str]) -> int:
    """Scrub the history of the record and its parts, and that of reports and words, which may repeat it."""
    ids = [record.id, *(row.id for row in _parts(session, record))]
    told = or_(RecordHistory.record_id.in_(ids), RecordHistory.kind.in_(REPEATING))
    query = select(RecordHistory).where(RecordHistory.network_id == record.network_id, told)
    return sum(_scrub_row(session, row, pattern) for row in session.scalars(query))


def _scrub_answers(session: Session, network_id: str, pattern: re.Pattern[str]) -> int:
    changed = 0
    for row in session.scalars(select(IdempotentAnswer).where(IdempotentAnswer.network_id == network_id)):
        before = json.loads(row.body) if row.body else None
        after = scrub(before, pattern)
        if after != before:
            row.body = json.dumps(after).encode()
            changed += 1
    return changed


def _scrub_table(session: Session, model: Any, network_id: str, pattern: re.Pattern[str]) -> int:
    rows = session.scalars(select(model).where(model.network_id == network_id))
    return sum(_scrub_row(session, row, pattern) for row in rows)


def _forget_vectors(session: Session, record: Record) -> None:
    if type(record) not in SEARCHED_FIELDS:
        return
    document = refresh_document(session, record)
    session.flush()
    session.execute(delete(Embedding).where(Embedding.document_id == document.id))
    note_written(session, document)


def _log(session: Session, principal: Principal, record: Record, kind: str, places: dict[str, int]) -> None:
    session.add(
        Purge(
            network_id=record.network_id,
            member_id=principal.member_id,
            kind=kind,
            record_id=record.id,
            places=places,
        )
    )
    session.add(
        RecordHistory(
            network_id=record.network_id,
            kind=kind,
            record_id=record.id,
            record_version=record.version,
            action="purged",
            member_id=principal.member_id,
            changes={},
        )
    )


def _table(row: Any) -> str:
    return str(type(row).__tablename__)
