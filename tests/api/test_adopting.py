"""Taking over an idea in one step: the adoption, its first cycle as a draft, and an hour to undo it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

NOW = datetime(2026, 9, 21, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def adopt(person, world, **more):
    body = {"change_idea_id": world.idea.id, "state": "trying", "study_on": "2026-10-01", "who": "Ms. Ana"}
    return person.post("/adoptions", {**body, **more})


def test_an_adoption_comes_with_a_draft_cycle_that_keeps_the_lineage(world):
    made = adopt(world.colleague, world, draft_cycle=True)
    assert made.status_code == 201
    (cycle_id,) = made.json["cycle_ids"]
    cycle = world.colleague.get(f"/pdsa-cycles/{cycle_id}").json
    assert cycle["adoption_id"] == made.json["id"]
    assert cycle["change_idea_id"] == world.idea.id
    assert (cycle["status"], cycle["study_on"], cycle["who"]) == ("planned", "2026-10-01", "Ms. Ana")


def test_the_draft_cycle_is_the_adopting_teams_alone(world):
    made = adopt(world.colleague, world, draft_cycle=True).json
    seen = world.teacher.get(f"/adoptions/{made['id']}").json
    assert seen["cycle_ids"] == []
    assert world.teacher.get(f"/pdsa-cycles/{made['cycle_ids'][0]}").status_code == 404


def test_without_the_wish_there_is_no_cycle(world):
    assert adopt(world.colleague, world).json["cycle_ids"] == []


def test_a_repeated_request_makes_one_adoption_and_one_cycle(world):
    body = {"change_idea_id": world.idea.id, "draft_cycle": True}
    first, second = (world.colleague.post("/adoptions", body, key="once").json for _ in range(2))
    assert first == second
    assert world.colleague.get("/adoptions").json["total"] == 1


def test_a_tool_version_has_no_cycle_of_its_own(world):
    version = world.teacher.get(f"/tools/{world.tool.id}").json["version_ids"][0]
    answer = world.colleague.post("/adoptions", {"tool_version_id": version, "draft_cycle": True})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/draft_cycle")
    assert world.colleague.get("/adoptions").json["total"] == 0


def test_within_an_hour_it_can_be_undone_with_its_cycle(world):
    made = adopt(world.colleague, world, draft_cycle=True).json
    undone = world.colleague.post(f"/adoptions/{made['id']}/undo")
    assert (undone.status_code, undone.json["status"]) == (200, "archived")
    assert world.colleague.get("/adoptions").json["total"] == 0
    assert world.colleague.get("/pdsa-cycles?status=planned").json["total"] == 0


def test_to_undo_twice_is_to_undo_once(world):
    made = adopt(world.colleague, world).json
    answers = [world.colleague.post(f"/adoptions/{made['id']}/undo") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json["version"] == answers[1].json["version"]


def test_after_an_hour_it_is_too_late(world):
    made = adopt(world.colleague, world).json
    with time_machine.travel(NOW + timedelta(hours=1, seconds=1), tick=False):
        answer = world.colleague.post(f"/adoptions/{made['id']}/undo")
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/conflict")


def test_nobody_else_undoes_it(world):
    made = adopt(world.colleague, world).json
    for who in (world.teacher, world.neighbour, world.admin):
        assert who.post(f"/adoptions/{made['id']}/undo").status_code == 403
    assert world.outsider.post(f"/adoptions/{made['id']}/undo").status_code == 404


def test_once_a_cycle_has_started_it_cannot_be_undone(world):
    made = adopt(world.colleague, world, draft_cycle=True).json
    cycle_id = made["cycle_ids"][0]
    plan = {"question": "q", "prediction": "p", "what": "w", "when": "w", "where": "w"}
    plan |= {"data_plan": "d", "scale": "one_classroom"}
    started = world.colleague.post(f"/pdsa-cycles/{cycle_id}/start", plan, version=1)
    assert started.status_code == 200, started.json
    assert world.colleague.post(f"/adoptions/{made['id']}/undo").status_code == 409


def test_once_its_cycle_is_cancelled_it_can_be_undone(world):
    made = adopt(world.colleague, world, draft_cycle=True).json
    path = f"/pdsa-cycles/{made['cycle_ids'][0]}"
    cancelled = world.colleague.post(f"{path}/cancel", {"cancel_reason": "A mistake"}, version=1)
    assert cancelled.status_code == 200, cancelled.json
    assert world.colleague.post(f"/adoptions/{made['id']}/undo").json["status"] == "archived"
    assert world.colleague.get(path).json["archived_at"] is not None


def test_no_team_plans_a_cycle_on_the_adoption_of_another(world):
    made = adopt(world.colleague, world).json
    body = {"change_idea_id": world.idea.id, "adoption_id": made["id"]}
    refused = world.neighbour.post("/pdsa-cycles", body)
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/adoption_id")


def test_a_withdrawn_adoption_is_not_undone(world):
    made = adopt(world.colleague, world).json
    assert world.colleague.post(f"/adoptions/{made['id']}/withdraw", version=1).status_code == 200
    assert world.colleague.post(f"/adoptions/{made['id']}/undo").status_code == 409
