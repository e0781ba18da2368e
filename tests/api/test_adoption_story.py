"""An adoption from the first interest to its end, as teams go through it over the API."""

import pytest
import time_machine

from tests.factories import TOLD as CYCLE


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-09-21T15:00:00Z", tick=False):
        yield


def closed_cycle(person, idea_id, *, decision="adopt", **plan):
    """Plan, run, study and close a cycle, as its team does."""
    told = {**{name: str(value) for name, value in CYCLE.items()}, "decision": decision}
    phases = {
        "": ("question", "prediction", "who", "what", "when", "where", "data_plan", "scale"),
        "/start": (),
        "/study": ("as_planned", "observations", "result", "prediction_met", "direction", "learning"),
        "/close": ("decision", "reason", "next_step"),
    }
    path, made = "/pdsa-cycles", None
    for step, names in phases.items():
        body = {name: told[name] for name in names} | (
            {"change_idea_id": idea_id, **plan} if not step else {}
        )
        made = person.post(f"{path}{step}", body, version=made and made["version"]).json
        path = f"/pdsa-cycles/{made['id']}"
    return made


def evidence_of(person, idea_id):
    return person.get(f"/change-ideas/{idea_id}").json["evidence"]


def adopt(world, **more):
    return world.colleague.post("/adoptions", {"change_idea_id": world.idea.id, **more}).json


def say(world, adoption, **told):
    now = world.colleague.get(f"/adoptions/{adoption['id']}").json
    return world.colleague.patch(f"/adoptions/{adoption['id']}", told, version=now["version"])


def make_idea(world, **told):
    body = {"title": "Cards on the door", "description": "They hang there.", "driver_id": "D5", **told}
    idea = world.colleague.post("/change-ideas", body).json
    return world.colleague.post(f"/change-ideas/{idea['id']}/publish", version=idea["version"]).json


def test_interested_becomes_trying_with_the_first_cycle_and_its_test_counts_for_the_source(world):
    before = evidence_of(world.teacher, world.idea.id)
    adoption = adopt(world)
    assert adoption["state"] == "interested"
    closed_cycle(world.colleague, world.idea.id, adoption_id=adoption["id"])
    assert world.teacher.get(f"/adoptions/{adoption['id']}").json["state"] == "trying"
    after = evidence_of(world.teacher, world.idea.id)
    assert (after["cycles"], after["schools"]) == (before["cycles"] + 1, before["schools"] + 1)


def test_adopted_as_it_is(world):
    adoption = adopt(world, state="trying")
    assert say(world, adoption, state="adopted").json["state"] == "adopted"
    statuses = world.teacher.get(f"/change-ideas/{world.idea.id}").json["team_status"]
    assert {"team_id": world.far.id, "status": "adopted"} in statuses


@pytest.mark.parametrize(("keeps_core", "counted"), [("yes", 1), ("no", 0)])
def test_adapted_says_what_changed_and_counts_for_the_source_as_long_as_the_core_is_kept(
    world, keeps_core, counted
):
    adoption, before = adopt(world, state="trying"), evidence_of(world.teacher, world.idea.id)
    assert say(world, adoption, state="adapted").status_code == 422
    made = make_idea(world)
    told = {
        "what_changed": "On the door",
        "why": "Desks are full",
        "origin": "reactive",
        "keeps_core": keeps_core,
    }
    assert say(world, adoption, state="adapted", resulting_idea_id=made["id"], **told).status_code == 200
    made = world.teacher.get(f"/change-ideas/{made['id']}").json
    assert (made["parent_id"], made["what_changed"]) == (world.idea.id, "On the door")
    assert (made["why_changed"], made["keeps_core"]) == ("Desks are full", keeps_core)
    closed_cycle(world.colleague, made["id"])
    after = evidence_of(world.teacher, world.idea.id)
    assert after["cycles"] - before["cycles"] == counted
    assert after["core_not_kept"] == 1 - counted
    branch = world.teacher.get(f"/change-ideas/{world.idea.id}/lineage").json["nodes"][1]
    assert (branch["id"], branch["origin"]) == (made["id"], "reactive")


def test_dropped_says_why_and_the_lineage_keeps_it(world):
    adoption = adopt(world, state="trying")
    assert say(world, adoption, state="dropped").status_code == 422
    say(world, adoption, state="dropped", why="Our lessons are too short")
    branch = world.teacher.get(f"/change-ideas/{world.idea.id}/lineage").json["nodes"][1]
    assert (branch["status"], branch["why"]) == ("dropped", "Our lessons are too short")


def test_what_came_from_somewhere_else_stays_its_child(world):
    parent = make_idea(world, title="An older idea")
    made = make_idea(world, parent_id=parent["id"], keeps_core="yes")
    told = {"what_changed": "All of it", "keeps_core": "no", "resulting_idea_id": made["id"]}
    say(world, adopt(world), state="adapted", **told)
    shown = world.teacher.get(f"/change-ideas/{made['id']}").json
    assert (shown["parent_id"], shown["keeps_core"], shown["what_changed"]) == (parent["id"], "yes", None)


def test_an_idea_of_another_team_is_not_made_a_child(world):
    theirs = world.neighbour.post(
        "/change-ideas", {"title": "Wall", "description": "A wall.", "driver_id": "D5"}
    ).json
    world.neighbour.post(f"/change-ideas/{theirs['id']}/publish", version=theirs["version"])
    said = say(world, adopt(world), state="adapted", what_changed="All", resulting_idea_id=theirs["id"])
    assert (said.status_code, said.json["errors"][0]["pointer"]) == (422, "/resulting_idea_id")
    assert world.neighbour.get(f"/change-ideas/{theirs['id']}").json["parent_id"] is None


def test_when_the_study_date_has_come_the_home_asks_what_became_of_it(world):
    adopt(world, state="trying", study_on="2026-10-01")
    (waiting,) = world.colleague.get("/home").json["adoptions"]
    assert (waiting["is_due"], waiting["needs"][:7]) == (False, "Test it")
    with time_machine.travel("2026-10-02T15:00:00Z", tick=False):
        (due,) = world.colleague.get("/home").json["adoptions"]
    assert due["is_due"]
    assert "adopted, adapted or dropped" in due["needs"]
