"""Words that mean nearly the same: "kids" and "students", "pupils" and "children".

The vector of a sentence blurs its words, and word search wants the very same ones. Here each word of a
question is held against every word of a record by the vectors of the two words alone. A question whose rare
word has no near match in any record ("calculators") is one that nobody has tested, even where the rest sounds
alike.

The vectors of the model's own words are made with the export; there is one table a machine, mapped into
memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nic_hub.search.words import words_of

FloatArray = npt.NDArray[np.float32]
WordIds = npt.NDArray[np.int32]
Scores = npt.NDArray[np.float64]

#: Two unrelated words have about this cosine; likeness is counted from here on, up to 1 for the same word.
UNRELATED = 0.35


@dataclass(frozen=True, slots=True)
class WordTable:
    """The vectors of words.

    Args:
        number_of: the row of each word.
        vectors: float32, (words, dimension), L2-normalised.
    """

    number_of: dict[str, int]
    vectors: FloatArray

    @classmethod
    def read(cls, words_file: Path, vectors_file: Path) -> WordTable:
        """Read a table; its vectors stay on disk until they are needed, and are shared by all processes."""
        words = words_file.read_text(encoding="utf-8").split()
        return cls({word: row for row, word in enumerate(words)}, np.load(vectors_file, mmap_mode="r"))

    def ids_of(self, text: str) -> WordIds:
        """Return the number of each known word of a text, once, ascending; of a plural, its singular's."""
        known = (self._number(word) for word in words_of(text))
        return np.array(sorted({number for number in known if number is not None}), dtype=np.int32)

    def _number(self, word: str) -> int | None:
        return self.number_of.get(word, self.number_of.get(word.removesuffix("s")))

    def likeness(
        self,
        words: Sequence[str],
        weights: Scores,
        rows: Sequence[WordIds],
        embed: Callable[[str], FloatArray],
    ) -> Scores:
        """Return how far each row says what the words say, 0 to 1: float64, (rows,).

        Args:
            words: the words of a question.
            weights: what each counts, summing to 1: float64, (words,).
            rows: the known words of each row.
            embed: makes the vector of a word the table lacks.
        """
        numbers, places = np.unique(np.concatenate([*rows, _NOTHING]), return_inverse=True)
        if not len(numbers) or not len(words):
            return np.zeros(len(rows))
        asked = np.stack([self._vector(word, embed) for word in words])
        alike = asked @ np.asarray(self.vectors[numbers]).T
        counted = np.clip((alike - UNRELATED) / (1 - UNRELATED), 0.0, 1.0)
        return _best_of_rows(counted[:, places], [len(row) for row in rows], weights)

    def _vector(self, word: str, embed: Callable[[str], FloatArray]) -> FloatArray:
        number = self._number(word)
        return embed(word) if number is None else np.asarray(self.vectors[number])


_NOTHING = np.empty(0, dtype=np.int32)


def _best_of_rows(counted: FloatArray, lengths: Sequence[int], weights: Scores) -> Scores:
    """Take each question word's best match in each row, and add up what the words count."""
    filled = np.flatnonzero(lengths)
    scores = np.zeros(len(lengths))
    begins = np.cumsum([0, *lengths])[filled]
    best = np.maximum.reduceat(counted, begins, axis=1)
    scores[filled] = weights @ best
    return scores
