"""Days that cannot be are refused over HTTP, when a record is made and when it is changed."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.api.test_records import PLAN, POINT

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def pointers(answer):
    assert answer.status_code == 422, answer.json
    return [error["pointer"] for error in answer.json["errors"]]


def take(world, cycle, step, body):
    return world.teacher.post(f"/pdsa-cycles/{cycle['id']}/{step}", body, version=cycle["version"])


@pytest.mark.parametrize("day", ["2027-05-01", "2026-11-25"])
def test_no_point_was_counted_on_a_day_still_to_come(world, day):
    path = f"/measures/{world.measure.id}/data-points"
    refused = world.teacher.post(path, POINT | {"date": day})
    assert pointers(refused) == ["/date"]
    assert "still to come" in refused.json["errors"][0]["detail"]
    assert world.teacher.get(path).json["total"] == 0


def test_where_it_is_tomorrow_already_a_point_is_counted(world):
    path = f"/measures/{world.measure.id}/data-points"
    assert world.teacher.post(path, POINT | {"date": "2026-11-24"}).status_code == 201


def test_a_row_of_a_file_with_a_day_still_to_come_is_bad(world):
    path = f"/measures/{world.measure.id}/data-points/import"
    table = {"text": "date,value\n2026-11-02,4\n2027-05-01,5\n"}
    looked_at = world.teacher.post(f"{path}?preview=true", table).json
    assert [row["status"] for row in looked_at["rows"]] == ["new", "bad"]
    assert looked_at["rows"][1]["problems"] == [
        "date: This day is still to come: write the day on which this was counted."
    ]
    assert pointers(world.teacher.post(path, table)) == ["/rows/3"]


@pytest.mark.parametrize(
    "days", [{"started_on": "2026-11-09", "study_on": "2026-11-01"}, {"study_on": "2026-11-01"}]
)
def test_a_cycle_is_not_studied_before_it_starts(world, days):
    cycle = world.teacher.post("/pdsa-cycles", PLAN).json
    assert pointers(take(world, cycle, "start", days)) == ["/study_on"]


def test_a_plan_whose_study_date_has_passed_starts_with_another(world):
    cycle = world.teacher.post("/pdsa-cycles", PLAN | {"study_on": "2026-11-01"}).json
    assert pointers(take(world, cycle, "start", {})) == ["/study_on"]
    assert take(world, cycle, "start", {"study_on": "2026-12-01"}).status_code == 200


def test_a_test_that_began_long_ago_may_be_written_down(world):
    cycle = world.teacher.post("/pdsa-cycles", PLAN).json
    days = {"started_on": "2026-09-01", "study_on": "2026-09-15"}
    assert take(world, cycle, "start", days).status_code == 200


def test_a_plan_is_not_made_or_changed_to_be_studied_before_it_starts(world):
    days = {"started_on": "2026-12-09", "study_on": "2026-12-01"}
    assert pointers(world.teacher.post("/pdsa-cycles", PLAN | days)) == ["/study_on"]
    cycle = world.teacher.post("/pdsa-cycles", PLAN | {"study_on": "2026-12-01"}).json
    path = f"/pdsa-cycles/{cycle['id']}"
    changed = world.teacher.patch(path, {"started_on": "2026-12-09"}, version=cycle["version"])
    assert pointers(changed) == ["/study_on"]


@pytest.mark.parametrize("more", [{"draft_cycle": True}, {}])
def test_nobody_takes_something_over_to_look_at_it_long_ago(world, more):
    body = {"change_idea_id": world.idea.id, "study_on": "2020-01-01", **more}
    refused = world.colleague.post("/adoptions", body)
    assert pointers(refused) == ["/study_on"]
    assert "has passed" in refused.json["errors"][0]["detail"]


def test_an_adoption_is_not_changed_to_a_day_that_has_passed(world):
    made = world.colleague.post(
        "/adoptions", {"change_idea_id": world.idea.id, "study_on": "2026-12-01"}
    ).json
    path = f"/adoptions/{made['id']}"
    assert pointers(world.colleague.patch(path, {"study_on": "2020-01-01"}, version=made["version"])) == [
        "/study_on"
    ]


def test_what_became_of_an_adoption_can_be_said_after_its_study_date(world):
    made = world.colleague.post(
        "/adoptions", {"change_idea_id": world.idea.id, "study_on": "2026-11-24"}
    ).json
    with time_machine.travel(datetime(2027, 2, 1, tzinfo=UTC), tick=False):
        told = {"state": "trying", "study_on": "2026-11-24", "who": "Two of us"}
        changed = world.colleague.patch(f"/adoptions/{made['id']}", told, version=made["version"])
    assert changed.status_code == 200
