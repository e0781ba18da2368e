"""What in a hub's database contradicts itself, and how to mend it.

Nothing of this happens while the hub is the only one that writes. It is for the day after a restored backup,
a change made by hand in the database, or a program that was wrong. What a record itself says against the
rules is found by ``bundle.rehearsal``, with the rules of an import.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from nic_hub.domain.vocabulary import ReportState
from nic_hub.models import (
    ChangeIdea,
    Driver,
    IdempotentAnswer,
    Network,
    Record,
    Report,
    SearchDocument,
    Team,
)
from nic_hub.search.indexer import count_missing
from nic_hub.services.kinds import RECORD_KINDS, SEARCHED_KINDS, words_of
from nic_hub.services.search_documents import expected_values, refresh_document

_MEND = "flask --app wsgi hub check --mend"
_REINDEX = "flask --app wsgi hub reindex"


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """One thing that contradicts another.

    Args:
        what: what is wrong, and where.
        mend: what to do about it.
    """

    what: str
    mend: str


def find_inconsistencies(session: Session, model: str, now: datetime) -> Iterator[Inconsistency]:
    """Look through all networks.

    Args:
        session: an open session.
        model: name of the embedder whose vectors are searched.
        now: the present moment.
    """
    yield from _find_wrong_documents(session)
    yield from _find_missing_vectors(session, model)
    yield from _find_hidden_for_nothing(session)
    yield from _find_old_answers(session, now)


def mend_documents(session: Session) -> int:
    """Write every missing or outdated search document, remove those of no record, and return how many."""
    wrong = list(_wrong_records(session))
    for record in wrong:
        refresh_document(session, record)
    orphans = [document.id for document in _orphans(session)]
    session.execute(delete(SearchDocument).where(SearchDocument.id.in_(orphans)))
    session.flush()
    return len(wrong) + len(orphans)


def forget_old_answers(session: Session, now: datetime) -> None:
    """Remove the answers that nobody can ask for again."""
    session.execute(delete(IdempotentAnswer).where(IdempotentAnswer.expires_at <= now))


def _find_wrong_documents(session: Session) -> Iterator[Inconsistency]:
    for record in _wrong_records(session):
        yield Inconsistency(
            f"{_name(session, record)}: its search document is missing or out of date.", _MEND
        )
    for document in _orphans(session):
        yield Inconsistency(f"The search document {document.id} belongs to no {document.kind}.", _MEND)


def _wrong_records(session: Session) -> Iterator[Record]:
    """Yield the records whose search document is not what it should be."""
    # Held until the end, so that the session finds them in memory instead of asking for each record anew.
    surroundings = [session.scalars(select(model)).all() for model in (Network, Team, ChangeIdea, Driver)]
    for kind in SEARCHED_KINDS:
        query = select(SearchDocument).where(SearchDocument.kind == kind)
        known = {document.record_id: document for document in session.scalars(query)}
        for record in session.scalars(select(RECORD_KINDS[kind])):
            document, expected = known.get(record.id), expected_values(session, record)
            if document is None or any(getattr(document, name) != value for name, value in expected.items()):
                yield record
    del surroundings


def _orphans(session: Session) -> Iterator[SearchDocument]:
    for kind in SEARCHED_KINDS:
        ids = select(RECORD_KINDS[kind].id)
        lost = select(SearchDocument).where(SearchDocument.kind == kind, SearchDocument.record_id.not_in(ids))
        yield from session.scalars(lost)


def _find_missing_vectors(session: Session, model: str) -> Iterator[Inconsistency]:
    missing = count_missing(session, model)
    if missing:
        told = (
            f"{missing:,} search documents have no current vector of {model}, so meaning does not find them."
        )
        yield Inconsistency(told, _REINDEX)


def _find_hidden_for_nothing(session: Session) -> Iterator[Inconsistency]:
    query = select(Report.kind, Report.record_id).where(Report.state == ReportState.HIDDEN)
    reported = {(kind, record_id) for kind, record_id in session.execute(query)}
    for kind, model in RECORD_KINDS.items():
        for record in session.scalars(select(model).where(model.hidden_at.is_not(None))):
            if (kind, record.id) not in reported:
                told = f"{_name(session, record)} is hidden, but no report hides it."
                yield Inconsistency(
                    told, "Report it, hide it and settle the report; settling shows it again."
                )


def _find_old_answers(session: Session, now: datetime) -> Iterator[Inconsistency]:
    old = session.scalar(select(func.count()).where(IdempotentAnswer.expires_at <= now))
    if old:
        yield Inconsistency(f"{old:,} answers kept for repeated requests have expired.", _MEND)


def _name(session: Session, record: Any) -> str:
    """Return what a person finds a record by."""
    network = session.get_one(Network, record.network_id)
    return f"{words_of(type(record))} {record.key} of the network {network.key}"
