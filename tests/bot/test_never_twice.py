"""One answer for each delivery: repeated, doubled, interrupted, or taken by two workers."""

import json
import subprocess
import sys

import pytest
from sqlalchemy import select

from bot.settings import BotSettings
from bot.store import answers
from tests.bot.conftest import ASKED_FOR, QUESTION, over_http
from tests.conftest import TOP


def stands_somewhere(bot):
    """Say whether the id of a placeholder was stored: from then on, no second answer is possible."""
    with bot.store.reading() as connection:
        return connection.scalar(select(answers.c.id).where(answers.c.message_ts.is_not(None)))


def test_a_repeated_delivery_is_answered_once(town):
    delivery = town.ana.says(QUESTION)
    delivery.again()
    town.settle()
    delivery.again()
    town.settle()
    assert len(town.slack.answers(town.ana.dm)) == 1


def test_a_double_click_counts_once(town):
    town.ana.says(QUESTION)
    answer = town.last(town.ana.dm)
    for _ in range(2):
        town.ana.clicks(answer, "more.0")
    town.settle()
    assert len(town.slack.answers(town.ana.dm)) == 2


def test_two_bots_at_one_database_answer_once(town, start_bot):
    start_bot()
    for _ in range(5):
        town.ana.says(QUESTION)
    town.settle()
    assert len(town.slack.answers(town.ana.dm)) == 5


def test_what_a_killed_process_left_is_answered_once_after_the_restart(
    town, bot_settings, start_bot, settings
):
    town.bot.workers.stop()
    town.slack.fault("chat.update", delay=3)
    town.ana.says(QUESTION)
    told = {name: getattr(bot_settings, name) for name in BotSettings.__slots__}
    child = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.bot.process",
            json.dumps(told | {"hub_database": settings.database_url}),
        ],
        cwd=TOP,
    )
    town.slack.wait_until(lambda: stands_somewhere(town.bot), 30)
    child.kill()
    child.wait()
    start_bot(lease_seconds=0.2)
    answer = town.last(town.ana.dm)
    assert len(town.slack.answers(town.ana.dm)) == 1
    assert "idea" in answer.text


def test_when_the_database_is_away_slack_tries_again_and_one_answer_comes(town, monkeypatch):
    broken, receive = iter([True]), town.bot.inbox.receive
    monkeypatch.setattr(
        type(town.bot.inbox), "receive", lambda self, one: 1 / 0 if next(broken, False) else receive(one)
    )
    # Over HTTP the refusal is seen at once; through a connection, nothing comes back.
    town.slack.postman.patience = 0.5
    delivery = town.ana.says(QUESTION)
    assert [one.ok for one in delivery.attempts] == [False, True]
    assert ASKED_FOR in town.last(town.ana.dm).all_text
    assert len(town.slack.answers(town.ana.dm)) == 1


@over_http
@pytest.mark.parametrize("how", [{"secret": "wrong"}, {"age": 600}])
def test_a_request_that_slack_did_not_sign_now_is_refused(town, how):
    delivery = town.ana.says(QUESTION)
    assert delivery.again(**how).status == 401
