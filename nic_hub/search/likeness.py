"""How near a record comes to saying each word of a question, in whatever words, and the question those of it.

Each word of the question is held against every word of the record by the vectors of both in their context;
its nearest one counts. A question whose telling word has no near match anywhere ("calculators") is one that
nobody has tested, even where the rest sounds alike. Where several records belong together, the nearest word
of all of them counts: the idea says "prompts", its cycle "fifth graders", its problem "lost".

The other way round, the words of a record are held against those of the question. A long record says a bit
of everything; one of which much is *echoed* by the question is about the same.

Source: O. Khattab and M. Zaharia, ColBERT: efficient and effective passage search via contextualized late
interaction over BERT, SIGIR 2020.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nic_hub.search.reading import FloatArray, Packed, Words

#: The nearest word of a record that has nothing to do with a question has about this cosine.
UNRELATED = 0.4
#: The mean of what a question echoes of a record that is looked at; stands where no words are known.
USUALLY_ECHOED = 0.28
#: How much more rare words of a question count: the power of their rarity (0: not at all). Words by
#: themselves need 1.5; likeness tells common words apart, too.
RARITY_POWER = 0.7

Scores = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


class Likeness(NamedTuple):
    """How near some texts and a question come to saying the same.

    Args:
        said: how near each text comes to saying each word of the question, times what the word counts:
            float64, (texts, words), 0 to the word's share.
        echoed: how near the question comes to saying the words of each text, their mean: float64, (texts,),
            0 to 1.
    """

    said: Scores
    echoed: Scores


@dataclass(frozen=True, slots=True)
class AskedWords:
    """The words of a question.

    Args:
        vectors: of each word in its context: float32, (words, WORD_DIMENSION), L2-normalised.
        shares: what each word counts, rare and telling ones more, summing to 1: float64, (words,).
    """

    vectors: FloatArray
    shares: Scores

    @classmethod
    def of(cls, question: Words, names: Sequence[str], rarity: Scores) -> AskedWords:
        """Look up some words of a question.

        Args:
            question: its words as they were read.
            names: each of them once.
            rarity: what each of these counts by its rarity: float64, (names,).
        """
        weights = rarity * question.weights_of(names)
        return cls(question.vectors_of(names), weights / max(float(weights.sum()), 1e-9))

    def said_in(self, text: Words) -> Scores:
        """Return how near a text comes to saying each word, times what the word counts: float64, (words,)."""
        if not text.names:
            return np.zeros(len(self.shares))
        nearest = (self.vectors @ text.vectors.T).max(axis=1)
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

    def compare(self, asked: AskedWords, rows: Numbers) -> Likeness:
        """Hold a question against some rows; a row without vectors says nothing, and nothing of it is echoed.

        Args:
            asked: the words of a question.
            rows: the rows to look at.
        """
        likeness = Likeness(np.zeros((len(rows), len(asked.shares))), np.zeros(len(rows)))
        filled = np.flatnonzero(self.count_of[rows])
        if len(filled) and len(asked.shares):
            counts = self.count_of[rows[filled]]
            begins = np.cumsum(counts) - counts
            cosines = self._cosines(asked.vectors, self.first_of[rows[filled]], counts, begins)
            nearest = np.maximum.reduceat(cosines, begins, axis=1).T
            likeness.said[filled] = asked.shares * nearest.clip(0.0, 1.0)
            echo = cosines.max(axis=0).clip(0.0, 1.0)
            likeness.echoed[filled] = np.add.reduceat(echo, begins) / counts
        return likeness

    def _cosines(self, asked: FloatArray, first: Numbers, counts: Numbers, begins: Numbers) -> FloatArray:
        """Return the cosine of each asked word with each word of each run: (asked words, words)."""
        places = np.arange(int(counts.sum())) + np.repeat(first - begins, counts)
        # This way round, since the largest of many short rows is slow to find.
        cosines: FloatArray = asked @ self.vectors.take(places, axis=0).astype(np.float32).T
        cosines *= self.scales.take(places)
        return cosines


def scales_of(vectors: Packed) -> FloatArray:
    """Return what brings each of some vectors to a length of one: float32, (words,)."""
    lengths = np.linalg.norm(vectors.astype(np.float32), axis=1)
    return np.asarray(1 / np.maximum(lengths, 1e-9), dtype=np.float32)


def bring_together(likeness: Likeness, groups: Sequence[Sequence[int]]) -> Likeness:
    """Let each word of the question, and the echo, count where it is best of all that belongs together.

    Args:
        likeness: of some texts.
        groups: the texts that belong together, at least one each.

    Returns:
        The likeness of the groups.
    """
    if not groups:
        return Likeness(likeness.said[:0], likeness.echoed[:0])
    begins = np.cumsum([0, *(len(group) for group in groups[:-1])])
    places = [place for group in groups for place in group]
    return Likeness(*(np.maximum.reduceat(figures[places], begins, axis=0) for figures in likeness))
