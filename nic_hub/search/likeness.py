"""How near a record comes to saying each word of a question, in whatever words.

Each word of the question is held against every word of the record by the vectors of both in their context;
its nearest one counts. A question whose telling word has no near match anywhere ("calculators") is one that
nobody has tested, even where the rest sounds alike. Where several records belong together, the nearest word
of all of them counts: the idea says "prompts", its cycle "fifth graders", its problem "lost".

Source: O. Khattab and M. Zaharia, ColBERT: efficient and effective passage search via contextualized late
interaction over BERT, SIGIR 2020.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nic_hub.search.reading import FloatArray, Packed, Reading

#: The nearest word of a record that has nothing to do with a question has about this cosine.
UNRELATED = 0.4

Scores = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class AskedWords:
    """The words of a question.

    Args:
        vectors: of each word in its context: float32, (words, WORD_DIMENSION), L2-normalised.
        shares: what each word counts, rare ones more, summing to 1: float64, (words,).
    """

    vectors: FloatArray
    shares: Scores

    def said_in(self, reading: Reading) -> Scores:
        """Return how near a text comes to saying each word, times what the word counts: float64, (words,)."""
        if not len(reading.word_vectors):
            return np.zeros(len(self.shares))
        nearest = (self.vectors @ reading.word_vectors.T).max(axis=1)
        said: Scores = self.shares * np.clip(nearest, 0.0, 1.0)
        return said


@dataclass(frozen=True, slots=True)
class RecordWords:
    """The words of all rows.

    Args:
        vectors: int8, (words, WORD_DIMENSION), of any length.
        scales: one by the length of each vector: float32, (words,); see ``scales_of``.
        first_of: the first word of each row: int64, (rows,).
        count_of: how many words each row has: int64, (rows,).
    """

    vectors: Packed
    scales: FloatArray
    first_of: Numbers
    count_of: Numbers

    def say(self, asked: AskedWords, rows: Numbers) -> Scores:
        """Return how near each row comes to saying each word, times what the word counts.

        Args:
            asked: the words of a question.
            rows: the rows to look at.

        Returns:
            float64, (rows, words), 0 to the word's share; 0 for a row without vectors.
        """
        said = np.zeros((len(rows), len(asked.shares)))
        filled = np.flatnonzero(self.count_of[rows])
        if len(filled) and len(asked.shares):
            counts = self.count_of[rows[filled]]
            nearest = self._nearest(asked.vectors, self.first_of[rows[filled]], counts)
            said[filled] = asked.shares * np.clip(nearest, 0.0, 1.0)
        return said

    def _nearest(self, asked: FloatArray, first: Numbers, counts: Numbers) -> FloatArray:
        """Return the cosine of each asked word with the nearest word of each run: (runs, asked words)."""
        begins = np.cumsum(counts) - counts
        places = np.arange(int(counts.sum())) + np.repeat(first - begins, counts)
        products = self.vectors[places].astype(np.float32) @ asked.T
        products *= self.scales[places, None]
        return np.maximum.reduceat(products, begins, axis=0)


def scales_of(vectors: Packed) -> FloatArray:
    """Return what brings each of some vectors to a length of one: float32, (words,)."""
    lengths = np.linalg.norm(vectors.astype(np.float32), axis=1)
    return np.asarray(1 / np.maximum(lengths, 1e-9), dtype=np.float32)


def said_together(said: Scores, groups: Sequence[Sequence[int]]) -> Scores:
    """Let each word of the question count where it is said best of all that belongs together.

    Args:
        said: how near each text comes to saying each word: float64, (texts, words).
        groups: the texts that belong together, at least one each.

    Returns:
        float64, (groups, words).
    """
    if not groups:
        return said[:0]
    begins = np.cumsum([0, *(len(group) for group in groups[:-1])])
    best: Scores = np.maximum.reduceat(said[[place for group in groups for place in group]], begins, axis=0)
    return best
