"""The life of a PDSA cycle, with its gates. The rules of each phase are tested with the domain."""

from datetime import timedelta

import pytest

from nic_hub.domain.pdsa.pdsa import Action
from nic_hub.domain.vocabulary import AdoptionState, CycleStatus, Visibility
from nic_hub.errors import Conflict, Forbidden, Invalid, PrivateText, Stale
from nic_hub.models import PdsaCycle, utc_now
from nic_hub.services.cycles import change_cycle, plan_cycle, take_step
from nic_hub.services.lifecycle import withdraw_record
from nic_hub.services.records import get_record, restore_record
from tests.factories import TOLD, make_adoption, make_cycle, make_idea, make_measure, make_membership
from tests.services.conftest import PEOPLE, TODAY

PLAN = {name: TOLD[name] for name in list(TOLD)[: list(TOLD).index("as_planned")]} | {"scale": TOLD["scale"]}
DONE = {
    name: TOLD[name] for name in list(TOLD)[list(TOLD).index("as_planned") : list(TOLD).index("decision")]
}
ACT = {name: TOLD[name] for name in ("decision", "reason", "next_step")}


def planned(session, town, idea, **values):
    return make_cycle(session, idea=idea, team=town.team, status=CycleStatus.PLANNED, **values)


def step(session, town, cycle, action, name="teacher", **values):
    session.flush()
    return take_step(
        session, town.who(name), cycle, action, values, expected_version=cycle.version, today=TODAY
    )


# Planning.


def test_a_new_cycle_is_planned_and_a_draft(session, town, idea):
    cycle = plan_cycle(session, town.who("teacher"), {"change_idea_id": idea.key, "question": "Why?"})
    session.flush()
    assert (cycle.status, cycle.is_draft) == (CycleStatus.PLANNED, True)


def test_the_teams_context_is_copied_as_it_is_now(session, town, idea):
    town.team.context = {"grade_bands": ["3_5"]}
    cycle = plan_cycle(session, town.who("teacher"), {"change_idea_id": idea.id})
    town.team.context = {"grade_bands": ["6_8"]}
    assert cycle.context == {"grade_bands": ["3_5"]}


def test_a_context_that_is_given_stays(session, town, idea):
    town.team.context = {"grade_bands": ["3_5"]}
    values = {"change_idea_id": idea.id, "context": {"subject": "science"}}
    assert plan_cycle(session, town.who("teacher"), values).context == {"subject": "science"}


def test_a_cycle_may_test_another_teams_idea(session, town):
    cycle = plan_cycle(session, town.who("teacher"), {"change_idea_id": make_idea(session, team=town.far).id})
    assert cycle.team_id == town.team.id


def test_a_cycle_cannot_test_an_idea_the_team_may_not_read(session, town):
    draft = make_idea(session, team=town.far, published=False)
    with pytest.raises(Invalid) as error:
        plan_cycle(session, town.who("teacher"), {"change_idea_id": draft.id})
    assert [problem.pointer for problem in error.value.problems] == ["/change_idea_id"]


def test_a_new_cycle_has_no_result_yet(session, town, idea):
    with pytest.raises(Conflict, match="result"):
        plan_cycle(session, town.who("teacher"), {"change_idea_id": idea.id, "result": "Four"})


def test_that_a_team_chose_who_may_see_a_cycle_is_recorded(session, town, idea):
    values = {"change_idea_id": idea.id}
    assert not plan_cycle(session, town.who("teacher"), values).visibility_chosen
    assert plan_cycle(session, town.who("teacher"), values | {"visibility": "district"}).visibility_chosen


def test_that_a_visibility_was_changed_is_recorded(session, town, idea):
    cycle = planned(session, town, idea)
    change_cycle(session, town.who("teacher"), cycle, {"visibility": "team"}, expected_version=1)
    assert (cycle.visibility_chosen, cycle.visibility) == (True, Visibility.TEAM)


# Steps.


def test_a_cycle_goes_from_plan_to_close(session, town, idea):
    cycle = planned(session, town, idea)
    for action, values, status in (
        (Action.START, {}, CycleStatus.RUNNING),
        (Action.STUDY, DONE, CycleStatus.STUDIED),
        (Action.CLOSE, ACT, CycleStatus.CLOSED),
    ):
        step(session, town, cycle, action, **values)
        assert cycle.status == status
    assert (cycle.started_on, cycle.closed_on) == (TODAY, TODAY)


def test_a_cycle_is_seen_by_the_network_from_its_start(session, town, idea):
    cycle = planned(session, town, idea)
    step(session, town, cycle, Action.START)
    session.flush()
    assert get_record(session, town.who("far_teacher"), PdsaCycle, cycle.id) is cycle


def test_a_cycle_is_of_no_other_teams_adoption(session, town, idea):
    teacher, cycle = town.who("teacher"), planned(session, town, idea)
    theirs = {"adoption_id": make_adoption(session, team=town.far, change_idea_id=idea.id).id}
    ways = (
        lambda: plan_cycle(session, teacher, {"change_idea_id": idea.id, **theirs}),
        lambda: change_cycle(session, teacher, cycle, theirs, expected_version=1),
        lambda: step(session, town, cycle, Action.START, **theirs),
    )
    for way in ways:
        with pytest.raises(Invalid, match="another team's") as error:
            way()
        assert [problem.pointer for problem in error.value.problems] == ["/adoption_id"]
    assert cycle.adoption_id is None


def test_a_cycle_names_its_own_teams_adoption(session, town, idea):
    adoption = make_adoption(session, team=town.team, change_idea_id=idea.id)
    cycle = planned(session, town, idea)
    change_cycle(session, town.who("teacher"), cycle, {"adoption_id": adoption.id}, expected_version=1)
    assert cycle.adoption_id == adoption.id


def test_a_cycle_that_is_handed_over_leaves_its_teams_adoption(session, town, idea):
    make_membership(session, member=town.people["teacher"], team=town.neighbours)
    adoption = make_adoption(session, team=town.team, change_idea_id=idea.id)
    cycle = planned(session, town, idea, adoption_id=adoption.id)
    teacher, handed = town.who("teacher"), {"team_id": town.neighbours.id}
    with pytest.raises(Invalid, match="another team's"):
        change_cycle(session, teacher, cycle, handed, expected_version=1)
    change_cycle(session, teacher, cycle, {**handed, "adoption_id": None}, expected_version=1)
    assert (cycle.team_id, cycle.adoption_id) == (town.neighbours.id, None)


def test_what_a_cycle_names_since_before_stays_while_something_else_changes(session, town, idea):
    adoption = make_adoption(session, team=town.far, change_idea_id=idea.id)
    cycle = planned(session, town, idea, adoption_id=adoption.id)
    change_cycle(session, town.who("teacher"), cycle, {"question": "And now?"}, expected_version=1)
    assert (cycle.question, cycle.adoption_id) == ("And now?", adoption.id)


@pytest.mark.parametrize("link", ["adoption_id", "change_idea_id", "resulting_idea_id"])
def test_an_adoption_is_tried_once_a_cycle_of_it_starts(session, town, idea, link):
    theirs = make_idea(session, team=town.far)
    own = {"change_idea_id": idea.id} if link == "change_idea_id" else {"change_idea_id": theirs.id}
    own |= {"resulting_idea_id": idea.id} if link == "resulting_idea_id" else {}
    adoption = make_adoption(session, team=town.team, state=AdoptionState.INTERESTED, **own)
    told = {"adoption_id": adoption.id} if link == "adoption_id" else {}
    cycle = planned(session, town, idea, **told)
    assert adoption.state == AdoptionState.INTERESTED
    step(session, town, cycle, Action.START)
    assert adoption.state == AdoptionState.TRYING


@pytest.mark.parametrize(
    ("who", "state"), [("far", AdoptionState.INTERESTED), ("team", AdoptionState.DROPPED)]
)
def test_what_another_team_or_a_person_said_of_an_adoption_stays(session, town, idea, who, state):
    adoption = make_adoption(session, team=getattr(town, who), change_idea_id=idea.id, state=state)
    step(session, town, planned(session, town, idea), Action.START)
    assert adoption.state == state


def test_a_start_on_an_earlier_day_stays(session, town, idea):
    earlier = TODAY.replace(month=8)
    cycle = planned(session, town, idea, started_on=earlier)
    step(session, town, cycle, Action.START)
    assert cycle.started_on == earlier


def test_a_cycle_that_began_where_it_is_tomorrow_already_closes_without_a_day(session, town, idea):
    tomorrow = TODAY + timedelta(days=1)
    cycle = make_cycle(session, idea=idea, team=town.team, status=CycleStatus.STUDIED, started_on=tomorrow)
    step(session, town, cycle, Action.CLOSE, **ACT)
    assert (cycle.status, cycle.closed_on) == (CycleStatus.CLOSED, tomorrow)


def test_fields_may_come_with_the_step_that_needs_them(session, town, idea):
    cycle = plan_cycle(session, town.who("teacher"), {"change_idea_id": idea.id})
    measure = make_measure(session, team=town.team)
    step(session, town, cycle, Action.START, **PLAN, measure_id=measure.key)
    assert (cycle.prediction, cycle.measure_id) == (PLAN["prediction"], measure.id)


def test_a_step_with_empty_fields_names_them_and_changes_nothing(session, town, idea):
    cycle = plan_cycle(session, town.who("teacher"), {"change_idea_id": idea.id})
    with pytest.raises(Invalid) as error:
        step(session, town, cycle, Action.START, question="Why?")
    assert "/prediction" in [problem.pointer for problem in error.value.problems]
    assert (cycle.status, cycle.question) == (CycleStatus.PLANNED, None)


def test_a_prediction_cannot_change_once_the_cycle_runs(session, town, idea):
    cycle = make_cycle(session, idea=idea, team=town.team, status=CycleStatus.RUNNING)
    with pytest.raises(Conflict, match="prediction locked"):
        change_cycle(session, town.who("teacher"), cycle, {"prediction": "Ten"}, expected_version=1)


def test_a_prediction_cannot_change_with_a_step_either(session, town, idea):
    cycle = make_cycle(session, idea=idea, team=town.team, status=CycleStatus.RUNNING)
    with pytest.raises(Conflict, match="prediction locked"):
        step(session, town, cycle, Action.STUDY, prediction="Ten", **DONE)


def test_what_was_seen_may_be_written_while_it_runs(session, town, idea):
    cycle = make_cycle(session, idea=idea, team=town.team, status=CycleStatus.RUNNING)
    change_cycle(session, town.who("teacher"), cycle, {"observations": "Loud"}, expected_version=1)
    assert cycle.observations == "Loud"


def test_steps_come_in_their_order(session, town, idea):
    with pytest.raises(Conflict):
        step(session, town, planned(session, town, idea), Action.CLOSE, **ACT)


def test_a_cancelled_plan_never_leaves_the_team(session, town, idea):
    cycle = planned(session, town, idea)
    step(session, town, cycle, Action.CANCEL, cancel_reason="Snow days")
    assert (cycle.status, cycle.is_draft) == (CycleStatus.CANCELLED, True)


def test_a_cancelled_test_stays_visible(session, town, idea):
    cycle = make_cycle(session, idea=idea, team=town.team, status=CycleStatus.RUNNING)
    step(session, town, cycle, Action.CANCEL, cancel_reason="Snow days")
    assert not cycle.is_draft


@pytest.mark.parametrize("name", ["as_planned", "observations", "result", "prediction_met", "learning"])
def test_what_was_seen_stays_told_once_the_cycle_is_studied(session, town, idea, name):
    cycle = make_cycle(session, idea=idea, team=town.team, status=CycleStatus.STUDIED)
    with pytest.raises(Invalid) as error:
        change_cycle(session, town.who("teacher"), cycle, {name: None}, expected_version=1)
    assert [problem.pointer for problem in error.value.problems] == [f"/{name}"]
    assert getattr(cycle, name) == TOLD[name]


def test_what_was_seen_may_be_told_better_once_the_cycle_is_studied(session, town, idea):
    cycle = make_cycle(session, idea=idea, team=town.team, status=CycleStatus.STUDIED)
    change_cycle(session, town.who("teacher"), cycle, {"result": "Five."}, expected_version=1)
    assert cycle.result == "Five."


def test_a_cycle_whose_result_was_lost_does_not_close(session, town, idea):
    cycle = make_cycle(session, idea=idea, team=town.team, status=CycleStatus.STUDIED, result=None)
    with pytest.raises(Invalid) as error:
        step(session, town, cycle, Action.CLOSE, **ACT)
    assert [problem.pointer for problem in error.value.problems] == ["/result"]
    assert cycle.status == CycleStatus.STUDIED


def test_a_closed_cycle_whose_result_was_lost_may_still_be_shared_less_widely(session, town, idea):
    cycle = make_cycle(session, idea=idea, team=town.team, result=None)
    change_cycle(session, town.who("teacher"), cycle, {"visibility": "team"}, expected_version=1)
    assert cycle.visibility == Visibility.TEAM


# The gates of a step.


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "teacher"])
def test_steps_are_taken_by_the_team_alone(session, town, idea, name):
    cycle = make_cycle(session, idea=idea, team=town.team, status=CycleStatus.RUNNING)
    with pytest.raises(Forbidden):
        step(session, town, cycle, Action.STUDY, name, **DONE)


def test_a_step_from_an_older_version_is_refused(session, town, idea):
    cycle = planned(session, town, idea)
    with pytest.raises(Stale):
        take_step(session, town.who("teacher"), cycle, Action.START, {}, expected_version=4, today=TODAY)


def test_a_steps_texts_are_read_for_private_data(session, town, idea):
    cycle = make_cycle(session, idea=idea, team=town.team, status=CycleStatus.RUNNING)
    values = DONE | {"learning": "Ask maria@school.example"}
    with pytest.raises(PrivateText):
        step(session, town, cycle, Action.STUDY, **values)
    assert cycle.learning is None


def test_a_confirmed_text_may_come_with_a_step(session, town, idea):
    cycle = make_cycle(session, idea=idea, team=town.team, status=CycleStatus.RUNNING)
    values = DONE | {"learning": "Ask office@school.example"}
    options = {"expected_version": 1, "today": TODAY, "confirmed": ["learning"]}
    take_step(session, town.who("teacher"), cycle, Action.STUDY, values, **options)
    assert cycle.status == CycleStatus.STUDIED


def test_a_withdrawn_cycle_takes_no_step_and_no_change(session, town, idea):
    cycle = make_cycle(session, idea=idea, team=town.team, status=CycleStatus.RUNNING)
    withdraw_record(town.who("teacher"), cycle, expected_version=1)
    with pytest.raises(Conflict, match="withdrawn"):
        step(session, town, cycle, Action.STUDY, **DONE)
    with pytest.raises(Conflict, match="withdrawn"):
        change_cycle(
            session, town.who("teacher"), cycle, {"learning": "More"}, expected_version=cycle.version
        )


@pytest.mark.parametrize(
    ("status", "action", "values"),
    [
        (CycleStatus.PLANNED, Action.START, {}),
        (CycleStatus.RUNNING, Action.STUDY, DONE),
        (CycleStatus.STUDIED, Action.CLOSE, ACT),
        (CycleStatus.RUNNING, Action.CANCEL, {"cancel_reason": "Snow days"}),
    ],
)
def test_an_archived_cycle_takes_no_step_until_it_is_restored(session, town, idea, status, action, values):
    cycle = make_cycle(session, idea=idea, team=town.team, status=status, archived_at=utc_now())
    with pytest.raises(Conflict, match="Restore it first"):
        step(session, town, cycle, action, **values)
    assert cycle.status == status
    restore_record(town.who("teacher"), cycle, expected_version=cycle.version)
    assert step(session, town, cycle, action, **values).status != status


@pytest.mark.parametrize("owner", ["team", "far"])
def test_no_cycle_is_planned_of_an_idea_that_was_taken_back(session, town, owner):
    gone = make_idea(session, team=getattr(town, owner), withdrawn_at=utc_now())
    with pytest.raises(Invalid, match="This change idea was taken back by its team") as error:
        plan_cycle(session, town.who("teacher"), {"change_idea_id": gone.id})
    assert [problem.pointer for problem in error.value.problems] == ["/change_idea_id"]


def test_a_plan_does_not_turn_to_an_idea_that_was_taken_back(session, town, idea):
    cycle, gone = planned(session, town, idea), make_idea(session, team=town.far, withdrawn_at=utc_now())
    with pytest.raises(Invalid, match="taken back"):
        change_cycle(session, town.who("teacher"), cycle, {"change_idea_id": gone.id}, expected_version=1)
    with pytest.raises(Invalid, match="taken back"):
        step(session, town, cycle, Action.START, change_idea_id=gone.id)
    assert cycle.change_idea_id == idea.id


def test_a_plan_that_was_made_before_its_idea_was_taken_back_goes_on(session, town, idea):
    cycle = planned(session, town, idea)
    idea.withdrawn_at = utc_now()
    assert step(session, town, cycle, Action.START, change_idea_id=idea.id).status == CycleStatus.RUNNING


def test_the_tests_of_an_archived_idea_go_on(session, town):
    put_away = make_idea(session, team=town.far, archived_at=utc_now())
    assert plan_cycle(session, town.who("teacher"), {"change_idea_id": put_away.id}).team_id == town.team.id


def test_a_cycle_cannot_close_far_in_the_future(session, town, idea):
    cycle = make_cycle(session, idea=idea, team=town.team, status=CycleStatus.STUDIED)
    with pytest.raises(Invalid) as error:
        step(session, town, cycle, Action.CLOSE, **ACT, closed_on=TODAY.replace(year=2030))
    assert "/closed_on" in [problem.pointer for problem in error.value.problems]
