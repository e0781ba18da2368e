"""Who changed what, and when: written beside every change, in the same transaction."""

import pytest
from sqlalchemy import func, select

from nic_hub.domain.pdsa.pdsa import Action
from nic_hub.domain.vocabulary import TeamRole
from nic_hub.errors import Forbidden
from nic_hub.models import ChangeIdea, Network, RecordHistory, Storyboard, utc_now
from nic_hub.services.cycles import take_step
from nic_hub.services.lifecycle import publish_record, withdraw_record
from nic_hub.services.links import set_links
from nic_hub.services.moderation import hide_reported, report_record, settle_report
from nic_hub.services.records import (
    archive_record,
    change_record,
    create_record,
    list_history,
    restore_record,
)
from tests.factories import make_cycle, make_idea, make_membership, make_tool
from tests.services.conftest import PEOPLE, TODAY

IDEA = {"title": "Question prompts", "description": "A card on each desk."}


def told(session, town, row):
    """Return action and changes of each entry, as the team reads them."""
    session.flush()
    return [(entry.action, dict(entry.changes)) for entry in list_history(session, town.who("teacher"), row)]


def last(session, town, row):
    return told(session, town, row)[-1]


def test_a_new_record_leaves_what_it_began_with(session, town):
    idea = create_record(session, town.who("teacher"), ChangeIdea, IDEA)
    [(action, changes)] = told(session, town, idea)
    assert action == "created"
    assert changes["title"] == [None, "Question prompts"]
    assert changes["visibility"] == [None, "network"]
    assert "driver_id" not in changes


def test_a_change_leaves_before_and_after_of_what_changed_and_of_nothing_else(session, town):
    idea = make_idea(session, team=town.team, title="Prompts")
    change_record(session, town.who("teacher"), idea, {"title": "Cards"}, expected_version=1)
    assert last(session, town, idea) == ("changed", {"title": ["Prompts", "Cards"]})


def test_nothing_is_written_where_nothing_changed(session, town):
    idea = make_idea(session, team=town.team)
    values = {"title": idea.title, "description": idea.description}
    change_record(session, town.who("teacher"), idea, values, expected_version=1)
    assert len(told(session, town, idea)) == 1


def test_who_acted_is_written_and_nobody_for_the_operator(session, town):
    idea = make_idea(session, team=town.team)
    session.flush()
    session.info["member_id"] = town.people["teacher"].id
    change_record(session, town.who("teacher"), idea, {"title": "Cards"}, expected_version=1)
    session.flush()
    entries = list_history(session, town.who("teacher"), idea)
    assert [entry.member_id for entry in entries] == [None, town.people["teacher"].id]


def test_each_entry_belongs_to_a_version_and_is_told_in_their_order(session, town):
    idea = make_idea(session, team=town.team)
    for version, title in enumerate(["One", "Two", "Three"], 1):
        change_record(session, town.who("teacher"), idea, {"title": title}, expected_version=version)
        session.flush()
    entries = list_history(session, town.who("teacher"), idea)
    assert [entry.record_version for entry in entries] == [1, 2, 3, 4]
    assert entries[-1].changes["title"] == ["Two", "Three"]


def test_publishing_archiving_restoring_and_withdrawing_are_called_so(session, town):
    teacher = town.who("teacher")
    idea = make_idea(session, team=town.team, published=False, driver_id=town.driver.id)
    session.flush()
    publish_record(session, teacher, idea, expected_version=1)
    session.flush()
    archive_record(teacher, idea, expected_version=2)
    session.flush()
    restore_record(teacher, idea, expected_version=3)
    session.flush()
    withdraw_record(teacher, idea, expected_version=4)
    actions = [action for action, _ in told(session, town, idea)]
    assert actions == ["created", "published", "archived", "unarchived", "withdrawn"]


def test_hiding_and_showing_again_are_told(session, town):
    idea = make_idea(session, team=town.team)
    report = report_record(session, town.who("far_teacher"), kind="change_idea", record=idea.id, reason="Odd")
    session.flush()
    hide_reported(session, town.who("coach"), report, expected_version=1)
    assert last(session, town, idea)[0] == "hidden"
    settle_report(session, town.who("coach"), report, settlement="Fine", expected_version=2)
    assert last(session, town, idea)[0] == "unhidden"


def test_a_step_of_a_cycle_is_told_by_its_status(session, town):
    cycle = make_cycle(session, idea=make_idea(session, team=town.team), team=town.team, status="planned")
    take_step(
        session,
        town.who("teacher"),
        cycle,
        Action.CANCEL,
        {"cancel_reason": "Snow"},
        expected_version=1,
        today=TODAY,
    )
    action, changes = last(session, town, cycle)
    assert action == "cancelled"
    assert changes["status"] == ["planned", "cancelled"]


# Links.


def test_a_change_of_links_shows_under_the_record_itself(session, town):
    idea, tool = make_idea(session, team=town.team), make_tool(session, team=town.team)
    change_record(session, town.who("teacher"), idea, {"tool_ids": [tool.id]}, expected_version=1)
    assert last(session, town, idea) == ("changed", {"tool_ids": [[], [tool.id]]})
    assert idea.version == 2


def test_the_same_links_again_are_no_change(session, town):
    idea, tool = make_idea(session, team=town.team), make_tool(session, team=town.team)
    change_record(session, town.who("teacher"), idea, {"tool_ids": [tool.id]}, expected_version=1)
    session.flush()
    change_record(session, town.who("teacher"), idea, {"tool_ids": [tool.id]}, expected_version=2)
    session.flush()
    assert idea.version == 2


def test_fields_and_links_changed_together_are_one_entry(session, town):
    idea, tool = make_idea(session, team=town.team), make_tool(session, team=town.team)
    values = {"title": "Cards", "tool_ids": [tool.id]}
    change_record(session, town.who("teacher"), idea, values, expected_version=1)
    assert set(last(session, town, idea)[1]) == {"title", "tool_ids"}
    assert (idea.version, len(told(session, town, idea))) == (2, 2)


def test_a_new_record_with_links_has_its_first_version_and_one_entry(session, town):
    tool = make_tool(session, team=town.team)
    idea = create_record(session, town.who("teacher"), ChangeIdea, IDEA | {"tool_ids": [tool.id]})
    [(action, changes)] = told(session, town, idea)
    assert action == "created"
    assert changes["tool_ids"] == [[], [tool.id]]
    assert idea.version == 1


# Who reads it, and what of it.


@pytest.mark.parametrize("name", PEOPLE)
def test_the_history_is_read_by_those_who_may_change_the_record(session, town, name):
    idea = make_idea(session, team=town.team)
    session.flush()
    if name == "teacher":
        assert list_history(session, town.who(name), idea)
    else:
        with pytest.raises(Forbidden):
            list_history(session, town.who(name), idea)


def test_who_leads_and_sponsors_a_team_does_not_read_its_drafts_in_the_history(session, town):
    idea, teacher = make_idea(session, team=town.team), town.people["teacher"]
    assert list_history(session, town.who("teacher"), idea)
    make_membership(session, member=teacher, team=town.team, role=TeamRole.SPONSOR)
    with pytest.raises(Forbidden):
        list_history(session, town.who("teacher"), idea)


def test_references_to_what_the_reader_may_not_read_are_left_out(session, town):
    parent, tool = make_idea(session, team=town.far), make_tool(session, team=town.far)
    board = Storyboard(
        title="Asking", network_id=town.network.id, team_id=town.team.id, published_at=utc_now()
    )
    idea = create_record(session, town.who("teacher"), ChangeIdea, IDEA | {"parent_id": parent.id})
    session.add(board)
    session.flush()
    set_links(session, town.who("teacher"), board, {"tool_ids": [tool.id], "change_idea_ids": [idea.id]})
    parent.visibility = tool.visibility = "team"
    assert last(session, town, idea)[1]["parent_id"] == [None, None]
    changes = {name: pair for _, changes in told(session, town, board) for name, pair in changes.items()}
    assert changes["tool_ids"] == [[], []]
    assert changes["change_idea_ids"] == [[], [idea.id]]


def test_a_network_has_a_history_too(session, town):
    town.network.min_n = 12
    session.flush()
    mine = RecordHistory.kind == "network", RecordHistory.record_id == town.network.id
    rows = session.scalars(select(RecordHistory).where(*mine).order_by(RecordHistory.record_version))
    assert [row.changes.get("min_n") for row in rows] == [[None, 10], [10, 12]]


def test_what_is_rolled_back_leaves_no_history(session, town):
    session.commit()
    before = session.scalar(select(func.count()).select_from(RecordHistory))
    session.add(Network(name="Gone", problem="Gone"))
    session.flush()
    session.rollback()
    assert session.scalar(select(func.count()).select_from(RecordHistory)) == before
