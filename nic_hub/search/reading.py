"""A text as the model reads it: the vector of the whole, and that of each word in its context.

The vector of a text blurs its words, and word search wants the very same ones. The vectors of words in their
context stand between: "they" near "students", "lost" near "confused", and another one beside "found" (see
``likeness``). Layers of their own make them out of the model's (see ``word_layers``), with a byte for each
number, which cost nothing on the tuning questions; 5 kB a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, in their order.

    Args:
        names: in lower case.
        vectors: of each word in its context: float32, (words, WORD_DIMENSION), L2-normalised.
        weights: how much each word tells where it stands, beside how rare it is: float32, (words,), above 0.
    """

    names: tuple[str, ...]
    vectors: FloatArray
    weights: FloatArray

    def vectors_of(self, names: Sequence[str]) -> FloatArray:
        """Return the vector of each word where it comes first; zeros for a word that was not read."""
        rows = [_UNREAD if place is None else self.vectors[place] for place in self._places_of(names)]
        return np.stack([*rows]) if rows else NO_WORDS.vectors

    def weights_of(self, names: Sequence[str]) -> FloatArray:
        """Return how much each word tells where it comes first; 1 for a word that was not read."""
        places = self._places_of(names)
        return np.array([1 if place is None else self.weights[place] for place in places], dtype=np.float32)

    def _places_of(self, names: Sequence[str]) -> list[int | None]:
        places = {name: place for place, name in reversed(list(enumerate(self.names)))}
        return [places.get(name) for name in names]


#: What there is of a text without words, and of every text where the model gives no vectors of words.
NO_WORDS = Words((), np.empty((0, WORD_DIMENSION), dtype=np.float32), np.empty(0, dtype=np.float32))


class Reading:
    """A text as the model reads it.

    Its words are read when somebody asks for them: search needs the vector alone.

    Args:
        vector: of the whole text: float32, (dimension,), L2-normalised.
        words: its words, or what reads them.
    """

    __slots__ = ("_words", "vector")

    def __init__(self, vector: FloatArray, words: Words | Callable[[], Words] = NO_WORDS) -> None:
        self.vector = vector
        self._words = words

    def at_once(self) -> Reading:
        """Read the words now, and let go of what they are read from, which is ten times as large."""
        _ = self.words
        return self

    @property
    def words(self) -> Words:
        """Return its words; two threads that ask at once both read them, and find the same."""
        words = self._words
        if not isinstance(words, Words):
            self._words = words = words()
        return words


_UNREAD = np.zeros(WORD_DIMENSION, dtype=np.float32)


def pack_words(readings: Iterable[Reading]) -> bytes:
    """Return the vectors of what the words of a record say, to be stored: int8, one row a word.

    Args:
        readings: the record's passages, or its whole text where it is one itself.
    """
    kept = [_meaningful(reading.words) for reading in readings]
    vectors = np.concatenate([NO_WORDS.vectors, *kept])[:MOST_WORDS]
    # The largest number of a vector becomes 127. Its length is lost, and is 1 anyway.
    scale = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-9)
    packed: Packed = np.rint(vectors * (127 / scale)).astype(np.int8)
    return packed.tobytes()


def unpack_words(packed: bytes | None) -> Packed:
    """Return stored vectors of words: int8, (words, WORD_DIMENSION), of any length."""
    return np.frombuffer(packed or b"", dtype=np.int8).reshape(-1, WORD_DIMENSION)


def _meaningful(words: Words) -> FloatArray:
    """Leave out the function words, unless there is nothing else."""
    kept = [place for place, name in enumerate(words.names) if name not in FUNCTION_WORDS]
    return words.vectors[kept] if kept else words.vectors
