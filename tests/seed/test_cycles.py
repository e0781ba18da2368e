"""The invented cycles keep the rules of the field and look like real ones: small, and often failures."""

from collections import Counter
from datetime import date

import pytest

from nic_hub.domain.pdsa.pdsa import find_problems
from nic_hub.domain.vocabulary import CycleStatus, Scale
from tests.seed.bundles import FILES, cycles_of, find, network, records

REFERENCES = ("change_idea", "measure", "tool_version", "previous_cycle", "adoption")
ALL_CYCLES = [(name, cycle) for name in FILES for _, cycle in records(name, "pdsa_cycles")]
CORE = network("core")["pdsa_cycles"]


def columns(cycle):
    named = {f"{field}_id" if field in REFERENCES else field: value for field, value in cycle.items()}
    days = {day: date.fromisoformat(cycle[day]) for day in ("started_on", "closed_on") if day in cycle}
    return named | days


@pytest.mark.parametrize(
    "cycle", [pytest.param(cycle, id=f"{name}:{cycle['key']}") for name, cycle in ALL_CYCLES]
)
def test_a_cycle_has_what_its_phases_ask_for(cycle):
    assert find_problems(columns(cycle), CycleStatus(cycle["status"]), date(2026, 12, 31)) == ()


@pytest.mark.parametrize("team", [team["key"] for team in network("core")["teams"]])
def test_every_core_team_has_three_cycles_of_its_own(team):
    assert len([cycle for cycle in CORE if cycle["team"] == team]) >= 3


@pytest.mark.parametrize("name", FILES)
def test_every_network_has_history(name):
    assert len(network(name)["pdsa_cycles"]) >= 5


def test_a_cycle_that_began_holds_the_context_of_that_time():
    begun = [cycle for cycle in CORE if "started_on" in cycle and cycle["team"] != "core-hub"]
    assert all(cycle["context"]["grade_bands"] for cycle in begun)


def test_contexts_differ_from_team_to_team():
    contexts = [team["context"] for team in network("core")["teams"] if team["type"] == "LIT"]
    seen = {repr(sorted((name, str(value)) for name, value in context.items())) for context in contexts}
    assert len(seen) == len(contexts)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("status", {"planned", "running", "studied", "closed", "cancelled"}),
        ("decision", {"adopt", "adapt", "abandon"}),
        ("direction", {"improved", "mixed", "no_change", "worse", "cant_tell"}),
        ("prediction_met", {"met", "partly", "not", "cant_tell"}),
        ("as_planned", {"yes", "partly", "no"}),
        ("cycle_type", {"pdsa", "inquiry"}),
        ("visibility", {"team", "district", "network"}),
        ("scale", {str(scale) for scale in Scale}),
    ],
)
def test_every_value_of_a_list_occurs(field, values):
    assert {cycle[field] for cycle in CORE if field in cycle} == values


def test_failures_are_no_exception():
    closed = [cycle for cycle in CORE if cycle["status"] == "closed"]
    missed = sum(cycle["prediction_met"] == "not" for cycle in closed)
    assert missed / len(closed) > 0.2
    assert Counter(cycle["decision"] for cycle in closed)["abandon"] >= 15


def test_most_predictions_and_results_are_numbers():
    closed = [cycle for cycle in CORE if cycle["status"] == "closed" and cycle["cycle_type"] == "pdsa"]
    numeric = [cycle for cycle in closed if "predicted_value" in cycle and "result_value" in cycle]
    assert len(numeric) / len(closed) > 0.95


def test_some_cycles_are_about_fewer_students_than_may_be_shown():
    limit = network("core")["min_n"]
    assert sum(cycle.get("student_count", limit) < limit for cycle in CORE) >= 10


def test_some_cycles_have_been_running_for_years():
    stalled = [cycle for cycle in CORE if cycle["status"] == "running" and cycle["started_on"] < "2018-07"]
    assert len(stalled) >= 5


def test_some_work_is_recent_and_most_is_of_the_first_year():
    started = [cycle["started_on"] for cycle in CORE if "started_on" in cycle]
    first_year = [day for day in started if "2017-08" <= day < "2018-07"]
    assert len(first_year) > len(started) / 2
    assert max(started) >= "2026-01-01"


def test_a_dataset_of_the_planned_size():
    sizes = {kind: len(records) for kind, records in network("core").items() if isinstance(records, list)}
    assert 110 <= sizes["change_ideas"] <= 130
    assert 180 <= sizes["pdsa_cycles"] <= 260
    assert sizes["tools"] >= 30
    assert sizes["measures"] == 20


def test_some_ideas_were_never_tested():
    tested = {cycle["change_idea"] for cycle in CORE}
    assert len([idea for idea in network("core")["change_ideas"] if idea["key"] not in tested]) >= 10


def test_a_ramp_grows_from_a_few_students_to_several_rooms():
    scales = [cycle["scale"] for cycle in cycles_of("core", "idea-ten-minute-opener")]
    assert scales[:4] == ["few_students", "one_classroom", "one_classroom", "several_classrooms"]


def test_ideas_travel_and_do_not_always_arrive():
    adoptions = network("core")["adoptions"]
    states = Counter(adoption["state"] for adoption in adoptions)
    assert len(adoptions) >= 12
    assert set(states) == {"interested", "trying", "adopted", "adapted", "dropped"}
    assert all(adoption.get("why") for adoption in adoptions)


def test_an_adoption_crosses_a_district_border():
    owner = {idea["key"]: idea["team"] for idea in network("core")["change_ideas"]}
    taken = [each for each in network("core")["adoptions"] if "change_idea" in each]
    # The first letter of a team's key is its district.
    assert any(owner[each["change_idea"]][0] != each["team"][0] for each in taken)


def test_the_third_prompts_cycle_is_the_one_of_the_sample_exchange():
    third = cycles_of("core", "idea-question-prompts")[2]
    team = find("core", "teams", "b-lit-3")
    facts = [third[name] for name in ("predicted_value", "result_value", "prediction_met", "decision")]
    assert facts == [6, 4, "partly", "adapt"]
    assert third["next_step"].startswith("prompts moved to the desks")
    assert (team["district"], team["context"]["coach_present"]) == ("district-b", True)
    assert third["context"]["grade_bands"] == ["3_5"]


def test_the_prompts_point_in_more_than_one_direction_at_one_school():
    cycles = cycles_of("core", "idea-question-prompts")
    assert {cycle["team"] for cycle in cycles} == {"b-lit-3"}
    assert {cycle["direction"] for cycle in cycles} == {"improved", "mixed"}
    assert len([cycle for cycle in cycles if cycle["status"] == "closed"]) >= 3


def test_the_prompts_come_as_a_tool_of_two_versions():
    tool = find("core", "tools", "tool-question-prompts")
    assert "Prompts v2" in tool["title"]
    assert [version["number"] for version in tool["versions"]] == [1, 2]
