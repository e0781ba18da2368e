"""A process that holds the model and nothing else: ``python -m benchmarks.bare [EMBEDDER]``.

It is what a worker of the hub is compared with. It says when it has loaded, and then embeds questions for as
many seconds as each line of its input says.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks import QUIETLY, TOP
from benchmarks.asked import all_questions
from benchmarks.processes import Memory, memory_of


@dataclass(frozen=True, slots=True)
class Embedded:
    """How many questions were embedded, and the time it took, by the clock and of the processor."""

    count: int
    seconds: float
    busy: float


class BareModel:
    """A running process with the model."""

    def __init__(self, process: subprocess.Popen[str], started: float) -> None:
        self._process = process
        #: Seconds from its start until its first vector.
        self.started = started

    @property
    def memory(self) -> Memory:
        """Return what it holds."""
        return memory_of(self._process.pid)

    def begin(self, seconds: float) -> None:
        """Let it embed questions."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{seconds}\n")
        self._process.stdin.flush()

    def result(self) -> Embedded:
        """Wait until it is done."""
        assert self._process.stdout is not None
        return Embedded(**json.loads(self._process.stdout.readline()))


@contextmanager
def bare_model(embedder: str = "onnx") -> Iterator[BareModel]:
    """Run the process for as long as the block lasts."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.bare", embedder],
        cwd=TOP,
        env=os.environ | QUIETLY,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        process.stdout.readline()
        yield BareModel(process, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.communicate()


def main(embedder: str = "onnx") -> None:
    """Load, say so, and embed for as long as somebody asks for it."""
    from nic_hub.search.embedder import load_embedder

    model = load_embedder(embedder, TOP / "instance" / "model")
    questions = all_questions()
    model.read(next(questions))
    print("loaded", flush=True)
    for line in sys.stdin:
        count, begun, begun_busy = 0, time.perf_counter(), time.process_time()
        while time.perf_counter() - begun < float(line):
            model.read(next(questions, "What did they try?"))
            count += 1
        taken = {"seconds": time.perf_counter() - begun, "busy": time.process_time() - begun_busy}
        print(json.dumps({"count": count} | taken), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
