"""Read from the database what changed since the last look, and the documents as they are now.

Nothing here writes. The session must be a reading one: what a transaction has not committed is nobody's
business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.models import Embedding, SearchDocument
from nic_hub.search.embedder import FloatArray
from nic_hub.search.facets import FACETS

#: Documents that are read at a time; SQLite takes 32,766 parameters in a query, and memory is the other
#: limit.
CHUNK = 500


class Position(Protocol):
    """How far an index has read."""

    def look(self, session: Session) -> tuple[list[int], Position]:
        """Return the ids of the documents that changed since, and the new position."""
        ...


def start_of(session: Session) -> Position:
    """Return the position before all changes, for the database of the session."""
    return CountedPosition() if session.get_bind().dialect.name == "sqlite" else TransactionPosition()


@dataclass(frozen=True, slots=True)
class CountedPosition:
    """SQLite: writers queue up and number their changes, so a number seen is a number passed."""

    last: int = 0

    def look(self, session: Session) -> tuple[list[int], Position]:
        """Ask for higher numbers."""
        query = "SELECT document_id, change_no FROM search_change WHERE change_no > ?"
        found = session.connection().exec_driver_sql(query, (self.last,)).all()
        if not found:
            return [], self
        return [row[0] for row in found], CountedPosition(max(row[1] for row in found))


@dataclass(frozen=True, slots=True)
class TransactionPosition:
    """PostgreSQL: a change bears the number of its transaction, and a lower number may commit later.

    So one asks again from the oldest transaction that was still open at the last look, and skips what was
    already seen. A look with an older view of the database than the last one changes nothing: it would bring
    back what is no longer so.

    Args:
        horizon: the oldest transaction that was open at the last look.
        age: grows with every transaction that begins or ends between two looks.
        seen: changes from the horizon on that were seen.
    """

    horizon: int = 0
    age: tuple[int, int] = (0, 0)
    seen: Mapping[int, int] = field(default_factory=dict)

    def look(self, session: Session) -> tuple[list[int], Position]:
        """Ask again from the horizon; leave out what this very transaction wrote."""
        rows = session.connection().exec_driver_sql(_TRANSACTIONS_QUERY, (self.horizon,)).all()
        horizon, age = rows[0][2], (rows[0][3], -rows[0][4])
        if age < self.age:
            return [], self
        found = {row[0]: row[1] for row in rows if row[0] is not None}
        new = [document for document, number in found.items() if self.seen.get(document) != number]
        seen = {document: number for document, number in found.items() if number >= horizon}
        return new, TransactionPosition(horizon, age, seen)


_TRANSACTIONS_QUERY = """
SELECT changed.document_id, changed.change_no, moment.horizon, moment.newest, moment.open
FROM (
    SELECT CAST(CAST(pg_snapshot_xmin(snapshot) AS text) AS bigint) AS horizon,
           CAST(CAST(pg_snapshot_xmax(snapshot) AS text) AS bigint) AS newest,
           (SELECT count(*) FROM pg_snapshot_xip(snapshot)) AS open
    FROM (SELECT pg_current_snapshot() AS snapshot) AS taken
) AS moment
LEFT JOIN search_change AS changed
    ON changed.change_no >= %s
    AND changed.change_no IS DISTINCT FROM CAST(CAST(pg_current_xact_id_if_assigned() AS text) AS bigint)
"""


@dataclass(frozen=True, slots=True)
class LoadedDocument:
    """A search document with its current vectors.

    Args:
        document_id: its key.
        record_id: the record it stands for.
        facets: its filter columns.
        title: its title.
        text: its searched text.
        vectors: float32, (pieces, dimension), the whole text first; empty while it is not embedded.
    """

    document_id: int
    record_id: str
    facets: Mapping[str, Any]
    title: str
    text: str
    vectors: FloatArray


def load_documents(
    session: Session, ids: Sequence[int], model: str | None, dimension: int
) -> Iterator[list[LoadedDocument]]:
    """Read documents and their vectors of one model, a chunk at a time; those that are gone are left out.

    Args:
        session: a reading transaction.
        ids: the documents.
        model: whose vectors to read; None for none.
        dimension: length of a vector.
    """
    # In the order of their keys, so that equal scores have the same order in every process.
    remaining = iter(sorted(ids))
    while chunk := list(islice(remaining, CHUNK)):
        vectors = _load_vectors(session, chunk, model, dimension) if model else {}
        rows = session.execute(
            _DOCUMENTS.where(SearchDocument.id.in_(chunk)).order_by(SearchDocument.id)
        ).mappings()
        nothing = np.empty((0, dimension), dtype=np.float32)
        yield [
            LoadedDocument(
                document_id=row["id"],
                record_id=row["record_id"],
                facets={name: row[name] for name in FACETS},
                title=row["title"],
                text=row["text"],
                vectors=vectors.get(row["id"], nothing),
            )
            for row in rows
        ]


_DOCUMENTS = select(
    SearchDocument.id,
    SearchDocument.record_id,
    SearchDocument.title,
    SearchDocument.text,
    *(getattr(SearchDocument, name) for name in FACETS),
)


def _load_vectors(session: Session, ids: Sequence[int], model: str, dimension: int) -> dict[int, FloatArray]:
    """Read the vectors that fit the present text, in the order of their ordinals."""
    query = (
        select(Embedding.document_id, Embedding.vector)
        .join(SearchDocument, SearchDocument.id == Embedding.document_id)
        .where(Embedding.document_id.in_(ids), Embedding.model == model)
        .where(Embedding.text_hash == SearchDocument.text_hash)
        .order_by(Embedding.document_id, Embedding.ordinal)
    )
    found: dict[int, list[bytes]] = {}
    for document_id, vector in session.execute(query):
        found.setdefault(document_id, []).append(vector)
    return {
        document_id: np.frombuffer(b"".join(parts), dtype="<f4").reshape(-1, dimension)
        for document_id, parts in found.items()
    }
