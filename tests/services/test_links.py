"""Lists of references kept beside a record."""

import pytest

from nic_hub.errors import Invalid
from nic_hub.models import ChangeIdea, ChangeIdeaTool, Team
from nic_hub.services.links import LINKS, find_links, split_links
from nic_hub.services.records import change_record, create_record
from tests.factories import make_idea, make_storyboard, make_tool

TOOLS = LINKS[ChangeIdea]["tool_ids"]


def tools_of(session, town, idea, who="teacher"):
    session.flush()
    return find_links(session, town.who(who), [idea.id], TOOLS).get(idea.id, [])


def change(session, town, row, **values):
    session.flush()
    change_record(session, town.who("teacher"), row, values, expected_version=row.version)


def test_columns_and_lists_of_a_body_are_told_apart():
    body = {"title": "t", "tool_ids": ("a",), "other_driver_ids": []}
    assert split_links(ChangeIdea, body) == ({"title": "t"}, {"tool_ids": ["a"], "other_driver_ids": []})
    assert split_links(Team, {"name": "n"}) == ({"name": "n"}, {})


def test_links_keep_the_order_they_were_given_in(session, town):
    idea = make_idea(session, team=town.team)
    tools = [make_tool(session, team=town.team).id for _ in range(3)]
    for wanted in (tools, tools[::-1], tools[1:]):
        change(session, town, idea, tool_ids=wanted)
        assert tools_of(session, town, idea) == wanted


def test_a_link_given_twice_is_kept_once_by_id_or_by_key(session, town):
    idea, tool = make_idea(session, team=town.team), make_tool(session, team=town.team, key="card")
    change(session, town, idea, tool_ids=[tool.id, "card", tool.id])
    assert tools_of(session, town, idea) == [tool.id]


def test_a_new_record_comes_with_its_links(session, town):
    tool = make_tool(session, team=town.far)
    values = {"title": "t", "description": "d", "tool_ids": [tool.key]}
    assert tools_of(session, town, create_record(session, town.who("teacher"), ChangeIdea, values)) == [
        tool.id
    ]


def test_every_list_of_every_kind_can_be_written(session, town):
    idea, tool = make_idea(session, team=town.team), make_tool(session, team=town.team)
    board = make_storyboard(session, team=town.team)
    change(session, town, board, tool_ids=[tool.id], change_idea_ids=[idea.id])
    change(session, town, idea, other_driver_ids=[town.driver.id])
    change(session, town, town.team, focus_driver_ids=[town.driver.id])
    told = {(board.id, "tool_ids"): tool, (board.id, "change_idea_ids"): idea}
    told |= {(idea.id, "other_driver_ids"): town.driver, (town.team.id, "focus_driver_ids"): town.driver}
    session.flush()
    for (owner, name), other in told.items():
        link = next(
            lists[name] for lists in LINKS.values() if name in lists and lists[name].target is type(other)
        )
        if name == "tool_ids":
            link = LINKS[type(board)][name]
        assert find_links(session, town.who("teacher"), [owner], link)[owner] == [other.id]


def test_a_link_to_what_one_may_not_read_is_refused_by_its_place(session, town):
    idea, mine = make_idea(session, team=town.team), make_tool(session, team=town.team)
    secret = make_tool(session, team=town.far, published=False)
    with pytest.raises(Invalid) as error:
        change(session, town, idea, tool_ids=[mine.id, secret.id])
    assert [problem.pointer for problem in error.value.problems] == ["/tool_ids/1"]
    assert tools_of(session, town, idea) == []


def test_links_the_writer_cannot_see_stay(session, town):
    idea = make_idea(session, team=town.team)
    hidden, mine = make_tool(session, team=town.far), make_tool(session, team=town.team)
    change(session, town, idea, tool_ids=[hidden.id, mine.id])
    hidden.visibility = "team"
    change(session, town, idea, tool_ids=[])
    assert tools_of(session, town, idea) == []
    assert session.query(ChangeIdeaTool.tool_id).all() == [(hidden.id,)]


def test_many_owners_are_asked_for_at_once(session, town):
    tool = make_tool(session, team=town.team)
    ideas = [make_idea(session, team=town.team) for _ in range(2)]
    for idea in ideas:
        change(session, town, idea, tool_ids=[tool.id])
    found = find_links(session, town.who("teacher"), [idea.id for idea in ideas], TOOLS)
    assert found == {idea.id: [tool.id] for idea in ideas}
