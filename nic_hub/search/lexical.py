"""Search by words: BM25 over words and pairs of words, in the process, the same on both databases.

Why not the databases' own full text: over 10,000 records FTS5 took 3 to 25 ms for a teacher's question,
where embedding it takes 1; PostgreSQL's rank does not know how rare a word is; and both count the records
the asker may not see, so that a hidden record would show in the scores of others. Here the rarity of a
word and the mean length are those of the records the asker may see, and no others.

Source: S. Robertson and H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from nic_hub.search.postings import Postings, Rows, add_postings
from nic_hub.search.terms import Keys, keys_of, pair_keys
from nic_hub.search.words import words_of

Mask = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]

#: Postings a question may touch: by record of the audience, at least, at most. The most common words
#: are left out first, since they tell records apart the least; 2 a record cost no quality (1 cost .003).
POSTINGS_PER_RECORD, FEWEST_POSTINGS, MOST_POSTINGS = 2, 20_000, 100_000
#: Words whose frequency an audience remembers.
KNOWN_FREQUENCIES = 50_000


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
        spelled = words_of(text)
        words = keys_of(spelled)
        first = dict(zip(reversed(words.tolist()), reversed(spelled), strict=True))
        found = [sorted(Counter(keys.tolist()).items()) for keys in (words, pair_keys(words))]
        keys, counts = zip(*found[0], *found[1], strict=True) if spelled else ((), ())
        return cls(
            keys=np.array(keys, dtype=np.uint64),
            counts=np.array(counts, dtype=np.float64),
            is_word=np.arange(len(keys)) < len(first),
            length=len(words),
            words=tuple(first[key] for key, _ in found[0]),
        )


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
    _frequencies: dict[int, int] = field(default_factory=dict)

    @property
    def postings_limit(self) -> int:
        """Return how many postings a question of this audience may touch."""
        return min(max(POSTINGS_PER_RECORD * self.count, FEWEST_POSTINGS), MOST_POSTINGS)

    def frequency(self, key: int, postings: Sequence[Rows]) -> int:
        """Return how many of the rows hold a key; counting is remembered, since common words come often.

        Args:
            key: the word or pair.
            postings: all rows that hold it.
        """
        known = self._frequencies.get(key)
        if known is None:
            known = sum(int(np.count_nonzero(self.mask.take(rows))) for rows in postings)
            if len(self._frequencies) < KNOWN_FREQUENCIES:
                self._frequencies[key] = known
        return known


@dataclass(frozen=True, slots=True)
class WordScores:
    """What the words say of each row.

    Args:
        bm25: 0 and up: float64, (rows,).
        coverage: share of the question's words the row holds, rare words counting more: 0 to 1, (rows,).
    """

    bm25: Scores
    coverage: Scores


@dataclass(frozen=True, slots=True)
class _Matches:
    """The postings of the keys of a question, key after key.

    Args:
        rows: a row for each posting.
        counts: how often it holds the key.
        numbers: the place of the key in the question.
    """

    rows: Rows
    counts: npt.NDArray[np.uint16]
    numbers: npt.NDArray[np.int64]

    @classmethod
    def gather(cls, found: Sequence[_Runs], chosen: Sequence[int]) -> _Matches:
        """Copy out the postings of the chosen keys."""
        parts = [(part, *runs[number], number) for part, runs in found for number in chosen]
        parts = [each for each in parts if each[1] < each[2]]
        if not parts:
            return cls(np.empty(0, np.int32), np.empty(0, np.uint16), np.empty(0, np.int64))
        rows = np.concatenate([part.rows[begin:end] for part, begin, end, _ in parts])
        counts = np.concatenate([part.counts[begin:end] for part, begin, end, _ in parts])
        numbers = np.repeat([part[3] for part in parts], [end - begin for _, begin, end, _ in parts])
        return cls(rows, counts, numbers)

    def where(self, kept: Mask) -> _Matches:
        """Keep some of the postings."""
        return _Matches(self.rows[kept], self.counts[kept], self.numbers[kept])


#: A part of the index, and where in it the postings of each key begin and end.
_Runs = tuple[Postings, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Lookup:
    """A question, looked up among the words of what an audience may see.

    Args:
        query: the question.
        audience: what the asker may see.
        found: the postings of its keys.
        frequencies: how many rows of the audience hold each key: int64, (keys,).
    """

    query: WordQuery
    audience: Audience
    found: Sequence[_Runs]
    frequencies: npt.NDArray[np.int64]

    @property
    def rarity(self) -> Scores:
        """Return how rare each key is: float64, (keys,)."""
        return _rarity(self.frequencies, self.audience.count)

    def shares(self, power: float) -> Scores:
        """Return what each word of the question counts, summing to 1: float64, (words,).

        Args:
            power: the power of the rarity of a word.
        """
        return _shares(self.rarity**power * self.query.is_word)[self.query.is_word]


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

    def look_up(self, query: WordQuery, audience: Audience) -> Lookup:
        """Look up a question among what an audience may see."""
        found = [(part, part.runs(query.keys)) for part in self.parts]
        return Lookup(query, audience, found, _frequencies(query.keys, found, audience))

    def score(self, lookup: Lookup, wanted: Mask, weighting: Weighting = QUESTION) -> WordScores:
        """Score the wanted rows; all others get 0.

        Args:
            lookup: the question.
            wanted: the rows to score, a part of the audience: bool, (rows,).
            weighting: how much a word counts.
        """
        query, audience = lookup.query, lookup.audience
        affordable = _within_limit(lookup.frequencies, audience.postings_limit)
        matches = _Matches.gather(lookup.found, np.flatnonzero(affordable).tolist())
        matches = matches.where(wanted.take(matches.rows))
        rarity = lookup.rarity**weighting.idf_power
        weights = (rarity * query.counts * np.where(query.is_word, 1.0, weighting.pair)).astype(np.float32)
        gains = self._gains(matches, audience, weighting) * weights.take(matches.numbers)
        shares = _shares(rarity * (query.is_word & affordable)).take(matches.numbers)
        return WordScores(
            bm25=_add_up(matches.rows, gains, len(wanted)),
            coverage=_add_up(matches.rows, shares, len(wanted)),
        )

    def _gains(self, matches: _Matches, audience: Audience, weighting: Weighting) -> npt.NDArray[np.float32]:
        """Return what each posting is worth before the weight of its key: float32."""
        repeated = matches.counts.astype(np.float32)
        slope = weighting.k1 * weighting.b / audience.mean_length
        norms = self.lengths.take(matches.rows) * slope + weighting.k1 * (1 - weighting.b)
        return np.asarray(repeated * (weighting.k1 + 1) / (repeated + norms), dtype=np.float32)


def _frequencies(keys: Keys, found: Sequence[_Runs], audience: Audience) -> npt.NDArray[np.int64]:
    """Count the records of the audience that hold each key."""
    counted = [
        audience.frequency(key, [part.rows[slice(*runs[number])] for part, runs in found])
        for number, key in enumerate(keys.tolist())
    ]
    return np.array(counted, dtype=np.int64)


def _rarity(frequencies: npt.NDArray[np.int64], count: int) -> Scores:
    rarity: Scores = np.log1p((count - frequencies + 0.5) / (frequencies + 0.5))
    return rarity


def _shares(weights: Scores) -> Scores:
    """Bring weights to a sum of 1."""
    return weights / max(float(weights.sum()), 1e-9)


def _add_up(rows: Rows, values: npt.NDArray[Any], length: int) -> Scores:
    sums: Scores = np.bincount(rows, weights=values, minlength=length).astype(np.float64, copy=False)
    return sums


def _within_limit(frequencies: npt.NDArray[np.int64], limit: int) -> Mask:
    """Choose the rarest keys whose postings stay within a limit, at least one."""
    order = np.argsort(frequencies, kind="stable")
    fits = np.cumsum(frequencies[order]) <= limit
    fits[:1] = True
    chosen = np.empty(len(frequencies), dtype=bool)
    chosen[order] = fits
    return chosen
