"""Answer a question with records: by meaning and by words, among what the asker may see.

The database is asked once, whether anything changed. Who may see what comes in as grants; this room
decides nothing about it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Grant
from nic_hub.search.asking import Asking, Comparison, Hit, compare_in_process
from nic_hub.search.embedder import Embedder
from nic_hub.search.facets import Filter
from nic_hub.search.fact_index import FactIndex
from nic_hub.search.index import SearchIndex
from nic_hub.search.lexical import WordQuery
from nic_hub.search.reading import FloatArray, Reading
from nic_hub.search.snapshot import Snapshot

#: Short texts that are kept with their words as they were read: about 10 kB each.
KEPT_READINGS = 1024


class SearchEngine:
    """Searches one database.

    Args:
        embedder: makes the vector of a question.
        index: the index of vectors that this embedder made.
        compare: compares a question with vectors; in this process, or in the database (see ``pgvector``).
    """

    def __init__(
        self, embedder: Embedder, index: SearchIndex | None = None, compare: Comparison | None = None
    ) -> None:
        self.embedder = embedder
        self.compare: Comparison = compare or compare_in_process
        self.index = index or SearchIndex(embedder.name, embedder.dimension)
        #: Follows the facts by which what was found is weighed.
        self.facts = FactIndex()
        #: Reads a short text; those asked for again and again (drivers) are kept.
        self.read = lru_cache(KEPT_READINGS)(self._read_at_once)

    def _read_at_once(self, text: str) -> Reading:
        return self.embedder.read(text).at_once()

    def embed(self, text: str) -> FloatArray:
        """Return the unit vector of a short text."""
        return self.read(text).vector

    def catch_up(self, session: Session) -> Snapshot:
        """Take in what was committed; a question does so by itself."""
        return self.index.catch_up(session)

    def ask(
        self, session: Session, query: str, grants: Iterable[Grant], own_grants: Iterable[Grant] = ()
    ) -> Asking:
        """Hold a question against what was committed by now, as far as the asker may see it.

        Args:
            session: a reading transaction.
            query: the question in plain words, or a whole text; any punctuation is harmless.
            grants: what the asker may read (``domain.visibility.read_grants``).
            own_grants: what is the asker's own (``own_grants``), which is seen whatever it hangs on.
        """
        snapshot = self.catch_up(session)
        audience = snapshot.audience(grants, own_grants)
        return Asking(
            session=session,
            snapshot=snapshot,
            lookup=snapshot.words.look_up(WordQuery.of(query), audience),
            query=query,
            read=self.read,
            reads_words=self.embedder.reads_words,
            compare=self.compare,
        )

    def count_unread(
        self, session: Session, grants: Iterable[Grant], own_grants: Iterable[Grant], wish: Filter
    ) -> int:
        """Count the wanted records an asker may see that the model has not read: what it finds is not all.

        Args:
            session: a reading transaction.
            grants: what the asker may read.
            own_grants: what is the asker's own.
            wish: what is searched among.
        """
        snapshot = self.catch_up(session)
        return snapshot.count_unread(snapshot.audience(grants, own_grants), wish)

    def search(
        self,
        session: Session,
        query: str,
        grants: Iterable[Grant],
        *,
        own_grants: Iterable[Grant] = (),
        limit: int = 10,
        **wishes: Any,
    ) -> list[Hit]:
        """Return the records that fit a question, best first (see ``ask``).

        Args:
            session: a reading transaction.
            query: the question.
            grants: what the asker may read.
            own_grants: what is the asker's own.
            limit: how many records at most, up to 200.
            wishes: what to search among; see ``Filter``.
        """
        (found,) = self.ask(session, query, grants, own_grants).search([Filter(**wishes)], limit)
        return found
