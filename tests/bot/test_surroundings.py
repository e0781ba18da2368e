"""What stands around an answer: the status line while the bot looks, and the prompts to begin with."""

import pytest

from nic_hub.models import TeamFocusDriver
from tests.bot.conftest import ASKED_FOR, QUESTION
from tests.factories import make_driver

STATUS, PROMPTS = "assistant.threads.setStatus", "assistant.threads.setSuggestedPrompts"
#: What Slack may do to a call that is only nice to have.
FAULTS = [{"error": "missing_scope"}, {"status": 500}, {"error": "ratelimited", "retry_after": 30}]


@pytest.fixture
def focus(hub):
    """Ana's team works on both drivers."""
    with hub.writing() as session:
        for driver in (hub.driver, hub.other_driver):
            row = {"team_id": hub.team.id, "driver_id": driver.id, "network_id": hub.network.id}
            session.add(TeamFocusDriver(**row))


def statuses(slack):
    return [(call.args["channel_id"], call.args["status"]) for call in slack.calls_of(STATUS)]


@pytest.mark.parametrize("place", ["dm", "room"])
def test_while_it_looks_it_says_so_below_the_thread_and_then_no_longer(town, place):
    where = town.room if place == "room" else town.ana.dm
    town.ana.mentions(QUESTION, where) if place == "room" else town.ana.says(QUESTION)
    answer = town.last(where)
    assert [status[:10] for _, status in statuses(town.slack)] == ["is looking", ""]
    assert town.slack.statuses[where.id, answer.thread_ts] == ""


def test_an_apology_takes_the_status_away_too(town, monkeypatch):
    monkeypatch.setattr("bot.listeners.asking.show_answer", lambda *_: 1 / 0)
    town.ana.says(QUESTION)
    assert "sorry" in town.last(town.ana.dm).text
    assert statuses(town.slack)[-1][1] == ""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_status_that_fails_costs_nothing(town, fault):
    town.slack.fault(STATUS, times=9, **fault)
    town.ana.says(QUESTION)
    assert ASKED_FOR in town.last(town.ana.dm).all_text
    assert len(town.slack.answers(town.ana.dm)) == 1


def test_help_needs_no_status(town):
    town.ana.says("help")
    town.settle()
    assert statuses(town.slack) == []


def offered(town, person):
    """Return the prompts somebody sees after opening the conversation."""
    person.opens_messages()
    town.settle()
    return town.slack.prompts.get(person.dm.id, [])


def test_the_prompts_come_from_the_drivers_of_ones_teams(town, focus):
    prompts = offered(town, town.ana)
    assert [one["title"] for one in prompts] == [
        "Tested on Asking when lost",
        "Tested on Group work",
        "What can I ask?",
    ]
    assert prompts[0]["message"] == "What did other teams test on Asking when lost?"


def test_there_are_never_more_than_four(town, hub):
    with hub.writing() as session:
        for _ in range(6):
            driver = make_driver(session, network=hub.network, parent=hub.driver)
            row = {"team_id": hub.team.id, "driver_id": driver.id, "network_id": hub.network.id}
            session.add(TeamFocusDriver(**row))
    assert len(offered(town, town.ana)) == 4


def test_whoever_is_not_linked_or_a_guest_gets_prompts_that_tell_nothing(town, focus):
    town.ana.is_restricted = True
    for person in (town.guy, town.ana):
        told = str(offered(town, person))
        assert "won't ask" in told
        assert "Group work" not in told


def test_nobody_is_bothered_when_prompts_fail(town, focus):
    town.slack.fault(PROMPTS, times=9, error="missing_scope")
    assert offered(town, town.ana) == []
    assert town.slack.answers(town.ana.dm) == []


def test_while_the_hub_is_away_the_prompts_are_general(town, start_bot):
    def away(environ, start_response):
        start_response("503 Away", [("Content-Type", "text/plain")])
        return [b""]

    town.bot.workers.stop()
    start_bot(hub=away)
    assert "won't ask" in str(offered(town, town.ana))
    assert town.slack.answers(town.ana.dm) == []


def test_a_prompt_is_answered_like_a_question(town, focus):
    prompt = offered(town, town.ana)[0]
    town.ana.says(prompt["message"])
    assert "Asking when lost" in town.last(town.ana.dm).all_text
