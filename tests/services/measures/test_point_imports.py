"""Data points from a table: looked at first, then all stored or none; the same file again adds nothing."""

from datetime import date

import pytest
from sqlalchemy import func, select

from nic_hub.capture.points import read_points
from nic_hub.capture.tables import read_table
from nic_hub.errors import Conflict, Forbidden, Invalid
from nic_hub.models import DataPoint, RecordHistory, utc_now
from nic_hub.services.measures.point_imports import MOST_PROBLEMS, import_points
from tests.factories import make_point
from tests.services.conftest import PEOPLE

FILE = "date,value,n,group,note\n2026-01-05,4,25,,Rain\n2026-01-12,5,25,,\n2026-01-12,4,12,newcomers,\n"


def send(session, town, measure, text=FILE, who="teacher", preview=False, **options):
    table = read_points(read_table(text.encode()), measure.unit)
    told = import_points(session, town.who(who), measure, table, preview=preview, **options)
    session.flush()
    return told


def stored(session, measure):
    rows = session.scalars(select(DataPoint).where(DataPoint.measure_id == measure.id))
    return {(row.date.day, row.student_group): row.value for row in rows}


def statuses(told):
    return [row["status"] for row in told["rows"]]


def refused(session, town, measure, text):
    with pytest.raises(Invalid) as error:
        send(session, town, measure, text)
    assert stored(session, measure).keys() <= {(5, "")}
    return [problem.detail for problem in error.value.problems]


def test_a_table_becomes_data_points(session, town, measure):
    told = send(session, town, measure)
    assert (told["new"], statuses(told)) == (3, ["new"] * 3)
    assert stored(session, measure) == {(5, ""): 4, (12, ""): 5, (12, "newcomers"): 4}
    point = session.scalars(select(DataPoint).where(DataPoint.note == "Rain")).one()
    assert (point.n, point.network_id) == (25, town.network.id)


def test_who_brought_a_point_is_in_its_history(session, town, measure):
    send(session, town, measure)
    count = select(func.count()).select_from(RecordHistory).where(RecordHistory.kind == "data_point")
    assert session.scalar(count) == 3


def test_the_same_file_twice_adds_nothing(session, town, measure):
    send(session, town, measure)
    told = send(session, town, measure)
    assert (told["new"], told["unchanged"], len(stored(session, measure))) == (0, 3, 3)


def test_a_longer_file_adds_what_is_new_in_it(session, town, measure):
    send(session, town, measure)
    told = send(session, town, measure, FILE + "2026-01-19,6,25,,\n")
    assert (told["new"], told["unchanged"]) == (1, 3)


def test_a_preview_says_what_would_become_of_each_row_and_stores_nothing(session, town, measure):
    make_point(session, measure=measure, date=date(2026, 1, 5), value=4.0, n=25, note="Rain")
    told = send(session, town, measure, FILE + "2026-01-19,,,,\nMonday,6,25,,\n", preview=True)
    assert statuses(told) == ["unchanged", "new", "new", "empty", "bad"]
    assert {name: told[name] for name in ("new", "unchanged", "empty", "bad")} == {
        "new": 2,
        "unchanged": 1,
        "empty": 1,
        "bad": 1,
    }
    assert (told["rows"][4]["row"], "does not name one day" in told["rows"][4]["problems"][0]) == (6, True)
    assert stored(session, measure) == {(5, ""): 4}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("Monday,5,25,,", 'Row 3: date: "Monday"'),
        ("2026-01-19,x,25,,", 'Row 3: value: "x" is not a number.'),
        ("2026-01-05,4,25,,Rain", "Row 3: Row 2 has this day and group already. Keep one of them."),
        ("2026-01-19,5,25,,Call 555-234-5678", "a phone number"),
    ],
)
def test_one_bad_row_and_nothing_is_stored(session, town, measure, rows, told):
    (problem,) = refused(session, town, measure, FILE.splitlines()[0] + "\n2026-01-05,4,25,,Rain\n" + rows)
    assert told in problem
    assert stored(session, measure) == {}


def test_a_text_that_looks_private_is_not_repeated_and_can_be_confirmed(session, town, measure):
    text = "date,value,note\n2026-01-05,4,Call 555-234-5678\n"
    assert "555-234" not in str(send(session, town, measure, text, preview=True))
    assert "555-234" not in str(refused(session, town, measure, text))
    assert send(session, town, measure, text, confirmed=["note"])["new"] == 1


def test_the_name_of_a_column_is_told_without_what_looks_private(session, town, measure):
    told = send(session, town, measure, "date,value,amy.lee@school.example\n2026-01-05,4,x\n")
    assert told["unread_columns"] == ["[e-mail address removed]"]


def test_another_value_for_a_stored_day_is_a_correction_and_is_made_at_the_point(session, town, measure):
    point = make_point(session, measure=measure, date=date(2026, 1, 5), value=9.0)
    (problem,) = refused(session, town, measure, FILE)
    assert problem.startswith("Row 2: This measure has another value for this day and group.")
    assert point.id in problem


def test_a_value_that_was_taken_out_does_not_come_back_with_a_file(session, town, measure):
    point = make_point(session, measure=measure, date=date(2026, 1, 5), value=4.0, archived_at=utc_now())
    (problem,) = refused(session, town, measure, FILE)
    assert f"was taken out. Restore the data point {point.id}." in problem


@pytest.mark.parametrize("parts", ["4,", ",6", "4,0"])
def test_a_rate_needs_both_parts_and_cases(session, town, measure, parts):
    assert refused(session, town, measure, f"date,value,numerator,denominator\n2026-01-05,4,{parts}\n")


def test_many_bad_rows_are_counted_and_the_first_are_named(session, town, measure):
    text = "date,value\n" + "x,4\n" * (MOST_PROBLEMS + 5)
    with pytest.raises(Invalid, match=f"{MOST_PROBLEMS + 5} of {MOST_PROBLEMS + 5} rows are bad") as error:
        send(session, town, measure, text)
    assert len(error.value.problems) == MOST_PROBLEMS


@pytest.mark.parametrize("preview", [True, False])
@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "teacher"])
def test_only_those_who_do_the_teams_work_import(session, town, measure, name, preview):
    with pytest.raises(Forbidden):
        send(session, town, measure, who=name, preview=preview)


def test_a_withdrawn_measure_takes_no_file(session, town, measure):
    measure.withdrawn_at = utc_now()
    with pytest.raises(Conflict):
        send(session, town, measure)
