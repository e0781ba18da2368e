"""A hub that holds a made-up network of some size, and a teacher of it who asks.

It is imported and embedded by the code that serves, once: the file stays under ``instance/bench``. Beyond
10,000 records the vectors are made up too.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.hub import FOLDER, embed, open_database, short_id  # Sets the threads.

# isort: split
import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks import made_up
from benchmarks.asked import TODAY
from nic_hub.bundle.importer import import_bundle
from nic_hub.database import Database
from nic_hub.domain.visibility import Principal
from nic_hub.models import Driver, Member, Network
from nic_hub.search.embedder import Embedder
from nic_hub.search.engine import SearchEngine
from nic_hub.search.reading import FloatArray, Reading
from nic_hub.search.snapshot import Snapshot
from nic_hub.services import history, search_documents
from nic_hub.services.access.principals import load_principal

#: Up to so many records, the model reads every text.
MOST_READ = 10_000
#: Records that show how they are made.
MAKING_SHOWN = 3_100
#: How far a made-up vector lies from the real one it starts at: a cosine of about .8.
SPREAD = 0.75
_OPENING = re.compile(r"[.?!,]\s|\n")


class QuickEmbedder:
    """Makes vectors near those of the model without reading each text.

    Made-up texts begin with words of the seed; the vector of those is known, and the rest is chance. So the
    vectors lie in groups as those of texts on one subject do, and a question comes near to what is about it.
    """

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.dimension, self.reads_words = embedder.name, embedder.dimension, embedder.reads_words
        self.read = cache(embedder.read)
        self._chance = np.random.default_rng(0)

    def read_documents(self, texts: Sequence[str]) -> list[Reading]:
        """Read many texts: the words of their beginnings, with vectors that are somewhat different."""
        near = [self.read(_OPENING.split(text, maxsplit=1)[0]) for text in texts]
        return [Reading(self._somewhere_near(reading.vector), reading.words) for reading in near]

    def _somewhere_near(self, vector: FloatArray) -> FloatArray:
        moved = vector + self._chance.normal(scale=SPREAD / self.dimension**0.5, size=vector.shape)
        return np.asarray(moved / np.linalg.norm(moved), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class MadeUpHub:
    """An open hub, with who asks it.

    Args:
        size: how many records it has.
        file: its database.
        snapshot: its index, as it is before the first question.
        loading_seconds: how long it took to load the index.
        principal: who asks.
        drivers: the ids of the drivers that have ideas.
    """

    size: int
    file: Path
    database: Database
    engine: SearchEngine
    snapshot: Snapshot
    loading_seconds: float
    principal: Principal
    drivers: Sequence[str]

    @property
    def told(self) -> str:
        """Return its size in words."""
        made_up_too = " (made up)" if self.size > MOST_READ else ""
        return f"{self.size:,} records, {len(self.snapshot.vectors.vectors):,} vectors{made_up_too}"


def file_of(size: int) -> Path:
    """Return where the hub of some size is kept; when records are made in another way, it is another file."""
    made_of = short_id(json.dumps(made_up.make_bundle(MAKING_SHOWN)))
    return FOLDER / f"made-up-{size}-{made_of[:12]}.sqlite3"


def open_writable(file: Path) -> Database:
    """Open a database whose records get their history and their searched texts, as the hub's do."""
    database = open_database(file)
    for watch in (history.watch, search_documents.watch):
        watch(database.writing_sessions)
    return database


def fill(database: Database, size: int, embedder: Embedder) -> None:
    """Import and embed a network of some size, unless it is there."""
    with database.writing() as session:
        if find_network(session) is None:
            print(f"making {size:,} records, once ...", flush=True)
            import_bundle(session, made_up.make_bundle(size))
    embed(database, embedder if size <= MOST_READ else QuickEmbedder(embedder), f"{size:,} records")


def find_network(session: Session) -> Network | None:
    """Return the made-up network."""
    return session.scalars(select(Network).where(Network.key == made_up.NETWORK_KEY)).one_or_none()


def find_asker(session: Session) -> Member:
    """Return the teacher who asks."""
    return session.scalars(select(Member).where(Member.key == made_up.ASKER)).one()


@contextmanager
def made_up_hub(size: int, embedder: Embedder) -> Iterator[MadeUpHub]:
    """Open a hub of some size, and make it when there is none."""
    file = file_of(size)
    database = open_writable(file)
    try:
        fill(database, size, embedder)
        with database.reading() as session:
            yield _open(size, file, database, SearchEngine(embedder), session)
    finally:
        database.dispose()


def _open(size: int, file: Path, database: Database, engine: SearchEngine, session: Session) -> MadeUpHub:
    begun = time.perf_counter()
    snapshot = engine.catch_up(session)
    loaded = time.perf_counter() - begun
    principal = load_principal(session, find_asker(session), TODAY)
    query = select(Driver.id).where(Driver.key.in_(made_up.used_drivers())).order_by(Driver.key)
    return MadeUpHub(size, file, database, engine, snapshot, loaded, principal, list(session.scalars(query)))
