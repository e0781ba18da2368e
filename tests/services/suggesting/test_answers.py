"""How an answer is told: from what the asker may see, and never with a number about few students."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from nic_hub.domain.vocabulary import CycleStatus, KeepsCore, PredictionMet, Provenance, Scale, Visibility
from nic_hub.models import ChangeIdeaTool
from tests.factories import NOW, make_cycle, make_measure, make_tool
from tests.services.asking import Desk
from tests.services.conftest import TODAY

SMALL = {
    "student_count": 6,
    "prediction": "All 6 will ask.",
    "result": "5 of 6 asked 17 times.",
    "prediction_met": PredictionMet.NOT,
    "reason": "Only 5 of them could read the card.",
    "learning": "The 6th needs a picture.",
    "observations": "Three were silent.",
}


def told(desk: Desk, who: str = "teacher", **wishes: Any) -> dict[str, Any]:
    """Return the one suggestion there is."""
    (suggestion,) = desk.ask(who, **wishes)["suggestions"]
    return suggestion


def reasons(suggestion: dict[str, Any]) -> dict[str, str]:
    return {reason["code"]: reason["text"] for reason in suggestion["reasons"]}


def add_tool(desk: Desk, idea: Any, **values: Any):
    tool = make_tool(desk.session, team=desk.town.far, **values)
    desk.session.add(ChangeIdeaTool(network_id=idea.network_id, change_idea_id=idea.id, tool_id=tool.id))
    return tool


def test_a_suggestion_has_all_that_was_promised(desk: Desk):
    desk.idea()
    promised = {"change_idea", "team", "score", "evidence", "context", "tools", "latest_test", "reasons"}
    assert promised | {"cautions"} <= told(desk).keys()


def test_an_answer_can_be_sent_as_json(desk: Desk):
    desk.idea()
    desk.idea(team=desk.town.team)
    shown = desk.ask()
    assert json.loads(json.dumps(shown, default=str))["suggestions"]


def test_evidence_counts_cycles_schools_and_decisions(desk: Desk):
    desk.idea(tested=3)
    evidence = told(desk)["evidence"]
    assert (evidence["strength"], evidence["cycles"], evidence["schools"], evidence["districts"]) == (
        3,
        3,
        1,
        1,
    )
    assert evidence["decisions"] == {"adopt": 0, "adapt": 3, "abandon": 0}


def test_a_cycle_that_another_team_keeps_to_itself_does_not_count(desk: Desk):
    idea = desk.idea()
    make_cycle(desk.session, idea=idea, team=desk.town.neighbours, visibility=Visibility.TEAM)
    assert told(desk)["evidence"]["cycles"] == 1


def test_who_may_see_a_cycle_has_it_counted(desk: Desk):
    idea = desk.idea(team=desk.town.far)
    make_cycle(desk.session, idea=idea, team=desk.town.neighbours, visibility=Visibility.DISTRICT)
    assert told(desk, "teacher")["evidence"]["cycles"] == 2
    assert told(desk, "planner")["evidence"]["cycles"] == 1


def test_an_idea_tested_out_of_sight_alone_is_untested_to_the_asker(desk: Desk):
    idea = desk.idea(tested=0)
    make_cycle(
        desk.session, idea=idea, team=desk.town.far, visibility=Visibility.TEAM, result="Secret growth"
    )
    shown = desk.ask()
    assert shown["suggestions"] == []
    assert shown["nearest"][0]["evidence"]["strength"] == 0
    assert "Secret" not in str(shown)


@pytest.mark.parametrize("gone", [{"hidden_at": NOW}, {"withdrawn_at": NOW}, {"archived_at": NOW}], ids=str)
def test_a_cycle_that_is_taken_back_neither_counts_nor_is_told(desk: Desk, gone: dict[str, Any]):
    idea = desk.idea()
    make_cycle(desk.session, idea=idea, team=desk.town.neighbours, result="Taken back", **gone)
    suggestion = told(desk)
    assert suggestion["evidence"]["cycles"] == 1
    assert "Taken back" not in str(suggestion)


@pytest.mark.parametrize(
    ("visibility", "strength"), [(Visibility.NETWORK, 5), (Visibility.TEAM, 4)], ids=["shown", "hidden"]
)
def test_a_measure_raises_the_strength_of_those_who_may_see_it(
    desk: Desk, visibility: Visibility, strength: int
):
    idea = desk.idea(tested=0)
    for team in (desk.town.far, desk.town.neighbours):
        measure = make_measure(desk.session, team=team, visibility=visibility)
        make_cycle(desk.session, idea=idea, team=team, measure_id=measure.id)
    assert told(desk)["evidence"]["strength"] == strength


def test_the_latest_test_is_told_with_prediction_result_and_decision(desk: Desk):
    desk.idea()
    assert told(desk)["latest_test"] == (
        f"{desk.town.far.name}, September 2026: predicted: At least six questions a lesson; found: Four "
        "questions a lesson; prediction partly met; decided to adapt; because: Half of them never looked at "
        "the wall."
    )


def test_the_latest_test_names_the_team_that_ran_it(desk: Desk):
    idea = desk.idea(tested=0)
    make_cycle(desk.session, idea=idea, team=desk.town.neighbours)
    suggestion = told(desk)
    assert suggestion["team"]["id"] == desk.town.far.id
    assert suggestion["latest_test"].startswith(f"{desk.town.neighbours.name}, ")
    ran_it = desk.town.neighbours
    assert suggestion["latest_cycle"]["team"] == {"id": ran_it.id, "key": ran_it.key, "name": ran_it.name}


def test_the_latest_test_tells_why_it_was_decided_so(desk: Desk):
    idea = desk.idea(tested=0)
    make_cycle(
        desk.session, idea=idea, team=desk.town.far, decision="abandon", reason="2 upset children in 4 days."
    )
    latest = told(desk)["latest_cycle"]
    assert (latest["decision"], latest["reason"]) == ("abandon", "2 upset children in 4 days.")


def test_a_cycle_that_still_runs_is_not_the_latest_test(desk: Desk):
    idea = desk.idea()
    make_cycle(desk.session, idea=idea, team=desk.town.far, status=CycleStatus.RUNNING)
    suggestion = told(desk)
    assert suggestion["latest_test"] is not None
    assert suggestion["latest_cycle_id"] is not None
    assert reasons(suggestion)["testing_now"] == "1 cycle under way now"


def test_an_idea_with_a_reported_outcome_has_no_latest_test(desk: Desk):
    desk.idea(tested=0, reported_outcome="Students liked it.")
    suggestion = told(desk)
    assert suggestion["latest_test"] is None
    assert suggestion["evidence"]["strength"] == 1


def small_cell(desk: Desk, **values: Any) -> None:
    idea = desk.idea(tested=0)
    make_cycle(desk.session, idea=idea, team=desk.town.far, **SMALL | values)


@pytest.mark.parametrize("found", ["5", "6", "17", "Three", "All", "not met"])
def test_no_number_about_few_students_is_told_to_another_team(desk: Desk, found: str):
    small_cell(desk)
    suggestion = told(desk)
    parts = suggestion["latest_cycle"]
    told_in_parts = [parts[name] or "" for name in ("found", "learning", "reason", "predicted")]
    told_in_words = [suggestion["latest_test"], *suggestion["cautions"], *reasons(suggestion).values()]
    said = " ".join(told_in_words + told_in_parts)
    for harmless in ("September 2026", desk.town.far.name, desk.town.driver.name):
        said = said.replace(harmless, "")
    assert found not in said


def test_what_was_predicted_of_few_students_stays_in_the_team(desk: Desk):
    small_cell(desk)
    assert told(desk)["latest_cycle"]["predicted"] is None


def test_a_small_cell_without_a_reason_is_told_without_one(desk: Desk):
    small_cell(desk, reason=None, learning=None)
    suggestion = told(desk)
    assert "because" not in suggestion["latest_test"]
    assert suggestion["latest_cycle"]["reason"] is suggestion["latest_cycle"]["learning"] is None


def test_a_small_cell_tells_the_direction_and_why_there_is_no_more(desk: Desk):
    small_cell(desk)
    suggestion = told(desk)
    assert "fewer than 10 students, so the numbers stay in the team; it improved" in suggestion["latest_test"]
    assert "Numbers about fewer than 10 students are shown to their own team only." in suggestion["cautions"]


def test_whether_few_students_met_a_prediction_counts_for_their_team_only(desk: Desk):
    small_cell(desk)
    suggestion = told(desk)
    assert "result_vs_prediction" not in reasons(suggestion)
    assert suggestion["evidence"]["predictions"]["not_met"] == 0


def test_the_team_itself_sees_its_small_cell(desk: Desk):
    small_cell(desk)
    (mine,) = desk.ask("far_teacher")["your_history"]
    assert "found: 5 of 6 asked 17 times" in mine["latest_test"]
    assert "because: Only 5 of them could read the card" in mine["latest_test"]
    assert mine["latest_cycle"]["reason"] == SMALL["reason"]
    assert mine["latest_cycle"]["learning"] == SMALL["learning"]


def test_enough_students_hide_nothing(desk: Desk):
    small_cell(desk, student_count=10)
    assert "found: 5 of 6 asked 17 times" in told(desk)["latest_test"]


def test_a_tool_is_shown_with_where_to_find_it(desk: Desk):
    tool = add_tool(desk, desk.idea(), link="https://tools.example/card")
    suggestion = told(desk)
    assert suggestion["tools"] == [
        {"id": tool.id, "key": tool.key, "title": tool.title, "type": tool.type, "link": tool.link}
    ]
    assert tool.title in reasons(suggestion)["tool_attached"]


UNSEEN_TOOLS = [
    {"visibility": Visibility.TEAM},
    {"published": False},
    {"hidden_at": NOW},
    {"withdrawn_at": NOW},
    {"archived_at": NOW},
]


@pytest.mark.parametrize("values", UNSEEN_TOOLS, ids=str)
def test_a_tool_the_asker_may_not_use_is_not_shown(desk: Desk, values: dict[str, Any]):
    add_tool(desk, desk.idea(), **values)
    suggestion = told(desk)
    assert suggestion["tools"] == []
    assert "tool_attached" not in reasons(suggestion)


def test_a_tool_without_a_text_or_link_is_no_tool_to_use(desk: Desk):
    tool = add_tool(desk, desk.idea())
    tool.body = None
    assert told(desk)["tools"] == []


def test_contexts_are_compared_with_where_it_was_tested(desk: Desk):
    town = desk.town
    town.team.context = {"grade_bands": ["3_5"], "coach_present": False}
    idea = desk.idea(tested=0)
    make_cycle(
        desk.session, idea=idea, team=town.far, context={"grade_bands": ["3_5"], "coach_present": True}
    )
    context = told(desk)["context"]
    assert any("grade" in said for said in context["same"])
    assert any("coach" in said for said in context["different"])


def test_synthetic_evidence_says_so(desk: Desk):
    idea = desk.idea(tested=0)
    make_cycle(desk.session, idea=idea, team=desk.town.far, provenance=Provenance.SYNTHETIC)
    suggestion = told(desk)
    assert "The only cycle is an invented example, not reported by a team." in suggestion["cautions"]
    assert reasons(suggestion)["invented"] == "the only cycle is an invented example"
    assert suggestion["evidence"]["synthetic_cycles"] == 1


def test_cycles_of_another_teams_adaptation_are_said_to_be_theirs(desk: Desk):
    town, idea = desk.town, desk.idea(team=desk.town.far)
    child = desk.idea(team=town.neighbours, tested=0, title="Something else", description="Nothing alike.")
    child.parent_id = idea.id
    make_cycle(desk.session, idea=child, team=town.neighbours)
    assert (
        reasons(told(desk, limit=1))["tested_by_others"] == f"1 of 2 closed cycles by {town.neighbours.name}"
    )


def test_an_idea_tested_through_what_others_made_of_it_alone_says_so(desk: Desk):
    town, idea = desk.town, desk.idea(team=desk.town.far, tested=0)
    child = desk.idea(team=town.neighbours, title="Something else", description="Nothing alike.")
    child.parent_id = idea.id
    suggestion = told(desk, limit=1)
    assert (suggestion["change_idea"]["id"], suggestion["latest_cycle"]) == (idea.id, None)
    assert reasons(suggestion)["tested_by_others"] == f"tested in an adapted form by {town.neighbours.name}"


def test_a_teams_own_cycles_are_nobody_elses(desk: Desk):
    desk.idea()
    assert "tested_by_others" not in reasons(told(desk))


@pytest.mark.parametrize(
    ("provenance", "by"), [(Provenance.PAPER, "in the paper"), (Provenance.REPORTED, "by the team")]
)
def test_an_outcome_without_cycles_says_who_reported_it(desk: Desk, provenance: Provenance, by: str):
    desk.idea(tested=0, reported_outcome="Students liked it.", provenance=provenance)
    assert f"As reported {by}; no cycles are recorded here." in told(desk)["cautions"]


def test_an_adaptation_that_lost_the_core_says_so(desk: Desk):
    desk.idea(keeps_core=KeepsCore.NO)
    assert any("gave up the core" in caution for caution in told(desk)["cautions"])


def test_a_jump_in_scale_is_a_caution(desk: Desk):
    idea = desk.idea()
    make_cycle(desk.session, idea=idea, team=desk.town.far, scale=Scale.DISTRICT, closed_on=TODAY)
    assert any("larger than what is known" in caution for caution in told(desk)["cautions"])


def test_a_jump_in_scale_stays_a_caution_when_the_test_itself_has_made_the_evidence_stronger(desk: Desk):
    idea = desk.idea(tested=2)
    told_of = {"scale": Scale.DISTRICT, "started_on": date(2026, 9, 17), "closed_on": TODAY}
    make_cycle(desk.session, idea=idea, team=desk.town.far, **told_of)
    suggestion = told(desk)
    assert suggestion["evidence"]["strength"] == 3
    assert any("larger than what is known" in caution for caution in suggestion["cautions"])


def test_a_test_no_larger_than_those_before_it_is_no_caution(desk: Desk):
    idea = desk.idea()
    told_of = {"scale": Scale.ONE_CLASSROOM, "started_on": date(2026, 9, 21), "closed_on": TODAY}
    make_cycle(desk.session, idea=idea, team=desk.town.far, **told_of)
    assert not any("larger than what is known" in caution for caution in told(desk)["cautions"])


def test_what_is_missing_is_stated(desk: Desk):
    desk.idea()
    assert "No measure recorded." in told(desk)["cautions"]


def test_several_teams_are_counted_in_the_sentence(desk: Desk):
    desk.idea()
    desk.idea(team=desk.town.neighbours)
    assert desk.ask()["message"].startswith("2 ideas from 2 other teams.")


def test_how_the_question_was_read_is_told(desk: Desk):
    desk.idea()
    read = desk.ask(context={"grade_bands": ["6_8"]})["understood_as"]
    assert read["driver"] == {
        "id": desk.town.driver.id,
        "key": desk.town.driver.key,
        "name": desk.town.driver.name,
    }
    assert not read["driver_stated"]
    assert list(read["context"]["grade_bands"]) == ["6_8"]


def test_a_question_about_no_driver_is_read_so(desk: Desk):
    assert desk.ask()["understood_as"]["driver"] is None
