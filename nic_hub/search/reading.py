"""A text as the model reads it: the vector of the whole, and that of each word in its context.

The vector of a text blurs its words, and word search wants the very same ones. The vectors of words in their
context stand between: "they" near "students", "lost" near "confused", and another one beside "found" (see
``likeness``). They come out of the same pass through the model, brought to fewer dimensions and to a byte
each, which cost nothing on the tuning questions; 5 kB a record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
Packed = npt.NDArray[np.int8]

#: Length of a word's vector.
WORD_DIMENSION = 128
#: Words of a record that are kept; the rest of a book-length text is found by its passages.
MOST_WORDS = 1_000
#: Words of a record that say nothing by themselves. A question's words are all held against the others.
_FUNCTION_WORDS = (
    "a an the this that these those here there of to in on at by for with from into over under about "
    "and or but if as so than then too very just out up down no not is are was were am be been being "
    "do does did have has had can could will would should may might i you he she it we they me him "
    "her us them my your his its our their "
)
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())


def no_words() -> FloatArray:
    """Return the vectors of no words at all."""
    return np.empty((0, WORD_DIMENSION), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the model reads it.

    Args:
        vector: of the whole text: float32, (dimension,), L2-normalised.
        words: its words in lower case; none where the model gives no vectors of words.
        word_vectors: of each word in its context: float32, (words, WORD_DIMENSION), L2-normalised.
    """

    vector: FloatArray
    words: tuple[str, ...] = ()
    word_vectors: FloatArray = field(default_factory=no_words)

    def vectors_of(self, words: Sequence[str]) -> FloatArray:
        """Return the vector of each word where it comes first; zeros for a word that was not read."""
        places = {word: place for place, word in reversed(list(enumerate(self.words)))}
        rows = [self.word_vectors[places[word]] if word in places else _UNREAD for word in words]
        return np.stack([*rows]) if rows else no_words()


_UNREAD = np.zeros(WORD_DIMENSION, dtype=np.float32)


def pack_words(readings: Iterable[Reading]) -> bytes:
    """Return the vectors of what the words of a record say, to be stored: int8, one row a word.

    Args:
        readings: the record's passages, or its whole text where it is one itself.
    """
    kept = [_meaningful(reading) for reading in readings]
    vectors = np.concatenate([no_words(), *kept])[:MOST_WORDS]
    # The largest number of a vector becomes 127. Its length is lost, and is 1 anyway.
    scale = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-9)
    packed: Packed = np.rint(vectors * (127 / scale)).astype(np.int8)
    return packed.tobytes()


def unpack_words(packed: bytes | None) -> Packed:
    """Return stored vectors of words: int8, (words, WORD_DIMENSION), of any length."""
    return np.frombuffer(packed or b"", dtype=np.int8).reshape(-1, WORD_DIMENSION)


def _meaningful(reading: Reading) -> FloatArray:
    """Leave out the function words, unless there is nothing else."""
    kept = [place for place, word in enumerate(reading.words) if word not in FUNCTION_WORDS]
    return reading.word_vectors[kept] if kept else reading.word_vectors
