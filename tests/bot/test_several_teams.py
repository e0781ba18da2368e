"""Somebody works in several teams: the answer says for which one it was asked, and offers the others."""

import pytest

from bot.blocks.answer import Setting, show_answer
from tests.bot.conftest import ASKED_FOR, QUESTION
from tests.bot.examples import ANSWER, TEAM
from tests.factories import make_membership, make_school, make_team


@pytest.fixture
def second(hub):
    """Ana's second team."""
    with hub.writing() as session:
        team = make_team(
            session, network=hub.network, school=make_school(session, district=hub.here), name="Zebra team"
        )
        make_membership(session, member=hub.ana, team=team)
        return team


def offered(answer):
    """Return id and name of the teams a message offers."""
    return {
        option["value"].rpartition(":")[2]: option["text"]["text"]
        for block in answer.blocks if block["type"] == "actions"
        for element in block["elements"] if element["action_id"] == "team"
        for option in element["options"]
    }  # fmt: skip


def take(town, answer, team):
    """Choose another team below an answer."""
    value = next(
        option["value"]
        for block in answer.blocks if block["type"] == "actions"
        for element in block["elements"] if element["action_id"] == "team"
        for option in element["options"] if option["value"].endswith(team.id)
    )  # fmt: skip
    town.ana.clicks(answer, "team", value)
    town.settle()


def test_the_answer_names_the_team_and_offers_the_others(town, hub, second):
    town.ana.says(QUESTION)
    answer = town.last(town.ana.dm)
    assert offered(answer) == {hub.team.id: "Room team", second.id: "Zebra team"}
    assert ASKED_FOR in answer.all_text
    assert "Asked for Room team" in answer.all_text or "Asked for Zebra team" in answer.all_text


def test_another_team_changes_the_answer_in_its_place(town, hub, second):
    town.ana.says(QUESTION)
    answer = town.last(town.ana.dm)
    for team, name in ((second, "Zebra team"), (hub.team, "Room team")):
        take(town, answer, team)
        assert town.last(town.ana.dm) is answer
        assert f"Asked for {name}" in answer.all_text


def test_what_is_asked_on_stays_with_that_team(town, second):
    town.ana.says(QUESTION)
    answer = town.last(town.ana.dm)
    take(town, answer, second)
    town.ana.says("any that failed?", thread_ts=answer.thread_ts)
    assert "Asked for Zebra team" in town.last(town.ana.dm).all_text


def test_in_a_channel_the_team_is_named_but_its_choice_is_not_offered(town, second):
    town.ana.mentions(QUESTION, town.room)
    answer = town.last(town.room)
    assert "Asked for" in answer.all_text
    assert offered(answer) == {}


def test_where_the_public_reads_along_no_team_is_named(town, second):
    town.open_to_the_public()
    town.room.add(town.t1.user("U7", "guest", is_restricted=True))
    town.ana.mentions(QUESTION, town.room)
    assert "Asked for" not in town.last(town.room).all_text


def test_a_member_of_one_team_is_not_bothered(town):
    town.ana.says(QUESTION)
    answer = town.last(town.ana.dm)
    assert offered(answer) == {}
    assert "Asked for" not in answer.all_text


def test_the_form_of_a_plan_offers_every_team(town, hub, second):
    town.ana.command("/pdsa")
    town.settle()
    (field,) = [
        block for block in town.slack.views(town.ana)[-1].blocks if block.get("block_id") == "team_id"
    ]
    assert {option["value"] for option in field["element"]["options"]} == {hub.team.id, second.id}


def test_an_answer_for_nobodys_team_is_shown_without_one():
    setting = Setting(answer_id="9" * 32, is_linked=True, is_private=True, teams=[("t1", "A"), ("t2", "B")])
    assert "Asked for" not in str(show_answer(ANSWER, setting).blocks)
    assert TEAM["name"] not in str(show_answer(ANSWER, setting).blocks[1])
