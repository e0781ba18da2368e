"""When a run chart gets a new median: where a person says so, and where a named rule suggests it.

A phase is a stretch of the chart with a median of its own. The program never starts one by itself: it
suggests, and a person who knows what was changed decides.

Source of the suggestion: the sustained shift of NHS Scotland's guide to run charts, as in the R package
runchart (Joseph Adams 2018, MIT): the first median is of the first eight values; nine or more points in a row
on one side of it are a sustained shift, and the next median is of the first eight of those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from nic_hub.domain.run_charts.rules import DEFAULT_RULES, Signal, Values, find_runs
from nic_hub.domain.run_charts.run_charts import Reading, read_chart

SUSTAINED_SHIFT = "sustained_shift"
SUSTAINED_LENGTH = 9
#: A median of its own takes so many values.
BASELINE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Baseline:
    """A median and the places of the values it was taken from, the first point of the chart being 1."""

    median: float
    places: tuple[int, ...]

    @property
    def starts_at(self) -> int:
        """Return the place from which the median holds."""
        return self.places[0]


def suggest_baselines(values: Values) -> list[Baseline]:
    """Suggest medians: the first eight values', then the first eight of every sustained shift."""
    known = [place for place, value in enumerate(values, start=1) if value is not None]
    if len(known) < BASELINE_LENGTH:
        return []
    found = [_baseline(values, known[:BASELINE_LENGTH])]
    while (places := _find_sustained(values, found[-1])) is not None:
        found.append(_baseline(values, places[:BASELINE_LENGTH]))
    return found


def suggest_phases(values: Values) -> list[int]:
    """Return the places at which a new median is suggested after a sustained shift."""
    return [baseline.starts_at for baseline in suggest_baselines(values)[1:]]


def _baseline(values: Values, places: Sequence[int]) -> Baseline:
    taken = [value for place in places if (value := values[place - 1]) is not None]
    return Baseline(float(median(taken)), tuple(places))


def _find_sustained(values: Values, last: Baseline) -> tuple[int, ...] | None:
    """Find the first sustained shift after the values a median was taken from."""
    start = last.places[-1]
    runs = find_runs(values[start:], last.median)
    return next(
        (tuple(place + start for place in run.useful) for run in runs if len(run.useful) >= SUSTAINED_LENGTH),
        None,
    )


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of a chart, from one place to another, with what it tells.

    The places in its signals are those of the whole chart.
    """

    first: int
    last: int
    reading: Reading
    signals: tuple[Signal, ...]


def read_phases(values: Values, rules: str = DEFAULT_RULES, starts: Iterable[int] = ()) -> list[Phase]:
    """Hold a rule set against every phase of a chart.

    Args:
        values: of the whole chart; None keeps a place without a value.
        rules: name of the rule set.
        starts: places at which a new phase begins; the first begins with the chart.
    """
    return [_read_phase(values, rules, first, last) for first, last in _stretches(len(values), starts)]


def _stretches(length: int, starts: Iterable[int]) -> Iterator[tuple[int, int]]:
    cuts = sorted({1, *(start for start in starts if 1 < start <= length)})
    for first, following in zip(cuts, [*cuts[1:], length + 1], strict=True):
        yield first, following - 1


def _read_phase(values: Values, rules: str, first: int, last: int) -> Phase:
    reading = read_chart(values[first - 1 : last], rules)
    return Phase(first, last, reading, tuple(_moved(signal, first - 1) for signal in reading.signals))


def _moved(signal: Signal, by: int) -> Signal:
    return Signal(signal.rule, tuple(index + by for index in signal.indices), signal.text)
