"""Search by words: BM25 over words and pairs of words, in the process, the same on both databases.

Why not the databases' own full text: over 10,000 records FTS5 took 3 to 25 ms for a teacher's question,
where embedding it takes 1; PostgreSQL's rank does not know how rare a word is; and both count the records
the asker may not see, so that a hidden record would show in the scores of others. Here the rarity of a
word and the mean length are those of the records the asker may see, and no others.

Source: S. Robertson and H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nic_hub.search.postings import Postings, Rows, add_postings
from nic_hub.search.terms import Keys, pair_keys, word_keys
from nic_hub.search.words import words_of

Mask = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]

#: Postings a question may touch. The most common words go first, since they tell records apart the least.
POSTINGS_LIMIT = 100_000


@dataclass(frozen=True, slots=True)
class Weighting:
    """How much a word counts. The values are chosen on the tuning half of the ecf and Cranfield queries.

    Args:
        k1: how slowly repetitions of a word stop counting.
        b: how much a long record must repeat a word more often (0 to 1).
        pair: weight of a pair of words beside 1 for a word.
        idf_power: power of the rarity; above 1, common words count less than in plain BM25.
    """

    k1: float
    b: float
    pair: float
    idf_power: float


QUESTION = Weighting(k1=1.2, b=0.75, pair=0.3, idf_power=1.5)
#: A whole text as a query carries many common words, so it is weighed as a record is: by rarity on both
#: sides.
WHOLE_TEXT = Weighting(k1=2.0, b=1.0, pair=1.0, idf_power=2.0)


@dataclass(frozen=True, slots=True)
class WordQuery:
    """The words of a question.

    Args:
        keys: every word and pair once.
        counts: how often each comes.
        is_word: whether it is a word (and not a pair).
        length: number of words.
        words: the word behind each key that is one, in the order of the keys.
    """

    keys: Keys
    counts: Scores
    is_word: Mask
    length: int
    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> WordQuery:
        """Read a question; any punctuation is harmless."""
        spelled, words = words_of(text), word_keys(text)
        found = [np.unique(keys, return_counts=True) for keys in (words, pair_keys(words))]
        keys, counts = (np.concatenate(parts) for parts in zip(*found, strict=True))
        is_word = np.arange(len(keys)) < len(found[0][0])
        places = np.unique(words, return_index=True)[1]
        return cls(keys, counts.astype(np.float64), is_word, len(words), tuple(spelled[at] for at in places))


@dataclass(frozen=True, slots=True)
class Audience:
    """The rows somebody may see, and what follows from them for the weight of words.

    Args:
        mask: whether each row is among them: bool, (rows,).
        count: how many are.
        mean_length: their mean length in words.
    """

    mask: Mask
    count: int
    mean_length: float


@dataclass(frozen=True, slots=True)
class WordScores:
    """What the words say of each row.

    Args:
        bm25: 0 and up: float64, (rows,).
        coverage: share of the question's words the row holds, rare words counting more: 0 to 1, (rows,).
        shares: what each word of the question counts for the coverage, summing to 1: float64, (words,).
    """

    bm25: Scores
    coverage: Scores
    shares: Scores


@dataclass(frozen=True, slots=True)
class _Matches:
    """The postings of the keys of a question in one part of the index, key after key.

    Args:
        rows: a row for each posting.
        counts: how often it holds the key.
        lengths: postings of each key.
    """

    rows: Rows
    counts: npt.NDArray[np.uint16]
    lengths: npt.NDArray[np.int64]

    @classmethod
    def find(cls, part: Postings, keys: Keys) -> _Matches:
        """Copy the postings out, one key after the other."""
        begins, ends = part.find(keys)
        runs = [slice(*run) for run in zip(begins.tolist(), ends.tolist(), strict=True) if run[0] < run[1]]
        rows = [part.rows[run] for run in runs] or [part.rows[:0]]
        counts = [part.counts[run] for run in runs] or [part.counts[:0]]
        return cls(np.concatenate(rows), np.concatenate(counts), ends - begins)

    def count_in(self, mask: Mask) -> npt.NDArray[np.int64]:
        """Count the rows of each key that the mask holds."""
        totals = np.zeros(len(self.lengths), dtype=np.int64)
        present = np.flatnonzero(self.lengths)
        if len(present):
            begins = np.cumsum(self.lengths[present]) - self.lengths[present]
            totals[present] = np.add.reduceat(mask.take(self.rows), begins, dtype=np.int64)
        return totals


@dataclass(frozen=True, slots=True)
class WordIndex:
    """The words of all rows. Immutable: adding rows makes a new one that shares what it can."""

    parts: tuple[Postings, ...]
    lengths: npt.NDArray[np.float32]

    def with_rows(self, row_keys: Sequence[Keys], lengths: npt.NDArray[np.float32]) -> WordIndex:
        """Add rows behind the present ones.

        Args:
            row_keys: words and pairs of each new row, with repetitions.
            lengths: number of words of all rows, the new ones included.
        """
        new = Postings.of_rows(len(lengths) - len(row_keys), row_keys)
        return WordIndex(add_postings(self.parts, new), lengths)

    def audience(self, mask: Mask) -> Audience:
        """Work out the statistics of the rows somebody may see."""
        count = int(np.count_nonzero(mask))
        mean = float(self.lengths[mask].mean()) if count else 1.0
        return Audience(mask, count, max(mean, 1.0))

    def score(
        self, query: WordQuery, audience: Audience, wanted: Mask, weighting: Weighting = QUESTION
    ) -> WordScores:
        """Score the wanted rows; all others get 0.

        Args:
            query: the question.
            audience: what the asker may see.
            wanted: the rows to score, a part of the audience: bool, (rows,).
            weighting: how much a word counts.
        """
        found = [_Matches.find(part, query.keys) for part in self.parts]
        frequencies = np.zeros(len(query.keys), dtype=np.int64)
        for matches in found:
            frequencies += matches.count_in(audience.mask)
        rarity = _rarity(frequencies, audience.count) ** weighting.idf_power
        affordable = _within_limit(frequencies)
        weights = (rarity * query.counts * np.where(query.is_word, 1.0, weighting.pair)).astype(np.float32)
        shares = rarity * query.is_word
        shares /= max(float(shares.sum()), 1e-9)
        bm25, coverage = np.zeros(len(wanted)), np.zeros(len(wanted))
        for matches in found:
            numbers = np.repeat(np.arange(len(query.keys)), matches.lengths)
            kept = wanted.take(matches.rows) & affordable.take(numbers)
            rows, numbers = matches.rows[kept], numbers[kept]
            gains = self._gains(rows, matches.counts[kept], audience, weighting)
            bm25 += _add_up(rows, gains * weights.take(numbers), len(wanted))
            coverage += _add_up(rows, shares.take(numbers), len(wanted))
        return WordScores(bm25, coverage, shares[query.is_word])

    def _gains(
        self, rows: Rows, counts: npt.NDArray[np.uint16], audience: Audience, weighting: Weighting
    ) -> npt.NDArray[np.float32]:
        """Return what each posting is worth before the weight of its key: float32."""
        repeated = counts.astype(np.float32)
        slope = weighting.k1 * weighting.b / audience.mean_length
        norms = self.lengths.take(rows) * slope + weighting.k1 * (1 - weighting.b)
        return np.asarray(repeated * (weighting.k1 + 1) / (repeated + norms), dtype=np.float32)


def _rarity(frequencies: npt.NDArray[np.int64], count: int) -> Scores:
    rarity: Scores = np.log1p((count - frequencies + 0.5) / (frequencies + 0.5))
    return rarity


def _add_up(rows: Rows, values: npt.NDArray[Any], length: int) -> Scores:
    sums: Scores = np.bincount(rows, weights=values, minlength=length).astype(np.float64, copy=False)
    return sums


def _within_limit(frequencies: npt.NDArray[np.int64]) -> Mask:
    """Choose the rarest keys whose postings stay within the limit, at least one."""
    order = np.argsort(frequencies, kind="stable")
    fits = np.cumsum(frequencies[order]) <= POSTINGS_LIMIT
    fits[:1] = True
    chosen = np.empty(len(frequencies), dtype=bool)
    chosen[order] = fits
    return chosen
