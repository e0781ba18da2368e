"""Whether run charts are right: others' cases, critical values, false alarms, three snow weeks in New York.

``python -m benchmarks run_charts``. The data is read from ``../shared/eval/runcharts``; without it, only the
false alarms are counted.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.collections import EVALUATION_DATA
from nic_hub.domain.run_charts.far_points import find_far_points
from nic_hub.domain.run_charts.phases import suggest_baselines
from nic_hub.domain.run_charts.rules import (
    RULE_SETS,
    crossings_limit,
    find_shifts,
    find_trends,
    longest_run_limit,
)
from nic_hub.domain.run_charts.run_charts import read_chart

FOLDER = EVALUATION_DATA / "runcharts"
RANDOM_CHARTS, RANDOM_POINTS = 10_000, 24
#: Weeks (by their Monday) with a snow day in New York: 22 January, 5 and 13 February 2014.
SNOW_WEEKS = ("2014-01-20", "2014-02-03", "2014-02-10")
SCHOOL_YEAR = ("2013-09-01", "2014-07-01")
#: A week that fewer schools report is no figure of the city.
FEWEST_SCHOOLS = 1000

Case = Mapping[str, Any]


def main(arguments: list[str]) -> None:
    """Print all four parts."""
    del arguments
    if not FOLDER.is_dir():
        print(f"Run charts: {FOLDER} is absent, so nothing is compared.")
    else:
        print("\n".join([*_tell_cases(), *_tell_limits(), *_tell_weeks()]))
    print("\n".join(_tell_false_alarms()))


# Others' cases.


def agrees(case: Case) -> bool:
    """Say whether a case comes out as it should."""
    values = case["val"]
    if case["fn"] == "basic_shift":
        found = {place for run in find_shifts(values, case["base"]) for place in run.indices}
        return sorted(found) == case.get("expected_indices_1based", [])
    if case["fn"] == "basic_trend":
        return [list(places) for places in find_trends(values)] == case["expected_trends_indices_1based"]
    return _lines(values) == (case["expected_base"], case["expected_base_extended"])


def _lines(values: Sequence[float | None]) -> tuple[list[float | None], list[float | None]]:
    """Return the median where it was taken, and where it holds."""
    taken: list[float | None] = [None] * len(values)
    held = list(taken)
    for baseline in suggest_baselines(values):
        first, last = baseline.places[0], baseline.places[-1]
        taken[first - 1 : last] = [baseline.median] * (last + 1 - first)
        held[first - 1 :] = [baseline.median] * (len(values) + 1 - first)
    return taken, held


def _tell_cases() -> Iterator[str]:
    cases = json.loads((FOLDER / "ihi_shift_trend_cases.json").read_text(encoding="utf-8"))
    right = sum(agrees(case) for case in cases)
    yield f"Shift, trend and sustained-shift cases of the R package runchart: {right} of {len(cases)} agree"


# Critical values.


def read_critical_values(file: Path = FOLDER / "anhoej_critical_values.csv") -> dict[int, tuple[int, int]]:
    """Return the longest run that may be and the fewest crossings, by useful points."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    return {int(row["n_useful"]): (int(row["longest_run_max"]), int(row["crossings_min"])) for row in rows}


def _tell_limits() -> Iterator[str]:
    wanted = read_critical_values()
    right = sum((longest_run_limit(n), crossings_limit(n)) == limits for n, limits in wanted.items())
    yield f"Critical values of Anhoej, {min(wanted)} to {max(wanted)} points: {right} of {len(wanted)} agree"


# False alarms.


def false_alarm_rate(rules: str, charts: int = RANDOM_CHARTS, points: int = RANDOM_POINTS) -> float:
    """Return the share of random charts that signal."""
    dice = random.Random(points)
    return mean(
        bool(read_chart([dice.random() for _ in range(points)], rules).signals) for _ in range(charts)
    )


def _tell_false_alarms() -> Iterator[str]:
    yield f"False alarms on {RANDOM_CHARTS:,} random charts of {RANDOM_POINTS} points:"
    for name, rules in RULE_SETS.items():
        yield f"  {name:8} {false_alarm_rate(name):6.1%}   documented: about {rules.false_alarms:.0%}"


# Attendance in New York.


def read_weeks() -> dict[str, float]:
    """Return the mean of the schools' attendance in each week of 2013-14, by its Monday."""
    schools: dict[str, list[float]] = defaultdict(list)
    with gzip.open(FOLDER / "weekly_by_school.csv.gz", "rt", encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            if SCHOOL_YEAR[0] <= row["week_start"] < SCHOOL_YEAR[1]:
                schools[row["week_start"]].append(float(row["mean_pct"]))
    return {week: mean(found) for week, found in sorted(schools.items()) if len(found) >= FEWEST_SCHOOLS}


def far_weeks(weeks: Mapping[str, float]) -> dict[str, float]:
    """Return the weeks that are far from their neighbours, with how far in units of what is usual."""
    names = list(weeks)
    return {names[far.place - 1]: far.score for far in find_far_points(list(weeks.values()))}


def _tell_weeks() -> Iterator[str]:
    weeks = read_weeks()
    far = far_weeks(weeks)
    yield f"Attendance in New York, the mean of all schools in the {len(weeks)} weeks of 2013-14:"
    for rules in RULE_SETS:
        reading = read_chart(list(weeks.values()), rules)
        yield f"  rules {rules}: {', '.join(one.rule for one in reading.signals) or 'no signal'} (the season)"
    for week, score in far.items():
        snow = ", a snow week" if week in SNOW_WEEKS else ""
        yield f"  far from its neighbours: week of {week}, {weeks[week]:.1f} %, score {score:+.1f}{snow}"
    found = sum(week in far for week in SNOW_WEEKS)
    yield f"  snow weeks that stand out: {found} of {len(SNOW_WEEKS)}"
