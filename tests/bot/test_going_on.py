"""Somebody goes on from what another asked in a channel: for themselves, from words all could read."""

import pytest
from sqlalchemy import select

from bot.store import answers
from nic_hub.domain.vocabulary import Visibility
from nic_hub.models import Suggestion
from tests.bot.conftest import ASKED_FOR, QUESTION
from tests.factories import make_cycle, make_idea, make_link, make_member

ON = "what about middle school?"


@pytest.fixture
def cem(town, hub):
    """Cem of the other district's team, who sits in Ana's room with an account there."""
    with hub.writing() as session:
        member = make_member(session, network=hub.network, team=hub.far, name="Cem")
        make_link(session, workspace=hub.workspaces[0], member=member, user="U5")
    person = town.t1.user("U5", "cem")
    town.room.add(person)
    person.member = member
    return person


@pytest.fixture
def asked(town):
    """The answer to Ana's question in the room."""
    town.ana.mentions(QUESTION, town.room)
    return town.last(town.room)


@pytest.fixture
def questions(hub):
    """Read what somebody asked, as the hub remembers it."""

    def read(member):
        with hub.writing() as session:
            rows = session.scalars(
                select(Suggestion).where(Suggestion.member_id == member.id).order_by(Suggestion.created_at)
            )
            return [row.query for row in rows]

    return read


def test_the_words_are_kept_and_the_answer_is_their_own(town, cem, asked, questions):
    cem.mentions(ON, town.room, thread_ts=asked.thread_ts)
    answer = town.last(town.room)
    assert answer is not asked
    assert "I went on from the question asked above" in answer.all_text
    assert questions(cem.member) == [QUESTION, QUESTION]


def test_what_another_changed_in_the_thread_counts_too(town, cem, asked, questions):
    town.ana.mentions("zebra quilts", town.room, thread_ts=asked.thread_ts)
    town.settle()
    cem.mentions("any that failed?", town.room, thread_ts=asked.thread_ts)
    town.settle()
    assert questions(cem.member)[-1] == f"{QUESTION}\nzebra quilts"


def test_somebody_who_is_not_linked_gets_no_more_than_the_public(town, asked):
    town.open_to_the_public()
    town.guy.mentions(ON, town.room, thread_ts=asked.thread_ts)
    answer = town.last(town.room)
    assert answer is not asked
    assert ASKED_FOR not in answer.all_text


def test_what_one_may_not_see_is_not_in_the_answer_for_oneself(town, cem, hub):
    with hub.writing() as session:
        idea = make_idea(
            session,
            team=hub.team,
            driver_id=hub.driver.id,
            title="Hidden corner for shy speakers",
            description=QUESTION,
            visibility=Visibility.DISTRICT,
        )
        make_cycle(session, idea=idea, team=hub.team, visibility=Visibility.DISTRICT)
    town.ana.mentions(QUESTION, town.room)
    asked = town.last(town.room)
    town.ana.clicks(asked, "private")
    assert "Hidden corner" in town.last(town.ana.dm).all_text
    cem.mentions("tell me more", town.room, thread_ts=asked.thread_ts)
    cem.clicks(town.last(town.room), "private")
    town.settle()
    assert "Hidden corner" not in str([one.all_text for one in town.slack.answers(cem.dm)])


def test_one_goes_on_from_ones_own_question_first(town, cem, asked, questions):
    cem.mentions("zebra quilts", town.room, thread_ts=asked.thread_ts)
    town.settle()
    town.ana.mentions("any that failed?", town.room, thread_ts=asked.thread_ts)
    town.settle()
    assert "zebra" not in questions(town.hub.ana)[-1]


def test_a_private_question_is_nobody_elses(town, cem, questions):
    town.ana.says(QUESTION)
    private = town.last(town.ana.dm)
    with town.bot.store.writing() as connection:
        connection.execute(answers.update().values(channel_id=town.room.id))
    cem.mentions(ON, town.room, thread_ts=private.thread_ts)
    town.settle()
    assert QUESTION not in questions(cem.member)


def test_what_was_forgotten_is_refused_with_the_way_to_ask(town, cem, asked, questions):
    with town.bot.store.writing() as connection:
        connection.execute(answers.update().values(created_at=1.0))
    town.bot.services.answers.forget_questions()
    cem.mentions(ON, town.room, thread_ts=asked.thread_ts)
    town.settle()
    told = town.slack.messages(town.room)[-1]
    assert told.to is cem
    assert "your whole question" in told.all_text
    assert questions(cem.member) == []


def test_the_words_lie_sealed_in_the_bots_table(town, asked):
    with town.bot.store.reading() as connection:
        kept = connection.execute(answers.select()).one()
    assert kept.sealed_question
    assert "shy speakers" not in kept.sealed_question


def test_elsewhere_in_the_channel_a_question_stands_alone(town, cem, asked, questions):
    cem.mentions("zebra quilt xylophone", town.room)
    town.settle()
    assert questions(cem.member) == ["zebra quilt xylophone"]
