"""What is shown of a record: derived values, no barred reference, no small cell, no people in public."""

from dataclasses import replace
from datetime import date

import pytest

from nic_hub.domain.vocabulary import (
    CycleStatus,
    Decision,
    IdeaStatus,
    MeasureSubject,
    RoleGroup,
    Scale,
    Visibility,
)
from nic_hub.models import ToolVersion, utc_now
from nic_hub.services.access.principals import public_principal
from nic_hub.services.presenting import TOMBSTONE, present, present_one
from nic_hub.services.records import change_record
from tests.factories import (
    make_adoption,
    make_cycle,
    make_idea,
    make_measure,
    make_member,
    make_problem,
    make_tool,
    make_version,
)

FOUND = ("observations", "surprises", "result", "result_value", "student_count", "prediction_met")


def shown(session, town, row, who="far_teacher"):
    session.flush()
    return present_one(session, town.who(who), row)


@pytest.fixture
def idea(session, town):
    return make_idea(session, team=town.team, driver_id=town.driver.id)


# Records in general.


def test_rows_are_shown_in_their_order_and_none_of_none(session, town):
    ideas = [make_idea(session, team=town.team) for _ in range(3)]
    assert [one["id"] for one in present(session, town.who("teacher"), ideas)] == [idea.id for idea in ideas]
    assert present(session, town.who("teacher"), []) == []


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"published": False}, "draft"),
        ({}, "published"),
        ({"archived_at": utc_now()}, "archived"),
        ({"withdrawn_at": utc_now()}, "withdrawn"),
        ({"withdrawn_at": utc_now(), "archived_at": utc_now()}, "withdrawn"),
    ],
)
def test_the_status_says_how_far_a_record_is_shared(session, town, values, status):
    assert shown(session, town, make_idea(session, team=town.team, **values), "teacher")["status"] == status


def test_a_reference_to_what_the_viewer_may_not_read_is_left_out(session, town):
    problem = make_problem(session, team=town.team, visibility="team")
    idea = make_idea(session, team=town.team, problem_id=problem.id, driver_id=town.driver.id)
    assert shown(session, town, idea, "teacher")["problem_id"] == problem.id
    assert shown(session, town, idea)["problem_id"] is None
    assert shown(session, town, idea)["driver_id"] == town.driver.id


def test_links_to_what_the_viewer_may_not_read_are_left_out(session, town, idea):
    tools = [make_tool(session, team=town.team, visibility=width) for width in ("team", "network")]
    values = {"tool_ids": [tool.id for tool in tools], "other_driver_ids": [town.other_driver.id]}
    change_record(session, town.who("teacher"), idea, values, expected_version=1)
    assert shown(session, town, idea, "teacher")["tool_ids"] == [tool.id for tool in tools]
    assert shown(session, town, idea)["tool_ids"] == [tools[1].id]
    assert shown(session, town, idea)["other_driver_ids"] == [town.other_driver.id]


# Evidence.


def test_an_idea_is_shown_with_the_evidence_the_viewer_may_see(session, town, idea):
    make_cycle(session, idea=idea, team=town.team, decision=Decision.ADOPT)
    make_cycle(session, idea=idea, team=town.team, decision=Decision.ADOPT, visibility="team")
    seen = {who: shown(session, town, idea, who) for who in ("teacher", "far_teacher")}
    assert [seen[who]["evidence"]["cycles"] for who in ("teacher", "far_teacher")] == [2, 1]
    assert seen["far_teacher"]["derived_status"] == IdeaStatus.ADOPTED
    assert seen["far_teacher"]["team_status"] == [{"team_id": town.team.id, "status": IdeaStatus.ADOPTED}]


def test_a_cycle_that_grows_too_fast_carries_a_warning(session, town, idea):
    make_cycle(session, idea=idea, team=town.team, scale=Scale.FEW_STUDENTS)
    cycle = make_cycle(session, idea=idea, team=town.far, scale=Scale.SCHOOL, status=CycleStatus.PLANNED)
    [warning] = shown(session, town, cycle)["warnings"]
    assert "larger" in warning


def test_a_cycle_keeps_its_warning_whatever_is_tested_later(session, town, idea):
    a_month = {"started_on": date(2026, 8, 3), "closed_on": date(2026, 8, 28)}
    cycle = make_cycle(session, idea=idea, team=town.team, scale=Scale.SCHOOL, **a_month)
    first = shown(session, town, cycle)["warnings"]
    for _ in range(3):
        make_cycle(session, idea=idea, team=town.far, scale=Scale.SCHOOL)
    assert len(first) == 1
    assert shown(session, town, cycle)["warnings"] == first


def test_a_test_that_nobody_said_when_it_began_does_not_speak_for_itself(session, town, idea):
    cycle = make_cycle(session, idea=idea, team=town.team, scale=Scale.SCHOOL, started_on=None)
    assert len(shown(session, town, cycle)["warnings"]) == 1


@pytest.mark.parametrize("status", [each for each in CycleStatus if each != CycleStatus.CANCELLED])
def test_a_team_is_told_that_nobody_else_sees_the_test_of_a_draft(session, town, status):
    draft = make_idea(session, team=town.team, published=False)
    cycle = make_cycle(session, idea=draft, team=town.team, status=status, scale=None)
    [warning] = shown(session, town, cycle, "teacher")["warnings"]
    assert warning == "Nobody outside your team sees this test until its change idea is published."


@pytest.mark.parametrize("change", [{"status": CycleStatus.CANCELLED}, {"archived_at": utc_now()}])
def test_nobody_is_told_so_of_a_test_that_is_over_and_done_with(session, town, change):
    draft = make_idea(session, team=town.team, published=False)
    cycle = make_cycle(session, idea=draft, team=town.team, scale=None, **change)
    assert shown(session, town, cycle, "teacher")["warnings"] == []


FEW = {"result": "4 of 9 students asked", "scale": None}


def test_a_team_whose_words_speak_of_a_few_students_is_asked_how_many_they_were(session, town, idea):
    cycle = make_cycle(session, idea=idea, team=town.team, **FEW)
    [warning] = shown(session, town, cycle, "teacher")["warnings"]
    assert warning.startswith(
        "Your words speak of 9 students, and how many students the test was about is not said."
    )


@pytest.mark.parametrize(
    "change",
    [
        {"student_count": 9},
        {"student_count": 24},
        {"visibility": Visibility.TEAM},
        {"status": CycleStatus.RUNNING},
        {"result": "11 of 24 students asked"},
    ],
)
def test_nobody_is_asked_where_nothing_is_to_be_counted(session, town, idea, change):
    cycle = make_cycle(session, idea=idea, team=town.team, **{**FEW, **change})
    assert shown(session, town, cycle, "teacher")["warnings"] == []


def test_a_page_of_cycles_asks_once_for_the_limit_of_cells_and_warnings(session, town, idea, count_queries):
    cycles = [make_cycle(session, idea=idea, team=town.team, **FEW) for _ in range(3)]
    session.flush()
    with count_queries() as statements:
        present(session, town.who("teacher"), cycles)
    # The facts by which its ideas are weighed bring the limit a second time.
    assert sum("network.min_n" in each for each in statements) == 2


def test_another_team_is_not_asked_how_many_students_a_test_was_about(session, town, idea):
    cycle = make_cycle(session, idea=idea, team=town.far, **FEW)
    assert shown(session, town, cycle, "teacher")["warnings"] == []


def test_a_coach_who_reads_drafts_is_not_told_of_a_team_that_is_not_theirs(session, town):
    draft = make_idea(session, team=town.team, published=False)
    cycle = make_cycle(session, idea=draft, team=town.team, scale=None)
    session.flush()
    coach = replace(town.who("coach"), inviting_teams=frozenset({town.team.id}))
    assert present_one(session, coach, cycle)["warnings"] == []


def test_without_a_scale_there_is_no_warning(session, town, idea):
    cycle = make_cycle(session, idea=idea, team=town.far, status=CycleStatus.PLANNED)
    cycle.scale = None
    assert shown(session, town, cycle)["warnings"] == []


# Small cells.


@pytest.mark.parametrize(
    ("who", "sees"),
    [("teacher", True), ("sponsor", True), ("principal", True), ("coach", False), ("neighbour", False)],
)
def test_what_was_found_about_few_students_stays_in_the_team(session, town, idea, who, sees):
    cycle = make_cycle(session, idea=idea, team=town.team, student_count=9, result_value=4, surprises="Loud")
    values = shown(session, town, cycle, who)
    assert values["small_cell"]
    assert [values[name] is not None for name in FOUND] == [sees] * len(FOUND)
    assert ("small_cell_note" in values) is not sees


def test_others_see_direction_and_decision_and_what_was_learned_without_numbers(session, town, idea):
    cycle = make_cycle(
        session, idea=idea, team=town.team, student_count=6, learning="4 of 6 asked; prompts help"
    )
    values = shown(session, town, cycle)
    assert (values["direction"], values["decision"]) == (cycle.direction, cycle.decision)
    assert "prompts help" in values["learning"]
    assert not set("46") & set(values["learning"])
    assert "Fewer than 10" in values["small_cell_note"]


def test_why_a_test_with_few_students_was_cancelled_is_told_without_numbers(session, town, idea):
    told = {"status": CycleStatus.CANCELLED, "cancel_reason": "2 of 6 came; the room was taken"}
    values = shown(session, town, make_cycle(session, idea=idea, team=town.team, student_count=6, **told))
    assert "the room was taken" in values["cancel_reason"]
    assert not set("26") & set(values["cancel_reason"])


def test_ten_students_are_enough_and_the_network_may_ask_for_more(session, town, idea):
    cycle = make_cycle(session, idea=idea, team=town.team, student_count=10)
    assert shown(session, town, cycle)["result"] is not None
    town.network.min_n = 11
    assert shown(session, town, cycle)["result"] is None


def test_a_number_about_nobody_knows_how_many_stays_in_the_team(session, town, idea):
    cycle = make_cycle(session, idea=idea, team=town.team, student_count=None, result_value=4.0)
    assert shown(session, town, cycle, "teacher")["result_value"] == 4.0
    values = shown(session, town, cycle)
    assert values["result_value"] is None
    assert values["result"] is not None
    assert "not recorded" in values["small_cell_note"]


def test_a_number_about_adults_is_shown(session, town, idea):
    measure = make_measure(session, team=town.team, subject=MeasureSubject.ADULT_PRACTICE)
    values = {"student_count": None, "result_value": 4.0, "measure_id": measure.id}
    assert (
        shown(session, town, make_cycle(session, idea=idea, team=town.team, **values))["result_value"] == 4.0
    )


# Tombstones.


def test_of_a_withdrawn_record_a_tombstone_stays(session, town):
    parent = make_idea(session, team=town.far)
    idea = make_idea(session, team=town.team, parent_id=parent.id, withdrawn_at=utc_now())
    for who in ("far_teacher", "teacher", "coach"):
        values = shown(session, town, idea, who)
        told = {name for name, value in values.items() if value not in (None, [])}
        assert told <= TOMBSTONE
        assert (values["parent_id"], values["status"]) == (parent.id, "withdrawn")


def test_a_withdrawn_cycle_says_nothing_of_its_course(session, town, idea):
    values = shown(session, town, make_cycle(session, idea=idea, team=town.team, withdrawn_at=utc_now()))
    assert (values["status"], values["change_idea_id"]) == ("withdrawn", idea.id)
    assert [values[name] for name in ("prediction", "decision", "learning", "warnings", "small_cell")] == [
        None,
        None,
        None,
        [],
        None,
    ]


def test_the_content_of_a_withdrawn_tool_is_gone_from_its_versions(session, town):
    tool = make_tool(session, team=town.team, withdrawn_at=utc_now())
    theirs = make_version(session, tool=tool, team_id=town.far.id, body="Ours", what_changed="More")
    [mine] = session.query(ToolVersion).filter_by(tool_id=tool.id, number=1)
    assert shown(session, town, mine)["body"] is None
    assert shown(session, town, theirs)["body"] == "Ours"


def test_a_tool_is_shown_with_its_versions(session, town):
    tool = make_tool(session, team=town.team)
    second = make_version(session, tool=tool)
    assert shown(session, town, tool)["version_ids"][1] == second.id


# People.


def test_who_is_not_signed_in_is_shown_no_people(session, town, idea):
    town.network.allows_public = True
    author = {"author_id": town.people["teacher"].id}
    rows = [
        make_cycle(session, idea=idea, team=town.team, **author),
        make_adoption(session, team=town.far, change_idea_id=idea.id, who="Ms. R", **author),
        make_version(session, tool=make_tool(session, team=town.team), **author),
    ]
    public = public_principal(session)
    for row in rows:
        values = present_one(session, public, row)
        assert values["author_id"] is None
        assert values.get("who") is None
        assert shown(session, town, row)["author_id"] == author["author_id"]


@pytest.mark.parametrize(
    ("who", "sees"), [("teacher", True), ("admin", True), ("neighbour", False), ("coach", False)]
)
def test_an_address_is_shown_to_its_owner_and_to_admins(session, town, who, sees):
    values = shown(session, town, town.people["teacher"], who)
    assert values["email"] == ("teacher@school.example" if sees else None)
    assert "account_id" not in values


def test_a_member_is_shown_with_parts_in_teams(session, town):
    [part] = shown(session, town, town.people["sponsor"])["teams"]
    assert (part["team_id"], part["role"]) == (town.team.id, "sponsor")


def test_several_members_are_shown_together(session, town):
    people = [make_member(session, network=town.network, role=RoleGroup.TEACHER) for _ in range(2)]
    assert [one["teams"] for one in present(session, town.who("teacher"), people)] == [[], []]
