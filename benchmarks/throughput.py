"""How many questions two workers of gunicorn answer in a second, beside two processes that only embed them.

Each client asks again as soon as it has its answer, so the waiting is that of a hub that is never idle. On
two cores the clients take their share of them too; the processor's time of the workers leaves them out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlencode

import numpy as np

from benchmarks.asked import all_questions
from benchmarks.bare import BareModel, Embedded, bare_model
from benchmarks.made_up import ASKER
from benchmarks.processes import busy_seconds
from benchmarks.serving import RunningHub, running_hub

PROCESSES = 2
CLIENTS = 8
#: Each is measured so often, in turns, and its best run counts: others use the machine too.
ROUNDS = 3
#: Answers before the measuring begins: until then, a worker may still load.
WARMING = 40

Request = Callable[[str], tuple[str, str, Any]]
REQUESTS: dict[str, Request] = {
    "GET search": lambda question: ("GET", f"/api/v1/search?{urlencode({'q': question})}", None),
    "POST suggestions": lambda question: ("POST", "/api/v1/suggestions", {"query": question}),
}


@dataclass(frozen=True, slots=True)
class Load:
    """What a hub did for some seconds.

    Args:
        milliseconds: how long each answer took.
        errors: answers that were none.
        busy: seconds of the processor that the workers had.
    """

    milliseconds: Sequence[float]
    errors: int
    seconds: float
    busy: float

    @property
    def rate(self) -> float:
        """Return the answers in a second."""
        return len(self.milliseconds) / self.seconds

    @property
    def busy_each(self) -> float:
        """Return the processor's milliseconds of one answer."""
        return self.busy / max(len(self.milliseconds), 1) * 1000


class Questions:
    """Hands every question to one client."""

    def __init__(self) -> None:
        self._questions, self._lock = all_questions(), Lock()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """Return the next question."""
        with self._lock:
            return next(self._questions)


def put_load(hub: RunningHub, request: Request, questions: Iterator[str], seconds: float) -> Load:
    """Let all clients ask for some seconds."""
    begun, begun_busy = time.perf_counter(), busy_seconds(hub.workers)
    with ThreadPoolExecutor(CLIENTS) as pool:
        clients = [pool.submit(_ask_until, hub, request, questions, begun + seconds) for _ in range(CLIENTS)]
        times, errors = zip(*(client.result() for client in clients), strict=True)
    taken = time.perf_counter() - begun
    return Load(
        [time for each in times for time in each], sum(errors), taken, busy_seconds(hub.workers) - begun_busy
    )


def _ask_until(
    hub: RunningHub, request: Request, questions: Iterator[str], end: float
) -> tuple[list[float], int]:
    """Ask over one connection until the end; return the times of good answers and count the others."""
    times, errors = [], 0
    with closing(hub.connect()) as connection:
        while (begun := time.perf_counter()) < end:
            status, _ = hub.send(connection, *request(next(questions)))
            if status < 300:
                times.append((time.perf_counter() - begun) * 1000)
            else:
                errors += 1
    return times, errors


def embed_together(models: Sequence[BareModel], seconds: float) -> list[Embedded]:
    """Let all processes embed questions at the same time."""
    for model in models:
        model.begin(seconds)
    return [model.result() for model in models]


def report(file: Path, size: int, seconds: float) -> None:
    """Measure the throughput of a hub and print it."""
    with ExitStack() as stack:
        models = [stack.enter_context(bare_model()) for _ in range(PROCESSES)]
        hub = stack.enter_context(running_hub(file, ASKER, workers=PROCESSES))
        questions = Questions()
        _warm_up(hub, questions)
        floors, loads = _measure_in_turns(models, hub, questions, seconds)
    told = f"{PROCESSES} workers, {CLIENTS} clients, {seconds:g} s, best of {ROUNDS}"
    print(f"\nthroughput, {size:,} records, {told}")
    print("\n".join(show(floors, loads)), flush=True)


def _warm_up(hub: RunningHub, questions: Iterator[str]) -> None:
    for request in REQUESTS.values():
        for _ in range(WARMING):
            # A new connection may reach the other worker.
            with closing(hub.connect()) as connection:
                hub.send(connection, *request(next(questions)))


def _measure_in_turns(
    models: Sequence[BareModel], hub: RunningHub, questions: Iterator[str], seconds: float
) -> tuple[list[list[Embedded]], dict[str, list[Load]]]:
    floors: list[list[Embedded]] = []
    loads: dict[str, list[Load]] = {name: [] for name in REQUESTS}
    for _ in range(ROUNDS):
        floors.append(embed_together(models, seconds))
        for name, request in REQUESTS.items():
            loads[name].append(put_load(hub, request, questions, seconds))
    return floors, loads


def show(floors: Sequence[Sequence[Embedded]], loads: dict[str, list[Load]]) -> Iterator[str]:
    """Tell the share of the floor's rate that each request reaches, and what it takes."""
    rate = max(sum(each.count / each.seconds for each in floor) for floor in floors)
    busy = (
        min(sum(each.busy for each in floor) / sum(each.count for each in floor) for floor in floors) * 1000
    )
    yield f"  {'':44} {'x floor':>8} {'a second':>9} {'CPU each':>9} {'median':>7} {'95 %':>7} {'errors':>7}"
    yield f"  {'floor: embedding alone, two processes':44} {1:8.2f} {rate:9.1f} {busy:6.2f} ms"
    for name, measured in loads.items():
        best = max(measured, key=lambda load: load.rate)
        middle, slow = np.percentile(best.milliseconds, [50, 95])
        errors = sum(load.errors for load in measured)
        times = f"{min(load.busy_each for load in measured):6.2f} ms {middle:7.1f} {slow:7.1f}"
        yield f"  {name:44} {best.rate / rate:8.2f} {best.rate:9.1f} {times} {errors:7d}"
