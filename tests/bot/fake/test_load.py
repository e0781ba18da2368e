"""The fake Slack stands two hundred people at once, and an app elsewhere that stops and starts again."""

import threading
from concurrent.futures import ThreadPoolExecutor
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from tests.bot.fake.apps import takes_everything


def test_two_hundred_people_in_twenty_workspaces_are_answered_each_once(slack):
    places = [slack.workspace(f"T{n}") for n in range(20)]
    tokens = {place.id: place.install().token for place in places}
    people = [place.user(f"U{place.id}{n}") for place in places for n in range(10)]

    def authorize(team_id):
        return AuthorizeResult(
            enterprise_id=None, team_id=team_id, bot_token=tokens[team_id], bot_user_id=f"UBOT{team_id}"
        )

    bolt = App(
        client=WebClient(base_url=slack.api_url), signing_secret=slack.signing_secret, authorize=authorize
    )
    bolt.event("message")(lambda say, event: say(f"found for {event['user']}"))
    slack.connect(SlackRequestHandler(bolt))
    slack.postman.patience = 60
    with ThreadPoolExecutor(40) as crowd:
        deliveries = list(crowd.map(lambda person: person.says("what works?"), people))
    assert all(delivery.acknowledged for delivery in deliveries)
    slack.wait_until(lambda: len(slack.calls_of("chat.postMessage")) == 200, seconds=60)
    assert [[one.text for one in slack.answers(person.dm)] for person in people] == [
        [f"found for {person.id}"] for person in people
    ]


class Quiet(WSGIRequestHandler):
    """Says nothing of the requests it serves."""

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def serve():
    """Serve an app on loopback; returns its server, to be shut down."""
    running = []

    def start(app, port=0):
        server = make_server("127.0.0.1", port, app, handler_class=Quiet)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        running.append(server)
        return server

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("path", ["", "/", "/slack/events"])
def test_an_app_can_be_anywhere(slack, serve, path):
    seen = []

    def app(environ, start_response):
        seen.append(environ["PATH_INFO"])
        return takes_everything(environ, start_response)

    slack.connect(f"http://127.0.0.1:{serve(app).server_port}{path}")
    district = slack.workspace("T1")
    district.install()
    assert district.user("U1").says("hello").acknowledged
    assert seen == ["/slack/events"]


def test_an_app_that_is_down_is_reached_when_it_is_back(slack, serve):
    server = serve(takes_everything)
    slack.connect(f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()
    district = slack.workspace("T1")
    district.install()
    delivery = district.user("U1").says("hello")
    assert (delivery.acknowledged, delivery.last.reason) == (False, "connection_failed")
    serve(takes_everything, server.server_port)
    assert delivery.again().acknowledged
