"""Days that cannot be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nic_hub.domain.days import check_counted_on, check_study_day, find_adoption_day_problems
from nic_hub.domain.pdsa.pdsa import Action, advance, refuse_spoiling
from nic_hub.domain.vocabulary import AdoptionState, CycleStatus
from nic_hub.errors import Invalid
from tests.domain.examples import PLAN, cycle, is_accepted

TODAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def pointers(problems):
    return [problem.pointer for problem in problems]


@pytest.mark.parametrize("day", [date(1990, 1, 1), TODAY, TOMORROW])
def test_a_point_was_counted_today_or_before_and_it_may_be_tomorrow_somewhere(day):
    assert pointers(check_counted_on(day, TODAY)) == []


@pytest.mark.parametrize("day", [TODAY + timedelta(days=2), date(2027, 5, 1), date(9999, 1, 1)])
def test_a_point_was_not_counted_on_a_day_still_to_come(day):
    (problem,) = check_counted_on(day, TODAY)
    assert (problem.pointer, "still to come" in problem.detail) == ("/date", True)


@pytest.mark.parametrize("day", [date(1989, 12, 31), date(26, 11, 1)])
def test_the_year_of_a_point_is_likely(day):
    (problem,) = check_counted_on(day, TODAY)
    assert "Check the year" in problem.detail


@pytest.mark.parametrize(
    ("study_on", "started_on", "expected"),
    [
        (None, TODAY, []),
        (TODAY, None, []),
        (TODAY, TODAY, []),
        (YESTERDAY, TODAY, ["/study_on"]),
        (date(1989, 1, 1), None, ["/study_on"]),
        (TODAY + timedelta(days=549), None, []),
        (TODAY + timedelta(days=550), None, ["/study_on"]),
    ],
)
def test_a_study_date_follows_the_start_within_reason(study_on, started_on, expected):
    assert pointers(check_study_day(study_on, started_on, TODAY)) == expected


@pytest.mark.parametrize(
    ("state", "started_on", "study_on", "expected"),
    [
        ("trying", None, TOMORROW, []),
        ("trying", None, YESTERDAY, []),
        ("trying", None, TODAY - timedelta(days=2), ["/study_on"]),
        ("interested", None, date(2020, 1, 1), ["/study_on"]),
        ("adopted", date(2020, 1, 1), date(2020, 2, 1), []),
        ("adopted", date(2020, 2, 1), date(2020, 1, 1), ["/study_on"]),
        ("dropped", date(1980, 2, 1), None, ["/started_on"]),
        ("trying", TODAY + timedelta(days=367), None, ["/started_on"]),
        ("trying", date(2020, 2, 1), date(2020, 1, 1), ["/study_on"]),
    ],
)
def test_what_is_still_tried_is_looked_at_on_a_day_to_come(state, started_on, study_on, expected):
    found = find_adoption_day_problems(AdoptionState(state), started_on, study_on, TODAY)
    assert pointers(found) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({"study_on": YESTERDAY}, []),
        ({"study_on": TODAY - timedelta(days=2)}, ["/study_on"]),
        ({"started_on": date(2026, 11, 9), "study_on": date(2026, 11, 1)}, ["/study_on"]),
        ({"started_on": date(2026, 10, 1), "study_on": date(2026, 10, 9)}, []),
    ],
)
def test_a_cycle_starts_with_a_study_date_after_its_start(days, expected):
    try:
        advance(PLAN | days, CycleStatus.PLANNED, Action.START, TODAY)
        found = []
    except Invalid as error:
        found = pointers(error.problems)
    assert found == expected


def test_a_study_date_that_was_wrong_long_ago_holds_nobody_up():
    fields = cycle(started_on=date(2026, 11, 9), study_on=date(2026, 11, 1))
    assert advance(fields, CycleStatus.RUNNING, Action.STUDY, TODAY) == CycleStatus.STUDIED


@pytest.mark.parametrize(
    ("status", "changes", "expected"),
    [
        ("planned", {"started_on": date(2026, 12, 1), "study_on": date(2026, 11, 1)}, ["/study_on"]),
        ("planned", {"started_on": date(2029, 12, 1)}, ["/started_on"]),
        ("planned", {"study_on": date(1926, 12, 1)}, ["/study_on"]),
        ("studied", {"closed_on": date(2026, 10, 1)}, ["/closed_on"]),
        ("studied", {"closed_on": date(2027, 10, 1)}, ["/closed_on"]),
    ],
)
def test_a_change_to_an_impossible_day_is_refused(status, changes, expected):
    current = PLAN if status == "planned" else cycle(started_on=date(2026, 11, 1), closed_on=None)
    with pytest.raises(Invalid) as error:
        refuse_spoiling(CycleStatus(status), current, changes, TODAY)
    assert pointers(error.value.problems) == expected


def test_a_change_of_something_else_asks_for_no_other_day():
    current = PLAN | {"started_on": date(2026, 11, 9), "study_on": date(2026, 11, 1)}
    assert is_accepted(refuse_spoiling, CycleStatus.PLANNED, current, {"question": "Why?"}, TODAY)


@pytest.mark.parametrize("told", ["", None, "n/a"])
def test_what_a_closed_phase_had_to_say_is_not_taken_back(told):
    with pytest.raises(Invalid) as error:
        refuse_spoiling(CycleStatus.STUDIED, cycle(), {"learning": told}, TODAY)
    assert pointers(error.value.problems) == ["/learning"]


def test_words_of_earlier_days_hold_up_no_change_of_others():
    current = cycle(learning="n/a")
    changes = {"learning": "n/a", "result": "Five of them asked"}
    assert is_accepted(refuse_spoiling, CycleStatus.STUDIED, current, changes, TODAY)


def test_a_prediction_that_is_not_there_is_not_met_afterwards():
    current = cycle(prediction=None, cycle_type="inquiry", prediction_met=None)
    with pytest.raises(Invalid) as error:
        refuse_spoiling(CycleStatus.STUDIED, current, {"prediction_met": "met"}, TODAY)
    assert pointers(error.value.problems) == ["/prediction_met"]
