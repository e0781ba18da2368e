"""How fast a bundle is imported, beside embedding its texts and nothing else.

The same texts are embedded bare, half of them before the import embeds them and half after it, so that what
slows the machine down meets both.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.made_up_hub import open_writable  # Sets the threads.

# isort: split
from sqlalchemy import func, select
from tqdm import tqdm

from benchmarks.made_up import CYCLES_A_GROUP, GROUP_SIZE, make_bundle
from benchmarks.timing import Taken, time_once
from nic_hub.bundle.importer import import_bundle
from nic_hub.bundle.reading import read_bundle
from nic_hub.database import Database
from nic_hub.models import Embedding, SearchDocument
from nic_hub.search.embedder import Embedder
from nic_hub.search.indexer import embed_missing
from nic_hub.search.passages import passages_of

#: Cycles of the full size; a run takes fewer unless asked.
FULL = 36_000
CYCLES = 3_000
AIM = 0.80


def report(cycles: int, embedder: Embedder) -> None:
    """Import a made-up bundle with so many cycles into an empty hub, and print how fast that was."""
    with tempfile.TemporaryDirectory(prefix="nic-bench-") as folder:
        file = Path(folder) / "bundle.json"
        file.write_text(json.dumps(make_bundle(cycles * GROUP_SIZE // CYCLES_A_GROUP)), encoding="utf-8")
        with _empty_hub(Path(folder) / "hub.sqlite3") as database:
            stored = time_once(lambda: _store(database, file))
            texts = read_texts(database)
            pieces = [piece for text in texts for piece in (text, *passages_of(text))]
            middle = len(pieces) // 2
            bare = time_once(lambda: _embed_bare(embedder, pieces[:middle]))
            embedded = time_once(lambda: _embed(database, embedder))
            bare += time_once(lambda: _embed_bare(embedder, pieces[middle:]))
            assert _count_vectors(database) == len(pieces)
    print(f"\nimport, {cycles:,} cycles in {len(texts):,} records, {len(pieces):,} texts to embed")
    print("\n".join(show(bare, stored, embedded, len(texts))), flush=True)


@contextmanager
def _empty_hub(file: Path) -> Iterator[Database]:
    database = open_writable(file)
    try:
        yield database
    finally:
        database.dispose()


def _store(database: Database, file: Path) -> None:
    bundle = read_bundle(file)
    with database.writing() as session:
        import_bundle(session, bundle)


def read_texts(database: Database) -> list[str]:
    """Return what is searched of every record."""
    with database.reading() as session:
        return list(session.scalars(select(SearchDocument.text).order_by(SearchDocument.id)))


def _embed(database: Database, embedder: Embedder) -> None:
    with tqdm(desc="importing", unit="record", leave=False, disable=None) as bar:
        embed_missing(database, embedder, progress=lambda done, _total: bar.update(done - bar.n))


def _embed_bare(embedder: Embedder, pieces: Sequence[str]) -> None:
    for piece in tqdm(pieces, desc="embedding alone", unit="text", leave=False, disable=None):
        embedder.read(piece)


def _count_vectors(database: Database) -> Any:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Embedding))


def show(bare: Taken, stored: Taken, embedded: Taken, records: int) -> Iterator[str]:
    """Tell the share of the bare speed that the import reaches, and what its parts take."""
    whole = stored + embedded
    share = f"{bare.busy / whole.busy:8.0%} {AIM:5.0%}"
    yield f"  {'':44} {'of floor':>8} {'aim':>5} {'CPU':>8} {'clock':>8} {'a second':>9}"
    for name, told, taken in (
        ("floor: embedding the same texts", f"{1:8.0%} {'':5}", bare),
        ("import: read, check, store, embed", share, whole),
        ("... reading, checking, storing", " " * 14, stored),
        ("... embedding, storing vectors", " " * 14, embedded),
    ):
        rate = records / taken.seconds
        yield f"  {name:44} {told} {taken.busy:6.1f} s {taken.seconds:6.1f} s {rate:9.0f}"
