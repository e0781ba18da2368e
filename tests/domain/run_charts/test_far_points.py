"""Points far from their neighbours: a question for a person, whatever the season."""

import pytest

from nic_hub.domain.run_charts.far_points import find_far_points

SEASON = [90 + week / 10 + (week % 3) / 5 for week in range(30)]


def with_value(place, value):
    return [*SEASON[: place - 1], value, *SEASON[place:]]


@pytest.mark.parametrize(("value", "sign"), [(80.0, -1), (99.0, 1)])
@pytest.mark.parametrize("place", [1, 12, 30])
def test_a_point_far_from_its_neighbours_is_asked_about(place, value, sign):
    (far,) = find_far_points(with_value(place, value))
    assert (far.place, far.distance * sign > 0, far.score * sign > 3.5) == (place, True, True)


@pytest.mark.parametrize("values", [SEASON, SEASON[::-1], [1.0] * 30, [1.0] * 29 + [9.0]])
def test_a_season_a_standstill_and_what_was_never_usual_are_not(values):
    assert find_far_points(values) == []


def test_a_missing_value_keeps_its_place():
    values = [*SEASON[:3], None, None, *SEASON[3:]]
    values[20] = 70.0
    assert [far.place for far in find_far_points(values)] == [21]


def test_a_short_chart_does_not_know_what_is_usual():
    assert find_far_points([1, 2, 1, 2, 1, 2, 1, 2, 90]) == []
