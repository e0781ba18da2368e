"""Run charts: a median line, and what a set of rules says of the points around it.

A signal says that something other than chance is probably at work; whether it is an improvement is for people
to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from nic_hub.domain.run_charts.rules import DEFAULT_RULES, RULE_SETS, Limits, Signal, Values, find_runs

#: With fewer points off the median than this, no rule is held against a chart.
MIN_USEFUL = 10
#: The fields of a measure in which people mark days of its chart: a new median starts, a point is special.
MARKED_DAYS = ("phase_starts", "special_days")
TOO_FEW = "too few points to tell"
SIGNALLED = "something other than chance is probably at work"
QUIET = "no signal: chance alone could explain this"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one stretch of a chart tells.

    Args:
        rules: name of the rule set.
        median: of all its values; None where there is none.
        useful_points: values off the median.
        longest_run: points of the longest run.
        crossings: how often the line crosses the median.
        limits: None each where the rule set has no such limit or there are too few points.
        signals: what was found.
    """

    rules: str
    median: float | None
    useful_points: int
    longest_run: int
    crossings: int
    limits: Limits
    signals: tuple[Signal, ...]

    @property
    def is_too_short(self) -> bool:
        """Say whether there are too few useful points to tell."""
        return self.useful_points < MIN_USEFUL

    @property
    def verdict(self) -> str:
        """Say in words what the rules say, and no more."""
        if self.is_too_short:
            return TOO_FEW
        return SIGNALLED if self.signals else QUIET


def read_chart(values: Values, rules: str = DEFAULT_RULES) -> Reading:
    """Hold a rule set against one stretch of a chart.

    Args:
        values: in the order of time; None keeps a place without a value.
        rules: name of the rule set.

    Raises:
        KeyError: there is no such rule set.
    """
    chosen = RULE_SETS[rules]
    known = [value for value in values if value is not None]
    middle = float(median(known)) if known else None
    runs = find_runs(values, middle) if middle is not None else []
    useful = sum(len(run.useful) for run in runs)
    limits = chosen.limits(useful) if useful >= MIN_USEFUL else Limits()
    found = chosen.find(values, middle, limits) if middle is not None and useful >= MIN_USEFUL else ()
    return Reading(
        rules=rules,
        median=middle,
        useful_points=useful,
        longest_run=max((len(run.useful) for run in runs), default=0),
        crossings=max(len(runs) - 1, 0),
        limits=limits,
        signals=tuple(found),
    )
