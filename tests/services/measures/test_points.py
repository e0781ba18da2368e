"""Data points of measures, and the small cells among them."""

from datetime import date

import pytest

from nic_hub.domain.vocabulary import MeasureSubject
from nic_hub.errors import Conflict, Duplicate, Forbidden, Invalid, NotFound, PrivateText, Stale
from nic_hub.models import Measure, utc_now
from nic_hub.services.measures.points import (
    add_point,
    archive_point,
    change_point,
    check_rate,
    list_point_history,
    restore_point,
)
from nic_hub.services.measures.shown_points import get_point, list_points, present_points
from tests.factories import make_cycle, make_idea, make_measure, make_point
from tests.services.conftest import PEOPLE

MONDAY, TUESDAY = date(2026, 9, 28), date(2026, 9, 29)
CELL = ("value", "numerator", "denominator", "n", "note")


def seen(session, town, measure, who="far_teacher"):
    """Return what somebody is shown, by day and group."""
    session.flush()
    points = list_points(session, town.who(who), [measure])
    shown = present_points(session, town.who(who), [measure], points)
    return {(point["date"], point["student_group"]): point for point in shown}


def test_the_values_of_a_withdrawn_measure_are_shown_to_nobody(session, town, measure):
    make_point(session, measure=measure, n=25)
    assert seen(session, town, measure)
    measure.withdrawn_at = utc_now()
    assert seen(session, town, measure) == seen(session, town, measure, who="teacher") == {}


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


# Correcting.


@pytest.fixture
def point(session, measure):
    return make_point(session, measure=measure, date=MONDAY, n=25, note="Rain")


def correct(session, town, point, values, who="teacher", **options):
    measure = session.get_one(Measure, point.measure_id)
    options = {"expected_version": point.version, **options}
    changed = change_point(session, town.who(who), measure, point, values, **options)
    session.flush()
    return changed


def take_out(session, town, point, who="teacher"):
    measure = session.get_one(Measure, point.measure_id)
    archive_point(town.who(who), measure, point, expected_version=point.version)
    session.flush()


def test_a_team_corrects_its_value(session, town, point):
    correct(session, town, point, {"value": 4.5, "note": None})
    assert (point.value, point.note, point.version) == (4.5, None, 2)


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "teacher"])
def test_nobody_else_corrects_or_takes_out(session, town, point, name):
    with pytest.raises(Forbidden):
        correct(session, town, point, {"value": 4.5}, name)
    with pytest.raises(Forbidden):
        take_out(session, town, point, name)


def test_a_correction_is_made_from_the_newest_version(session, town, point):
    correct(session, town, point, {"value": 4.5})
    with pytest.raises(Stale):
        correct(session, town, point, {"value": 5.0}, expected_version=1)


@pytest.mark.parametrize(
    ("values", "error", "pointer"),
    [
        ({"numerator": 4.0}, Invalid, "/denominator"),
        ({"note": "Call 555-234-5678"}, PrivateText, "/note"),
        ({"cycle_id": "nothing"}, Invalid, "/cycle_id"),
    ],
)
def test_a_wrong_correction_changes_nothing(session, town, point, values, error, pointer):
    with pytest.raises(error) as refusal:
        correct(session, town, point, {"value": 9.0, **values})
    assert [problem.pointer for problem in refusal.value.problems] == [pointer]
    assert (point.value, point.version) == (4.0, 1)


def test_a_text_that_is_confirmed_may_be_written_into_a_correction(session, town, point):
    correct(session, town, point, {"note": "Call 555-234-5678"}, confirmed=["note"])
    assert point.note == "Call 555-234-5678"


def test_the_values_of_a_withdrawn_measure_stay_as_they_are(session, town, measure, point):
    measure.withdrawn_at = utc_now()
    with pytest.raises(Conflict):
        correct(session, town, point, {"value": 4.5})


def test_a_value_that_was_taken_out_is_kept_for_its_team_alone(session, town, measure, point):
    take_out(session, town, point)
    assert seen(session, town, measure, "teacher") == {}
    assert [each.id for each in list_points(session, town.who("teacher"), [measure], archived=True)] == [
        point.id
    ]
    assert get_point(session, town.who("teacher"), measure, point.id) is point
    for name in ("far_teacher", "coach", "admin"):
        assert list_points(session, town.who(name), [measure], archived=True) == []
        with pytest.raises(NotFound):
            get_point(session, town.who(name), measure, point.id)


def test_a_value_is_found_at_its_own_measure_only(session, town, point):
    with pytest.raises(NotFound):
        get_point(session, town.who("teacher"), make_measure(session, team=town.team), point.id)


def test_a_value_that_was_taken_out_is_brought_back(session, town, measure, point):
    take_out(session, town, point)
    restore_point(town.who("teacher"), measure, point, expected_version=point.version)
    assert list(seen(session, town, measure)) == [(MONDAY, "")]


@pytest.mark.parametrize("is_out", [True, False])
def test_what_is_out_is_not_taken_out_again_nor_brought_back_when_it_is_not(
    session, town, measure, point, is_out
):
    act = archive_point if is_out else restore_point
    if is_out:
        take_out(session, town, point)
    with pytest.raises(Conflict):
        act(town.who("teacher"), measure, point, expected_version=point.version)


def test_a_day_and_group_stay_taken_by_a_value_that_was_taken_out(session, town, measure, point):
    take_out(session, town, point)
    with pytest.raises(Duplicate, match=f"Restore the data point {point.id}"):
        add_point(session, town.who("teacher"), measure, {"date": MONDAY, "value": 5.0})


def test_the_history_of_a_value_tells_who_changed_what(session, town, measure):
    teacher = town.who("teacher")
    session.info["member_id"] = teacher.member_id
    point = add_point(session, teacher, measure, {"date": MONDAY, "value": 4.0, "n": 25})
    session.flush()
    correct(session, town, point, {"value": 4.5})
    take_out(session, town, point)
    told = list_point_history(session, teacher, measure, point)
    assert [(entry.action, entry.member_id) for entry in told] == [
        (action, teacher.member_id) for action in ("created", "changed", "archived")
    ]
    assert told[1].changes == {"value": [4.0, 4.5]}


def test_the_history_of_a_value_is_for_those_who_may_change_it(session, town, measure, point):
    with pytest.raises(Forbidden):
        list_point_history(session, town.who("far_teacher"), measure, point)


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


def test_taking_the_small_cell_out_does_not_show_what_told_it(session, town, measure):
    for group, n in (("", 30), ("b", 25), ("a", 5)):
        few = make_point(session, measure=measure, date=MONDAY, student_group=group, n=n)
    take_out(session, town, few)
    hidden = {key: point["is_hidden"] for key, point in seen(session, town, measure).items()}
    assert hidden == {(MONDAY, ""): False, (MONDAY, "b"): True}


@pytest.mark.parametrize(
    ("before", "after", "is_hidden"),
    [
        ({"n": 25}, {"n": 26}, True),
        ({"n": 25}, {"n": 35}, False),
        ({"n": 25}, {"value": 5.0}, False),
        ({"n": 5}, {"n": 12}, False),
        ({"n": None}, {"n": 25}, False),
        ({"n": None, "numerator": 4.0, "denominator": 25.0}, {"denominator": 24.0}, True),
    ],
)
def test_a_correction_that_would_tell_of_a_few_students_is_hidden(
    session, town, measure, before, after, is_hidden
):
    point = make_point(session, measure=measure, date=MONDAY, **before)
    correct(session, town, point, after)
    correct(session, town, point, {"note": "Counted again"})
    assert seen(session, town, measure)[MONDAY, ""]["is_hidden"] is is_hidden
    assert seen(session, town, measure, "teacher")[MONDAY, ""]["value"] == point.value


def test_what_is_asked_for_alone_is_hidden_for_what_was_not_asked_for(session, town, measure):
    make_point(session, measure=measure, date=MONDAY, student_group="a", n=5)
    big = make_point(session, measure=measure, date=MONDAY, student_group="b", n=25)
    [shown] = present_points(session, town.who("far_teacher"), [measure], [big])
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
