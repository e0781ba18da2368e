"""The ramp of an idea: its tests in their order, by team, and where one jumped ahead of the evidence."""

from datetime import date

import pytest

from nic_hub.domain.vocabulary import CycleStatus, Decision, Direction, KeepsCore, Scale
from nic_hub.models import utc_now
from nic_hub.services.lineage.ramps import tell_ramp
from tests.factories import make_cycle, make_idea


def ramp(session, town, idea, who="planner", **asked):
    session.flush()
    return tell_ramp(session, town.who(who), idea, **asked)


def a_test(session, idea, team, scale, begun, ended=None, **values):
    days = {"started_on": date(2026, 9, begun), "closed_on": date(2026, 9, ended) if ended else None}
    return make_cycle(session, idea=idea, team=team, scale=scale, **days, **values)


def test_the_tests_of_each_team_stand_in_their_order(session, town, idea):
    second = a_test(session, idea, town.team, Scale.ONE_CLASSROOM, 10, 15, decision=Decision.ADOPT)
    first = a_test(session, idea, town.team, Scale.FEW_STUDENTS, 1, 5, direction=Direction.WORSE)
    other = a_test(session, idea, town.far, Scale.FEW_STUDENTS, 3, 6)
    told = ramp(session, town, idea)
    assert [[cycle["id"] for cycle in each["cycles"]] for each in told["teams"]] == [
        [first.id, second.id],
        [other.id],
    ]
    assert [each["team"]["name"] for each in told["teams"]] == [town.team.name, town.far.name]
    shown = told["teams"][0]["cycles"][1]
    assert (shown["scale"], shown["decision"]) == (Scale.ONE_CLASSROOM, Decision.ADOPT)


def test_a_test_that_jumped_is_warned_of_from_what_was_known_when_it_began(session, town, idea):
    a_test(session, idea, town.team, Scale.FEW_STUDENTS, 1, 5)
    a_test(session, idea, town.team, Scale.SCHOOL, 10, 12)
    for day in (15, 18, 21):
        a_test(session, idea, town.far, Scale.ONE_CLASSROOM, day, day + 1)
    own = ramp(session, town, idea)["teams"][0]["cycles"]
    assert [len(cycle["warnings"]) for cycle in own] == [0, 1]
    assert "one classroom" in own[1]["warnings"][0]


@pytest.mark.parametrize(
    ("planned", "is_warned"), [(Scale.ONE_CLASSROOM, False), (Scale.GRADE, True), (None, False)]
)
def test_a_planned_scale_is_held_against_what_is_known(session, town, idea, planned, is_warned):
    a_test(session, idea, town.team, Scale.FEW_STUDENTS, 1, 5)
    assert bool(ramp(session, town, idea, planned=planned)["planned_warning"]) == is_warned


def test_who_plans_a_test_of_their_draft_is_told_that_nobody_else_sees_it(session, town):
    draft = make_idea(session, team=town.team, published=False)
    warning = ramp(session, town, draft, "teacher", planned=Scale.FEW_STUDENTS)["planned_warning"]
    assert warning == "Nobody outside your team sees this test until its change idea is published."
    assert ramp(session, town, draft, "teacher")["planned_warning"] is None


def test_what_gave_up_the_core_widens_no_ramp(session, town, idea):
    child = make_idea(session, team=town.far, parent_id=idea.id, keeps_core=KeepsCore.NO)
    a_test(session, child, town.far, Scale.SCHOOL, 1, 5)
    assert ramp(session, town, idea, planned=Scale.GRADE)["planned_warning"]


def test_it_is_told_in_words(session, town, idea):
    a_test(session, idea, town.team, Scale.FEW_STUDENTS, 1, 5, direction=Direction.NO_CHANGE)
    a_test(session, idea, town.team, Scale.SCHOOL, 8, status=CycleStatus.RUNNING)
    words = (
        f"{town.team.name}: few students (no change, adapt); then school (running, ahead of the evidence)."
    )
    assert ramp(session, town, idea)["description"] == words


def test_a_test_that_nobody_else_sees_did_not_jump_ahead_for_that(session, town):
    draft = make_idea(session, team=town.team, published=False)
    a_test(session, draft, town.team, Scale.FEW_STUDENTS, 1, 5, direction=Direction.IMPROVED)
    told = ramp(session, town, draft, who="teacher")
    assert told["teams"][0]["cycles"][0]["warnings"] == []
    assert told["description"] == f"{town.team.name}: few students (improved, adapt)."


def test_without_a_test_it_says_so(session, town, idea):
    assert ramp(session, town, idea)["description"] == "No test is recorded."


@pytest.mark.parametrize(
    "hidden",
    [
        {"visibility": "team"},
        {"archived_at": utc_now()},
        {"withdrawn_at": utc_now()},
        {"hidden_at": utc_now()},
    ],
)
def test_a_test_out_of_sight_is_not_there_and_tells_nothing(session, town, idea, hidden):
    a_test(session, idea, town.far, Scale.SCHOOL, 1, 5, **hidden)
    told = ramp(session, town, idea, planned=Scale.SEVERAL_SCHOOLS)
    assert told["teams"] == []
    assert "one classroom" in told["planned_warning"]
