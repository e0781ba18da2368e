"""Times beside a floor, on a machine that others use too.

What is compared is done in turns, question by question, so that whatever slows the machine down slows down
all of it. The processor's time is compared, the best of several, in which what else runs hardly shows.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from benchmarks.asked import fresh_questions

#: Each thing is done with so many questions, so often; the quickest time of each question counts, since what
#: else runs empties the caches too.
QUESTIONS, ROUNDS = 80, 3
FLOOR = "floor: embedding and bare vector search"

Action = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one thing that was measured.

    Args:
        name: what it is.
        median: half of the times took longer, by the clock.
        slowest: one in twenty took longer.
        busy: the processor's time, the median of each question's quickest.
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
    """Do each thing with each of many questions, in turns and several times, and return the times it took."""
    taken: dict[str, list[Taken]] = defaultdict(list)
    for _ in range(ROUNDS):
        asked = {name: fresh_questions()[:QUESTIONS] for name in actions}
        for turn in zip(*asked.values(), strict=True):
            for (name, action), question in zip(actions.items(), turn, strict=True):
                taken[name].append(time_once(partial(action, question)))
    return [_timing(name, times) for name, times in taken.items()]


def _timing(name: str, taken: Sequence[Taken]) -> Timing:
    median, slowest = np.percentile([each.seconds for each in taken], [50, 95]) * 1000
    best = np.reshape([each.busy for each in taken], (ROUNDS, -1)).min(axis=0) * 1000
    return Timing(name, float(median), float(slowest), float(np.median(best)))


def show_timings(timings: Sequence[Timing], aims: Mapping[str, float] | None = None) -> Iterator[str]:
    """Tell the ratio of each processor's time to the floor's, then the aim, then the times."""
    floor = next(each.busy for each in timings if each.name == FLOOR)
    yield f"  {'':44} {'x floor':>8} {'aim':>5} {'CPU':>8} {'clock':>8} {'95 %':>8}"
    for each in timings:
        aim = (aims or {}).get(each.name)
        told = f"{aim:5.1f}" if aim else " " * 5
        times = f"{each.busy:8.2f} {each.median:8.2f} {each.slowest:8.2f} ms"
        yield f"  {each.name:44} {each.busy / floor:8.2f} {told} {times}"
