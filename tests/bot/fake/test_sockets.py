"""Socket Mode in the fake Slack: the same app, through connections that come and go."""

import threading

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from tests.bot.fake.apps import DIVIDER, modal, refusal


@pytest.fixture
def district(slack):
    made = slack.workspace("T1")
    made.install()
    slack.connect("socket")
    return made


@pytest.fixture
def bolt(slack, district):
    return App(client=WebClient(token=district.installation.token, base_url=slack.api_url))


@pytest.fixture
def connected(slack, bolt):
    """The app, connected."""
    web_client = WebClient(base_url=slack.api_url)
    handler = SocketModeHandler(bolt, slack.app_token, web_client=web_client, ping_interval=1)
    handler.connect()
    slack.wait_until(lambda: slack.sockets.open)
    yield handler
    # The client reads for three seconds at a time: what wakes it is that the other side hangs up.
    handler.client.closed, handler.client.auto_reconnect_enabled = True, False
    handler.client.current_session_state.terminated = True
    slack.drop_sockets()
    slack.wait_until(lambda: not handler.client.is_connected())
    handler.close()


def test_an_event_comes_through_the_connection(slack, bolt, connected, ann):
    bolt.event("message")(lambda say: say("found"))
    delivery = ann.says("hello")
    assert delivery.acknowledged
    assert slack.wait_until(lambda: slack.answers(ann.dm))[0].text == "found"


def test_a_command_is_answered_in_its_acknowledgement(slack, bolt, connected, ann):
    bolt.command("/tried")(lambda ack: ack("looking"))
    ann.command("/tried", "reading")
    assert slack.answers(ann.dm)[0].text == "looking"


def test_a_window_is_answered_in_its_acknowledgement(slack, bolt, connected, ann):
    bolt.shortcut("new")(
        lambda ack, body, client: (
            ack(),
            client.views_open(trigger_id=body["trigger_id"], view=modal(DIVIDER)),
        )
    )
    bolt.view("")(
        lambda ack: ack(
            response_action="update", view=modal(DIVIDER, title={"type": "plain_text", "text": "2"})
        )
    )
    ann.shortcut("new")
    [view] = slack.wait_until(lambda: slack.views(ann))
    ann.submits(view)
    assert view.title == "2"


def test_nothing_arrives_while_nobody_is_connected(district, ann):
    delivery = ann.says("hello")
    assert (delivery.acknowledged, delivery.last.reason, delivery.retries) == (False, "connection_failed", 3)


def test_an_app_that_is_asked_to_connects_anew(slack, bolt, connected, ann):
    bolt.event("message")(lambda say: say("still here"))
    [first] = slack.sockets.open
    slack.refresh_sockets()
    slack.wait_until(lambda: [one for one in slack.sockets.open if one is not first])
    assert ann.says("hello").acknowledged


def test_an_app_whose_connection_breaks_connects_anew(slack, bolt, connected, ann):
    bolt.event("message")(lambda say: say("still here"))
    [first] = slack.sockets.open
    slack.drop_sockets()
    slack.wait_until(lambda: [one for one in slack.sockets.open if one is not first])
    assert ann.says("hello").acknowledged


def test_a_silent_connection_looks_fine_and_brings_nothing(slack, bolt, connected, ann):
    slack.sockets.silent, slack.postman.patience, slack.postman.retries = True, 0.05, 1
    delivery = ann.says("hello")
    assert (delivery.acknowledged, delivery.last.reason, len(slack.sockets.open)) == (
        False,
        "http_timeout",
        1,
    )


def test_an_event_that_is_not_acknowledged_comes_again_and_says_so(slack, bolt, connected, ann):
    seen, first = [], threading.Event()

    @bolt.middleware
    def slow(request, next_):
        seen.append(request.headers.get("x-slack-retry-num", [None])[0])
        first.wait(0.5 if len(seen) == 1 else 0)
        next_()

    bolt.event("message")(lambda: None)
    slack.postman.patience = 0.2
    assert ann.says("hello").acknowledged
    assert seen[:2] == ["0", "1"]


def test_an_address_is_good_for_one_connection(slack, connected):
    import httpx

    used = connected.client.wss_uri.replace("ws://", "http://")
    assert httpx.get(used, trust_env=False).status_code == 404


def test_there_are_ten_connections_at_most(slack, district):
    slack.sockets.open.extend([None] * 10)
    answer = refusal(WebClient(base_url=slack.api_url).apps_connections_open, app_token=slack.app_token)
    slack.sockets.open.clear()
    assert answer == "too_many_websockets"


def test_a_connection_needs_the_apps_own_token(slack, district):
    answer = refusal(WebClient(base_url=slack.api_url).apps_connections_open, app_token="xapp-guessed")
    assert answer == "invalid_auth"
