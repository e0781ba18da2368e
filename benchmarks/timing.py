"""Times beside a floor, on a machine that others use too.

What is compared is done in turns, question by question, so that whatever slows the machine down slows down
all of it. The processor's time is compared, which hardly shows what else runs.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.asked import fresh_questions

#: How often each thing is done.
REPEATS = 240
FLOOR = "floor: embedding and bare vector search"

Action = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one thing that was measured.

    Args:
        name: what it is.
        median: half of the times took longer, by the clock.
        slowest: one in twenty took longer.
        busy: the median of the processor's time.
    """

    name: str
    median: float
    slowest: float
    busy: float


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of something, by the clock and of the processor."""

    seconds: float
    busy: float

    def __add__(self, other: Taken) -> Taken:
        """Return both together."""
        return Taken(self.seconds + other.seconds, self.busy + other.busy)


def time_once(action: Callable[[], object]) -> Taken:
    """Do something and return how long it took."""
    begun, begun_busy = time.perf_counter(), time.process_time()
    action()
    return Taken(time.perf_counter() - begun, time.process_time() - begun_busy)


def time_in_turns(actions: Mapping[str, Action]) -> list[Timing]:
    """Do each thing with each of many questions, in turns, and return the times they took."""
    asked = {name: fresh_questions() for name in actions}
    taken: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for turn in range(REPEATS):
        for name, action in actions.items():
            taken[name].append(_time(action, asked[name][turn]))
    return [_timing(name, np.array(times)) for name, times in taken.items()]


def _time(action: Action, question: str) -> tuple[float, float]:
    begun, begun_busy = time.perf_counter(), time.thread_time()
    action(question)
    return (time.perf_counter() - begun) * 1000, (time.thread_time() - begun_busy) * 1000


def _timing(name: str, times: np.ndarray) -> Timing:
    median, slowest = np.percentile(times[:, 0], [50, 95])
    return Timing(name, float(median), float(slowest), float(np.median(times[:, 1])))


def show_timings(timings: Sequence[Timing], aims: Mapping[str, float] | None = None) -> Iterator[str]:
    """Tell the ratio of each processor's time to the floor's, then the aim, then the times."""
    floor = next(each.busy for each in timings if each.name == FLOOR)
    yield f"  {'':44} {'x floor':>8} {'aim':>5} {'CPU':>8} {'clock':>8} {'95 %':>8}"
    for each in timings:
        aim = (aims or {}).get(each.name)
        told = f"{aim:5.1f}" if aim else " " * 5
        times = f"{each.busy:8.2f} {each.median:8.2f} {each.slowest:8.2f} ms"
        yield f"  {each.name:44} {each.busy / floor:8.2f} {told} {times}"
