"""The rules for run charts, in named sets: the patterns that chance seldom makes.

Every signal says which rule fired. A single far point ("astronomical") is marked by a person and never by the
program.

Sources: Anhoej and Olesen 2014, "Run charts revisited: a simulation study of run chart rules for detection of
non-random variation in health care processes", PLoS ONE 9(11), for ``anhoej``; Perla, Provost and Murray
2011, "The run chart: a simple analytical tool for learning from variation in healthcare processes", BMJ
Quality and Safety 20(1), for ``ihi``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from nic_hub.domain.wording import times

DEFAULT_RULES = "anhoej"
SHIFT_LENGTH = 6
TREND_LENGTH = 5

#: One value a place; None where a value is missing or not shown.
Values = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Signal:
    """A pattern that chance seldom makes.

    Args:
        rule: name of the rule that fired.
        indices: places of the points that make the pattern; the first point of the chart is 1.
        text: what was found against what would still be chance, one sentence.
    """

    rule: str
    indices: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """Points in a row on one side of the median.

    Args:
        side: 1 above, -1 below.
        useful: places of the points off the median, from 1.
        touching: places of the points on the median among them or after, which neither count nor break.
    """

    side: int
    useful: tuple[int, ...]
    touching: tuple[int, ...] = ()

    @property
    def indices(self) -> tuple[int, ...]:
        """Return the places of all its points, in order."""
        return tuple(sorted((*self.useful, *self.touching)))


@dataclass(frozen=True, slots=True)
class Limits:
    """What is still chance: the longest run that may be, and the fewest crossings."""

    longest_run: int | None = None
    crossings: int | None = None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules that are used together.

    Args:
        name: how it is chosen.
        title: what it is called.
        source: where it is from.
        false_alarms: share of random charts of 24 points on which it signals.
        limits: the limits for so many useful points.
        find: the signals among values with this median and these limits.
    """

    name: str
    title: str
    source: str
    false_alarms: float
    limits: Callable[[int], Limits]
    find: Callable[[Values, float, Limits], Iterator[Signal]]


def find_runs(values: Values, middle: float) -> list[Run]:
    """Cut a chart into runs: points in a row on one side; a point on the median neither counts nor breaks."""
    runs: list[tuple[int, list[int], list[int]]] = []
    for place, value in enumerate(values, start=1):
        if value is None or (value == middle and not runs):
            continue
        side = (value > middle) - (value < middle)
        if not runs or side not in {0, runs[-1][0]}:
            runs.append((side, [], []))
        _, useful, touching = runs[-1]
        (useful if side else touching).append(place)
    return [Run(side, tuple(useful), tuple(touching)) for side, useful, touching in runs]


# The rules of Anhoej.


def longest_run_limit(useful: int) -> int:
    """Return how long a run may be among so many useful points before it is a signal.

    Source: Anhoej and Olesen 2014; the prediction limit is from Schilling 2012.
    """
    return round(math.log2(useful) + 3)


def crossings_limit(useful: int) -> int:
    """Return how few crossings may be among so many useful points: the 5 % binomial quantile.

    Source: Anhoej and Olesen 2014; the test of crossings is from Chen 2010.
    """
    trials, below, ways = useful - 1, 0, 1
    all_ways = 2**trials
    for crossings in range(useful):
        # Whole numbers: a sum of many small fractions would be off. 5 % is one in twenty.
        below += ways
        if below * 20 >= all_ways:
            return crossings
        ways = ways * (trials - crossings) // (crossings + 1)
    return 0


def _anhoej_limits(useful: int) -> Limits:
    return Limits(longest_run_limit(useful), crossings_limit(useful))


def _find_by_anhoej(values: Values, middle: float, limits: Limits) -> Iterator[Signal]:
    assert limits.longest_run is not None
    assert limits.crossings is not None
    runs = find_runs(values, middle)
    for run in runs:
        if len(run.useful) > limits.longest_run:
            told = f"{len(run.useful)} points in a row {_side(run)} the median; up to {limits.longest_run} "
            yield Signal("longest_run", run.indices, f"{told}would still be chance.")
    crossings = len(runs) - 1
    if crossings < limits.crossings:
        useful = tuple(sorted(place for run in runs for place in run.useful))
        told = f"The line crosses the median {times(crossings)}; {times(limits.crossings)} or more often "
        yield Signal("crossings", useful, f"{told}would still be chance.")


def _side(run: Run) -> str:
    return "above" if run.side > 0 else "below"


# The rules of the Institute for Healthcare Improvement (IHI).


def find_shifts(values: Values, middle: float, length: int = SHIFT_LENGTH) -> list[Run]:
    """Find the runs of at least so many points on one side of the median.

    Source: Perla, Provost and Murray 2011, rule 1.
    """
    return [run for run in find_runs(values, middle) if len(run.useful) >= length]


def find_trends(values: Values, length: int = TREND_LENGTH) -> list[tuple[int, ...]]:
    """Find the places of points that all rise or all fall; equal neighbours neither count nor break.

    Source: Perla, Provost and Murray 2011, rule 2.
    """
    slopes = [slope for slope in _find_slopes(_find_levels(values)) if len(slope) >= length]
    return [tuple(place for level in slope for place in level.places) for slope in slopes]


@dataclass(frozen=True, slots=True)
class _Level:
    """Neighbours of one value."""

    value: float
    places: tuple[int, ...]


def _find_levels(values: Values) -> list[_Level]:
    levels: list[_Level] = []
    for place, value in enumerate(values, start=1):
        if value is None:
            continue
        if levels and levels[-1].value == value:
            # What stands still before the first step is no part of a trend, but for its last point.
            before = levels[-1].places if len(levels) > 1 else ()
            levels[-1] = _Level(value, (*before, place))
        else:
            levels.append(_Level(value, (place,)))
    return levels


def _find_slopes(levels: Sequence[_Level]) -> Iterator[Sequence[_Level]]:
    """Cut a chart where it turns; the turning point belongs to both sides."""
    start = 0
    for here in range(1, len(levels)):
        if here + 1 == len(levels) or _turns(levels[here - 1 : here + 2]):
            yield levels[start : here + 1]
            start = here


def _turns(three: Sequence[_Level]) -> bool:
    before, here, after = three
    return (here.value > before.value) != (after.value > here.value)


def _find_by_ihi(values: Values, middle: float, _: Limits) -> Iterator[Signal]:
    for run in find_shifts(values, middle):
        told = f"{len(run.useful)} points in a row {_side(run)} the median"
        yield Signal("shift", run.indices, f"{told}; {SHIFT_LENGTH} or more are a shift.")
    for places in find_trends(values):
        first, last = values[places[0] - 1], values[places[-1] - 1]
        assert first is not None
        assert last is not None
        told = f"{_count_levels(values, places)} points in a row {'rise' if last > first else 'fall'}"
        yield Signal("trend", places, f"{told}; {TREND_LENGTH} or more are a trend.")


def _count_levels(values: Values, places: Sequence[int]) -> int:
    return len({values[place - 1] for place in places})


RULE_SETS: Mapping[str, RuleSet] = MappingProxyType(
    {
        "anhoej": RuleSet(
            "anhoej",
            "Anhoej rules: an unusually long run, or unusually few crossings",
            "Anhoej and Olesen 2014",
            0.03,
            _anhoej_limits,
            _find_by_anhoej,
        ),
        "ihi": RuleSet(
            "ihi",
            "IHI rules: a shift of six points or more, or a trend of five or more",
            "Perla, Provost and Murray 2011",
            0.35,
            lambda _: Limits(longest_run=SHIFT_LENGTH - 1),
            _find_by_ihi,
        ),
    }
)
