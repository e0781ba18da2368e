"""How fast the hub is beside its floors: ``python -m benchmarks.speed [RECORDS ...] [--only PART ...]``.

The machine may be shared: ratios come first, what is compared is done in turns, and the processor's time is
compared where one process does the work.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.hub import load_model  # Sets the threads.

# isort: split
from benchmarks import importing, memory, searching, suggesting, throughput
from benchmarks.made_up import ASKER
from benchmarks.made_up_hub import file_of, fill, made_up_hub, open_writable
from benchmarks.suggestion_quality import SeededHub
from nic_hub.search.embedder import Embedder

SIZES = (1_000, 10_000, 100_000)
#: The size of hub that is served.
SERVED = 10_000
#: Who asks in a hub that holds the seed alone.
SEED_MEMBER = "teacher-f1"
PARTS = ("search", "suggestions", "throughput", "import", "memory")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is wanted and print it."""
    wanted = _read(arguments)
    embedder = load_model()
    for size in wanted.records:
        _measure_questions(size, embedder, wanted.only)
    if "throughput" in wanted.only:
        _prepare(SERVED, embedder)
        throughput.report(file_of(SERVED), SERVED, wanted.seconds)
    if "import" in wanted.only:
        importing.report(wanted.cycles, embedder)
    if "memory" in wanted.only:
        _prepare(SERVED, embedder)
        _measure_memory()
    return 0


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure how fast the hub is.")
    parser.add_argument("records", nargs="*", type=int, default=SIZES, help="sizes of hubs to ask")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="what to measure")
    parser.add_argument("--cycles", type=int, default=importing.CYCLES, help="how many cycles to import")
    parser.add_argument("--seconds", type=float, default=6, help="how long to put load on the hub each time")
    return parser.parse_args(arguments)


def _measure_questions(size: int, embedder: Embedder, only: Sequence[str]) -> None:
    """Measure search and suggestions in a hub of some size."""
    reports = [
        part.report for name, part in (("search", searching), ("suggestions", suggesting)) if name in only
    ]
    if reports:
        with made_up_hub(size, embedder) as hub:
            for report in reports:
                report(hub)


def _prepare(size: int, embedder: Embedder) -> None:
    """Make the hub of some size when there is none."""
    database = open_writable(file_of(size))
    fill(database, size, embedder)
    database.dispose()


def _measure_memory() -> None:
    seeded = SeededHub().database
    seeded.dispose()
    memory.report(
        {
            "a worker, the seed alone": (Path(str(seeded.engine.url.database)), SEED_MEMBER),
            f"a worker, {SERVED:,} records": (file_of(SERVED), ASKER),
        }
    )


if __name__ == "__main__":
    sys.exit(main())
