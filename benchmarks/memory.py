"""What a worker holds, and how long the hub takes to start, beside a process that holds the model alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.asked import all_questions
from benchmarks.bare import bare_model
from benchmarks.processes import Memory, memory_of
from benchmarks.serving import RunningHub, running_hub
from benchmarks.throughput import REQUESTS

#: Each is started so often, in turns, and its quickest start counts.
STARTS = 3
#: What a worker is asked before its memory is read again.
ASKED = 100
#: ``make demo`` is to be ready in so many seconds when everything is installed.
START_AIM = 10
FLOOR = "floor: the model alone"
PEER = "peer: sentence-transformers alone"


@dataclass(frozen=True, slots=True)
class Start:
    """One start of a process.

    Args:
        seconds: until it was ready.
        ready: its memory then.
        asked: its memory after some questions; None where nothing can be asked.
    """

    seconds: float
    ready: Memory
    asked: Memory | None = None


def report(hubs: Mapping[str, tuple[Path, str]]) -> None:
    """Start hubs and print how long that takes, and what their worker holds.

    Args:
        hubs: by name, the database and the key of a member of it.
    """
    started: dict[str, list[Start]] = {name: [] for name in (FLOOR, PEER, *hubs)}
    for _ in range(STARTS):
        started[FLOOR].append(_start_bare("onnx"))
        for name, (file, member) in hubs.items():
            started[name].append(_start_hub(file, member))
    started[PEER].append(_start_bare("sentence-transformers"))
    print(f"\nstart-up and memory of one worker, best of {STARTS} starts")
    print("\n".join(show(started)), flush=True)


def _start_bare(embedder: str) -> Start:
    with bare_model(embedder) as model:
        return Start(model.started, model.memory)


def _start_hub(file: Path, member: str) -> Start:
    with running_hub(file, member, workers=1) as hub:
        (worker,) = hub.workers
        ready = memory_of(worker)
        _ask(hub)
        return Start(hub.ready_seconds, ready, memory_of(worker))


def _ask(hub: RunningHub) -> None:
    with closing(hub.connect()) as connection:
        for question in islice(all_questions(), ASKED):
            for request in REQUESTS.values():
                status, answer = hub.send(connection, *request(question))
                assert status < 300, answer


def show(started: Mapping[str, list[Start]]) -> Iterator[str]:
    """Tell the memory beside the floor's, then the time of the quickest start."""
    floor = min(each.ready.held for each in started[FLOOR])
    yield f"  {'':32} {'x floor':>8} {'ready':>9} {'peak':>9} {'asked':>9} {'start':>8} {'aim':>5}"
    for name, starts in started.items():
        best = min(starts, key=lambda start: start.seconds)
        last = best.asked or best.ready
        asked = f"{best.asked.held:6.0f} MB" if best.asked else " " * 9
        aim = f"{START_AIM:3d} s" if best.asked else ""
        memory = f"{best.ready.held:6.0f} MB {last.peak:6.0f} MB {asked}"
        yield f"  {name:32} {last.held / floor:8.2f} {memory} {best.seconds:6.1f} s {aim:>5}"
