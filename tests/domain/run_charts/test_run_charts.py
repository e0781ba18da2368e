"""Run charts: agreement with others' cases, what a rule finds and what it does not, how often it errs."""

import json
import math
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.run_charts.phases import (
    SUSTAINED_LENGTH,
    read_phases,
    suggest_baselines,
    suggest_phases,
)
from nic_hub.domain.run_charts.rules import (
    RULE_SETS,
    crossings_limit,
    find_runs,
    find_shifts,
    find_trends,
    longest_run_limit,
)
from nic_hub.domain.run_charts.run_charts import QUIET, SIGNALLED, TOO_FEW, read_chart

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
VALUES = st.lists(st.none() | st.integers(-3, 3).map(float), max_size=40)
RISING = [float(number) for number in range(1, 15)]


def cases_of(name):
    return [case for case in CASES if case["fn"] == name]


def named(case):
    return " ".join("_" if value is None else str(value) for value in case["val"])


def test_there_are_as_many_cases_as_were_given():
    assert len(CASES) == 109


@pytest.mark.parametrize("case", cases_of("basic_shift"), ids=named)
def test_shifts_agree_with_the_cases(case):
    found = {place for run in find_shifts(case["val"], case["base"]) for place in run.indices}
    assert sorted(found) == case.get("expected_indices_1based", [])


@pytest.mark.parametrize("case", cases_of("basic_trend"), ids=named)
def test_trends_agree_with_the_cases(case):
    assert [list(places) for places in find_trends(case["val"])] == case["expected_trends_indices_1based"]


@pytest.mark.parametrize("case", cases_of("sus"), ids=named)
def test_medians_after_sustained_shifts_agree_with_the_cases(case):
    length = len(case["val"])
    taken, held = [None] * length, [None] * length
    for baseline in suggest_baselines(case["val"]):
        first, last = baseline.places[0], baseline.places[-1]
        taken[first - 1 : last] = [baseline.median] * (last + 1 - first)
        held[first - 1 :] = [baseline.median] * (length + 1 - first)
    assert (taken, held) == (case["expected_base"], case["expected_base_extended"])


@pytest.mark.parametrize(
    ("useful", "longest", "crossings"), [(10, 6, 2), (12, 7, 3), (24, 8, 8), (50, 9, 19), (100, 10, 41)]
)
def test_the_limits_of_anhoej_are_those_of_the_paper(useful, longest, crossings):
    assert (longest_run_limit(useful), crossings_limit(useful)) == (longest, crossings)


@pytest.mark.parametrize("useful", range(2, 60))
def test_the_limit_of_crossings_is_the_5_percent_binomial_quantile(useful):
    def at_most(crossings):
        return sum(math.comb(useful - 1, one) for one in range(crossings + 1)) / 2 ** (useful - 1)

    limit = crossings_limit(useful)
    assert at_most(limit) >= 0.05 > (at_most(limit - 1) if limit else 0)


@pytest.mark.parametrize("rules", RULE_SETS)
def test_random_charts_signal_as_often_as_the_documentation_says(rules):
    dice, charts, share = random.Random(2014), 1500, RULE_SETS[rules].false_alarms
    alarms = sum(bool(read_chart([dice.random() for _ in range(24)], rules).signals) for _ in range(charts))
    # A fair count strays from this band once in two thousand times; the dice always fall alike.
    band = 3.5 * math.sqrt(share * (1 - share) / charts)
    assert abs(alarms / charts - share) < band


# One chart.


def test_a_chart_tells_its_median_runs_and_crossings():
    told = read_chart([1, 3, 1, 3, 2, 2, 3, 1, 3, 1, 3, 1, 2])
    assert (told.median, told.useful_points, told.longest_run, told.crossings) == (2, 10, 2, 8)
    assert (told.limits.longest_run, told.limits.crossings, told.verdict) == (6, 2, QUIET)


def test_a_run_ends_at_the_other_side_and_no_point_on_the_median_counts_or_breaks():
    runs = find_runs([0, 1, 0, None, 1, -1, 0], 0)
    assert [(run.side, run.useful, run.indices) for run in runs] == [
        (1, (2, 5), (2, 3, 5)),
        (-1, (6,), (6, 7)),
    ]


def test_a_run_that_is_too_long_is_one_signal_and_too_few_crossings_another():
    told = read_chart([1.0] * 9 + [3.0] * 9)
    assert [(one.rule, one.indices) for one in told.signals] == [
        ("longest_run", tuple(range(1, 10))),
        ("longest_run", tuple(range(10, 19))),
        ("crossings", tuple(range(1, 19))),
    ]
    assert told.signals[0].text == "9 points in a row below the median; up to 7 would still be chance."
    assert (
        told.signals[2].text
        == "The line crosses the median once; 5 times or more often would still be chance."
    )
    assert told.verdict == SIGNALLED


def test_the_ihi_rules_name_a_shift_and_a_trend():
    told = read_chart(RISING, "ihi")
    assert [(one.rule, one.indices) for one in told.signals] == [
        ("shift", tuple(range(1, 8))),
        ("shift", tuple(range(8, 15))),
        ("trend", tuple(range(1, 15))),
    ]
    assert told.signals[2].text == "14 points in a row rise; 5 or more are a trend."


@pytest.mark.parametrize("rules", RULE_SETS)
@pytest.mark.parametrize("values", [[], [None], [4], [4] * 30, RISING[:9], [*RISING[:9], None, None]])
def test_under_ten_useful_points_nothing_signals(values, rules):
    told = read_chart(values, rules)
    assert (told.verdict, told.signals, told.limits.longest_run) == (TOO_FEW, (), None)


def test_there_are_two_rule_sets_and_no_third():
    assert list(RULE_SETS) == ["anhoej", "ihi"]
    with pytest.raises(KeyError):
        read_chart([1.0], "astronomical")


@given(VALUES, st.sampled_from(list(RULE_SETS)))
def test_a_signal_points_at_values_that_are_there(values, rules):
    for signal in read_chart(values, rules).signals:
        assert all(values[place - 1] is not None for place in signal.indices)


@given(VALUES, st.sampled_from(list(RULE_SETS)))
def test_a_chart_upside_down_tells_the_same(values, rules):
    def turned(told):
        return told.useful_points, told.longest_run, told.crossings, {one.indices for one in told.signals}

    upside_down = [None if value is None else -value for value in values]
    assert turned(read_chart(values, rules)) == turned(read_chart(upside_down, rules))


# Phases.


def test_a_phase_has_a_median_of_its_own_and_signals_with_the_places_of_the_chart():
    values = [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, *[11.0] * 9, *[13.0] * 9]
    first, second = read_phases(values, starts=[11])
    assert (first.first, first.last, first.reading.median) == (1, 10, 1.5)
    assert (second.first, second.last, second.reading.median) == (11, 28, 12)
    assert second.signals[0].indices == tuple(range(11, 20))


@pytest.mark.parametrize("starts", [[], [1], [0, 40, -3]])
def test_a_start_outside_the_chart_or_at_its_first_point_makes_no_phase(starts):
    assert len(read_phases(RISING, starts=starts)) == 1


def test_a_new_median_is_suggested_where_a_sustained_shift_begins():
    before = [4.0, 6.0] * 6
    assert suggest_phases([*before, *[9.0] * SUSTAINED_LENGTH]) == [12]


def test_eight_points_on_one_side_suggest_nothing():
    assert suggest_phases([*[4.0, 6.0] * 6, 4.0, *[9.0] * (SUSTAINED_LENGTH - 1)]) == []


@given(VALUES)
def test_a_suggested_phase_begins_at_a_value(values):
    assert all(values[place - 1] is not None for place in suggest_phases(values))
