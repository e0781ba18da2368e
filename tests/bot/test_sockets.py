"""What only Socket Mode has: a line that is renewed, breaks, or goes silent. Each delivery is answered once.

That everything else works through it too is shown by every other test with a town: each runs both ways.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from slack_sdk.socket_mode.builtin.connection import Connection

from bot.serve import serve_sockets
from bot.settings import Misconfigured
from bot.sockets import SocketLine
from tests.bot.conftest import ASKED_FOR, QUESTION, over_sockets

pytestmark = over_sockets


@pytest.fixture
def line():
    """Whatever is wrong with the line is noticed soon."""
    return {"greeting_seconds": 0.3, "look_seconds": 0.02, "ping_seconds": 0.05}


@pytest.fixture
def is_replaced(town):
    """Say whether another connection stands, and none of the earlier ones."""
    before = set(town.slack.sockets.open)
    return lambda: town.slack.sockets.open and not before & set(town.slack.sockets.open)


def is_answered_once(town):
    """Say whether Ana has her answer, and one alone."""
    return ASKED_FOR in town.last(town.ana.dm).all_text and len(town.slack.answers(town.ana.dm)) == 1


def send_until_taken(delivery):
    """Send a delivery again: on a busy machine, a new connection may be replaced before it is greeted."""
    end = time.monotonic() + 20
    while not delivery.again().acknowledged:
        assert time.monotonic() < end, "nobody took it"
        time.sleep(0.05)


def test_when_slack_asks_for_a_new_connection_the_next_question_is_answered(town, is_replaced):
    town.slack.refresh_sockets()
    town.slack.wait_until(is_replaced)
    assert town.ana.says(QUESTION).acknowledged
    assert is_answered_once(town)


def test_a_delivery_whose_acknowledgement_was_cut_off_is_answered_once(town, is_replaced):
    town.slack.sockets.cuts, town.slack.postman.retries = 1, 0
    delivery = town.ana.says(QUESTION)
    assert not delivery.acknowledged
    town.slack.wait_until(is_replaced)
    send_until_taken(delivery)
    assert is_answered_once(town)


@pytest.mark.parametrize("line", [{"quiet_seconds": 0.5, "look_seconds": 0.02}])
def test_a_line_that_went_silent_after_it_was_renewed_is_replaced(town, is_replaced):
    town.slack.postman.patience, town.slack.postman.retries = 0.2, 0
    town.slack.refresh_sockets()
    town.slack.wait_until(is_replaced)
    town.slack.sockets.silence()
    delivery = town.ana.says(QUESTION)
    assert not delivery.acknowledged
    town.slack.wait_until(lambda: set(town.slack.sockets.open) - town.slack.sockets.silenced)
    town.slack.drop_sockets(town.slack.sockets.silenced)
    town.slack.postman.patience = 3
    send_until_taken(delivery)
    assert is_answered_once(town)


def test_a_connection_that_is_not_greeted_is_replaced(town, is_replaced):
    town.slack.sockets.greets = False
    town.slack.drop_sockets()
    ungreeted = town.slack.wait_until(lambda: set(town.slack.sockets.open))
    town.slack.sockets.greets = True
    town.slack.wait_until(lambda: set(town.slack.sockets.open) - ungreeted)
    assert town.ana.says(QUESTION).acknowledged


def test_when_slack_is_away_at_the_start_the_bot_keeps_calling(bot, slack, line):
    slack.fault("apps.connections.open", status=500)
    another = SocketLine(bot.door, bot.settings, **line)
    another.open()
    slack.wait_until(lambda: len(slack.sockets.open) > 1)
    another.close()


def test_a_line_that_is_closed_as_it_begins_to_read_is_let_go(bot, slack, line, monkeypatch):
    another = SocketLine(bot.door, bot.settings, **line)
    reader = another._client.current_session_runner.thread
    reading, closing, is_active = threading.Event(), threading.Event(), Connection.is_active

    def look_and_be_late(session):
        active = is_active(session)
        if active and threading.current_thread() is reader:
            reading.set()
            closing.wait(10)
        return active

    monkeypatch.setattr(Connection, "is_active", look_and_be_late)
    hang_up = another._client.disconnect
    monkeypatch.setattr(another._client, "disconnect", lambda: (closing.set(), hang_up()))
    another.open()
    assert reading.wait(10)
    ends = threading.Thread(target=another.close, daemon=True)
    ends.start()
    ends.join(30)
    assert not ends.is_alive()


def test_a_session_that_two_end_at_the_same_moment_is_ended(bot, slack, line, monkeypatch):
    looking = threading.Barrier(2)

    def look_and_then_close(session):
        """As the SDK does, when the other one looks before this one closes."""
        if session.sock is not None:
            with suppress(threading.BrokenBarrierError):
                looking.wait(0.5)
            session.sock.close()
            session.sock = None

    monkeypatch.setattr(Connection, "disconnect", look_and_then_close)
    another = SocketLine(bot.door, bot.settings, **line)
    another.open()
    slack.wait_until(another._is_greeted)
    with ThreadPoolExecutor() as both:
        ends = [both.submit(another._client.current_session.close) for _ in range(2)]
    assert [end.exception() for end in ends] == [None, None]
    another.close()


def test_a_wrong_token_is_named_and_nothing_runs(bot, slack):
    slack.app_token = "xapp-another"
    with pytest.raises(Misconfigured, match="SLACK_APP_TOKEN"):
        serve_sockets(bot, threading.Event())
