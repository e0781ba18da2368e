"""The latest test in one line; of too few students, without a number."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.evidence.latest_test import LatestTest, tell_latest_test
from nic_hub.domain.vocabulary import Decision, Direction, PredictionMet

TEST = LatestTest(
    team="Valley LIT",
    closed_on=date(2018, 2, 1),
    prediction="Six questions a lesson.",
    result="Four.",
    prediction_met=PredictionMet.PARTLY,
    direction=Direction.IMPROVED,
    decision=Decision.ADAPT,
    reason="The prompts were too far away.",
)


def test_the_latest_test_tells_prediction_result_and_decision():
    assert tell_latest_test(TEST) == (
        "Valley LIT, February 2018: predicted: Six questions a lesson; found: Four; prediction partly met; "
        "decided to adapt; because: The prompts were too far away."
    )


def test_of_few_students_only_the_direction_is_told():
    told = tell_latest_test(replace(TEST, min_n=10, reason=None))
    assert told == (
        "Valley LIT, February 2018: fewer than 10 students, so the numbers stay in the team; it improved; "
        "decided to adapt."
    )


@given(st.sampled_from(PredictionMet), st.sampled_from(Direction))
def test_of_few_students_neither_prediction_nor_result_nor_whether_it_was_met_is_told(met, direction):
    told = tell_latest_test(replace(TEST, prediction_met=met, direction=direction, min_n=10))
    assert not any(word in told for word in ("Six", "Four", "met", "predict"))


def test_a_test_without_a_result_says_so():
    assert tell_latest_test(LatestTest(team="Valley LIT")) == "Valley LIT: closed, without a result."
