"""Vectors compared by PostgreSQL with pgvector, for hubs whose vectors are more than a process should hold.

The vectors stand in the ``embedding`` table as bytes, as on SQLite. ``prepare`` adds a column with the
same vectors in pgvector's type, which a trigger fills in the same transaction, and an HNSW index over it.
What may be searched comes from the mask of the process, so filters and visibility are decided as with
FAISS: few documents are compared one by one; among many HNSW scans on until enough of what it meets is
wanted.

Source: Y. Malkov and D. Yashunin, Efficient and robust approximate nearest neighbor search using
hierarchical navigable small world graphs, IEEE TPAMI 2020; iterative scans: pgvector 0.8.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from nic_hub.search.embedder import Embedder
from nic_hub.search.engine import SearchEngine
from nic_hub.search.index import SearchIndex
from nic_hub.search.lexical import Mask
from nic_hub.search.reading import FloatArray
from nic_hub.search.snapshot import Snapshot
from nic_hub.search.vectors import Candidates, Numbers

#: Documents that are compared one by one: about 20 ms.
EXACT_LIMIT = 3_000
#: Wanted vectors the index must bring, and how many it may look at before everything wanted is compared.
OVERSAMPLING = 300
MOST_SCANNED = 20_000


def prepare(connection: Connection, dimension: int) -> None:
    """Give the ``embedding`` table its pgvector column, trigger and index, where they are missing.

    Args:
        connection: a writing transaction, of a role that may create the extension, or where it exists.
        dimension: length of a vector; others are left out of the column.
    """
    if is_prepared(connection):
        return
    connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS vector")
    for statement in _PREPARATION.format(dimension=dimension).split(";;"):
        connection.exec_driver_sql(statement)


def is_prepared(connection: Connection) -> bool:
    """Say whether ``prepare`` has nothing to do, by reading alone."""
    return bool(connection.exec_driver_sql("SELECT to_regclass('ix_search_vector') IS NOT NULL").scalar())


def make_engine(embedder: Embedder) -> SearchEngine:
    """Make a search engine that lets PostgreSQL compare vectors; ``prepare`` the database first."""
    index = SearchIndex(embedder.name, embedder.dimension, loads_vectors=False)
    return SearchEngine(embedder, index, PgVectors(embedder.name))


class PgVectors:
    """Compares a question with the vectors in the database.

    Args:
        model: name of the embedder.
    """

    def __init__(self, model: str) -> None:
        self._model = model

    def __call__(
        self,
        session: Session,
        snapshot: Snapshot,
        query: FloatArray,
        wanted: Sequence[Mask],
        also: Sequence[Numbers],
    ) -> list[Candidates]:
        """Return, for each mask, the wanted rows that may be the nearest, in the order of the rows."""
        searches = zip(wanted, also, strict=True)
        return [self._search(session, snapshot, query, *each) for each in searches]

    def _search(
        self, session: Session, snapshot: Snapshot, query: FloatArray, wanted: Mask, also: Numbers
    ) -> Candidates:
        rows = np.flatnonzero(wanted)
        if len(rows) > EXACT_LIMIT:
            rows = self._scan(session, snapshot, query, wanted, also)
        return self._score(session, snapshot, query, rows)

    def _scan(
        self, session: Session, snapshot: Snapshot, query: FloatArray, wanted: Mask, also: Numbers
    ) -> Numbers:
        """Let the index look for wanted documents; all of them when it brings too few."""
        for setting, value in _SCAN_SETTINGS.items():
            session.execute(text(f"SET LOCAL {setting} = {value}"))
        unwanted = snapshot.document_ids[snapshot.facets.alive & ~wanted]
        given = self._given(query) | {"count": OVERSAMPLING, "unwanted": unwanted.tolist()}
        found = session.scalars(_SCAN, given).all()
        if len(found) < OVERSAMPLING:
            return np.flatnonzero(wanted)
        near = wanted & np.isin(snapshot.document_ids, np.array(found))
        near[also] = True
        return np.flatnonzero(near)

    def _score(self, session: Session, snapshot: Snapshot, query: FloatArray, rows: Numbers) -> Candidates:
        """Compare with all vectors of some rows: the mean of the whole text's and the best one."""
        given = self._given(query) | {"documents": snapshot.document_ids[rows].tolist()}
        scored: dict[int, float] = {row[0]: row[1] for row in session.execute(_SCORE, given)}
        compared = np.array(
            [row for row in rows.tolist() if int(snapshot.document_ids[row]) in scored], dtype=np.int64
        )
        scores = [scored[document] for document in snapshot.document_ids[compared].tolist()]
        return Candidates(compared, np.array(scores, dtype=np.float32))

    def _given(self, query: FloatArray) -> dict[str, Any]:
        return {"query": str(query.tolist()), "model": self._model}


#: Relaxed order finds more, and the exact comparison puts it right.
_SCAN_SETTINGS = {
    "hnsw.iterative_scan": "relaxed_order",
    "hnsw.ef_search": 200,
    "hnsw.max_scan_tuples": MOST_SCANNED,
    # The planner knows nothing of what the filter leaves, and a sort of all vectors is the worst it
    # can choose.
    "enable_sort": "off",
}

_SCAN = text("""
SELECT document_id FROM embedding
WHERE model = :model AND search_vector IS NOT NULL
    AND document_id <> ALL(CAST(:unwanted AS bigint[]))
ORDER BY search_vector <#> CAST(:query AS vector)
LIMIT :count
""")

_SCORE = text("""
SELECT document_id, (max(cosine) FILTER (WHERE ordinal = 0) + max(cosine)) / 2
FROM (
    SELECT embedding.document_id, ordinal, -(search_vector <#> CAST(:query AS vector)) AS cosine
    FROM embedding JOIN search_document ON search_document.id = embedding.document_id
    WHERE model = :model AND embedding.text_hash = search_document.text_hash AND search_vector IS NOT NULL
        AND document_id = ANY(CAST(:documents AS bigint[]))
) AS compared
GROUP BY document_id HAVING bool_or(ordinal = 0)
""")

# The vector is kept in the row itself (PLAIN), since it is read far more often than the bytes.
_PREPARATION = """
CREATE OR REPLACE FUNCTION search_vector_of(bytes bytea) RETURNS vector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CAST(array_agg(
        CASE WHEN bits & 2147483647 = 0 THEN 0 ELSE
            (1 - 2 * (bits >> 31)) * (1 + (bits & 8388607) / CAST(8388608 AS float8))
            * power(CAST(2 AS float8), ((bits >> 23) & 255) - 127)
        END ORDER BY place) AS vector)
    FROM (
        SELECT place, get_byte(bytes, place) + (get_byte(bytes, place + 1) << 8)
            + (get_byte(bytes, place + 2) << 16) + (CAST(get_byte(bytes, place + 3) AS bigint) << 24) AS bits
        FROM generate_series(0, length(bytes) - 4, 4) AS place
    ) AS numbers
$$;;
ALTER TABLE embedding ADD COLUMN IF NOT EXISTS search_vector vector({dimension});;
ALTER TABLE embedding ALTER COLUMN search_vector SET STORAGE PLAIN;;
CREATE OR REPLACE FUNCTION set_search_vector() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    NEW.search_vector := CASE WHEN length(NEW.vector) = 4 * {dimension} THEN search_vector_of(NEW.vector) END;
    RETURN NEW;
END $$;;
CREATE OR REPLACE TRIGGER set_search_vector BEFORE INSERT OR UPDATE ON embedding
FOR EACH ROW EXECUTE FUNCTION set_search_vector();;
UPDATE embedding SET search_vector = NULL;;
CREATE INDEX ix_search_vector ON embedding USING hnsw (search_vector vector_ip_ops)
"""
