"""How fast search is beside its floor: ``python -m benchmarks.speed [RECORDS ...]``.

The floor of a question is embedding it and searching the bare vectors. Records are made up, of the size of
real ones (60 to 200 words), and so are their vectors, which lie in groups as texts on one subject do: how
long a search takes does not depend on what they say.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from benchmarks.hub import FOLDER, NETWORK, load_model, make_document, open_database  # Sets the threads.

# isort: split
import numpy as np
from sqlalchemy import insert
from sqlalchemy.orm import Session

from benchmarks.collections import Document
from nic_hub.database import Database
from nic_hub.domain.visibility import Grant
from nic_hub.models import Embedding, Network, SearchDocument
from nic_hub.search.embedder import Embedder, FloatArray
from nic_hub.search.engine import SearchEngine
from nic_hub.search.passages import passages_of
from nic_hub.search.snapshot import Snapshot

SIZES = (1_000, 10_000, 100_000)
TEAMS, DISTRICTS, DRIVERS, SUBJECTS = 300, 100, 7, 300
ROUNDS = 40
QUESTIONS = (
    "My 5th graders won't ask when they're lost. Anyone tested something?",
    "Anything like our CUBES routine for word problems?",
    "Did grade reflection forms raise grades?",
    "Growth-mindset PD: whole staff or small groups?",
    "how do we get students to talk to each other about mathematics in the classroom",
    "Who tried exit slips at the end of a lesson, and what happened?",
)
WORDS = (
    "the", "of", "and", "to", "a", "in", "students", "teachers", "we", "they", "lesson", "class",
    "with", "for", "was", "on", "that", "team", "grade", "were", "more", "reflection", "prompts",
    "question", "asked", "problem", "task", "discussion", "small", "group", "confusion", "slip", "exit",
    "opener", "minutes", "routine", "reading", "purpose", "predicted", "tested", "found", "partly",
    "mathematics", "reasoning", "explain", "partner", "written", "plan", "form", "behaviour", "growth",
    "mindset", "staff", "coach", "observation", "rubric", "advisory", "week", "data", "notes", "desk",
    "poster", "protocol", "share", "pair", "number", "strategy", "model", "draw", "compare", "revise",
    "feedback", "assessment", "quiz", "homework", "attendance",
)  # fmt: skip
EVERYONE = [Grant.of(network_id=[NETWORK], visibility=["network"], is_draft=[False], is_hidden=[False])]


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one thing that was measured.

    Args:
        name: what it is.
        median: half of the times took longer, by the clock.
        slowest: one in twenty took longer.
        busy: the median of the processor's time: what else runs on the machine hardly shows in it.
    """

    name: str
    median: float
    slowest: float
    busy: float


def fill(database: Database, size: int, model: str) -> None:
    """Put made-up records with made-up vectors into an empty hub; a full one is left as it is."""
    generator = np.random.default_rng(size)
    with database.writing() as session:
        if session.get(Network, NETWORK) is not None:
            return
        session.add(Network(id=NETWORK, key="bench", name="Bench", problem="To be measured."))
        session.flush()
        centres = generator.normal(size=(SUBJECTS, 384)).astype(np.float32)
        for start in range(0, size, 2_000):
            _fill_part(session, range(start, min(start + 2_000, size)), generator, centres, model)


def _fill_part(
    session: Session, numbers: range, generator: np.random.Generator, centres: FloatArray, model: str
) -> None:
    documents = [_make_record(number, generator) for number in numbers]
    session.add_all(documents)
    session.flush()
    rows = [
        row
        for document, number in zip(documents, numbers, strict=True)
        for row in _vector_rows(document, model, generator, centres[number % SUBJECTS])
    ]
    session.execute(insert(Embedding), rows)
    session.expunge_all()


def _make_record(number: int, generator: np.random.Generator) -> SearchDocument:
    """Make a record; its words are as unequally frequent as in real texts (Zipf's law), with rare names."""
    count = int(generator.integers(60, 200))
    places = np.minimum(generator.zipf(1.3, count) - 1, 5_000)
    words = [WORDS[place] if place < len(WORDS) else f"name{place}" for place in places]
    sentences = [" ".join(words[start : start + 12]) + "." for start in range(0, count, 12)]
    document = make_document(Document(f"speed{number}", " ".join(sentences), f"Record {number}"))
    document.team_id = f"team{number % TEAMS}"
    document.district_id = f"district{number % TEAMS % DISTRICTS}"
    document.driver_id = f"driver{number % SUBJECTS % DRIVERS}"
    document.is_draft = number % 10 == 0
    return document


def _vector_rows(
    document: SearchDocument, model: str, generator: np.random.Generator, centre: FloatArray
) -> Iterator[dict[str, object]]:
    pieces = 1 + len(passages_of(document.text))
    vectors = centre + generator.normal(size=(pieces, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    for ordinal, vector in enumerate(vectors):
        yield {
            "document_id": document.id,
            "ordinal": ordinal,
            "model": model,
            "text_hash": document.text_hash,
            "vector": vector.astype("<f4").tobytes(),
        }


#: Two words behind each question, so that none is asked twice and answered from memory.
_ENDINGS = (f"{one} {other}" for one, other in product(WORDS, WORDS))


def time_of(name: str, action: Callable[[str], object]) -> Timing:
    """Do something for each question, several rounds, and return the times it took."""
    taken, busy = [], []
    for _ in range(ROUNDS):
        for question in QUESTIONS:
            asked = f"{question} {next(_ENDINGS)}"
            begun, begun_busy = time.perf_counter(), time.thread_time()
            action(asked)
            busy.append((time.thread_time() - begun_busy) * 1000)
            taken.append((time.perf_counter() - begun) * 1000)
    return Timing(name, *np.percentile(taken, [50, 95]), np.median(busy))


FILTERS: dict[str, dict[str, object]] = {
    "search, what everyone may see": {},
    "... of one driver (1 in 7)": {"driver_ids": ["driver3"]},
    "... of one district (1 in 100)": {"district_ids": ["district3"]},
    "... of one team (1 in 300)": {"team_ids": ["team3"]},
    "... without one's own team": {"without_team_ids": ["team3"]},
}


def measure(session: Session, engine: SearchEngine, snapshot: Snapshot) -> Iterator[Timing]:
    """Time the floor, and then searches with more and more filters."""
    wanted = snapshot.audience(EVERYONE).mask
    embedder = engine.embedder
    yield time_of("embedding the question", embedder.embed_query)
    yield time_of(
        "floor: embedding and bare vector search",
        lambda question: snapshot.vectors.search(embedder.embed_query(question), wanted).best(10),
    )
    for name, wishes in FILTERS.items():
        yield time_of(
            name,
            lambda question, wishes=wishes: engine.search(session, question, EVERYONE, limit=10, **wishes),
        )
    yield time_of("catching up when nothing changed", lambda _: engine.catch_up(session))


def recall_of_scan(snapshot: Snapshot, embedder: Embedder) -> float:
    """Return the share of the true ten nearest that the search finds, over questions near the records."""
    wanted = snapshot.audience(EVERYONE).mask
    vectors, rows = snapshot.vectors, np.flatnonzero(wanted)
    generator = np.random.default_rng(0)
    shares = []
    for row in generator.choice(rows, 30, replace=False):
        query = vectors.vectors[vectors.first_of[row]] + 0.03 * generator.normal(size=embedder.dimension)
        query = (query / np.linalg.norm(query)).astype(np.float32)
        truth = set(vectors.score(query, rows).best(10).rows.tolist())
        shares.append(len(truth & set(vectors.search(query, wanted).best(10).rows.tolist())) / 10)
    return float(np.mean(shares))


def report(size: int, embedder: Embedder) -> None:
    """Measure a hub of some size and print it."""
    database = open_database(FOLDER / f"speed-{size}.sqlite3")
    fill(database, size, embedder.name)
    engine = SearchEngine(embedder)
    with database.reading() as session:
        begun = time.perf_counter()
        snapshot = engine.catch_up(session)
        loaded = time.perf_counter() - begun
        print(f"\n{size:,} records, {len(snapshot.vectors.vectors):,} vectors")
        print(f"  {'loading the index':42} {loaded:8.1f} s")
        print(f"  {'memory of the process':42} {_memory():8.0f} MB")
        print(f"  {'recall@10 of the vector search':42} {recall_of_scan(snapshot, embedder):8.3f}")
        _print_timings(list(measure(session, engine, snapshot)))
    database.dispose()


def _print_timings(timings: Sequence[Timing]) -> None:
    floor = next(timing.busy for timing in timings if timing.name.startswith("floor"))
    print(f"  {'':42} {'median':>8} {'95 %':>8} {'CPU':>7}     x floor (CPU)")
    for each in timings:
        times = f"{each.median:8.2f} {each.slowest:8.2f} {each.busy:7.2f} ms"
        print(f"  {each.name:42} {times} {each.busy / floor:6.2f}")


def _memory() -> float:
    """Return the most memory the process has held, in MB."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure each size and print it."""
    parser = argparse.ArgumentParser(description="Measure how fast search is.")
    parser.add_argument("records", nargs="*", type=int, default=SIZES, help="sizes of hubs to measure")
    embedder = load_model()
    for size in parser.parse_args(arguments).records:
        report(size, embedder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
