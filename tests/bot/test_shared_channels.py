"""A channel is opened to another organisation after the bot has answered there: that is taken back."""

import pytest

from bot.answers import Answers
from bot.posting import Speaker
from tests.bot.conftest import ASKED_FOR, QUESTION


@pytest.fixture
def answered(town):
    """An answer that stands in the room."""
    town.ana.mentions(QUESTION, town.room)
    found = town.last(town.room)
    assert ASKED_FOR in found.all_text
    return found


def test_an_answer_for_the_network_is_taken_back(town, answered):
    town.t1.shares(town.room, town.t2)
    town.settle()
    assert ASKED_FOR not in answered.all_text
    assert "shared with another organisation" in answered.all_text


def test_what_is_asked_from_then_on_is_answered_with_the_public_alone(town, answered):
    town.t1.shares(town.room, town.t2)
    town.ana.mentions(QUESTION, town.room)
    assert ASKED_FOR not in town.last(town.room).all_text


def test_an_answer_to_one_person_alone_stays(town):
    town.ana.says(QUESTION)
    alone = town.last(town.ana.dm)
    town.t1.shares(town.room, town.t2)
    town.settle()
    assert ASKED_FOR in alone.all_text


def test_answers_of_other_channels_stay(town, answered):
    town.t1.shares(town.t1.channel("C2", members=[town.ana]), town.t2)
    town.settle()
    assert ASKED_FOR in answered.all_text


def test_its_subscriptions_end(town, hub):
    town.ana.command("/hub", "subscribe", town.room)
    town.settle()
    town.ana.clicks(town.slack.messages(town.room)[-1], "subscribe", hub.driver.id)
    town.settle()
    town.t1.shares(town.room, town.t2)
    town.settle()
    assert town.bot.services.hub.get("/bot/subscriptions", team_id="T1")["items"] == []


@pytest.mark.parametrize("fault", [{"error": "ratelimited", "retry_after": 1}, {"status": 500}])
def test_when_slack_asks_to_wait_it_is_taken_back_later(town, answered, fault):
    town.slack.fault("chat.update", **fault)
    town.t1.shares(town.room, town.t2)
    town.settle()
    assert ASKED_FOR not in answered.all_text


def test_an_answer_that_somebody_deleted_is_not_written_anew(town, answered):
    town.slack.fault("chat.update", error="message_not_found")
    town.t1.shares(town.room, town.t2)
    town.settle()
    assert len(town.slack.answers(town.room)) == 1


def shares(town, *, updates):
    """Share the room, and wait until the bot has taken back what stood in it."""
    town.t1.shares(town.room, town.t2)
    town.slack.wait_until(lambda: len(town.slack.calls_of("chat.update")) >= updates, 20)
    town.slack.wait_until(lambda: not town.bot.services.answers.visible_in("T1", town.room.id), 20)


def test_an_answer_that_is_being_made_while_the_channel_is_shared_is_not_written(town, start_bot, app):
    def slow(environ, start_response):
        if environ["PATH_INFO"].endswith("/suggestions"):
            shares(town, updates=2)
        return app.wsgi_app(environ, start_response)

    town.bot.workers.stop()
    start_bot(hub=slow)
    town.ana.mentions(QUESTION, town.room)
    answer = town.last(town.room)
    assert "shared with another organisation" in answer.all_text
    assert ASKED_FOR not in f"{answer.versions}"


def test_an_answer_that_is_being_written_while_the_channel_is_shared_is_taken_back(town, monkeypatch):
    update = Speaker.update

    def slow(*told):
        shares(town, updates=2)
        return update(*told)

    monkeypatch.setattr(Speaker, "update", slow)
    town.ana.mentions(QUESTION, town.room)
    answer = town.last(town.room)
    assert ASKED_FOR not in answer.all_text
    assert "shared with another organisation" in answer.all_text


def test_an_answer_that_is_written_while_it_is_taken_back_is_taken_back(town, answered, monkeypatch):
    written, forget = list(answered.blocks), Answers.forget

    def late(*told):
        town.slack.change_message(answered, "The answer", written)
        forget(*told)

    monkeypatch.setattr(Answers, "forget", late)
    town.t1.shares(town.room, town.t2)
    town.settle()
    assert ASKED_FOR not in answered.all_text


def test_a_stranger_can_press_nothing_that_shows_more(town, hub):
    shared = town.t1.channel("C3", members=[town.ana], is_ext_shared=True, shared_with=[town.t2])
    shared.add(town.bea)
    town.open_to_the_public()
    town.ana.mentions("zebra quilt xylophone", shared)
    answer = town.last(shared)
    town.bea.clicks(answer, "private")
    town.settle()
    told = town.slack.messages(shared)[-1]
    assert told.to is town.bea
    assert "Only the person who asked" in told.all_text
