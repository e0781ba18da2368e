"""A chart in words: no more than the rules say, and never an improvement."""

import pytest

from nic_hub.domain.run_charts.rules import RULE_SETS
from nic_hub.domain.run_charts.telling import show_number, tell_chart

SHIFTED = [1.0, 2.0] * 5 + [11.0, 12.0] * 5
QUIET = [1.0, 3.0, 3.0, 1.0, 1.0, 3.0, 1.0, 3.0, 3.0, 1.0, 1.0, 3.0]


def described(values, rules="anhoej", **options):
    return tell_chart(values, rules, **options)["description"]


@pytest.mark.parametrize("rules", RULE_SETS)
def test_a_signal_is_told_with_its_rule_its_source_and_how_often_chance_signals(rules):
    told = tell_chart(SHIFTED, rules)
    assert told["false_alarm_rate"] == RULE_SETS[rules].false_alarms
    assert told["rules_source"] in {"Anhoej and Olesen 2014", "Perla, Provost and Murray 2011"}
    assert f"about {told['false_alarm_rate']:.0%} of charts of 24 points" in told["description"]


@pytest.mark.parametrize("values", [SHIFTED, QUIET, [1.0], []])
def test_no_chart_is_called_an_improvement(values):
    told = described(values).replace("not that it is an improvement", "")
    assert "improve" not in told
    assert "better" not in told


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([], "There is no value to draw."),
        ([4.0], "Too few points to tell: 0 points off the median, and 10 are needed."),
        (
            QUIET,
            "No signal by the anhoej rules: the longest run has 2 points and the line crosses",
        ),
        (SHIFTED, "Signal by the rule longest_run (1 to 10): 10 points in a row below the median"),
    ],
)
def test_what_a_chart_tells_is_one_sentence_after_the_other(values, told):
    assert told in described(values)


def test_the_phase_that_holds_now_speaks_for_the_chart_and_signals_are_those_of_all():
    told = tell_chart([*SHIFTED, *QUIET], starts=[21])
    assert [phase["median"] for phase in told["phases"]] == [6.5, 2]
    assert (told["median"], told["useful_points"]) == (2, 12)
    assert {signal["rule"] for signal in told["signals"]} == {"longest_run", "crossings"}
    assert "1 to 20: Median 6.5." in told["description"]


def test_a_new_median_is_suggested_by_a_named_rule_until_it_is_there():
    assert tell_chart(SHIFTED)["suggested_phases"] == [{"rule": "sustained_shift", "index": 10}]
    assert "By the rule sustained_shift" in described(SHIFTED)
    assert tell_chart(SHIFTED, starts=[10])["suggested_phases"] == []


def test_a_far_point_is_a_question_and_a_person_answers_it():
    values = [*QUIET, 30.0, *QUIET]
    told = tell_chart(values)
    assert [point["index"] for point in told["far_points"]] == [13]
    assert "Far from their neighbours, no signal: 13. What happened then?" in told["description"]
    marked = tell_chart(values, special=[13])
    assert (marked["far_points"], marked["special_points"]) == ([], [13])
    assert "Marked by a person as special: 13." in marked["description"]
    assert marked["signals"] == told["signals"]


@pytest.mark.parametrize(
    ("number", "shown"),
    [(None, "none"), (7.0, "7"), (2 / 3, "0.667"), (1234567.5, "1234567.5"), (-0.5, "-0.5")],
)
def test_a_number_is_shown_without_needless_digits(number, shown):
    assert show_number(number) == shown
