"""What the benchmark of run charts compares with: critical values, cases and attendance in New York."""

import json

import pytest

from benchmarks import run_charts
from nic_hub.domain.run_charts.rules import RULE_SETS, crossings_limit, longest_run_limit

needs_data = pytest.mark.skipif(
    not run_charts.FOLDER.is_dir(), reason="the evaluation data (../shared/eval/runcharts) is absent"
)


@needs_data
def test_the_critical_values_agree_from_10_to_100_useful_points():
    wanted = run_charts.read_critical_values()
    assert list(wanted) == list(range(10, 101))
    assert {useful: (longest_run_limit(useful), crossings_limit(useful)) for useful in wanted} == wanted


@needs_data
def test_all_109_cases_agree():
    cases = json.loads((run_charts.FOLDER / "ihi_shift_trend_cases.json").read_text(encoding="utf-8"))
    assert (len(cases), [case for case in cases if not run_charts.agrees(case)]) == (109, [])


@needs_data
def test_the_snow_weeks_of_new_york_stand_out():
    weeks = run_charts.read_weeks()
    far = run_charts.far_weeks(weeks)
    # Beside them is the one day of school after New Year.
    assert {week for week, score in far.items() if score < 0} == {"2013-12-30", *run_charts.SNOW_WEEKS}
    lowest = sorted(weeks, key=weeks.get)[:5]
    assert set(run_charts.SNOW_WEEKS) <= set(lowest)


def test_what_should_not_agree_does_not():
    case = {"fn": "basic_shift", "base": 0, "val": [1] * 6, "expected_indices_1based": [1]}
    assert not run_charts.agrees(case)


def test_false_alarms_are_printed_beside_the_documented_ones(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(run_charts, "RANDOM_CHARTS", 50)
    monkeypatch.setattr(run_charts, "FOLDER", tmp_path / "absent")
    monkeypatch.setattr(run_charts, "false_alarm_rate", lambda rules: 0.5)
    run_charts.main([])
    told = capsys.readouterr().out
    assert "is absent" in told
    assert [name for name in RULE_SETS if f"{name:8}  50.0%" in told] == ["anhoej", "ihi"]
