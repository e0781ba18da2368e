"""Data points of measures, and the small cells among them."""

from datetime import date

import pytest

from nic_hub.domain.vocabulary import MeasureSubject
from nic_hub.errors import Conflict, Duplicate, Forbidden, Invalid, PrivateText
from nic_hub.models import utc_now
from nic_hub.services.measures import add_point, check_rate, present_points
from nic_hub.services.rosters import list_points
from tests.factories import make_cycle, make_idea, make_measure, make_point
from tests.services.conftest import PEOPLE

MONDAY, TUESDAY = date(2026, 9, 28), date(2026, 9, 29)
CELL = ("value", "numerator", "denominator", "n", "note")


@pytest.fixture
def measure(session, town):
    return make_measure(session, team=town.team)


def seen(session, town, measure, who="far_teacher"):
    """Return what somebody is shown, by day and group."""
    session.flush()
    points = list_points(session, town.who(who), measure)
    shown = present_points(session, town.who(who), measure, points)
    return {(point["date"], point["student_group"]): point for point in shown}


# Writing.


def test_a_team_adds_a_value(session, town, measure):
    point = add_point(session, town.who("teacher"), measure, {"date": MONDAY, "value": 4.0, "n": 25})
    session.flush()
    assert (point.measure_id, point.network_id) == (measure.id, town.network.id)


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "teacher"])
def test_nobody_else_does(session, town, measure, name):
    with pytest.raises(Forbidden):
        add_point(session, town.who(name), measure, {"date": MONDAY, "value": 4.0})


def test_a_day_and_group_has_one_value(session, town, measure):
    teacher = town.who("teacher")
    add_point(session, teacher, measure, {"date": MONDAY, "value": 4.0})
    session.flush()
    with pytest.raises(Duplicate):
        add_point(session, teacher, measure, {"date": MONDAY, "value": 5.0})
    add_point(session, teacher, measure, {"date": MONDAY, "value": 5.0, "student_group": "grade 5"})
    add_point(session, teacher, measure, {"date": TUESDAY, "value": 5.0})


@pytest.mark.parametrize(
    "values",
    [
        {"numerator": 4},
        {"denominator": 6},
        {"numerator": 0, "denominator": 0},
        {"numerator": 1, "denominator": -6},
    ],
)
def test_a_rate_needs_both_parts_and_cases(values):
    with pytest.raises(Invalid) as error:
        check_rate(values)
    assert [problem.pointer for problem in error.value.problems] == ["/denominator"]


@pytest.mark.parametrize(
    "values", [{}, {"numerator": 0, "denominator": 6}, {"numerator": 4, "denominator": 6}]
)
def test_a_rate_or_none_is_fine(values):
    check_rate(values)


def test_a_contradictory_rate_is_not_stored(session, town, measure):
    with pytest.raises(Invalid):
        add_point(session, town.who("teacher"), measure, {"date": MONDAY, "value": 1.0, "numerator": 4})


def test_a_note_is_read_for_private_data(session, town, measure):
    values = {"date": MONDAY, "value": 4.0, "note": "Call 555-234-5678"}
    with pytest.raises(PrivateText):
        add_point(session, town.who("teacher"), measure, values)
    assert add_point(session, town.who("teacher"), measure, values, confirmed=["note"])


def test_a_point_belongs_to_a_cycle_the_writer_may_read(session, town, measure):
    idea = make_idea(session, team=town.far)
    secret = make_cycle(session, idea=idea, team=town.far, visibility="team")
    mine = make_cycle(session, idea=idea, team=town.team)
    values = {"date": MONDAY, "value": 4.0}
    with pytest.raises(Invalid) as error:
        add_point(session, town.who("teacher"), measure, values | {"cycle_id": secret.id})
    assert [problem.pointer for problem in error.value.problems] == ["/cycle_id"]
    point = add_point(session, town.who("teacher"), measure, values | {"cycle_id": mine.key})
    assert point.cycle_id == mine.id


def test_a_withdrawn_measure_takes_no_more_values(session, town, measure):
    measure.withdrawn_at = utc_now()
    with pytest.raises(Conflict):
        add_point(session, town.who("teacher"), measure, {"date": MONDAY, "value": 4.0})


# Reading.


def test_points_are_read_with_their_measure_in_order(session, town):
    hidden = make_measure(session, team=town.team, visibility="team")
    for day, group in ((TUESDAY, ""), (MONDAY, "b"), (MONDAY, "")):
        make_point(session, measure=hidden, date=day, student_group=group, n=30)
    assert list(seen(session, town, hidden, "teacher")) == [(MONDAY, ""), (MONDAY, "b"), (TUESDAY, "")]
    assert seen(session, town, hidden) == {}


@pytest.mark.parametrize(
    ("n", "denominator", "is_small"),
    [
        (10, None, False),
        (9, None, True),
        (None, 10, False),
        (None, 9, True),
        (None, None, True),
        (30, 5, False),
    ],
)
def test_a_cell_is_small_by_its_students(session, town, measure, n, denominator, is_small):
    rate = {"numerator": 1, "denominator": denominator} if denominator else {}
    make_point(session, measure=measure, date=MONDAY, n=n, note="Rain", **rate)
    point = seen(session, town, measure)[MONDAY, ""]
    assert point["is_hidden"] is is_small
    assert (point["value"] is None) is is_small
    if is_small:
        assert [point[name] for name in CELL] == [None] * len(CELL)


@pytest.mark.parametrize(
    ("who", "sees"),
    [("teacher", True), ("sponsor", True), ("principal", True), ("coach", False), ("leader", False)],
)
def test_a_small_cell_is_shown_to_its_own_team(session, town, measure, who, sees):
    make_point(session, measure=measure, date=MONDAY, n=5)
    assert (seen(session, town, measure, who)[MONDAY, ""]["value"] is not None) is sees


def test_a_second_cell_that_would_tell_the_first_is_hidden_too(session, town, measure):
    for group, n in (("", 30), ("a", 5), ("b", 25)):
        make_point(session, measure=measure, date=MONDAY, student_group=group, n=n)
    make_point(session, measure=measure, date=TUESDAY, student_group="b", n=25)
    hidden = {key: point["is_hidden"] for key, point in seen(session, town, measure).items()}
    assert hidden == {(MONDAY, ""): False, (MONDAY, "a"): True, (MONDAY, "b"): True, (TUESDAY, "b"): False}


def test_what_is_asked_for_alone_is_hidden_for_what_was_not_asked_for(session, town, measure):
    make_point(session, measure=measure, date=MONDAY, student_group="a", n=5)
    big = make_point(session, measure=measure, date=MONDAY, student_group="b", n=25)
    [shown] = present_points(session, town.who("far_teacher"), measure, [big])
    assert shown["value"] is None


def test_the_network_sets_the_limit(session, town, measure):
    town.network.min_n = 31
    make_point(session, measure=measure, date=MONDAY, n=30)
    assert seen(session, town, measure)[MONDAY, ""]["value"] is None


@pytest.mark.parametrize("subject", [MeasureSubject.ADULT_PRACTICE, MeasureSubject.SYSTEM])
def test_cells_about_no_students_are_shown(session, town, measure, subject):
    measure.subject = subject
    make_point(session, measure=measure, date=MONDAY, n=3)
    assert seen(session, town, measure)[MONDAY, ""]["value"] is not None


def test_a_cycle_the_viewer_may_not_read_is_left_out(session, town, measure):
    cycle = make_cycle(session, idea=make_idea(session, team=town.team), team=town.team, visibility="team")
    make_point(session, measure=measure, date=MONDAY, n=30, cycle_id=cycle.id)
    assert seen(session, town, measure, "teacher")[MONDAY, ""]["cycle_id"] == cycle.id
    assert seen(session, town, measure)[MONDAY, ""]["cycle_id"] is None
