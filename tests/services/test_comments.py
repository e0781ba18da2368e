"""Comments: said by those who stand by a team, about what they may read, and read by nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nic_hub.domain.visibility import Principal, under_ceiling
from nic_hub.domain.vocabulary import Ceiling
from nic_hub.errors import Conflict, Forbidden, NotFound, PrivateText, Stale
from nic_hub.models import Comment, RecordHistory
from nic_hub.services.comments import (
    COMMENTED,
    add_comment,
    archive_comment,
    find_comments,
    get_comment,
    list_comments,
)
from nic_hub.services.kinds import kind_of
from tests.factories import NOW, make_cycle, make_idea, make_storyboard, make_tool
from tests.services.conftest import PEOPLE

#: Who stands by the town's team.
NEAR = {"teacher", "sponsor", "principal", "coach"}


@pytest.fixture
def said(town, idea):
    """What the teacher said about the idea."""
    comment = add_comment(town.session, town.who("teacher"), idea, "The cards were lost by Friday.")
    town.session.flush()
    return comment


def texts(town, name, record):
    return [comment.text for comment in list_comments(town.session, town.who(name), record)]


@pytest.mark.parametrize("name", PEOPLE)
def test_who_stands_by_the_team_comments_and_nobody_else(town, idea, name):
    if name in NEAR:
        assert add_comment(town.session, town.who(name), idea, "Well done.").author_id == town.people[name].id
    else:
        with pytest.raises(Forbidden):
            add_comment(town.session, town.who(name), idea, "Well done.")


@pytest.mark.parametrize("name", PEOPLE)
def test_who_stands_by_the_team_reads_what_was_said_and_nobody_else(town, idea, said, name):
    assert texts(town, name, idea) == ([said.text] if name in NEAR else [])


@pytest.mark.parametrize("model", COMMENTED, ids=kind_of)
def test_a_comment_is_about_the_one_record(town, idea, model):
    cycle, board = (
        make_cycle(town.session, idea=idea, team=town.team),
        make_storyboard(town.session, team=town.team),
    )
    records = [idea, cycle, board]
    wanted = next(record for record in records if type(record) is model)
    comment = add_comment(town.session, town.who("teacher"), wanted, "Well done.")
    town.session.flush()
    assert comment.record_id == wanted.id
    assert [record for record in records if find_comments(town.session, record)] == [wanted]


def test_what_was_said_is_told_in_its_order(town, idea, said):
    add_comment(town.session, town.who("sponsor"), idea, "Then laminate them.")
    town.session.flush()
    assert texts(town, "coach", idea) == ["The cards were lost by Friday.", "Then laminate them."]


def test_who_leaves_the_team_reads_only_what_they_said_themselves(town, idea, said):
    add_comment(town.session, town.who("coach"), idea, "Then laminate them.")
    town.session.flush()
    left = Principal(network_id=town.network.id, member_id=town.people["teacher"].id)
    assert [one.text for one in list_comments(town.session, left, idea)] == [said.text]


def test_nobody_reads_the_comments_on_what_they_may_not_read(town):
    draft = make_idea(town.session, team=town.team, published=False)
    add_comment(town.session, town.who("teacher"), draft, "Not ready yet.")
    town.session.flush()
    assert [name for name in PEOPLE if texts(town, name, draft)] == ["teacher"]


def test_what_was_said_about_the_draft_stays_with_those_who_read_drafts(town, idea, said):
    idea.published_at = said.written_at + timedelta(seconds=1)
    town.session.flush()
    assert [name for name in PEOPLE if texts(town, name, idea)] == ["teacher"]
    idea.published_at = said.written_at
    town.session.flush()
    assert {name for name in PEOPLE if texts(town, name, idea)} == NEAR


def test_of_a_withdrawn_record_nothing_is_left_and_nothing_is_added(town, idea, said):
    idea.withdrawn_at = NOW
    town.session.flush()
    assert texts(town, "teacher", idea) == []
    with pytest.raises(Conflict):
        add_comment(town.session, town.who("teacher"), idea, "Why?")


@pytest.mark.parametrize("ceiling", Ceiling)
def test_comments_are_for_no_audience(town, idea, said, ceiling):
    shown = under_ceiling(
        town.who("teacher"), ceiling, is_public=True, district_teams=frozenset({town.team.id})
    )
    assert list_comments(town.session, shown, idea) == []


@pytest.mark.parametrize(
    "private", ["Write to amy.lee@school.example.", "Call 555-234-5678.", "Amy Lee cried when the bell rang."]
)
def test_a_text_that_looks_private_is_refused_unless_it_is_said_not_to_be(town, idea, private):
    with pytest.raises(PrivateText):
        add_comment(town.session, town.who("teacher"), idea, private)
    assert add_comment(town.session, town.who("teacher"), idea, private, confirmed=["text"]).text == private


def test_the_name_of_a_member_is_no_students(town, idea):
    town.people["coach"].name = "Amy Lee"
    town.session.flush()
    add_comment(town.session, town.who("teacher"), idea, "Amy Lee cried when the bell rang.")


def test_who_said_it_takes_it_away_and_it_is_kept(town, idea, said):
    archive_comment(town.who("teacher"), said, expected_version=1)
    town.session.flush()
    assert texts(town, "teacher", idea) == []
    assert [one.id for one in find_comments(town.session, idea)] == [said.id]
    history = town.session.query(RecordHistory).filter_by(kind="comment", record_id=said.id)
    assert [row.action for row in history.order_by(RecordHistory.record_version)] == ["created", "archived"]


@pytest.mark.parametrize("name", ["sponsor", "principal", "coach", "admin"])
def test_nobody_takes_away_what_another_said(town, said, name):
    with pytest.raises(Forbidden):
        archive_comment(town.who(name), said, expected_version=1)


def test_a_comment_that_changed_is_not_taken_away(town, said):
    with pytest.raises(Stale):
        archive_comment(town.who("teacher"), said, expected_version=2)


def test_one_comment_is_found_under_its_own_record_alone(town, idea, said):
    assert get_comment(town.session, town.who("coach"), idea, said.id) is said
    other = make_idea(town.session, team=town.team)
    for name, record in (("coach", other), ("neighbour", idea), ("outsider", idea)):
        with pytest.raises(NotFound):
            get_comment(town.session, town.who(name), record, said.id)


def test_what_cannot_be_commented_on_has_no_comments(town, said):
    assert find_comments(town.session, make_tool(town.session, team=town.team)) == []


def test_a_comment_is_a_row_of_its_own(town, said):
    assert town.session.query(Comment).one().author_id == town.people["teacher"].id
