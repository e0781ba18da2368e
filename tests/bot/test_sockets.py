"""The same over Socket Mode, for a hub behind a firewall."""

import threading
from dataclasses import replace

import pytest

from bot.app import build_bot
from bot.serve import serve_sockets
from tests.bot.conftest import ASKED_FOR, QUESTION


@pytest.fixture
def over_sockets(town, bot_settings, app):
    """The bot, connected to Slack by itself."""
    town.bot.workers.stop()
    settings = replace(
        bot_settings,
        slack_signing_secret="",
        slack_client_id="",
        slack_app_token=town.slack.app_token,
        slack_bot_token=town.t1.installation.token,
    )
    bot, stopping = build_bot(settings, hub=app.wsgi_app), threading.Event()
    thread = threading.Thread(target=serve_sockets, args=(bot, stopping))
    town.slack.connect("socket")
    thread.start()
    town.slack.wait_until(lambda: town.slack.sockets.open)
    yield bot
    stopping.set()
    thread.join()


def test_a_question_is_answered(town, over_sockets):
    town.ana.says(QUESTION)
    assert ASKED_FOR in town.last(town.ana.dm).all_text


def test_a_click_opens_a_window(town, over_sockets):
    town.ana.says(QUESTION)
    town.ana.clicks(town.last(town.ana.dm), "cycles.0")
    town.settle()
    assert "Four questions" in town.slack.views(town.ana)[-1].all_text
