"""How far an idea has come, for a team and for the network, and how fast its tests grow."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.evidence.idea_status import (
    network_status,
    statuses_by_team,
    team_status,
    warn_before,
    warn_of_hidden_test,
    warn_of_scale_jump,
)
from nic_hub.domain.vocabulary import AdoptionState, CycleStatus, Decision, IdeaStatus, Scale, Visibility
from tests.domain.examples import facts

EARLIER = {"closed_on": date(2018, 1, 1)}
LATER = {"closed_on": date(2018, 5, 1)}
RUNNING = facts(status=CycleStatus.RUNNING, closed_on=None)
LEFT = RUNNING._replace(was_left=True)
decided = st.builds(
    lambda decision, day, status: facts(decision=decision, closed_on=day, status=status),
    st.sampled_from(Decision),
    st.none() | st.dates(date(2018, 1, 1), date(2018, 1, 5)),
    st.sampled_from(CycleStatus),
)


@pytest.mark.parametrize(
    ("cycles", "status"),
    [
        ([], "proposed"),
        ([facts(status="planned")], "proposed"),
        ([facts(status="cancelled")], "proposed"),
        ([RUNNING], "testing"),
        ([facts(status="studied")], "testing"),
        ([facts(decision="adapt")], "tested"),
        ([facts(decision="adopt")], "adopted"),
        ([facts(decision="abandon")], "abandoned"),
        ([LEFT], "proposed"),
        ([facts(decision="adapt"), LEFT], "tested"),
        ([facts(decision="adapt"), RUNNING], "testing"),
        ([facts(decision="abandon"), RUNNING], "testing"),
        ([facts(decision="adopt"), RUNNING], "adopted"),
        ([facts(decision="adopt", **EARLIER), facts(decision="abandon", **LATER)], "abandoned"),
        ([facts(decision="abandon", **EARLIER), facts(decision="adopt", **LATER)], "adopted"),
        ([facts(decision="adopt", **LATER), facts(decision="abandon", **LATER)], "abandoned"),
    ],
)
def test_a_teams_latest_decision_says_where_it_is(cycles, status):
    assert team_status(cycles) == status


@given(st.lists(decided, max_size=5), st.randoms(use_true_random=False))
def test_a_teams_status_does_not_depend_on_the_order_of_cycles(cycles, random):
    assert team_status(random.sample(cycles, len(cycles))) == team_status(cycles)


def test_an_idea_may_be_adopted_here_and_abandoned_there():
    cycles = [facts(team_id="here", decision="adopt"), facts(team_id="there", decision="abandon")]
    assert statuses_by_team(cycles) == {"here": IdeaStatus.ADOPTED, "there": IdeaStatus.ABANDONED}


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("interested", "proposed"),
        ("trying", "testing"),
        ("adopted", "adopted"),
        ("adapted", "adopted"),
        ("dropped", "abandoned"),
    ],
)
def test_an_adoption_speaks_for_a_team_that_has_not_tested(state, status):
    planned = facts(team_id="there", status="planned")
    assert statuses_by_team([planned], {"there": AdoptionState(state)}) == {"there": status}


def test_a_teams_own_cycles_say_more_than_its_adoption():
    cycles = [facts(team_id="there", decision="abandon")]
    assert statuses_by_team(cycles, {"there": AdoptionState.ADOPTED}) == {"there": IdeaStatus.ABANDONED}


def variant(idea_id="variant-1", **told):
    return facts(idea_id=idea_id, of_variant=True, **told)


@pytest.mark.parametrize(
    ("cycles", "status"),
    [
        ([facts(decision="adopt", **EARLIER), variant(decision="abandon", **LATER)], "adopted"),
        ([facts(decision="abandon", **EARLIER), variant(decision="adopt", **LATER)], "abandoned"),
        ([facts(decision="adapt", **EARLIER), variant(status="running")], "tested"),
        ([facts(status="running"), variant(decision="adopt")], "testing"),
        ([variant(decision="adopt")], "adopted"),
        ([variant(decision="abandon")], "abandoned"),
        ([facts(status="planned"), variant(decision="adopt")], "adopted"),
        ([facts(status="planned"), variant(status="planned")], "proposed"),
        ([variant(status="planned")], "proposed"),
        ([variant(decision="adopt", **EARLIER), variant("variant-2", decision="abandon")], "adopted"),
        ([variant(decision="abandon"), variant("variant-2", status="running")], "testing"),
        ([variant(decision="adopt", **EARLIER), variant(decision="abandon", **LATER)], "abandoned"),
    ],
)
def test_what_a_team_tested_of_the_idea_itself_says_more_than_its_variants(cycles, status):
    assert statuses_by_team(cycles) == {"team-1": status}


def test_a_variant_of_another_team_says_where_that_team_stands_alone():
    cycles = [facts(team_id="here", decision="adopt"), variant(team_id="there", decision="abandon")]
    assert statuses_by_team(cycles) == {"here": IdeaStatus.ADOPTED, "there": IdeaStatus.ABANDONED}


def test_a_cycle_that_gave_up_the_core_says_nothing_of_the_idea():
    assert statuses_by_team([facts(decision="adopt", core_kept=False)]) == {}


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        ([], "proposed"),
        (["proposed", "proposed"], "proposed"),
        (["proposed", "testing", "abandoned"], "testing"),
        (["tested", "abandoned"], "tested"),
        (["proposed", "abandoned"], "abandoned"),
        (["adopted", "testing", "abandoned"], "adopted"),
        (["adopted", "adopted"], "spreading"),
    ],
)
def test_the_network_sees_the_farthest_any_team_has_come(statuses, status):
    assert network_status([IdeaStatus(each) for each in statuses]) == status


@pytest.mark.parametrize(
    ("scale", "tested", "strength", "warns"),
    [
        ("few_students", [], 0, False),
        ("one_classroom", [], 0, False),
        ("several_classrooms", [], 0, True),
        ("several_classrooms", ["one_classroom"], 2, False),
        ("grade", ["one_classroom"], 2, True),
        ("grade", ["one_classroom", "several_classrooms"], 2, False),
        ("district", ["few_students"], 2, True),
        ("district", ["few_students"], 3, False),
        ("few_students", ["school"], 0, False),
    ],
)
def test_a_test_that_outgrows_what_is_known_gets_a_warning(scale, tested, strength, warns):
    warning = warn_of_scale_jump(Scale(scale), [Scale(each) for each in tested], strength)
    assert (warning is not None) is warns


def test_the_warning_names_a_smaller_test():
    warning = warn_of_scale_jump(Scale.DISTRICT, [Scale.ONE_CLASSROOM], strength=1)
    assert warning is not None
    assert warning.endswith("smaller one first: several classrooms.")


def closed(scale, day, **told):
    return facts(scale=Scale(scale), closed_on=date(2018, 3, day), **told)


BEGAN = date(2018, 3, 10)


@pytest.mark.parametrize(
    ("known", "warns"),
    [
        ([], True),
        ([closed("one_classroom", 9)], True),
        ([closed("several_classrooms", 9)], False),
        ([closed("one_classroom", day) for day in (7, 8, 9)], False),
        ([closed("one_classroom", day) for day in (11, 12, 13)], True),
        ([closed("several_classrooms", 12)], True),
        ([closed("several_classrooms", 9, core_kept=False)], True),
        ([closed("several_classrooms", 9, status="running")], True),
        ([closed("several_classrooms", 9, of_variant=True)], False),
        ([facts(scale=Scale.SEVERAL_CLASSROOMS, closed_on=None)], True),
    ],
)
def test_a_test_is_held_against_what_was_known_when_it_began(known, warns):
    itself = facts(scale=Scale.GRADE, started_on=BEGAN, closed_on=date(2018, 3, 12))
    assert (warn_before([*known, itself], Scale.GRADE, BEGAN) is not None) is warns


@given(st.lists(decided, max_size=5))
def test_what_is_tested_later_takes_no_warning_away_and_brings_none(later):
    known = [closed("few_students", 9)]
    at_first = warn_before(known, Scale.GRADE, date(2017, 12, 31))
    assert warn_before([*known, *later], Scale.GRADE, date(2017, 12, 31)) == at_first


def test_a_test_that_has_not_begun_is_held_against_all_that_is_known():
    assert warn_before([closed("several_classrooms", 9)], Scale.GRADE) is None
    assert warn_before([], Scale.GRADE) is not None


def test_a_test_of_no_told_scale_is_not_warned_of():
    assert warn_before([], None, BEGAN) is None


@pytest.mark.parametrize(
    ("shared_with", "idea_with", "is_draft", "told"),
    [
        ("network", "network", True, "until its change idea is published"),
        ("district", "team", True, "until its change idea is published"),
        ("network", "team", False, "shared with your team alone"),
        ("network", "network", False, None),
        ("network", "district", False, None),
        ("team", "network", True, None),
    ],
)
def test_a_team_is_warned_that_the_idea_hides_a_test_it_shares(shared_with, idea_with, is_draft, told):
    warning = warn_of_hidden_test(Visibility(shared_with), Visibility(idea_with), is_draft=is_draft)
    assert warning is None if told is None else told in warning
