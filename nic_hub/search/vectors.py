"""Search by meaning: the vectors of all rows, with FAISS's kernels, and filters inside the search.

A row has one or more vectors next to each other: its whole text first, then its passages. It scores by the
mean of its whole and its best vector. Whatever the filter leaves, few vectors (10,000, or 3 % of all) are
compared one by one; among many a product-quantised scan finds candidates, which are then compared exactly.
Nothing here is changed once made, so searches need no lock. FAISS runs on one thread: a second is slower
for one question.

Source: F. André, A.-M. Kermarrec and N. Le Scouarnec, Quicker ADC, IEEE TPAMI 2019 (the 4-bit fast scan).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from nic_hub.search.lexical import Mask
from nic_hub.search.reading import FloatArray

Numbers = npt.NDArray[np.int64]
NOTHING: Numbers = np.empty(0, dtype=np.int64)

#: Vectors that are compared one by one where there is a scan: about .5 ms, which scanning costs, too.
EXACT_LIMIT = 10_000
EXACT_SHARE = 0.03
#: Vectors the scan brings at a selectivity of 1. At 100,000 and at 1 million vectors, recall@10 is .99
#: and up.
OVERSAMPLING = 600
#: How much further a scan reaches each time, and the share of all vectors up to which it is worth it.
SCAN_GROWTH = 4
SCAN_SHARE = 0.25
#: New vectors that are compared one by one until they get a scan of their own.
TAIL_LIMIT = 20_000
#: Vectors the quantiser learns from.
TRAINING_SIZE = 50_000
_SUB_VECTORS, _BITS = 96, 4


@dataclass(frozen=True, slots=True)
class Scan:
    """A product-quantised copy of a run of vectors.

    Args:
        first: number of the first vector.
        index: FAISS's fast-scan index over them; never added to after it was made.
    """

    first: int
    index: Any

    @property
    def end(self) -> int:
        """Return the number after the last vector."""
        return self.first + int(self.index.ntotal)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows and their scores: int64 and float32, (n,)."""

    rows: Numbers
    scores: FloatArray

    def best(self, count: int) -> Candidates:
        """Keep the best ones, best first; of equal ones the lower row."""
        chosen = np.arange(len(self.rows))
        if len(chosen) > count:
            # Sorting all takes longer than comparing them did.
            chosen = np.flatnonzero(self.scores >= np.partition(self.scores, -count)[-count])
        order = chosen[np.argsort(-self.scores[chosen], kind="stable")[:count]]
        return Candidates(self.rows[order], self.scores[order])

    def of(self, rows: Numbers) -> Candidates:
        """Keep some rows of these. Both are in the order of the rows."""
        return Candidates(rows, self.scores[np.searchsorted(self.rows, rows)])


@dataclass(frozen=True, slots=True)
class VectorIndex:
    """The vectors of all rows. Immutable: adding rows makes a new one that shares what it can.

    Args:
        vectors: float32, (vectors, dimension), L2-normalised.
        row_of: the row of each vector, ascending: int32, (vectors,).
        first_of: the first vector of each row: int64, (rows,).
        count_of: how many vectors each row has, 0 when it has none yet: int64, (rows,).
        scans: runs of vectors that can be scanned, from the first vector on, without gaps.
    """

    vectors: FloatArray
    row_of: npt.NDArray[np.int32]
    first_of: Numbers
    count_of: Numbers
    scans: tuple[Scan, ...] = ()

    def with_scans(self) -> VectorIndex:
        """Return the same index, with the vectors at its end made scannable if they have become many."""
        first = self.scans[-1].end if self.scans else 0
        if len(self.vectors) - first <= TAIL_LIMIT:
            return self
        quantiser = faiss.clone_index(self.scans[0].index) if self.scans else _train(self.vectors)
        quantiser.reset()
        quantiser.add(self.vectors[first:])
        scans = (*self.scans, Scan(first, quantiser))
        return VectorIndex(self.vectors, self.row_of, self.first_of, self.count_of, scans)

    def search(self, query: FloatArray, wanted: Mask, also: Numbers = NOTHING) -> Candidates:
        """Compare a question with the wanted rows that may be the nearest, in the order of the rows.

        Args:
            query: float32, (dimension,), L2-normalised.
            wanted: the rows to search: bool, (rows,).
            also: wanted rows to compare whether they are near or not.
        """
        (found,) = self.search_each(query, [wanted], [also])
        return found

    def search_each(
        self, query: FloatArray, wanted: Sequence[Mask], also: Sequence[Numbers]
    ) -> list[Candidates]:
        """Do the same for several masks; a row that several want is compared once."""
        faiss.omp_set_num_threads(1)
        scanning = Scanning(self.scans, query)
        near = [self._near(scanning, *each) for each in zip(wanted, also, strict=True)]
        if len(near) == 1:
            return [self.score(query, near[0])]
        compared = self.score(query, _union(near, len(self.count_of)))
        return [compared.of(rows) for rows in near]

    def _near(self, scanning: Scanning, wanted: Mask, also: Numbers) -> Numbers:
        """Return the wanted rows that may be the nearest: all of them, where they are few."""
        rows = np.flatnonzero(wanted & (self.count_of > 0))
        number = int(self.count_of[rows].sum())
        if self.scans and number > max(EXACT_LIMIT, EXACT_SHARE * len(self.vectors)):
            rows = self._scan(scanning, wanted, number, also)
        return rows[self.count_of[rows] > 0]

    def score(self, query: FloatArray, rows: Numbers) -> Candidates:
        """Compare a question with all vectors of some rows; rows without a vector are left out."""
        rows = rows[self.count_of[rows] > 0]
        if not len(rows):
            return Candidates(rows, np.empty(0, dtype=np.float32))
        counts = self.count_of[rows]
        begins = np.cumsum(counts) - counts
        products = self._products(query, _ranges(self.first_of[rows], counts, begins))
        scores = (products[begins] + np.maximum.reduceat(products, begins)) / 2
        return Candidates(rows, scores)

    def _products(self, query: FloatArray, numbers: Numbers) -> FloatArray:
        products = np.empty(len(numbers), dtype=np.float32)
        query = np.ascontiguousarray(query, dtype=np.float32)
        faiss.fvec_inner_products_by_idx(  # type: ignore[attr-defined]
            faiss.swig_ptr(products),
            faiss.swig_ptr(query),
            faiss.swig_ptr(self.vectors),
            faiss.swig_ptr(numbers),
            self.vectors.shape[1],
            1,
            len(numbers),
        )
        return products

    def _scan(self, scanning: Scanning, wanted: Mask, number: int, also: Numbers) -> Numbers:
        """Return the wanted rows that may be the nearest, and some more.

        A filter that goes with the meaning may leave little of the nearest vectors, so the scan reaches
        further until enough are wanted. When that takes a large part of all, all wanted rows are compared.
        """
        wish = OVERSAMPLING * len(self.vectors) // number
        while wish <= SCAN_SHARE * len(self.vectors):
            rows = self.row_of[scanning.nearest(wish)]
            rows = rows[wanted[rows]]
            if len(rows) >= OVERSAMPLING:
                return self._with_tail(rows, wanted, also)
            wish *= SCAN_GROWTH
        return np.flatnonzero(wanted)

    def _with_tail(self, rows: npt.NDArray[np.int32], wanted: Mask, also: Numbers) -> Numbers:
        """Add the wanted rows whose vectors have no scan yet; each row comes once, in order."""
        found = np.zeros_like(wanted)
        found[rows] = True
        found[also] = True
        found[self.row_of[self.scans[-1].end :]] = True
        return np.flatnonzero(found & wanted)


class Scanning:
    """The scans of one question, which several masks share.

    Args:
        scans: what is scanned.
        query: the vector of the question.
    """

    def __init__(self, scans: Sequence[Scan], query: FloatArray) -> None:
        self._scans, self._query = scans, query
        self._count = 0
        self._found: list[Numbers] = []

    def nearest(self, count: int) -> Numbers:
        """Return the numbers of so many of the nearest vectors of each scan."""
        if count > self._count:
            self._count, self._found = count, [_nearest(scan, self._query, count) for scan in self._scans]
        # They come the nearest first.
        return np.concatenate([numbers[:count] for numbers in self._found])


def _nearest(scan: Scan, query: FloatArray, count: int) -> Numbers:
    _, (numbers,) = scan.index.search(query[None], min(count, scan.index.ntotal))
    found: Numbers = numbers[numbers >= 0] + scan.first
    return found


def _ranges(firsts: Numbers, counts: Numbers, begins: Numbers) -> Numbers:
    """Return the numbers of all vectors of some rows, row after row."""
    return np.repeat(firsts - begins, counts) + np.arange(int(counts.sum()))


def _union(parts: Sequence[Numbers], count: int) -> Numbers:
    """Return the rows that are in one of some parts, each once, in order."""
    found = np.zeros(count, dtype=bool)
    for rows in parts:
        found[rows] = True
    return np.flatnonzero(found)


def _train(vectors: FloatArray) -> Any:
    """Teach a quantiser on an even sample of the vectors."""
    index = faiss.IndexPQFastScan(vectors.shape[1], _SUB_VECTORS, _BITS, faiss.METRIC_INNER_PRODUCT)
    index.train(np.ascontiguousarray(vectors[:: max(1, len(vectors) // TRAINING_SIZE)]))
    return index
