"""Doubles for what is slow or far away, true to the real thing's protocol."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache

import numpy as np

from nic_hub.search.embedder import Embedder
from nic_hub.search.reading import Reading


class WordEmbedder:
    """Makes the vector of a text from its words alone: quick, without a model, the same every time."""

    name = "words/1"
    dimension = 384
    reads_words = False

    def knows(self, word: str) -> bool:
        """Know all words but made-up ones."""
        return "zzz" not in word

    def read(self, text: str) -> Reading:
        """Read one text."""
        vector = np.zeros(self.dimension, dtype=np.float32)
        for word in text.lower().split() or [""]:
            vector[zlib.crc32(word.strip(".,;:?!").encode()) % self.dimension] += 1
        return Reading(np.asarray(vector / np.linalg.norm(vector), dtype=np.float32))

    def read_documents(self, texts: Sequence[str]) -> list[Reading]:
        """Read many texts."""
        return [self.read(text) for text in texts]


class RememberingEmbedder:
    """Reads each text with a model once, and then remembers it: many tests say and ask the same."""

    def __init__(self, model: Embedder) -> None:
        self.name, self.dimension, self.reads_words = model.name, model.dimension, model.reads_words
        self.knows = model.knows
        self.read = cache(lambda text: model.read(text).at_once())

    def read_documents(self, texts: Sequence[str]) -> list[Reading]:
        """Read many texts."""
        return [self.read(text) for text in texts]


class BrokenEmbedder(WordEmbedder):
    """Fails at every document, as a full disk or a killed model would make it."""

    name = "broken/1"

    def read_documents(self, texts: Sequence[str]) -> list[Reading]:
        """Fail."""
        raise MemoryError(f"no room for {len(texts)} vectors")
