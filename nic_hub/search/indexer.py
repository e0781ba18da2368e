"""Give every document its vectors: after a commit, at start, and when somebody asks for it.

What lacks a current vector is found by comparing names and hashes in the database, so nothing has to be
remembered: a crash between commit and embedding, or a change of the model, is mended by the next call.
Embedding is done outside of any transaction, and writing is idempotent: several workers may do it at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from sqlalchemy import CursorResult, Delete, Select, bindparam, delete, exists, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from nic_hub.models import Embedding, SearchDocument
from nic_hub.search.embedder import Embedder
from nic_hub.search.passages import passages_of
from nic_hub.search.reading import FloatArray, Reading, pack_words

#: Documents that are embedded and written at a time: about a second of work, which a crash may cost.
BATCH = 64

Progress = Callable[[int, int], None]


class Transactions(Protocol):
    """Opens transactions; ``nic_hub.database.Database`` is one."""

    def reading(self) -> AbstractContextManager[Session]:
        """Open a transaction that reads."""
        ...

    def writing(self, *, waits: bool = True) -> AbstractContextManager[Session]:
        """Open a transaction that writes and commits at its end; one that does not wait may be refused."""
        ...


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A document without a current vector."""

    document_id: int
    text: str
    text_hash: bytes


@dataclass(frozen=True, slots=True)
class _Vectors:
    """What is stored of a text: the vectors of the whole and of its passages, and those of its words."""

    of_texts: Sequence[FloatArray]
    of_words: bytes

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> _Vectors:
        """Bring together what was read of a text: the words are read best in its passages."""
        return cls([reading.vector for reading in readings], pack_words(readings[1:] or readings))


def count_missing(session: Session, model: str) -> int:
    """Count the documents that lack a current vector of a model."""
    return session.scalar(_missing(model, func.count())) or 0


def embed_missing(
    database: Transactions,
    embedder: Embedder,
    *,
    limit: int | None = None,
    progress: Progress | None = None,
    waits: bool = True,
) -> int:
    """Embed the documents that lack a current vector, the oldest first, and return how many.

    Args:
        database: opens transactions; none is open while texts are embedded.
        embedder: makes the vectors.
        limit: how many documents at most.
        progress: called with the documents done and their total, at the beginning and after each batch.
        waits: whether it waits until nobody else writes.

    Raises:
        Unavailable: somebody else writes.
    """
    with database.reading() as session:
        total = count_missing(session, embedder.name)
    total = total if limit is None else min(total, limit)
    report = progress or _say_nothing
    report(0, total)
    done, last = 0, 0
    while done < total:
        with database.reading() as session:
            waiting = _read_waiting(session, embedder.name, last, min(BATCH, total - done))
        if not waiting:
            break
        vectors = _read(embedder, waiting)
        with database.writing(waits=waits) as session:
            _write(session, embedder.name, waiting, vectors)
        done, last = done + len(waiting), waiting[-1].document_id
        report(done, total)
    return done


def embed_documents(database: Transactions, embedder: Embedder, document_ids: Collection[int]) -> int:
    """Embed those of some documents that lack a current vector, and return how many.

    Args:
        database: opens transactions; none is open while texts are embedded.
        embedder: makes the vectors.
        document_ids: what was just written; few, since a person waits for them.
    """
    with database.reading() as session:
        waiting = _read_among(session, embedder.name, document_ids)
    if waiting:
        vectors = _read(embedder, waiting)
        with database.writing() as session:
            _write(session, embedder.name, waiting, vectors)
    return len(waiting)


def _say_nothing(_done: int, _total: int) -> None:
    pass


def forget_other_models(session: Session, model: str) -> int:
    """Delete the vectors of all other models, and return how many there were."""
    result = session.execute(delete(Embedding).where(Embedding.model != model))
    assert isinstance(result, CursorResult)
    return result.rowcount


def _missing(model: str, *columns: Any) -> Select[Any]:
    current = exists().where(
        Embedding.document_id == SearchDocument.id,
        Embedding.model == model,
        Embedding.ordinal == 0,
        Embedding.text_hash == SearchDocument.text_hash,
        # Taking a migration back and making it again loses them.
        Embedding.word_vectors.is_not(None),
    )
    return select(*columns).select_from(SearchDocument).where(~current)


def _read_waiting(session: Session, model: str, after: int, count: int) -> list[_Waiting]:
    query = _missing(model, SearchDocument.id, SearchDocument.text, SearchDocument.text_hash)
    query = query.where(SearchDocument.id > after).order_by(SearchDocument.id).limit(count)
    return [_Waiting(*row) for row in session.execute(query)]


def _read_among(session: Session, model: str, document_ids: Collection[int]) -> list[_Waiting]:
    query = _missing(model, SearchDocument.id, SearchDocument.text, SearchDocument.text_hash)
    query = query.where(SearchDocument.id.in_(sorted(document_ids))).order_by(SearchDocument.id)
    return [_Waiting(*row) for row in session.execute(query)]


def _read(embedder: Embedder, waiting: Iterable[_Waiting]) -> Mapping[str, _Vectors]:
    """Read each text, the whole first, then its passages; a repeated text is read once."""
    pieces = {document.text: [document.text, *passages_of(document.text)] for document in waiting}
    readings = iter(embedder.read_documents([piece for parts in pieces.values() for piece in parts]))
    return {text: _Vectors.of([*islice(readings, len(parts))]) for text, parts in pieces.items()}


def _write(
    session: Session, model: str, waiting: Sequence[_Waiting], vectors: Mapping[str, _Vectors]
) -> None:
    """Store vectors for the documents that still have the text they were made of."""
    ids = [document.document_id for document in waiting]
    known = session.execute(
        select(SearchDocument.id, SearchDocument.text_hash).where(SearchDocument.id.in_(ids))
    )
    hashes = {row.id: row.text_hash for row in known}
    current = [document for document in waiting if hashes.get(document.document_id) == document.text_hash]
    if current:
        counts = [{"id": each.document_id, "count": len(vectors[each.text].of_texts)} for each in current]
        session.connection().execute(_drop_surplus(model), counts)
        rows = [row for each in current for row in _rows_of(each, model, vectors[each.text])]
        session.execute(_put(session), rows)


def _drop_surplus(model: str) -> Delete:
    """Delete the passages that a text no longer has."""
    surplus = Embedding.document_id == bindparam("id"), Embedding.ordinal >= bindparam("count")
    return delete(Embedding).where(*surplus, Embedding.model == model)


def _rows_of(document: _Waiting, model: str, vectors: _Vectors) -> Iterator[dict[str, Any]]:
    """Yield a row for each vector; that of the whole text keeps all words."""
    for ordinal, vector in enumerate(vectors.of_texts):
        yield {
            "document_id": document.document_id,
            "ordinal": ordinal,
            "model": model,
            "text_hash": document.text_hash,
            "vector": vector.astype("<f4").tobytes(),
            "word_vectors": None if ordinal else vectors.of_words,
        }


def _put(session: Session) -> Any:
    """Insert rows, or put them in the place of those that are there."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(Embedding)
    return statement.on_conflict_do_update(
        index_elements=["document_id", "model", "ordinal"],
        set_={name: statement.excluded[name] for name in ("vector", "word_vectors", "text_hash")},
    )
