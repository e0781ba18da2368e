"""Of a test with few students no door tells others how few: by no field, nor by what finds it."""

from __future__ import annotations

import pytest

from nic_hub.services.searchable import CONCLUDED, EXPECTED, PLANNED
from tests.factories import make_cycle, make_idea, make_measure

FEW = "three students"
ZEBRA = {"title": "Zebra cards for zebra questions", "description": "zebra cards for zebra questions"}
TOLD = dict.fromkeys((*PLANNED, *EXPECTED, *CONCLUDED, "observations", "result"), f"Zebra cards for {FEW}")


@pytest.fixture
def cycle(app, world):
    """A test that says in every text with how many students it was made."""
    hub = app.extensions["hub"]
    with hub.database.writing() as session:
        idea = make_idea(session, team=world.far, driver_id=world.driver.id, **ZEBRA)
        measure = make_measure(session, team=world.far)
        cycle = make_cycle(
            session,
            idea=idea,
            team=world.far,
            measure_id=measure.id,
            student_count=3,
            predicted_value=3,
            result_value=3,
            **TOLD,
        )
    hub.embed_rest(hub.search)
    return cycle


DOORS = (
    "/pdsa-cycles",
    "/pdsa-cycles/{cycle.id}",
    "/pdsa-cycles?change_idea={cycle.change_idea_id}&sort=-started_on",
    "/search?q=zebra+cards+for+three+students&kind=pdsa_cycle",
    "/change-ideas/{cycle.change_idea_id}",
    "/change-ideas/{cycle.change_idea_id}/ramp",
    "/change-ideas/{cycle.change_idea_id}/lineage",
    "/measures/{cycle.measure_id}/run-chart",
)


@pytest.mark.parametrize("door", DOORS)
def test_others_do_not_read_how_few_students_there_were(world, cycle, door):
    answer = world.teacher.get(door.format(cycle=cycle))
    assert answer.status_code == 200
    assert FEW not in answer.text


@pytest.mark.parametrize("name", [*PLANNED, *EXPECTED])
def test_the_plan_is_told_without_the_number(world, cycle, name):
    shown = world.teacher.get(f"/pdsa-cycles/{cycle.id}").json
    assert shown[name] == "Zebra cards for … students"
    assert shown["predicted_value"] is None


def test_a_search_shows_its_title_and_summary_without_the_number(world, cycle):
    found = world.teacher.get("/search?q=zebra+cards&kind=pdsa_cycle").json["items"]
    told = {(each["title"], each["summary"]) for each in found if each["id"] == cycle.id}
    assert told == {("Zebra cards for … students",) * 2}


@pytest.mark.parametrize("text", ["three", "thr", "zebra"])
def test_no_text_finds_it_in_a_list_letter_by_letter(world, cycle, text):
    assert world.teacher.get(f"/pdsa-cycles?text={text}").json["total"] == 0
    assert world.colleague.get(f"/pdsa-cycles?text={text}").json["total"] == 1


def test_a_suggestion_tells_what_was_done_without_the_number(world, cycle):
    answer = world.teacher.post("/suggestions", {"query": "zebra cards for zebra questions"})
    (told,) = answer.json["suggestions"]
    assert told["latest_cycle"]["done"] == "Zebra cards for … students"
    assert "because: Zebra cards for … students" in told["latest_test"]
    assert FEW not in answer.text


def test_a_storyboard_is_drafted_without_the_number(world, cycle):
    answer = world.colleague.post("/storyboards/draft-from-cycles", {"cycle_ids": [cycle.id]})
    assert answer.json["storyboard"]["prediction"] == "Zebra cards for … students"
    assert FEW not in answer.text


def test_its_history_is_not_for_others(world, cycle):
    assert world.teacher.get(f"/pdsa-cycles/{cycle.id}/history").status_code == 403


@pytest.mark.parametrize("door", DOORS[:4])
def test_its_own_team_reads_it_all(world, cycle, door):
    assert FEW in world.colleague.get(door.format(cycle=cycle)).text
