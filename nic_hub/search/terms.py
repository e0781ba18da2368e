"""Text to the numbers the word index knows: one key a word, and one a pair of neighbouring words.

Pairs find names ("Think It Out" at any size of the hub) and added .01 nDCG to words alone on the tuning
half of the evaluation data. Keys are 64-bit hashes, so that no process needs a dictionary of all words and
pairs.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from nic_hub.search.words import stem, words_of

Keys = npt.NDArray[np.uint64]

_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


class _KnownKeys(dict[str, int]):
    """Words seen before and their keys; a look-up costs a fortieth of stemming the word again."""

    def __missing__(self, word: str) -> int:
        key = int.from_bytes(blake2b(stem(word).encode(), digest_size=8).digest(), "little")
        if len(self) < _MAX_KNOWN:
            self[word] = key
        return key


_MAX_KNOWN = 500_000
_known_keys = _KnownKeys()


def word_keys(text: str) -> Keys:
    """Return the key of each word of a text, in order: uint64, (words,)."""
    return keys_of(words_of(text))


def keys_of(words: Iterable[str]) -> Keys:
    """Return the key of each of some words, in order: uint64, (words,)."""
    return np.array([_known_keys[word] for word in words], dtype=np.uint64)


def pair_keys(words: Keys) -> Keys:
    """Return the key of each pair of neighbouring words: uint64, (words - 1,)."""
    mixed: Keys = words[:-1] * _FIRST + words[1:] * _SECOND
    return mixed ^ (mixed >> np.uint64(29))
