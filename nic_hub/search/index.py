"""The index of one process: everything a search reads, built from the database and kept up with it.

``catch_up`` is called before each search and costs one indexed query when nothing changed. A search reads
a snapshot, which never changes, so it needs no lock; a change makes a new snapshot that shares what it
can.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from sqlalchemy.orm import Session

from nic_hub.models.search import DOCUMENT_LOG
from nic_hub.search.changes import LoadedDocument, load_documents
from nic_hub.search.contents import Contents
from nic_hub.search.positions import Key, Position, start_of
from nic_hub.search.snapshot import Snapshot


class SearchIndex:
    """Follows the search documents of one database.

    Args:
        model: name of the embedder; vectors of others are not read.
        dimension: length of its vectors.
        loads_vectors: whether vectors of texts are compared in this process; the database does it otherwise.
    """

    def __init__(self, model: str, dimension: int, *, loads_vectors: bool = True) -> None:
        self.loads_vectors = loads_vectors
        self.model = model
        self.dimension = dimension
        self._lock = threading.Lock()
        self._contents = Contents(dimension)
        self._position: Position | None = None
        self._snapshot: Snapshot | None = None

    def catch_up(self, session: Session) -> Snapshot:
        """Take in what was committed since the last call, and return the present snapshot.

        When it fails in the middle, the next call takes in the same changes again.

        Args:
            session: a reading transaction.
        """
        with self._lock:
            changed, position = (self._position or start_of(session, DOCUMENT_LOG)).look(session)
            if changed or self._snapshot is None:
                self._take_in(session, changed)
                self._make_room(session)
                self._snapshot = self._contents.snapshot()
            self._position = position
            return self._snapshot

    def _take_in(self, session: Session, changed: Sequence[Key]) -> None:
        ids = [document_id for (document_id,) in changed]
        self._contents.retire(ids)
        for documents in load_documents(
            session, ids, self.model, self.dimension, with_vectors=self.loads_vectors
        ):
            self._add(documents)

    def _add(self, documents: Sequence[LoadedDocument]) -> None:
        try:
            self._contents.add(documents)
        except BaseException:
            # Half of a row fits to nothing: all is read anew.
            self._contents, self._position, self._snapshot = Contents(self.dimension), None, None
            raise

    def _make_room(self, session: Session) -> None:
        """Build anew when most rows are out of date."""
        if self._contents.is_wasteful:
            self._contents = Contents(self.dimension)
            changed, _ = start_of(session, DOCUMENT_LOG).look(session)
            self._take_in(session, changed)
