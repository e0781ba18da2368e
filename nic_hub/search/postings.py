"""Which rows hold which key, and how often: an inverted index that is never changed, only added to by others.

New rows make a new small one; small ones are merged into larger ones, so that a search looks into few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nic_hub.search.terms import Keys

Rows = npt.NDArray[np.int32]
Counts = npt.NDArray[np.uint16]

#: A newer index is merged into the one before it as soon as it holds a quarter as much.
MERGE_RATIO = 4


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of some rows.

    Args:
        keys: every key once, ascending: uint64, (k,).
        starts: where the postings of each key begin: int64, (k + 1,).
        rows: rows of each key, ascending: int32, (p,).
        counts: how often the row holds the key: uint16, (p,).
    """

    keys: Keys
    starts: npt.NDArray[np.int64]
    rows: Rows
    counts: Counts

    @classmethod
    def of_rows(cls, first_row: int, row_keys: Sequence[Keys]) -> Postings:
        """Index rows that follow one another.

        Args:
            first_row: number of the first row.
            row_keys: the keys of each row, with repetitions.
        """
        found = [np.unique(keys, return_counts=True) for keys in row_keys]
        keys = np.concatenate([keys for keys, _ in found])
        counts = np.concatenate([counts for _, counts in found])
        lengths = [len(keys) for keys, _ in found]
        rows = np.repeat(np.arange(first_row, first_row + len(found), dtype=np.int32), lengths)
        return cls._sorted(keys, rows, np.minimum(counts, np.iinfo(np.uint16).max).astype(np.uint16))

    @classmethod
    def _sorted(cls, keys: Keys, rows: Rows, counts: Counts) -> Postings:
        """Group by key; rows of one key keep their order."""
        order = np.argsort(keys, kind="stable")
        unique, starts = np.unique(keys[order], return_index=True)
        return cls(unique, np.append(starts, len(keys)), rows[order], counts[order])

    def merged_with(self, later: Postings) -> Postings:
        """Return one index of both; the rows of ``later`` are higher."""
        return self._sorted(
            np.concatenate([self._key_of_each(), later._key_of_each()]),
            np.concatenate([self.rows, later.rows]),
            np.concatenate([self.counts, later.counts]),
        )

    def _key_of_each(self) -> Keys:
        return np.repeat(self.keys, np.diff(self.starts))

    def runs(self, keys: Keys) -> list[tuple[int, int]]:
        """Return where the postings of each key begin and end; the same for a key that no row holds."""
        if not len(self.keys):
            return [(0, 0)] * len(keys)
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        known = self.keys[places] == keys
        begins, ends = self.starts[places], self.starts[places + 1]
        return list(zip(begins.tolist(), np.where(known, ends, begins).tolist(), strict=True))


def add_postings(parts: tuple[Postings, ...], new: Postings) -> tuple[Postings, ...]:
    """Put a new index behind the others, and merge those that have become small beside it."""
    while parts and len(new.rows) * MERGE_RATIO >= len(parts[-1].rows):
        parts, new = parts[:-1], parts[-1].merged_with(new)
    return (*parts, new)
