"""One question of one asker, held against the index as it is at one moment.

What several searches for the same question share (its words, its vector, the comparison of both with the
records) is done once. Who may see what comes in as an audience; nothing is decided about it here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import isnan
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
from sqlalchemy.orm import Session

from nic_hub.search.facets import Filter
from nic_hub.search.fusion import POOL, WHOLE_TEXT_WORDS, dense_share_for, fuse, stretch
from nic_hub.search.lexical import (
    QUESTION,
    WHOLE_TEXT,
    Audience,
    Lookup,
    Mask,
    Weighting,
    WordQuery,
    WordScores,
)
from nic_hub.search.likeness import RARITY_POWER, UNRELATED, USUALLY_ECHOED, AskedWords, Likeness
from nic_hub.search.reading import FloatArray, Reading
from nic_hub.search.snapshot import Snapshot
from nic_hub.search.vectors import Candidates

Numbers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]


class Hit(NamedTuple):
    """A record that was found.

    Args:
        kind: its kind.
        record_id: its id.
        idea_id: the change idea it belongs to: itself for an idea, the tested idea for a cycle.
        score: how well it fits beside the others that were found, 0 to 1. It says nothing across questions.
        dense: cosine of the question and the record, -1 to 1; None while the record has no vector. It does.
        lexical: share of the question's words in the record, rare words counting more, 0 to 1. It does, too.
        row: its row in the index at that moment.
    """

    kind: str
    record_id: str
    idea_id: str | None
    score: float
    dense: float | None
    lexical: float
    row: int


class Comparison(Protocol):
    """Compares a question with the vectors of rows."""

    def __call__(
        self,
        session: Session,
        snapshot: Snapshot,
        query: FloatArray,
        wanted: Sequence[Mask],
        also: Sequence[Numbers],
        /,
    ) -> list[Candidates]:
        """Return, for each of some masks, the wanted rows that may be the nearest, in the order of rows.

        Args:
            session: a reading transaction.
            snapshot: what is searched.
            query: the vector of the question.
            wanted: the rows to search, once for each search.
            also: for each search, rows to compare whether they are near or not.
        """
        ...


def compare_in_process(
    _session: Session,
    snapshot: Snapshot,
    query: FloatArray,
    wanted: Sequence[Mask],
    also: Sequence[Numbers],
) -> list[Candidates]:
    """Compare with FAISS."""
    return snapshot.vectors.search_each(query, wanted, also)


@dataclass(frozen=True, slots=True)
class Asking:
    """A question that somebody asks now.

    Args:
        session: a reading transaction.
        snapshot: the index as this transaction sees it.
        lookup: the words of the question, among the rows that the asker may see.
        query: the question itself.
        read: reads a short text with the model, and keeps those that are asked for again and again.
        reads_words: whether the model gives vectors of words.
        compare: compares vectors.
    """

    session: Session
    snapshot: Snapshot
    lookup: Lookup
    query: str
    read: Callable[[str], Reading]
    reads_words: bool
    compare: Comparison

    @property
    def audience(self) -> Audience:
        """Return the rows that the asker may see."""
        return self.lookup.audience

    @property
    def words(self) -> WordQuery:
        """Return the words of the question."""
        return self.lookup.query

    @property
    def weighting(self) -> Weighting:
        """Return how much a word counts: in a whole text another way than in a question."""
        return WHOLE_TEXT if self.words.length >= WHOLE_TEXT_WORDS else QUESTION

    def search(self, wishes: Sequence[Filter], limit: int = 10) -> list[list[Hit]]:
        """Return the records that fit the question among those of each wish, best first.

        Args:
            wishes: what to search among, once for each search.
            limit: how many records each may bring, up to 200.
        """
        if not self.words.length:
            return [[] for _ in wishes]
        wanted = [self.audience.mask & self.snapshot.wanted(wish) for wish in wishes]
        scores = self._score_words(wanted)
        # Asking whether numbers are above 0 first is far quicker than looking for those that are not 0.
        rows = np.flatnonzero(scores.bm25 > 0)
        worded = [_highest(scores.bm25, rows, mask) for mask in wanted]
        compared = self.compare(self.session, self.snapshot, self.read(self.query).vector, wanted, worded)
        rankings = (_Ranking(self.snapshot, scores, *each) for each in zip(worded, compared, strict=True))
        return [ranking.hits(dense_share_for(self.words.length), limit) for ranking in rankings]

    def _score_words(self, wanted: Sequence[Mask]) -> WordScores:
        any_wanted = np.logical_or.reduce(wanted) if len(wanted) > 1 else wanted[0]
        return self.snapshot.words.score(self.lookup, any_wanted, self.weighting)

    def hold_against(self, hits: Sequence[Hit], texts: Iterable[str] = ()) -> Likeness:
        """Return how near records, and then texts, come to saying the words of the question.

        A short text stands behind many records, so nothing of it is echoed. Where the model gives no vectors
        of words, the very words that a record holds tell.

        Args:
            hits: records that were found.
            texts: short texts.
        """
        asked = AskedWords.of(self.read(self.query).words, self.words.words, self.lookup.shares(RARITY_POWER))
        of_texts = [asked.said_in(self.read(text).words) for text in texts]
        said, echoed = self._hold_against_records(asked, hits)
        return Likeness(np.vstack([said, *of_texts]), np.append(echoed, np.zeros(len(of_texts))))

    def _hold_against_records(self, asked: AskedWords, hits: Sequence[Hit]) -> Likeness:
        if self.reads_words:
            rows = np.array([hit.row for hit in hits], dtype=np.int64)
            return self.snapshot.record_words.compare(asked, rows)
        held = np.array([hit.lexical for hit in hits])
        said = np.outer(UNRELATED + (1 - UNRELATED) * held, asked.shares)
        return Likeness(said, np.full(len(hits), USUALLY_ECHOED))


@dataclass(frozen=True, slots=True)
class _Ranking:
    """The rows that meaning and words bring to one search, and their order.

    Args:
        snapshot: what is searched.
        words: what the words say of each row.
        worded: the rows that the words bring.
        compared: the rows that were compared by meaning, with their cosines.
    """

    snapshot: Snapshot
    words: WordScores
    worded: Numbers
    compared: Candidates

    def hits(self, dense_share: float, limit: int) -> list[Hit]:
        """Return what is known of the rows that fit best."""
        nearest = self.compared.best(POOL)
        rows = _union(nearest.rows, self.worded)
        cosines = _cosines_of(rows, self.compared)
        dense = stretch(cosines, nearest.scores)
        dense[np.isnan(dense)] = 0.0
        lexical = stretch(self.words.bm25[rows], _scale(self.words.bm25[self.worded]))
        scores = fuse(dense, lexical, dense_share)
        best = np.lexsort((rows, -scores))[:limit]
        return self._describe(rows[best], scores[best], cosines[best])

    def _describe(self, rows: Numbers, scores: Scores, cosines: Scores) -> list[Hit]:
        facets, numbers = self.snapshot.facets, rows.tolist()
        lexical = np.minimum(self.words.coverage[rows], 1.0)
        columns = (
            facets.values_of("kind", rows),
            [self.snapshot.record_ids[row] for row in numbers],
            facets.values_of("idea_id", rows),
            scores.tolist(),
            [None if isnan(cosine) else cosine for cosine in cosines.tolist()],
            lexical.tolist(),
            numbers,
        )
        return [Hit(*each) for each in zip(*columns, strict=True)]


def _cosines_of(rows: Numbers, compared: Candidates) -> Scores:
    """Return the cosine of each row; NaN for a row without a vector."""
    if not len(compared.rows):
        return np.full(len(rows), np.nan)
    places = np.minimum(np.searchsorted(compared.rows, rows), len(compared.rows) - 1)
    return np.where(compared.rows[places] == rows, compared.scores[places], np.nan)


def _union(first: Numbers, second: Numbers) -> Numbers:
    """Return the rows that are in one of both, each once, in order."""
    rows = np.concatenate((first, second))
    rows.sort()
    is_new = np.ones(len(rows), dtype=bool)
    np.not_equal(rows[1:], rows[:-1], out=is_new[1:])
    return rows[is_new]


def _highest(scores: Scores, rows: Numbers, wanted: Mask) -> Numbers:
    """Return those of some rows that are wanted and have the highest scores."""
    rows = rows[wanted[rows]]
    if len(rows) > POOL:
        rows = rows[np.argpartition(scores[rows], -POOL)[-POOL:]]
    return rows


def _scale(pool: Scores) -> Scores:
    """Let the scale begin at 0 as long as every row with one of the words is in the pool."""
    return pool if len(pool) >= POOL else np.append(pool, 0.0)
