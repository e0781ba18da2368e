"""The state of the index at one moment: immutable, and shared by all threads that search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from nic_hub.domain.visibility import Grant
from nic_hub.search.facets import Facets, Filter
from nic_hub.search.lexical import Audience, Mask, WordIndex
from nic_hub.search.likeness import RecordWords
from nic_hub.search.vectors import VectorIndex

#: Askers whose view is remembered until the next change, and what was wished for: a byte a row each.
AUDIENCES, WISHES = 256, 16


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a search reads.

    Args:
        facets: what rows are filtered by.
        words: their words.
        vectors: their vectors.
        record_ids: the record of each row; later rows may follow.
        document_ids: the document of each row: int64, (rows,).
        record_words: the vectors of the words of each row.
        unread: rows that the model has not read yet: int64, (n,). They are found by their words alone.
    """

    facets: Facets
    words: WordIndex
    vectors: VectorIndex
    record_ids: Sequence[str]
    document_ids: npt.NDArray[np.int64]
    record_words: RecordWords
    unread: npt.NDArray[np.int64]
    _audiences: dict[object, Audience] = field(default_factory=dict)
    _wanted: dict[object, Mask] = field(default_factory=dict)

    def audience(self, grants: Iterable[Grant], own_grants: Iterable[Grant] = ()) -> Audience:
        """Return the rows somebody may see, with the statistics of their words."""
        grants, own_grants = tuple(grants), tuple(own_grants)
        key = _key_of(grants), _key_of(own_grants)
        known = self._audiences.get(key)
        if known is None:
            known = self.words.audience(self.facets.visible(grants, own_grants))
            if len(self._audiences) >= AUDIENCES:
                self._audiences.clear()
            self._audiences[key] = known
        return known

    def wanted(self, wish: Filter) -> Mask:
        """Return the rows a filter asks for, whoever may see them."""
        key = wish.key
        known = self._wanted.get(key)
        if known is None:
            known = self.facets.wanted(wish)
            if len(self._wanted) >= WISHES:
                self._wanted.clear()
            self._wanted[key] = known
        return known

    def count_unread(self, audience: Audience, wish: Filter) -> int:
        """Count the wanted rows of an audience that the model has not read yet."""
        if not len(self.unread):
            return 0
        return int(np.count_nonzero((audience.mask & self.wanted(wish))[self.unread]))

    @property
    def document_count(self) -> int:
        """Return how many documents there are."""
        return int(np.count_nonzero(self.facets.alive))


def _key_of(grants: tuple[Grant, ...]) -> frozenset[object]:
    return frozenset(frozenset(grant.conditions.items()) for grant in grants)
