"""Answer a question with records: by meaning and by words, among what the asker may see.

The database is asked once, whether anything changed. Who may see what comes in as grants; this room
decides nothing about it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Grant
from nic_hub.search.embedder import Embedder
from nic_hub.search.facets import Filter
from nic_hub.search.fact_index import FactIndex
from nic_hub.search.fusion import POOL, WHOLE_TEXT_WORDS, dense_share_for, fuse, stretch
from nic_hub.search.index import SearchIndex
from nic_hub.search.lexical import QUESTION, WHOLE_TEXT, Mask, WordQuery, WordScores
from nic_hub.search.likeness import UNRELATED, AskedWords
from nic_hub.search.reading import FloatArray
from nic_hub.search.snapshot import Snapshot
from nic_hub.search.vectors import Candidates

Numbers = npt.NDArray[np.int64]
#: Short texts that are kept as they were read: about 10 kB each.
KEPT_READINGS = 2048


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found.

    Args:
        kind: its kind.
        record_id: its id.
        idea_id: the change idea it belongs to: itself for an idea, the tested idea for a cycle.
        score: how well it fits beside the others that were found, 0 to 1. It says nothing across questions.
        dense: cosine of the question and the record, -1 to 1; None while the record has no vector. It does.
        lexical: share of the question's words in the record, rare words counting more, 0 to 1. It does, too.
        said: for each word of the question, how near the record comes to saying it in whatever words, times
            what the word counts. All together are 0 to 1, across questions, too.
    """

    kind: str
    record_id: str
    idea_id: str | None
    score: float
    dense: float | None
    lexical: float
    said: tuple[float, ...]


class Comparison(Protocol):
    """Compares a question with the vectors of rows."""

    def __call__(
        self, session: Session, snapshot: Snapshot, query: FloatArray, wanted: Mask, also: Numbers
    ) -> Candidates:
        """Return the wanted rows that may be the nearest, and those of ``also``, in the order of rows."""
        ...


def compare_in_process(
    _session: Session, snapshot: Snapshot, query: FloatArray, wanted: Mask, also: Numbers
) -> Candidates:
    """Compare with FAISS."""
    return snapshot.vectors.search(query, wanted, also)


class SearchEngine:
    """Searches one database.

    Args:
        embedder: makes the vector of a question.
        index: the index of vectors that this embedder made.
        compare: compares a question with vectors; in this process, or in the database (see ``pgvector``).
    """

    def __init__(
        self, embedder: Embedder, index: SearchIndex | None = None, compare: Comparison | None = None
    ) -> None:
        self.embedder = embedder
        self.compare = compare or compare_in_process
        self.index = index or SearchIndex(embedder.name, embedder.dimension)
        #: Follows the facts by which what was found is weighed.
        self.facts = FactIndex()
        #: Reads a short text; those asked for again and again (drivers) are kept.
        self.read = lru_cache(KEPT_READINGS)(embedder.read)

    def embed(self, text: str) -> FloatArray:
        """Return the unit vector of a short text."""
        return self.read(text).vector

    def ask(
        self, session: Session, query: str, grants: Iterable[Grant], own_grants: Iterable[Grant] = ()
    ) -> AskedWords:
        """Return the words of a question, with what each counts among what the asker may read.

        Args:
            session: a reading transaction.
            query: the question.
            grants: what the asker may read.
            own_grants: what is the asker's own.
        """
        words, snapshot = WordQuery.of(query), self.catch_up(session)
        shares = snapshot.words.shares(words, snapshot.audience(grants, own_grants), QUESTION)
        return AskedWords(self.read(query).vectors_of(words.words), shares)

    def catch_up(self, session: Session) -> Snapshot:
        """Take in what was committed; a search does so by itself."""
        return self.index.catch_up(session)

    def search(
        self,
        session: Session,
        query: str,
        grants: Iterable[Grant],
        *,
        own_grants: Iterable[Grant] = (),
        limit: int = 10,
        **wishes: Any,
    ) -> list[Hit]:
        """Return the records that fit a question, best first.

        Args:
            session: a reading transaction.
            query: the question in plain words, or a whole text; any punctuation is harmless.
            grants: what the asker may read (``domain.visibility.read_grants``).
            own_grants: what is the asker's own (``own_grants``), which is seen whatever it hangs on.
            limit: how many records at most, up to 200.
            wishes: what to search among; see ``Filter``.
        """
        words = WordQuery.of(query)
        if not words.length:
            return []
        snapshot = self.catch_up(session)
        audience = snapshot.audience(grants, own_grants)
        wanted = audience.mask & snapshot.facets.wanted(Filter(**wishes))
        weighting = WHOLE_TEXT if words.length >= WHOLE_TEXT_WORDS else QUESTION
        word_scores = snapshot.words.score(words, audience, wanted, weighting)
        reading = self.read(query)
        worded = _highest(word_scores.bm25, POOL)
        compared = self.compare(session, snapshot, reading.vector, wanted, worded)
        ranking = _Ranking(snapshot, word_scores, worded, compared)
        found = ranking.best(dense_share_for(words.length), limit)
        asked = AskedWords(reading.vectors_of(words.words), word_scores.shares)
        return ranking.hits(found, self._said(snapshot, asked, word_scores, found.rows))

    def _said(
        self, snapshot: Snapshot, asked: AskedWords, scores: WordScores, rows: Numbers
    ) -> npt.NDArray[np.float64]:
        """Return how near each row comes to saying each word; in the very words where no others are known."""
        if self.embedder.reads_words:
            return snapshot.record_words.say(asked, rows)
        return np.outer(UNRELATED + (1 - UNRELATED) * scores.coverage[rows], asked.shares)


@dataclass(frozen=True, slots=True)
class _Found:
    """Rows that were found, best first, with their scores and cosines (NaN without a vector)."""

    rows: Numbers
    scores: npt.NDArray[np.float64]
    cosines: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Ranking:
    """The rows that meaning and words bring, and their order."""

    snapshot: Snapshot
    words: WordScores
    worded: Numbers
    compared: Candidates

    def best(self, dense_share: float, limit: int) -> _Found:
        """Return the rows that fit best."""
        nearest = self.compared.best(POOL)
        rows = np.union1d(nearest.rows, self.worded)
        cosines = _cosines_of(rows, self.compared)
        dense = np.nan_to_num(stretch(cosines, nearest.scores))
        lexical = stretch(self.words.bm25[rows], _scale(self.words.bm25[self.worded]))
        scores = fuse(dense, lexical, dense_share)
        order = np.lexsort((rows, -scores))[:limit]
        return _Found(rows[order], scores[order], cosines[order])

    def hits(self, found: _Found, said: npt.NDArray[np.float64]) -> list[Hit]:
        """Return what is known of each row that was found."""
        parts = zip(found.rows.tolist(), found.scores, found.cosines, said.tolist(), strict=True)
        return [self._hit(*each) for each in parts]

    def _hit(self, row: int, score: float, cosine: float, said: list[float]) -> Hit:
        facets = self.snapshot.facets
        return Hit(
            kind=facets.value("kind", row),
            record_id=self.snapshot.record_ids[row],
            idea_id=facets.value("idea_id", row),
            score=float(score),
            dense=None if np.isnan(cosine) else float(cosine),
            lexical=min(float(self.words.coverage[row]), 1.0),
            said=tuple(said),
        )


def _cosines_of(rows: Numbers, compared: Candidates) -> npt.NDArray[np.float64]:
    """Return the cosine of each row; NaN for a row without a vector."""
    if not len(compared.rows):
        return np.full(len(rows), np.nan)
    places = np.minimum(np.searchsorted(compared.rows, rows), len(compared.rows) - 1)
    return np.where(compared.rows[places] == rows, compared.scores[places], np.nan)


def _highest(scores: npt.NDArray[np.float64], count: int) -> Numbers:
    """Return the rows with the highest scores above 0."""
    rows = np.flatnonzero(scores)
    if len(rows) > count:
        rows = rows[np.argpartition(scores[rows], -count)[-count:]]
    return rows


def _scale(pool: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Let the scale begin at 0 as long as every row with one of the words is in the pool."""
    return pool if len(pool) >= POOL else np.append(pool, 0.0)
