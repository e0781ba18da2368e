"""The lineage of an idea and of a tool: every branch with its result, and no trace of what is hidden."""

import pytest
from sqlalchemy import select

from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import (
    AdoptionState,
    ChangeOrigin,
    CycleStatus,
    Decision,
    Direction,
    IdeaStatus,
    KeepsCore,
)
from nic_hub.models import ToolVersion, utc_now
from nic_hub.services.lineage import relatives
from nic_hub.services.lineage.lineages import tell_idea_lineage, tell_tool_lineage
from tests.factories import make_adoption, make_cycle, make_idea, make_tool, make_version


@pytest.fixture
def idea(session, town):
    return make_idea(session, team=town.team, title="Prompts")


def told(session, town, idea, who="planner"):
    session.flush()
    return tell_idea_lineage(session, town.who(who), idea)


def found(lineage):
    """The branches by their numbers: what they are, and whose."""
    by_id = {node.id: node for node in lineage.nodes}
    return {number: by_id[one] for one, number in lineage.numbers.items()}


def kinds(lineage):
    return {number: str(node.kind) for number, node in found(lineage).items()}


def test_an_idea_alone_is_its_own_lineage(session, town, idea):
    lineage = told(session, town, idea)
    assert (kinds(lineage), lineage.edges, lineage.is_cut) == ({"1": "change_idea"}, [], False)


def test_a_lineage_goes_up_and_down_whoever_is_asked(session, town, idea):
    child = make_idea(session, team=town.neighbours, parent_id=idea.id, keeps_core=KeepsCore.NO)
    grandchild = make_idea(session, team=town.far, parent_id=child.id)
    session.flush()
    ids = {"1": idea.id, "1.1": child.id, "1.1.1": grandchild.id}
    for asked in (idea, child, grandchild):
        assert {number: node.id for number, node in found(told(session, town, asked)).items()} == ids
    assert found(told(session, town, idea))["1.1"].keeps_core == KeepsCore.NO


def test_a_branch_tells_whose_it_is_and_what_came_out(session, town, idea):
    child = make_idea(session, team=town.far, parent_id=idea.id, what_changed="Shorter", why_changed="Late")
    make_cycle(session, idea=child, team=town.far, decision=Decision.ADOPT)
    branch = found(told(session, town, idea))["1.1"]
    assert (branch.place.team["name"], branch.place.district["name"]) == (town.far.name, town.there.name)
    assert branch.place.school["id"] == town.far.school_id
    assert (branch.what_changed, branch.why, branch.status) == ("Shorter", "Late", IdeaStatus.ADOPTED)
    assert (branch.result.strength, branch.result.direction) == (2, Direction.IMPROVED)


def test_an_adoption_is_a_branch_with_the_result_of_its_own_team(session, town, idea):
    make_adoption(
        session,
        team=town.far,
        change_idea_id=idea.id,
        state=AdoptionState.DROPPED,
        why="No time",
        origin=ChangeOrigin.REACTIVE,
    )
    make_cycle(session, idea=idea, team=town.team)
    make_cycle(session, idea=idea, team=town.far, direction=Direction.WORSE)
    branch = found(told(session, town, idea))["1.1"]
    assert (branch.kind, branch.status, branch.why) == ("adoption", "dropped", "No time")
    assert branch.origin == ChangeOrigin.REACTIVE
    assert (branch.result.cycles, branch.result.direction) == (1, Direction.WORSE)


def test_an_adoption_that_made_an_idea_is_that_idea(session, town, idea):
    made = make_idea(session, team=town.far)
    make_adoption(
        session,
        team=town.far,
        change_idea_id=idea.id,
        resulting_idea_id=made.id,
        what_changed="Cards instead",
        origin=ChangeOrigin.PLANNED,
    )
    lineage = told(session, town, idea)
    branch = found(lineage)["1.1"]
    assert kinds(lineage) == {"1": "change_idea", "1.1": "change_idea"}
    assert (branch.id, branch.what_changed, branch.origin) == (made.id, "Cards instead", ChangeOrigin.PLANNED)


def test_an_adoption_says_nothing_of_the_idea_of_another_team(session, town, idea):
    theirs = make_idea(session, team=town.neighbours, parent_id=idea.id)
    claimed = {"resulting_idea_id": theirs.id, "what_changed": "All of it", "keeps_core": "no"}
    make_adoption(session, team=town.far, change_idea_id=idea.id, **claimed)
    branches = {branch.id: branch for branch in told(session, town, idea).nodes}
    assert (branches[theirs.id].what_changed, branches[theirs.id].keeps_core) == (None, None)
    assert len(branches) == 3


def test_an_adoption_leads_to_and_from_no_idea_of_another_team(session, town, idea):
    theirs = make_idea(session, team=town.neighbours)
    make_adoption(session, team=town.far, change_idea_id=idea.id, resulting_idea_id=theirs.id)
    assert [branch.id for branch in told(session, town, theirs).nodes] == [theirs.id]
    assert kinds(told(session, town, idea)) == {"1": "change_idea", "1.1": "adoption"}


def test_a_child_that_was_also_adopted_came_from_its_source_once(session, town, idea):
    made = make_idea(session, team=town.far, parent_id=idea.id)
    make_adoption(session, team=town.far, change_idea_id=idea.id, resulting_idea_id=made.id)
    assert [(edge.source, edge.target) for edge in told(session, town, idea).edges] == [(idea.id, made.id)]


def test_a_team_that_tests_without_taking_over_is_a_branch(session, town, idea):
    make_cycle(session, idea=idea, team=town.far)
    make_cycle(session, idea=idea, team=town.neighbours, status=CycleStatus.PLANNED)
    lineage = told(session, town, idea)
    assert kinds(lineage) == {"1": "change_idea", "1.1": "test"}
    assert found(lineage)["1.1"].result.cycles == 1


def test_a_team_that_took_over_and_tests_is_one_branch(session, town, idea):
    make_adoption(session, team=town.far, change_idea_id=idea.id)
    make_cycle(session, idea=idea, team=town.far)
    assert kinds(told(session, town, idea)) == {"1": "change_idea", "1.1": "adoption"}


def test_of_a_withdrawn_idea_its_place_is_left(session, town, idea):
    child = make_idea(session, team=town.far, parent_id=idea.id)
    idea.withdrawn_at = utc_now()
    lineage = told(session, town, child)
    branch = found(lineage)["1"]
    assert (branch.title, branch.result, branch.status, branch.publication) == (None, None, None, "withdrawn")
    assert [edge.target for edge in lineage.edges] == [child.id]


def test_of_a_withdrawn_idea_no_test_is_told_not_even_to_the_team_that_made_it(session, town, idea):
    make_cycle(session, idea=idea, team=town.far)
    idea.withdrawn_at = utc_now()
    assert kinds(told(session, town, idea, "far_teacher")) == {"1": "change_idea"}


# What is hidden.


def test_who_is_not_signed_in_learns_of_no_team(session, town, idea):
    idea.visibility = "public"
    session.flush()
    anybody = Principal(public_network_ids=frozenset({town.network.id}))
    (branch,) = tell_idea_lineage(session, anybody, idea).nodes
    assert (branch.title, branch.place.in_words) == ("Prompts", "a team")


@pytest.mark.parametrize(
    "hidden",
    [{"visibility": "team"}, {"visibility": "district"}, {"hidden_at": utc_now()}, {"published": False}],
)
def test_a_hidden_branch_leaves_no_trace_and_what_is_below_it_begins_anew(session, town, idea, hidden):
    before = told(session, town, idea).description
    middle = make_idea(session, team=town.neighbours, parent_id=idea.id, **hidden)
    last = make_idea(session, team=town.far, parent_id=middle.id, title="Cards")
    assert told(session, town, idea).description == before
    assert [node.id for node in told(session, town, last).nodes] == [last.id]
    assert len(told(session, town, idea, "neighbour").nodes) == 3


@pytest.mark.parametrize(
    "hidden",
    [{"visibility": "team"}, {"published": False}, {"archived_at": utc_now()}, {"withdrawn_at": utc_now()}],
)
def test_a_hidden_adoption_leaves_no_trace(session, town, idea, hidden):
    before = told(session, town, idea).description
    make_adoption(session, team=town.far, change_idea_id=idea.id, **hidden)
    assert told(session, town, idea).description == before


def test_what_a_hidden_idea_became_does_not_show_that_it_came_from_there(session, town, idea):
    made = make_idea(session, team=town.far)
    make_adoption(
        session, team=town.far, change_idea_id=idea.id, resulting_idea_id=made.id, visibility="team"
    )
    assert [node.id for node in told(session, town, made).nodes] == [made.id]
    assert len(told(session, town, made, "far_teacher").nodes) == 2


def test_a_test_the_reader_may_not_see_is_no_branch(session, town, idea):
    make_cycle(session, idea=idea, team=town.far, visibility="team")
    assert kinds(told(session, town, idea)) == {"1": "change_idea"}
    assert kinds(told(session, town, idea, "far_teacher")) == {"1": "change_idea", "1.1": "test"}


def test_a_lineage_with_too_many_branches_is_cut_and_says_so(session, town, idea, monkeypatch):
    monkeypatch.setattr(relatives, "MOST_BRANCHES", 3)
    for _ in range(4):
        make_idea(session, team=town.far, parent_id=idea.id)
    lineage = told(session, town, idea)
    assert (len(lineage.nodes), lineage.is_cut) == (3, True)
    assert told(session, town, idea).description.endswith("There are more branches than are shown here.")


def test_a_loop_in_damaged_data_ends(session, town, idea):
    child = make_idea(session, team=town.far, parent_id=idea.id)
    session.flush()
    idea.parent_id = child.id
    assert len(told(session, town, idea).nodes) == 2


def test_a_wide_lineage_takes_as_many_queries_as_a_narrow_one(session, town, idea, count_queries):
    make_idea(session, team=town.far, parent_id=idea.id)
    principal = town.who("planner")
    with count_queries() as few:
        tell_idea_lineage(session, principal, idea)
    for _ in range(6):
        child = make_idea(session, team=town.far, parent_id=idea.id)
        make_cycle(session, idea=child, team=town.far)
    session.flush()
    with count_queries() as many:
        tell_idea_lineage(session, principal, idea)
    # Where there are cycles, their team and network are read, too.
    assert len(many) <= len(few) + 6


# Tools.


@pytest.fixture
def tool(session, town):
    return make_tool(session, team=town.team, title="Prompt card")


def first_version(session, tool):
    session.flush()
    return session.scalars(select(ToolVersion).where(ToolVersion.tool_id == tool.id)).one()


def told_tool(session, town, tool, who="planner"):
    session.flush()
    return tell_tool_lineage(session, town.who(who), tool)


def test_versions_of_a_tool_and_who_took_them_over_are_its_lineage(session, town, tool):
    first = first_version(session, tool)
    second = make_version(
        session, tool=tool, number=2, team_id=town.far.id, parent_id=first.id, what_changed="A5"
    )
    make_adoption(session, team=town.neighbours, tool_version_id=second.id, state=AdoptionState.TRYING)
    lineage = told_tool(session, town, tool)
    assert kinds(lineage) == {"1": "tool_version", "1.1": "tool_version", "1.1.1": "adoption"}
    assert found(lineage)["1.1"].what_changed == "A5"
    assert [str(edge.kind) for edge in lineage.edges] == ["tool_version", "adoption"]


def test_a_version_tells_what_came_out_where_it_was_used(session, town, tool):
    idea = make_idea(session, team=town.team)
    version = first_version(session, tool)
    make_cycle(session, idea=idea, team=town.team, tool_version_id=version.id)
    make_cycle(session, idea=idea, team=town.far, tool_version_id=version.id, direction=Direction.WORSE)
    make_cycle(session, idea=idea, team=town.far, tool_version_id=version.id, archived_at=utc_now())
    make_cycle(session, idea=idea, team=town.neighbours, tool_version_id=version.id, visibility="team")
    make_cycle(session, idea=idea, team=town.team)
    lineage = told_tool(session, town, tool)
    branches = found(lineage)
    assert (branches["1"].result.cycles, branches["1"].result.direction) == (2, Direction.MIXED)
    assert (branches["1.1"].kind, branches["1.1"].result.direction) == ("test", Direction.WORSE)
    assert len(branches) == 2


def test_a_test_of_a_hidden_idea_tells_nothing_of_the_tool(session, town, tool):
    hidden = make_idea(session, team=town.team, visibility="team")
    version = first_version(session, tool)
    make_cycle(session, idea=hidden, team=town.far, tool_version_id=version.id)
    assert kinds(told_tool(session, town, tool)) == {"1": "tool_version"}
    assert kinds(told_tool(session, town, tool, "far_teacher")) == {"1": "tool_version", "1.1": "test"}


def test_of_a_withdrawn_tool_the_versions_of_others_are_left(session, town, tool):
    first = first_version(session, tool)
    make_version(session, tool=tool, number=2, team_id=town.far.id, parent_id=first.id, what_changed="A5")
    tool.withdrawn_at = utc_now()
    lineage = told_tool(session, town, tool)
    own, others = found(lineage)["1"], found(lineage)["1.1"]
    assert (lineage.title, own.result, own.what_changed, own.publication) == (None, None, None, "withdrawn")
    assert (others.what_changed, others.publication) == ("A5", "published")
