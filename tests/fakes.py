"""Doubles for what is slow or far away, true to the real thing's protocol."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]


class WordEmbedder:
    """Makes the vector of a text from its words alone: quick, without a model, the same every time."""

    name = "words/1"
    dimension = 384
    table = None

    def embed_query(self, text: str) -> FloatArray:
        """Return the vector of one question."""
        vector = np.zeros(self.dimension, dtype=np.float32)
        for word in text.lower().split() or [""]:
            vector[zlib.crc32(word.strip(".,;:?!").encode()) % self.dimension] += 1
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)

    def embed_documents(self, texts: Sequence[str]) -> FloatArray:
        """Return one vector a text."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.stack([self.embed_query(text) for text in texts])


class BrokenEmbedder(WordEmbedder):
    """Fails at every document, as a full disk or a killed model would make it."""

    name = "broken/1"

    def embed_documents(self, texts: Sequence[str]) -> FloatArray:
        """Fail."""
        raise MemoryError(f"no room for {len(texts)} vectors")
