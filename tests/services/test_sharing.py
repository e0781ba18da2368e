"""Ideas and their lineage, publishing, adoptions, calls for help, tools and their versions."""

import pytest
from sqlalchemy import select

from nic_hub.domain.vocabulary import AdoptionState, CycleStatus, ToolType, Visibility
from nic_hub.errors import Conflict, Forbidden, Invalid, Stale
from nic_hub.models import ToolVersion, utc_now
from nic_hub.services.ideas import change_idea
from nic_hub.services.lifecycle import publish_record, withdraw_record
from nic_hub.services.sharing import (
    ask_for_help,
    change_adoption,
    change_shared,
    start_adoption,
    undo_adoption,
)
from nic_hub.services.tools import add_version, change_tool, create_tool
from tests.factories import (
    make_adoption,
    make_cycle,
    make_idea,
    make_measure,
    make_membership,
    make_problem,
    make_storyboard,
    make_tool,
    make_version,
)
from tests.services.conftest import PEOPLE


def pointers(error):
    return [problem.pointer for problem in error.value.problems]


# Publishing and withdrawing.


def test_a_draft_is_shared_with_the_network(session, town):
    idea = make_idea(session, team=town.team, published=False, driver_id=town.driver.id)
    publish_record(session, town.who("teacher"), idea, expected_version=1)
    assert (idea.is_draft, idea.visibility) == (False, Visibility.NETWORK)


def test_a_draft_is_shared_as_widely_as_is_said(session, town):
    board = make_storyboard(session, team=town.team, published=False, driver_id=town.driver.id)
    publish_record(session, town.who("teacher"), board, expected_version=1, visibility=Visibility.DISTRICT)
    assert board.visibility == Visibility.DISTRICT


@pytest.mark.parametrize(
    ("make", "values", "named"),
    [
        (make_storyboard, {"challenges": None}, ["/driver_id", "/challenges"]),
        (make_storyboard, {"challenges": "  "}, ["/driver_id", "/challenges"]),
        (make_idea, {}, ["/driver_id"]),
        (make_problem, {}, ["/driver_id"]),
        (make_tool, {"body": None}, ["/link"]),
    ],
)
def test_what_publishing_lacks_is_named_all_at_once(session, town, make, values, named):
    row = make(session, team=town.team, published=False, **values)
    with pytest.raises(Invalid) as error:
        publish_record(session, town.who("teacher"), row, expected_version=1)
    assert pointers(error) == named
    assert row.is_draft


def test_an_idea_needs_a_secondary_driver(session, town):
    idea = make_idea(session, team=town.team, published=False, driver_id=town.primary.id)
    with pytest.raises(Invalid) as error:
        publish_record(session, town.who("teacher"), idea, expected_version=1)
    assert pointers(error) == ["/driver_id"]


def test_a_measure_needs_no_driver(session, town):
    measure = make_measure(session, team=town.team, published=False)
    publish_record(session, town.who("teacher"), measure, expected_version=1)
    assert not measure.is_draft


def test_what_is_shared_is_not_published_again(session, town):
    idea = make_idea(session, team=town.team, driver_id=town.driver.id)
    with pytest.raises(Conflict):
        publish_record(session, town.who("teacher"), idea, expected_version=1)


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "teacher"])
def test_only_the_team_publishes_and_withdraws(session, town, name):
    draft = make_idea(session, team=town.team, published=False, driver_id=town.driver.id)
    shared = make_idea(session, team=town.team)
    with pytest.raises(Forbidden):
        publish_record(session, town.who(name), draft, expected_version=1)
    with pytest.raises(Forbidden):
        withdraw_record(town.who(name), shared, expected_version=1)


def test_publishing_and_withdrawing_ask_for_the_version(session, town):
    draft = make_idea(session, team=town.team, published=False, driver_id=town.driver.id)
    with pytest.raises(Stale):
        publish_record(session, town.who("teacher"), draft, expected_version=2)
    with pytest.raises(Stale):
        withdraw_record(town.who("teacher"), draft, expected_version=2)


def test_what_was_withdrawn_stays_withdrawn(session, town):
    idea = make_idea(session, team=town.team, driver_id=town.driver.id)
    withdraw_record(town.who("teacher"), idea, expected_version=1)
    session.flush()
    with pytest.raises(Conflict):
        withdraw_record(town.who("teacher"), idea, expected_version=2)
    with pytest.raises(Conflict):
        publish_record(session, town.who("teacher"), idea, expected_version=2)
    with pytest.raises(Conflict, match="withdrawn"):
        change_idea(session, town.who("teacher"), idea, {"title": "Again"}, expected_version=2)


def test_a_draft_is_not_withdrawn(session, town):
    draft = make_idea(session, team=town.team, published=False)
    with pytest.raises(Conflict):
        withdraw_record(town.who("teacher"), draft, expected_version=1)


def test_what_is_shared_keeps_what_sharing_required(session, town):
    board = make_storyboard(session, team=town.team, driver_id=town.driver.id)
    with pytest.raises(Invalid) as error:
        change_shared(session, town.who("teacher"), board, {"challenges": None}, expected_version=1)
    assert pointers(error) == ["/challenges"]


def test_a_draft_may_be_emptied(session, town):
    board = make_storyboard(session, team=town.team, published=False)
    change_shared(session, town.who("teacher"), board, {"challenges": None}, expected_version=1)
    assert board.challenges is None


# The lineage of ideas.


def test_an_idea_may_come_from_another_teams(session, town):
    idea, parent = make_idea(session, team=town.team), make_idea(session, team=town.far)
    change_idea(session, town.who("teacher"), idea, {"parent_id": parent.key}, expected_version=1)
    assert idea.parent_id == parent.id


def test_an_idea_does_not_come_from_itself(session, town):
    idea = make_idea(session, team=town.team)
    with pytest.raises(Invalid) as error:
        change_idea(session, town.who("teacher"), idea, {"parent_id": idea.id}, expected_version=1)
    assert pointers(error) == ["/parent_id"]


@pytest.mark.parametrize("seen", [True, False])
def test_an_idea_does_not_come_from_what_came_from_it_seen_or_not(session, town, seen):
    idea = make_idea(session, team=town.team)
    between = make_idea(session, team=town.far, parent_id=idea.id, published=seen)
    last = make_idea(session, team=town.far, parent_id=between.id)
    with pytest.raises(Invalid):
        change_idea(session, town.who("teacher"), idea, {"parent_id": last.id}, expected_version=1)
    assert idea.parent_id is None


def test_a_shared_idea_keeps_a_driver(session, town):
    idea = make_idea(session, team=town.team, driver_id=town.driver.id)
    with pytest.raises(Invalid):
        change_idea(session, town.who("teacher"), idea, {"driver_id": None}, expected_version=1)


# Adoptions.


@pytest.fixture
def source(session, town):
    return make_idea(session, team=town.far)


def adopt(session, town, **values):
    return start_adoption(session, town.who("teacher"), values)


def test_an_idea_does_not_come_from_what_was_made_of_it_by_another_adoption(session, town, source):
    mine = make_idea(session, team=town.team)
    theirs = make_idea(session, team=town.neighbours, parent_id=source.id)
    make_adoption(session, team=town.far, change_idea_id=mine.id, resulting_idea_id=source.id)
    adoption = adopt(session, town, change_idea_id=theirs.id, resulting_idea_id=mine.id)
    assert adoption.resulting_idea_id == mine.id
    assert mine.parent_id is None


def test_an_adoption_is_shared_from_the_start(session, town, source):
    adoption = adopt(session, town, change_idea_id=source.id)
    session.flush()
    assert not adoption.is_draft
    assert adoption.state == AdoptionState.INTERESTED


def test_a_tool_version_can_be_adopted(session, town):
    version = make_version(session, tool=make_tool(session, team=town.far))
    assert adopt(session, town, tool_version_id=version.id).tool_version_id == version.id


def test_an_adoption_has_exactly_one_source(session, town, source):
    version = make_version(session, tool=make_tool(session, team=town.far))
    for values in ({}, {"change_idea_id": source.id, "tool_version_id": version.id}):
        with pytest.raises(Invalid):
            adopt(session, town, **values)


def test_ones_own_idea_or_tool_is_not_adopted(session, town):
    idea = make_idea(session, team=town.team)
    version = make_version(session, tool=make_tool(session, team=town.team))
    with pytest.raises(Invalid, match="the team's own"):
        adopt(session, town, change_idea_id=idea.id)
    with pytest.raises(Invalid, match="the team's own"):
        adopt(session, town, tool_version_id=version.id)


@pytest.mark.parametrize(("state", "needed"), [("adapted", "what_changed"), ("dropped", "why")])
def test_an_adaptation_says_what_changed_and_a_drop_says_why(session, town, source, state, needed):
    with pytest.raises(Invalid) as error:
        adopt(session, town, change_idea_id=source.id, state=AdoptionState(state))
    assert pointers(error) == [f"/{needed}"]
    told = {needed: "Only on Mondays"}
    assert adopt(session, town, change_idea_id=source.id, state=AdoptionState(state), **told)


def test_what_was_told_counts_when_an_adoption_goes_on(session, town, source):
    adoption = make_adoption(session, team=town.team, change_idea_id=source.id)
    teacher = town.who("teacher")
    with pytest.raises(Invalid):
        change_adoption(session, teacher, adoption, {"state": AdoptionState.DROPPED}, expected_version=1)
    change_adoption(session, teacher, adoption, {"why": "No time"}, expected_version=1)
    session.flush()
    change_adoption(session, teacher, adoption, {"state": AdoptionState.DROPPED}, expected_version=2)
    assert adoption.state == AdoptionState.DROPPED


def test_the_source_of_an_adoption_stays(session, town, source):
    adoption = make_adoption(session, team=town.team, change_idea_id=source.id)
    other = make_idea(session, team=town.far)
    with pytest.raises(Conflict):
        change_adoption(
            session, town.who("teacher"), adoption, {"change_idea_id": other.id}, expected_version=1
        )


def test_an_adoptions_result_is_not_where_its_source_came_from(session, town):
    mine = make_idea(session, team=town.team)
    source = make_idea(session, team=town.far, parent_id=mine.id)
    with pytest.raises(Invalid) as error:
        adopt(session, town, change_idea_id=source.id, resulting_idea_id=mine.id)
    assert pointers(error) == ["/resulting_idea_id"]


def test_an_adoptions_result_may_come_later(session, town, source):
    adoption = make_adoption(session, team=town.team, change_idea_id=source.id)
    child = make_idea(session, team=town.team, parent_id=source.id)
    values = {"resulting_idea_id": child.id}
    change_adoption(session, town.who("teacher"), adoption, values, expected_version=1)
    assert adoption.resulting_idea_id == child.id


def test_an_adoption_claims_no_other_teams_idea_as_its_result(session, town, source):
    claimed = {"resulting_idea_id": make_idea(session, team=town.neighbours).id}
    version = make_version(session, tool=make_tool(session, team=town.far))
    adoption = make_adoption(session, team=town.team, change_idea_id=source.id)
    ways = (
        lambda: adopt(session, town, change_idea_id=source.id, **claimed),
        lambda: adopt(session, town, tool_version_id=version.id, **claimed),
        lambda: change_adoption(session, town.who("teacher"), adoption, claimed, expected_version=1),
    )
    for way in ways:
        with pytest.raises(Invalid, match="another team's") as error:
            way()
        assert pointers(error) == ["/resulting_idea_id"]


def test_another_teams_idea_that_was_claimed_before_is_told_nothing(session, town, source):
    theirs = make_idea(session, team=town.neighbours)
    adoption = make_adoption(
        session, team=town.team, change_idea_id=source.id, resulting_idea_id=theirs.id, what_changed="All"
    )
    change_adoption(session, town.who("teacher"), adoption, {"why": "No time"}, expected_version=1)
    assert (theirs.what_changed, theirs.parent_id) == (None, None)


def undo(session, town, adoption):
    session.flush()
    return undo_adoption(session, town.who("teacher"), adoption, now=adoption.created_at)


def test_undoing_an_adoption_leaves_the_cycles_of_other_teams(session, town, source):
    adoption = make_adoption(session, team=town.team, change_idea_id=source.id)
    cycles = [
        make_cycle(session, idea=source, team=team, status=CycleStatus.PLANNED, adoption_id=adoption.id)
        for team in (town.team, town.neighbours)
    ]
    make_cycle(session, idea=source, team=town.far, adoption_id=adoption.id)
    assert undo(session, town, adoption).archived_at is not None
    assert [cycle.archived_at is not None for cycle in cycles] == [True, False]


@pytest.mark.parametrize("status", [CycleStatus.RUNNING, CycleStatus.STUDIED, CycleStatus.CLOSED])
def test_an_adoption_whose_test_has_begun_is_not_undone(session, town, source, status):
    adoption = make_adoption(session, team=town.team, change_idea_id=source.id)
    make_cycle(session, idea=source, team=town.team, status=status, adoption_id=adoption.id)
    with pytest.raises(Conflict, match="has started"):
        undo(session, town, adoption)


@pytest.mark.parametrize(
    ("visibility", "told"), [(Visibility.TEAM, None), (Visibility.NETWORK, "Ours, in pencil")]
)
def test_what_an_adoption_made_tells_its_words_to_no_more_people_than_the_adoption(
    session, town, source, visibility, told
):
    made = make_idea(session, team=town.team)
    result = {"resulting_idea_id": made.id, "visibility": visibility, "what_changed": "Ours, in pencil"}
    adopt(session, town, change_idea_id=source.id, **result)
    assert (made.what_changed, made.parent_id) == (told, told and source.id)


def test_a_withdrawn_idea_is_told_of_nothing_that_an_adoption_made(session, town, source):
    made = make_idea(session, team=town.team, withdrawn_at=utc_now())
    adopt(session, town, change_idea_id=source.id, resulting_idea_id=made.id, what_changed="In pencil")
    assert (made.what_changed, made.parent_id) == (None, None)


def test_what_may_not_be_read_is_not_adopted(session, town):
    draft = make_idea(session, team=town.far, published=False)
    with pytest.raises(Invalid):
        adopt(session, town, change_idea_id=draft.id)


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        ({"withdrawn_at": utc_now()}, "was taken back by its team"),
        ({"archived_at": utc_now()}, "is archived, so it is no longer offered."),
    ],
    ids=["withdrawn", "archived"],
)
def test_what_is_no_longer_offered_is_not_taken_over(session, town, gone, told):
    idea = make_idea(session, team=town.far, **gone)
    tool = make_tool(session, team=town.far, **gone)
    version = make_version(session, tool=tool)
    session.flush()
    for values in ({"change_idea_id": idea.id}, {"tool_version_id": version.id}):
        with pytest.raises(Invalid, match=told) as error:
            start_adoption(session, town.who("teacher"), values)
        assert pointers(error) == [f"/{name}" for name in values]


def test_another_teams_adaptation_of_a_tool_that_was_taken_back_is_still_taken_over(session, town):
    tool = make_tool(session, team=town.far, withdrawn_at=utc_now())
    version = make_version(session, tool=tool, team_id=town.neighbours.id)
    session.flush()
    adopted = start_adoption(session, town.who("teacher"), {"tool_version_id": version.id})
    assert adopted.tool_version_id == version.id


# Calls for help.


def test_a_call_for_help_is_shared_at_once(session, town):
    assert not ask_for_help(session, town.who("teacher"), {"question": "Who knows?"}).is_draft


@pytest.mark.parametrize("name", ["sponsor", "principal", "coach", "planner", "admin"])
def test_a_call_for_help_is_a_teams(session, town, name):
    with pytest.raises(Forbidden):
        ask_for_help(session, town.who(name), {"question": "Who knows?", "team_id": town.team.id})


# Tools.


def test_a_new_tool_has_its_first_version(session, town):
    values = {"title": "Card", "type": ToolType.PROMPTS, "description": "A card", "body": "I wonder"}
    tool = create_tool(session, town.who("teacher"), values)
    session.flush()
    [version] = session.query(ToolVersion).filter_by(tool_id=tool.id)
    assert (version.number, version.body, version.team_id) == (1, "I wonder", town.team.id)
    assert version.author_id == town.people["teacher"].id


def test_versions_are_counted_and_come_from_the_newest(session, town):
    tool = make_tool(session, team=town.team)
    first = add_version(session, town.who("teacher"), tool, {"what_changed": "Larger", "why": "Not seen"})
    session.flush()
    second = add_version(session, town.who("teacher"), tool, {"what_changed": "Blue", "why": "Liked"})
    assert (first.number, second.number, second.parent_id) == (2, 3, first.id)


def a_change(session, town, tool, **values):
    session.flush()
    change_tool(session, town.who("teacher"), tool, values, expected_version=tool.version)
    session.flush()


def versions_of(session, tool):
    query = select(ToolVersion).where(ToolVersion.tool_id == tool.id).order_by(ToolVersion.number)
    return session.scalars(query).all()


def test_the_first_version_holds_what_was_published(session, town):
    values = {"title": "Card", "type": ToolType.PROMPTS, "description": "A card"}
    tool = create_tool(session, town.who("teacher"), values)
    a_change(session, town, tool, link="https://cards.example/1")
    publish_record(session, town.who("teacher"), tool, expected_version=tool.version)
    assert [version.link for version in versions_of(session, tool)] == ["https://cards.example/1"]


ANOTHER = {"what_changed": "Larger", "why": "Not seen", "body": "I wonder whether"}


def test_a_tool_shows_its_teams_newest_version(session, town):
    tool = make_tool(session, team=town.team, link="https://cards.example/1")
    add_version(session, town.who("teacher"), tool, ANOTHER)
    assert (tool.link, tool.body) == (None, "I wonder whether")


def test_another_teams_adaptation_leaves_the_tool_as_it_is(session, town):
    tool = make_tool(session, team=town.far)
    before = tool.body
    add_version(session, town.who("teacher"), tool, ANOTHER)
    assert tool.body == before


def test_a_version_without_content_of_its_own_leaves_the_tool_as_it_is(session, town):
    tool = make_tool(session, team=town.team)
    before = tool.body
    add_version(session, town.who("teacher"), tool, {"what_changed": "Blue", "why": "Liked"})
    assert tool.body == before


def test_the_content_of_a_tool_with_versions_changes_with_a_new_version(session, town):
    tool = make_tool(session, team=town.team)
    add_version(session, town.who("teacher"), tool, ANOTHER)
    with pytest.raises(Conflict, match="Add a new one"):
        a_change(session, town, tool, body="I ask")
    a_change(session, town, tool, body=tool.body, title="Cards")
    assert tool.title == "Cards"


@pytest.mark.parametrize("missing", ["what_changed", "why"])
def test_a_version_says_what_changed_and_why(session, town, missing):
    told = {"what_changed": "Larger", "why": "Not seen"} | {missing: ""}
    with pytest.raises(Invalid) as error:
        add_version(session, town.who("teacher"), make_tool(session, team=town.team), told)
    assert pointers(error) == [f"/{missing}"]


def test_another_teams_version_is_that_teams(session, town):
    tool = make_tool(session, team=town.far)
    version = add_version(session, town.who("teacher"), tool, {"what_changed": "Larger", "why": "Not seen"})
    assert version.team_id == town.team.id


def test_a_version_comes_from_a_version_of_the_same_tool(session, town):
    tool, other = make_tool(session, team=town.team), make_tool(session, team=town.team)
    parent = make_version(session, tool=other)
    values = {"what_changed": "Larger", "why": "Not seen", "parent_id": parent.id}
    with pytest.raises(Invalid) as error:
        add_version(session, town.who("teacher"), tool, values)
    assert pointers(error) == ["/parent_id"]


def test_a_withdrawn_tool_gets_no_more_versions(session, town):
    tool = make_tool(session, team=town.far)
    make_membership(session, member=town.people["teacher"], team=town.far)
    withdraw_record(town.who("teacher"), tool, expected_version=1)
    with pytest.raises(Conflict):
        add_version(session, town.who("teacher"), tool, {"what_changed": "Larger", "why": "Not seen"})


def test_who_only_reads_adds_no_version(session, town):
    values = {"what_changed": "Larger", "why": "Not seen", "team_id": town.team.id}
    with pytest.raises(Forbidden):
        add_version(session, town.who("sponsor"), make_tool(session, team=town.team), values)
