"""Ask the team behind an idea, or a hub coach, across workspaces; the answer comes to the asker alone."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.rounds import Rounds
from nic_hub.domain.vocabulary import RoleGroup
from nic_hub.models import ChangeIdea, Network, TeamQuestion, utc_now
from tests.bot.conftest import ASKED_FOR, QUESTION
from tests.factories import make_link, make_member

WORDS = "Which words stood on <!channel> your cards?"


@pytest.fixture
def rounds(town, hub):
    """The bot's rounds, at noon where the network is: nothing is brought at night."""
    hour = datetime.now(UTC).hour
    with hub.writing() as session:
        session.get_one(Network, hub.network.id).time_zone = f"Etc/GMT{hour - 12:+d}" if hour != 12 else "UTC"
    return Rounds(town.bot.services)


@pytest.fixture
def questions(hub):
    """Read the questions."""

    def read():
        with hub.writing() as session:
            return session.scalars(select(TeamQuestion)).all()

    return read


def window(town, person):
    town.settle()
    return town.slack.views(person)[-1]


@pytest.fixture
def form(town):
    """Ana's window, after *Ask the team* below her answer."""
    town.ana.says(QUESTION)
    town.ana.clicks(town.last(town.ana.dm), "ask_team.0")
    return window(town, town.ana)


@pytest.mark.parametrize("button", ["ask_team.0", "try.0", "more.0"])
def test_an_idea_that_was_withdrawn_since_is_said_to_be(town, hub, button):
    town.ana.says(QUESTION)
    answer = town.last(town.ana.dm)
    with hub.writing() as session:
        idea = session.scalars(select(ChangeIdea).where(ChangeIdea.title == ASKED_FOR)).one()
        idea.withdrawn_at = utc_now()
    town.ana.clicks(answer, button)
    town.settle()
    told = [one.all_text for one in (*town.slack.views(town.ana), *town.slack.messages(town.ana.dm))]
    assert any("has withdrawn it since" in text for text in told)
    assert not any("None" in text for text in told)


def test_the_window_says_who_hears_it(form):
    assert ASKED_FOR in form.all_text
    assert "Nobody else does" in form.all_text


def test_the_team_hears_it_and_the_asker_hears_the_answer(town, form, rounds):
    town.ana.submits(form, {"question": WORDS})
    assert "Sent" in window(town, town.ana).all_text
    rounds.go()
    asked = town.slack.answers(town.bea.dm)[-1]
    assert f"Ana (Room team) asks you about “{ASKED_FOR}”" in asked.text
    assert asked.pings == []
    town.bea.clicks(asked, "answer_people")
    town.bea.submits(window(town, town.bea), {"answer": "I am lost at ..."})
    town.settle()
    rounds.go()
    answered = town.slack.answers(town.ana.dm)[-1]
    assert "Bea (Far team) answers you: I am lost at ..." in answered.text


def test_each_is_told_once_and_to_nobody_else(town, form, rounds):
    town.ana.submits(form, {"question": "Which words?"})
    town.settle()
    for _ in range(3):
        rounds.go()
    assert sum("Which words?" in one.text for one in town.slack.answers(town.bea.dm)) == 1
    assert all("Which words?" not in one.text for one in town.slack.answers(town.guy.dm))


def test_what_looks_private_is_refused_beside_the_field_and_may_be_confirmed(town, form, questions):
    town.ana.submits(form, {"question": "Mail me: office@example.org"})
    again = window(town, town.ana)
    assert "e-mail address" in again.all_text
    assert "office@example.org" in str(again.blocks)
    assert questions() == []
    town.ana.submits(again, {"confirm.question": ["question"]})
    town.settle()
    assert [row.question for row in questions()] == ["Mail me: office@example.org"]


def test_where_nobody_would_hear_it_that_is_said(town, form, hub, questions):
    town.bea.command("/hub", "unlink")
    town.settle()
    town.ana.submits(form, {"question": "Which words?"})
    assert "help wanted" in window(town, town.ana).all_text
    assert questions() == []


def test_what_nobody_tested_can_be_told_to_a_coach(town, hub, rounds):
    with hub.writing() as session:
        coach = make_member(session, network=hub.network, role=RoleGroup.COACH, name="Cora")
        make_link(session, workspace=hub.workspaces[1], member=coach, user="U6")
    cora = town.t2.user("U6", "cora")
    town.ana.says("zebra quilt xylophone")
    town.ana.clicks(town.last(town.ana.dm), "ask_coach")
    form = window(town, town.ana)
    assert "zebra quilt xylophone" in str(form.blocks)
    town.ana.submits(form, {})
    town.settle()
    rounds.go()
    asked = town.slack.answers(cora.dm)[-1]
    assert "Ana (Room team) asks you: zebra quilt xylophone" in asked.text
    assert town.slack.answers(town.bea.dm) == []


def test_only_who_asked_tells_a_coach(town):
    town.ana.mentions("zebra quilt xylophone", town.room)
    town.guy.clicks(town.last(town.room), "ask_coach")
    town.settle()
    assert "Only the person who asked" in town.slack.views(town.guy)[-1].all_text


def test_a_second_answer_is_refused_in_its_window(town, form, rounds, hub, questions):
    town.ana.submits(form, {"question": "Which words?"})
    town.settle()
    rounds.go()
    asked = town.slack.answers(town.bea.dm)[-1]
    town.bea.clicks(asked, "answer_people")
    late = window(town, town.bea)
    (row,) = questions()
    with hub.writing() as session:
        answered = session.merge(row)
        answered.answered_at, answered.answered_by_id = datetime.now(UTC), hub.bea.id
    town.bea.submits(late, {"answer": "The same"})
    assert "answered this already" in window(town, town.bea).all_text
