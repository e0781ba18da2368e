"""How near a record comes to saying each word of a question, in whatever words.

Each word of the question is held against every word of the record by the vectors of both in their context;
its nearest one counts. A question whose telling word has no near match anywhere ("calculators") is one that
nobody has tested, even where the rest sounds alike. Where several records belong together, the nearest word
of all of them counts: the idea says "prompts", its cycle "fifth graders", its problem "lost".

Source: O. Khattab and M. Zaharia, ColBERT: efficient and effective passage search via contextualized late
interaction over BERT, SIGIR 2020.
"""

from __future__ import annotations

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

    def said_in(self, reading: Reading) -> tuple[float, ...]:
        """Return how near a text comes to saying each word, times what the word counts."""
        if not len(reading.word_vectors):
            return (0.0,) * len(self.shares)
        nearest = (self.vectors @ reading.word_vectors.T).max(axis=1)
        return tuple((self.shares * np.clip(nearest, 0.0, 1.0)).tolist())


@dataclass(frozen=True, slots=True)
class RecordWords:
    """The words of all rows.

    Args:
        vectors: int8, (words, WORD_DIMENSION), of any length.
        first_of: the first word of each row: int64, (rows,).
        count_of: how many words each row has: int64, (rows,).
    """

    vectors: Packed
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
        vectors = self.vectors[places].astype(np.float32)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return np.maximum.reduceat(vectors @ asked.T, begins, axis=0)
