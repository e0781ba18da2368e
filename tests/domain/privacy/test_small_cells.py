"""Numbers about few students, and what could be worked out from the numbers beside them."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.privacy.small_cells import MOST_STUDENTS, WHOLE, Cell, find_hidden

MONDAY, TUESDAY = date(2018, 2, 5), date(2018, 2, 6)
sizes = st.none() | st.integers(0, 60)
days = st.fixed_dictionaries({WHOLE: sizes}, optional={"a": sizes, "b": sizes, "c": sizes})


def hidden(day, min_n=10):
    return find_hidden([Cell(group or "whole", MONDAY, group, n) for group, n in day.items()], min_n)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param({WHOLE: 50}, set(), id="the whole of a school"),
        pytest.param({WHOLE: 6}, {"whole"}, id="the whole of a table"),
        pytest.param({WHOLE: None}, {"whole"}, id="nobody counted"),
        pytest.param({WHOLE: 50, "a": 25, "b": 25}, set(), id="two large halves"),
        pytest.param({WHOLE: 50, "a": 45, "b": 5}, {"a", "b"}, id="the second cell tells the first"),
        pytest.param({WHOLE: 50, "a": 20, "b": 25, "c": 5}, {"a", "b", "c"}, id="all groups are hidden"),
        pytest.param({WHOLE: 50, "a": 45}, {"a"}, id="the group that is not told has five"),
        pytest.param({WHOLE: 50, "a": 20, "b": 22}, {"a", "b"}, id="the rest has eight"),
        pytest.param({WHOLE: 50, "a": 50}, set(), id="everybody is in the group"),
        pytest.param({WHOLE: 50, "a": 20, "b": None}, {"a", "b"}, id="one group is not counted"),
        pytest.param({WHOLE: 50, "a": 40, "b": 30}, set(), id="groups that overlap"),
        pytest.param({"a": 40, "b": 5}, {"a", "b"}, id="no whole is told"),
        pytest.param({WHOLE: 50, "a": 0, "b": 50}, {"a", "b"}, id="an empty group"),
        pytest.param(
            {WHOLE: 50, "boys": 23, "girls": 24, "multilingual": 20},
            {"boys", "girls", "multilingual"},
            id="a group of another division does not cover up the three students left",
        ),
        pytest.param(
            {WHOLE: 90, "a": 30, "b": 30, "c": 30, "d": 40}, set(), id="no few are left of two divisions"
        ),
        pytest.param({WHOLE: 12, "a": 12, "b": 30}, set(), id="a group larger than the whole"),
        pytest.param({WHOLE: 6, "a": 30}, {"whole"}, id="a whole that cannot be one"),
    ],
)
def test_what_could_be_worked_out_is_hidden_with_the_small_cell(day, expected):
    assert hidden(day) == expected


@pytest.mark.parametrize(
    ("group", "n", "earlier", "expected"),
    [
        pytest.param(WHOLE, 25, (24,), {"corrected"}, id="one student more"),
        pytest.param(WHOLE, 25, (50, 24), {"corrected"}, id="before an earlier correction"),
        pytest.param(WHOLE, 25, (35,), set(), id="ten students fewer"),
        pytest.param(WHOLE, 25, (25,), set(), id="the same students"),
        pytest.param(WHOLE, 12, (5,), set(), id="what it showed before was hidden"),
        pytest.param("a", 25, (24,), {"corrected", "other"}, id="another group tells it"),
    ],
)
def test_a_correction_by_a_few_students_is_hidden(group, n, earlier, expected):
    cells = [Cell("corrected", MONDAY, group, n, earlier), Cell("other", MONDAY, "b", 60)]
    assert find_hidden(cells, 10) == expected


def test_each_day_stands_for_itself():
    cells = [
        Cell("mon-whole", MONDAY, WHOLE, 50),
        Cell("mon-few", MONDAY, "a", 5),
        Cell("tue-whole", TUESDAY, WHOLE, 50),
        Cell("tue-many", TUESDAY, "a", 25),
    ]
    assert find_hidden(cells, 10) == {"mon-few"}


@given(days, st.integers(1, 20))
def test_no_cell_that_is_shown_is_small(day, min_n):
    shown = day.keys() - {("" if name == "whole" else name) for name in hidden(day, min_n)}
    assert all((day[group] or 0) >= min_n for group in shown)


@given(days, st.integers(1, 20))
def test_no_few_students_are_left_when_shown_groups_are_taken_from_the_whole(day, min_n):
    kept = {group: n for group, n in day.items() if (group or "whole") not in hidden(day, min_n)}
    whole, groups = kept.pop(WHOLE, None), kept
    sums = [sum(some) for size in range(1, 4) for some in combinations(groups.values(), size)]
    assert whole is None or not [taken for taken in sums if 0 < whole - taken < min_n]


@pytest.mark.parametrize(("whole", "tells"), [(1000, False), (1007, True)])
def test_many_groups_are_all_taken_together(whole, tells):
    day = {WHOLE: whole} | {f"group {number}": 50 for number in range(30)}
    assert bool(hidden(day)) is tells


def test_the_groups_of_a_whole_too_large_to_work_through_are_hidden():
    assert hidden({WHOLE: MOST_STUDENTS + 1, "a": 400_000}) == {"a"}


def test_the_groups_of_a_large_whole_are_worked_through():
    assert hidden({WHOLE: MOST_STUDENTS, "a": 400_000, "b": 600_000, "c": 2**31 - 1}) == set()


@given(days, st.integers(1, 20))
def test_groups_are_shown_together_or_not_at_all(day, min_n):
    groups = day.keys() - {WHOLE}
    assert groups & hidden(day, min_n) in (set(), groups)


@given(days, st.integers(1, 20))
def test_a_higher_limit_never_shows_more(day, min_n):
    assert hidden(day, min_n) <= hidden(day, min_n + 1)
