"""Read from the database the documents as they are now.

Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from nic_hub.domain.batches import in_batches
from nic_hub.models import Embedding, SearchDocument
from nic_hub.search.facets import FACETS
from nic_hub.search.reading import FloatArray, Packed, unpack_words


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
        word_vectors: int8, (words, WORD_DIMENSION); empty while it is not embedded.
        is_read: whether the model has read its present text; ``vectors`` may be left in the database.
    """

    document_id: int
    record_id: str
    facets: Mapping[str, Any]
    title: str
    text: str
    vectors: FloatArray
    word_vectors: Packed
    is_read: bool


def load_documents(
    session: Session, ids: Sequence[int], model: str, dimension: int, *, with_vectors: bool = True
) -> Iterator[list[LoadedDocument]]:
    """Read documents and their vectors of one model, a chunk at a time; those that are gone are left out.

    Args:
        session: a reading transaction.
        ids: the documents.
        model: whose vectors to read.
        dimension: length of a vector.
        with_vectors: whether to read the vectors of texts, beside those of words.
    """
    # In the order of their keys, so that equal scores have the same order in every process.
    for chunk in in_batches(sorted(ids)):
        vectors = _load_vectors(session, chunk, model, dimension) if with_vectors else {}
        rows = session.execute(
            _DOCUMENTS.where(SearchDocument.id.in_(chunk)).order_by(SearchDocument.id)
        ).mappings()
        words = _load_words(session, chunk, model)
        nothing = np.empty((0, dimension), dtype=np.float32)
        yield [
            LoadedDocument(
                document_id=row["id"],
                record_id=row["record_id"],
                facets={name: row[name] for name in FACETS},
                title=row["title"],
                text=row["text"],
                vectors=vectors.get(row["id"], nothing),
                word_vectors=unpack_words(words.get(row["id"])),
                is_read=row["id"] in words,
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
    query = _current(ids, model, Embedding.vector).order_by(Embedding.document_id, Embedding.ordinal)
    found: dict[int, list[bytes]] = {}
    for document_id, vector in session.execute(query):
        found.setdefault(document_id, []).append(vector)
    return {
        document_id: np.frombuffer(b"".join(parts), dtype="<f4").reshape(-1, dimension)
        for document_id, parts in found.items()
    }


def _load_words(session: Session, ids: Sequence[int], model: str) -> dict[int, bytes | None]:
    """Read the packed vectors of words that fit the present text."""
    query = _current(ids, model, Embedding.word_vectors).where(Embedding.ordinal == 0)
    return {row.document_id: row.word_vectors for row in session.execute(query)}


def _current(ids: Sequence[int], model: str, column: Any) -> Select[Any]:
    return (
        select(Embedding.document_id, column)
        .join(SearchDocument, SearchDocument.id == Embedding.document_id)
        .where(Embedding.document_id.in_(ids), Embedding.model == model)
        .where(Embedding.text_hash == SearchDocument.text_hash)
    )
