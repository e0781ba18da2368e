"""What is loaded of the ideas that were found: everything the asker may see, and nothing else."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from nic_hub.domain.context.context import Context
from nic_hub.domain.suggesting.ranking import DriverRelation
from nic_hub.domain.vocabulary import CycleStatus, DriverStatus, TeamStatus, Visibility
from nic_hub.models import ChangeIdea, ChangeIdeaTool, StoryboardIdea, utc_now
from nic_hub.services.suggesting.candidates import (
    Known,
    Match,
    Material,
    best_fit,
    contexts_of,
    find_known,
    gather,
    root_of,
)
from nic_hub.services.suggesting.understanding import Understanding, with_driver
from tests.factories import NOW, make_cycle, make_driver, make_idea, make_storyboard, make_tool
from tests.services.conftest import TODAY, Town

ANYTHING = Understanding(None, False, Context())


def an_idea(town: Town, **values: Any) -> ChangeIdea:
    return make_idea(town.session, **{"team": town.far, "driver_id": town.driver.id} | values)


def known(town: Town, *ideas: ChangeIdea) -> dict[str, Known]:
    return find_known(town.sight(), [idea.id for idea in ideas])


def material(town: Town, idea: ChangeIdea, understanding: Understanding = ANYTHING) -> Material:
    (made,) = gather([Match(idea.id, 0.7, 0.6)], known(town, idea), understanding, TODAY)
    return made


def cycles_of(town: Town, idea: ChangeIdea) -> list[str]:
    return [cycle.id for cycle in known(town, idea)[idea.id].cycles]


def add_tool(town: Town, idea: ChangeIdea, position: int = 0, **values: Any):
    tool = make_tool(town.session, team=town.far, **values)
    link = {"network_id": idea.network_id, "change_idea_id": idea.id, "tool_id": tool.id}
    town.session.add(ChangeIdeaTool(position=position, **link))
    return tool


def test_an_idea_is_found_with_its_team_and_driver(town: Town):
    idea = an_idea(town)
    found = known(town, idea)[idea.id]
    assert (found.idea.id, found.team.id, found.driver.id) == (idea.id, town.far.id, town.driver.id)


@pytest.mark.parametrize(
    "values",
    [
        {"published": False},
        {"hidden_at": NOW},
        {"archived_at": NOW},
        {"withdrawn_at": NOW},
        {"visibility": Visibility.TEAM},
        {"driver_id": None},
    ],
    ids=str,
)
def test_what_may_not_be_shown_is_not_known_even_if_search_brings_it(town: Town, values: dict[str, Any]):
    assert known(town, an_idea(town, **values)) == {}


@pytest.mark.parametrize(
    ("status", "kept"),
    [(DriverStatus.ACTIVE, True), (DriverStatus.MERGED, True), (DriverStatus.RETIRED, False)],
)
def test_ideas_of_a_retired_driver_are_left_out(town: Town, status: DriverStatus, kept: bool):
    driver = make_driver(town.session, network=town.network, parent=town.primary, status=status)
    assert bool(known(town, an_idea(town, driver_id=driver.id))) is kept


def test_ideas_of_an_archived_driver_are_left_out(town: Town):
    driver = make_driver(town.session, network=town.network, parent=town.primary, archived_at=utc_now())
    assert known(town, an_idea(town, driver_id=driver.id)) == {}


def test_candidates_come_in_the_order_of_the_matches(town: Town):
    first, second, gone = an_idea(town), an_idea(town), an_idea(town, archived_at=NOW)
    matches = [Match(idea.id, 0.5, 0.5) for idea in (second, gone, first)]
    made = gather(matches, known(town, first, second, gone), ANYTHING, TODAY)
    assert [each.candidate.idea_id for each in made] == [second.id, first.id]


def test_a_candidate_says_where_it_comes_from_and_how_it_matched(town: Town):
    candidate = material(town, an_idea(town)).candidate
    assert (candidate.team_id, candidate.district_id) == (town.far.id, town.there.id)
    assert (candidate.relevance, candidate.text) == (0.7, 0.6)


def test_a_candidates_driver_is_related_to_the_question(town: Town):
    idea, facts = an_idea(town), town.sight().facts
    asked = with_driver(facts, ANYTHING, facts.drivers.rows[town.other_driver.id])
    assert material(town, idea, asked).candidate.relation == DriverRelation.SIBLING


def test_the_newest_cycle_comes_first(town: Town):
    idea = an_idea(town)
    old = make_cycle(town.session, idea=idea, team=town.far)
    new = make_cycle(town.session, idea=idea, team=town.far)
    new.closed_on = TODAY
    assert cycles_of(town, idea) == [new.id, old.id]


@pytest.mark.parametrize(
    "values",
    [{"visibility": Visibility.TEAM}, {"hidden_at": NOW}, {"withdrawn_at": NOW}, {"archived_at": NOW}],
    ids=str,
)
def test_a_cycle_out_of_sight_is_not_known(town: Town, values: dict[str, Any]):
    idea = an_idea(town)
    make_cycle(town.session, idea=idea, team=town.far, **values)
    assert cycles_of(town, idea) == []
    assert material(town, idea).candidate.evidence.strength == 0


def test_a_planned_cycle_of_others_is_not_known(town: Town):
    idea = an_idea(town)
    make_cycle(town.session, idea=idea, team=town.far, status=CycleStatus.PLANNED)
    assert cycles_of(town, idea) == []


@pytest.mark.parametrize(
    ("values", "usable"),
    [
        ({"body": "I wonder"}, True),
        ({"body": None, "link": "https://tools.example"}, True),
        ({"body": None}, False),
        ({"visibility": Visibility.TEAM}, False),
        ({"archived_at": NOW}, False),
    ],
    ids=str,
)
def test_a_tool_is_usable_when_the_asker_can_open_it(town: Town, values: dict[str, Any], usable: bool):
    idea = an_idea(town)
    add_tool(town, idea, **values)
    assert material(town, idea).candidate.has_usable_tool is usable


CANDID = [
    ({}, {"decision": "adopt"}, 0.0),
    ({}, {"decision": "adapt"}, 0.5),
    ({}, {"decision": "abandon"}, 0.5),
    ({}, {"decision": "adopt", "surprises": "It rained"}, 0.5),
    ({"what_changed": "Pictures"}, {"decision": "adopt"}, 0.5),
    ({}, {"decision": "adapt", "surprises": "It rained"}, 1.0),
]


@pytest.mark.parametrize(("idea_values", "cycle_values", "candour"), CANDID)
def test_candour_counts_challenges_and_adaptations(
    town: Town, idea_values: dict[str, Any], cycle_values: dict[str, Any], candour: float
):
    idea = an_idea(town, **idea_values)
    make_cycle(town.session, idea=idea, team=town.far, **cycle_values)
    assert material(town, idea).candidate.candour == candour


@pytest.mark.parametrize(
    ("values", "candour"),
    [({}, 0.5), ({"published": False}, 0.0), ({"archived_at": NOW}, 0.0), ({"hidden_at": NOW}, 0.0)],
    ids=str,
)
def test_a_published_storyboard_tells_challenges(town: Town, values: dict[str, Any], candour: float):
    idea = an_idea(town)
    board = make_storyboard(town.session, team=town.far, **values)
    town.session.add(
        StoryboardIdea(network_id=idea.network_id, storyboard_id=board.id, change_idea_id=idea.id)
    )
    assert material(town, idea).candidate.candour == candour


def test_a_team_that_can_still_be_asked_counts_more(town: Town):
    idea = an_idea(town)
    reachable = material(town, idea).candidate.recency
    town.far.status = TeamStatus.CLOSED
    assert material(town, idea).candidate.recency < reachable


def test_a_lineage_has_one_root(town: Town):
    origin = an_idea(town)
    child = an_idea(town, parent_id=origin.id)
    grandchild = an_idea(town, parent_id=child.id)
    stranger = an_idea(town)
    sight = town.sight()
    roots = [root_of(sight, idea.id) for idea in (grandchild, origin, stranger)]
    assert roots == [origin.id, origin.id, stranger.id]


def test_what_an_ancestor_out_of_sight_comes_from_does_not_show(town: Town):
    origin = an_idea(town)
    hidden = an_idea(town, parent_id=origin.id, visibility=Visibility.TEAM)
    child = an_idea(town, parent_id=hidden.id)
    town.session.flush()
    for who, root in (("far_teacher", origin), ("teacher", hidden)):
        assert root_of(town.sight(who), child.id) == root.id


def test_an_ancestor_out_of_sight_still_keeps_two_of_one_lineage_apart(town: Town):
    origin = an_idea(town, visibility=Visibility.TEAM)
    children = [an_idea(town, parent_id=origin.id) for _ in range(2)]
    roots = {made.candidate.lineage_root for made in (material(town, child) for child in children)}
    assert len(roots) == 1


def fit_of(asker: dict[str, Any], team: dict[str, Any] | None, *cycles: dict[str, Any]):
    tried = [SimpleNamespace(status=CycleStatus.CLOSED, context=json.dumps(context)) for context in cycles]
    contexts = contexts_of(tried, SimpleNamespace(context=team and json.dumps(team)))
    return best_fit(Context.of(asker), contexts)


def test_where_it_was_tested_counts_before_where_the_team_is_now():
    fit = fit_of({"coach_present": True}, {"coach_present": True}, {"coach_present": False})
    assert fit.different
    assert not fit.same


def test_of_several_tests_the_nearest_context_counts():
    contexts = ({"coach_present": False}, {"coach_present": True})
    assert fit_of({"coach_present": True}, None, *contexts).same


def test_a_team_without_tests_is_compared_by_its_own_context():
    assert fit_of({"coach_present": True}, {"coach_present": True}).same


def test_a_team_that_said_nothing_is_unknown():
    fit = fit_of({"coach_present": True}, None)
    assert not fit.same
    assert not fit.different


def test_a_context_in_which_nothing_is_said_counts_as_none(town: Town):
    town.far.context = {"coach_present": True}
    idea = an_idea(town)
    make_cycle(town.session, idea=idea, team=town.far, context={})
    asked = Understanding(None, False, Context(coach_present=True))
    assert material(town, idea, asked).candidate.fit.same


def test_tools_come_in_the_order_in_which_the_team_put_them(town: Town):
    idea = an_idea(town)
    tools = [add_tool(town, idea, position=position) for position in (2, 0, 1)]
    found = [tool.id for tool in known(town, idea)[idea.id].tools]
    assert found == [tools[1].id, tools[2].id, tools[0].id]
