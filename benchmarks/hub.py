"""A hub that holds a test collection: migrated, embedded and searched with the code that serves teachers.

The database stays under ``instance/bench``, so that a second run finds its vectors.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from benchmarks import QUIETLY, TOP

# Set before anything imports a numerical library.
os.environ |= QUIETLY

import numpy as np
from alembic import command
from alembic.config import Config
from sqlalchemy import select
from sqlalchemy.orm import Session
from tqdm import tqdm

from benchmarks.baselines import Scores
from benchmarks.collections import Collection, Document, Query
from nic_hub.database import Database
from nic_hub.domain.visibility import Grant
from nic_hub.models import Embedding, Network, SearchDocument
from nic_hub.search.embedder import Embedder, load_embedder
from nic_hub.search.engine import SearchEngine
from nic_hub.search.indexer import embed_missing
from nic_hub.services.searching import has_to_do_with
from nic_hub.settings import Settings

FOLDER = TOP / "instance" / "bench"
NETWORK = "b" * 32
EVERYTHING = (Grant.of(network_id=[NETWORK]),)


def short_id(text: str) -> str:
    """Return an id as the hub has them."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def open_database(file: Path) -> Database:
    """Open a hub's database, and make it when there is none."""
    database = Database.open(Settings.for_trying_out(database_url=f"sqlite:///{file}"))
    config = Config()
    config.set_main_option("script_location", str(TOP / "migrations"))
    config.attributes["engine"] = database.engine
    command.upgrade(config, "head")
    return database


def load_model() -> Embedder:
    """Load the embedder the server runs."""
    return load_embedder("onnx", TOP / "instance" / "model")


def make_document(document: Document) -> SearchDocument:
    """Make the search document of a document of a collection."""
    text = document.whole
    return SearchDocument(
        network_id=NETWORK,
        kind="change_idea",
        record_id=short_id(document.id),
        idea_id=short_id(document.id),
        team_id=short_id(document.group) if document.group else None,
        visibility="network",
        is_draft=False,
        is_hidden=False,
        is_archived=False,
        is_withdrawn=False,
        tested=False,
        title=document.title,
        text=text,
        text_hash=hashlib.sha256(text.encode()).digest(),
    )


def store(database: Database, documents: Sequence[Document]) -> None:
    """Put documents into an empty hub; a hub that holds some is left as it is."""
    with database.writing() as session:
        if session.get(Network, NETWORK) is None:
            session.add(Network(id=NETWORK, key="bench", name="Bench", problem="To be measured."))
            session.flush()
            session.add_all(make_document(document) for document in documents)


def embed(database: Database, embedder: Embedder, name: str) -> None:
    """Embed what has no vector yet."""
    with tqdm(total=0, desc=f"embedding {name}", unit="document", leave=False, disable=None) as bar:
        embed_missing(database, embedder, progress=lambda done, total: _show(bar, done, total))


def _show(bar: tqdm, done: int, total: int) -> None:
    bar.total = total
    bar.update(done - bar.n)


class CollectionHub:
    """A collection in a hub."""

    def __init__(self, collection: Collection, embedder: Embedder) -> None:
        content = "\n".join(
            f"{document.id}\t{document.group}\t{document.whole}" for document in collection.documents
        )
        self.database = open_database(FOLDER / f"{short_id(content)[:12]}.sqlite3")
        self._engine = SearchEngine(embedder)
        self._ids = {short_id(document.id): document.id for document in collection.documents}
        store(self.database, collection.documents)
        embed(self.database, embedder, collection.name)

    def rank(self, queries: Sequence[Query], count: int = 20) -> list[list[str]]:
        """Search for each query, and return the ids of documents, best first."""
        with self.database.reading() as session:
            return [self._search(session, query, count) for query in queries]

    def _search(self, session: Session, query: Query, count: int) -> list[str]:
        left_out = [short_id(query.group)] if query.group else []
        hits = self._engine.search(
            session,
            query.text,
            EVERYTHING,
            network_id=NETWORK,
            without_team_ids=left_out,
            without_idea_ids=[short_id(query.id)],
            limit=count,
        )
        return [self._ids[hit.record_id] for hit in hits if has_to_do_with(hit)]

    def dense(self, documents: Sequence[str], queries: Sequence[str]) -> Scores:
        """Score with the cosine of whole texts, as a plain vector search does."""
        with self.database.reading() as session:
            rows = session.execute(
                select(SearchDocument.text, Embedding.vector)
                .join(Embedding, Embedding.document_id == SearchDocument.id)
                .where(Embedding.ordinal == 0, Embedding.model == self._engine.embedder.name)
            )
            known = {text: np.frombuffer(vector, dtype="<f4") for text, vector in rows}
        matrix = np.stack([known[text] for text in documents])
        return np.stack([matrix @ self._engine.embedder.read(text).vector for text in queries])
