"""The fake Slack fails on demand, loses patience after a while, and holds the app to its rate limits."""

import ast
import threading
from http.client import RemoteDisconnected
from pathlib import Path

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from tests.bot.fake.apps import refusal, takes_everything
from tests.fake_slack.refusals import PAGES, Refusal


def test_a_fault_happens_as_often_as_it_is_asked_for(slack, client, channel):
    slack.fault("chat.postMessage", error="is_archived", times=2)
    for _ in range(2):
        assert refusal(client.chat_postMessage, channel="C1", text="x") == "is_archived"
    client.chat_postMessage(channel="C1", text="x")
    assert len(slack.messages(channel)) == 1


def test_a_fault_can_wait_for_its_turn(slack, client, channel):
    slack.fault("chat.postMessage", error="msg_too_long", after=1)
    client.chat_postMessage(channel="C1", text="x")
    assert refusal(client.chat_postMessage, channel="C1", text="x") == "msg_too_long"


def test_there_is_no_fault_that_slack_does_not_have(slack):
    with pytest.raises(AssertionError, match="no error out_of_biscuits"):
        slack.fault("chat.postMessage", error="out_of_biscuits")


def test_a_limit_says_when_to_come_back(slack, client, channel):
    slack.fault("chat.postMessage", error="ratelimited", retry_after=7)
    with pytest.raises(SlackApiError) as raised:
        client.chat_postMessage(channel="C1", text="x")
    assert raised.value.response.status_code == 429
    assert raised.value.response.headers["Retry-After"] == "7"


def test_one_message_a_second_goes_into_a_channel(slack, client, ann, channel):
    slack.rates.posts_per_second = 1
    client.chat_postMessage(channel="C1", text="one")
    assert refusal(client.chat_postMessage, channel="C1", text="two") == "ratelimited"
    client.chat_postMessage(channel=ann.dm.id, text="elsewhere")
    slack.clock.forward(1)
    client.chat_postMessage(channel="C1", text="three")
    assert [message.text for message in slack.messages(channel)] == ["one", "three"]


def test_history_can_be_read_once_a_minute(slack, district, channel):
    reader = WebClient(token=district.install(scopes=["channels:history"]).token, base_url=slack.api_url)
    reader.conversations_history(channel="C1")
    assert refusal(reader.conversations_history, channel="C1") == "ratelimited"
    slack.clock.forward(61)
    assert reader.conversations_history(channel="C1")["messages"] == []


def test_the_sdk_waits_when_it_is_told_to(slack, client, channel):
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    slack.fault("chat.postMessage", error="ratelimited", retry_after=1)
    client.chat_postMessage(channel="C1", text="x")
    assert [call.error for call in slack.calls_of("chat.postMessage")] == ["ratelimited", None]


def test_slack_can_be_out_of_order(slack, client, channel):
    slack.fault("*", status=503)
    with pytest.raises(SlackApiError) as raised:
        client.chat_postMessage(channel="C1", text="x")
    assert raised.value.response.status_code == 503
    assert slack.messages(channel) == []


def test_a_message_can_stand_though_its_sender_never_hears_of_it(slack, client, channel):
    client.retry_handlers.clear()
    slack.drop_reply_after_accept("chat.postMessage")
    with pytest.raises((RemoteDisconnected, ConnectionError)):
        client.chat_postMessage(channel="C1", text="did it arrive?")
    assert slack.messages(channel)[0].text == "did it arrive?"
    assert slack.calls[-1].reply_dropped


def test_an_answer_can_take_long(slack, district, channel):
    slack.fault("chat.postMessage", delay=5)
    hasty = WebClient(
        token=district.installation.token, base_url=slack.api_url, timeout=0.1, retry_handlers=[]
    )
    with pytest.raises(TimeoutError):
        hasty.chat_postMessage(channel="C1", text="x")
    assert slack.messages(channel)[0].text == "x"


def answers(*statuses, headers=()):
    """An app that answers with these statuses, one after another, and keeps what it was sent."""
    left, seen = list(statuses), []

    def app(environ, start_response):
        seen.append({name: value for name, value in environ.items() if name.startswith("HTTP_X_SLACK")})
        start_response(f"{left.pop(0)} Said", list(headers))
        return [b""]

    app.seen = seen
    return app


def test_an_event_is_sent_again_until_it_is_taken(slack, ann):
    app = answers(500, 404, 200)
    slack.connect(app)
    delivery = ann.says("hello")
    assert (delivery.acknowledged, delivery.retries) == (True, 2)
    assert app.seen[2]["HTTP_X_SLACK_RETRY_NUM"] == "2"
    assert app.seen[2]["HTTP_X_SLACK_RETRY_REASON"] == "http_error"


def test_an_event_is_sent_four_times_at_most(slack, ann):
    slack.connect(answers(*[500] * 9))
    assert len(ann.says("hello").attempts) == 4


def test_an_app_can_ask_not_to_be_sent_it_again(slack, ann):
    slack.connect(answers(500, headers=[("X-Slack-No-Retry", "1")]))
    assert ann.says("hello").retries == 0


def test_a_command_is_sent_once(slack, ann):
    slack.connect(answers(500, 200))
    assert (ann.command("/tried").acknowledged, ann.dm.id in slack.channels) == (False, True)


def test_an_answer_that_comes_too_late_is_a_timeout(slack, ann):
    came = threading.Event()

    def slow(environ, start_response):
        came.wait(5)
        return takes_everything(environ, start_response)

    slack.connect(slow)
    slack.postman.patience, slack.postman.retries = 0.05, 1
    delivery = ann.says("hello")
    came.set()
    assert [attempt.reason for attempt in delivery.attempts] == ["http_timeout", "http_timeout"]


def test_an_app_that_breaks_down_is_sent_it_again(slack, ann):
    def broken(environ, start_response):
        raise ZeroDivisionError

    slack.connect(broken)
    assert ann.says("hello").last.reason in {"connection_failed", "http_error"}


def test_waiting_for_what_never_happens_shows_the_last_calls(slack, client):
    client.auth_test()
    with pytest.raises(AssertionError, match=r"auth\.test"):
        slack.wait_until(lambda: False, seconds=0.01)


def test_every_refusal_is_provoked_by_a_test_and_names_its_page():
    tests = [ast.parse(file.read_text()) for file in Path(__file__).parent.glob("test_*.py")]
    words = {node.value for tree in tests for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert set(PAGES) - words == set()
    assert all(Refusal(error).page.startswith("https://") for error in PAGES)
