"""What the index of a process holds, and how documents enter and leave it.

A document that changed gets a new row, and its old row is retired with the same snapshot: no search sees
half of a change. Only the index calls this, one thread at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from nic_hub.search.changes import LoadedDocument
from nic_hub.search.facets import GrowingFacets
from nic_hub.search.growing import GrowingArray
from nic_hub.search.lexical import WordIndex
from nic_hub.search.likeness import RecordWords, scales_of
from nic_hub.search.reading import WORD_DIMENSION
from nic_hub.search.snapshot import Snapshot
from nic_hub.search.terms import Keys, pair_keys, word_keys
from nic_hub.search.vectors import Scan, VectorIndex

#: Retired rows that are carried along before the index is built anew, if they are also most of its rows.
RETIRED_LIMIT = 5_000


class Contents:
    """The rows of the index.

    Args:
        dimension: length of a vector.
    """

    def __init__(self, dimension: int) -> None:
        self._row_of_document: dict[int, int] = {}
        self._record_ids: list[str] = []
        self._document_ids = GrowingArray(np.int64)
        self._facets = GrowingFacets()
        self._lengths = GrowingArray(np.float32)
        self._words = WordIndex((), self._lengths.view)
        self._vectors = GrowingArray(np.float32, dimension)
        self._row_of_vector = GrowingArray(np.int32)
        self._first_of, self._count_of = GrowingArray(np.int64), GrowingArray(np.int64)
        self._scans: tuple[Scan, ...] = ()
        self._word_vectors = GrowingArray(np.int8, WORD_DIMENSION)
        self._word_scales = GrowingArray(np.float32)
        self._first_word_of, self._word_count_of = GrowingArray(np.int64), GrowingArray(np.int64)
        self._is_read = GrowingArray(np.bool_)

    @property
    def is_wasteful(self) -> bool:
        """Say whether most rows are out of date."""
        retired = len(self._record_ids) - len(self._row_of_document)
        return retired > max(RETIRED_LIMIT, len(self._row_of_document))

    def retire(self, document_ids: Iterable[int]) -> None:
        """Drop the rows of documents that changed or are gone."""
        known = (self._row_of_document.pop(document_id, None) for document_id in document_ids)
        self._facets.retire([row for row in known if row is not None])

    def add(self, documents: Sequence[LoadedDocument]) -> None:
        """Give each document a row."""
        if not documents:
            return
        words = [_words_of(document) for document in documents]
        for row, document in enumerate(documents, start=len(self._record_ids)):
            self._row_of_document[document.document_id] = row
            self._add_vectors(row, document)
        self._record_ids.extend(document.record_id for document in documents)
        self._document_ids.extend([document.document_id for document in documents])
        self._facets.extend(document.facets for document in documents)
        self._is_read.extend([document.is_read for document in documents])
        self._add_words(words)

    def _add_vectors(self, row: int, document: LoadedDocument) -> None:
        self._first_of.extend([len(self._vectors)])
        self._count_of.extend([len(document.vectors)])
        self._vectors.extend(document.vectors)
        self._row_of_vector.extend([row] * len(document.vectors))
        self._first_word_of.extend([len(self._word_vectors)])
        self._word_count_of.extend([len(document.word_vectors)])
        self._word_vectors.extend(document.word_vectors)
        self._word_scales.extend(scales_of(document.word_vectors))

    def _add_words(self, words: Sequence[Keys]) -> None:
        self._lengths.extend([len(keys) for keys in words])
        keys = [np.concatenate([keys, pair_keys(keys)]) for keys in words]
        self._words = self._words.with_rows(keys, self._lengths.view)

    def snapshot(self) -> Snapshot:
        """Return the present state."""
        vectors = VectorIndex(
            self._vectors.view,
            self._row_of_vector.view,
            self._first_of.view,
            self._count_of.view,
            self._scans,
        ).with_scans()
        self._scans = vectors.scans
        facets = self._facets.at_present()
        return Snapshot(
            facets=facets,
            words=self._words,
            vectors=vectors,
            record_ids=self._record_ids,
            document_ids=self._document_ids.view,
            record_words=RecordWords(
                self._word_vectors.view,
                self._word_scales.view,
                self._first_word_of.view,
                self._word_count_of.view,
            ),
            unread=np.flatnonzero(facets.alive & ~self._is_read.view),
        )


def _words_of(document: LoadedDocument) -> Keys:
    """Return the words of a document; those of its title once more, since a title says what it is about."""
    return np.concatenate([word_keys(document.title), word_keys(document.text)])
