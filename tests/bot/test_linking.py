"""Who asks for a link is told to the hub; guests, bots and strangers get none."""

import io
import json

import pytest
from sqlalchemy import select

from nic_hub.models import LinkRequest


@pytest.fixture
def asked(town, start_bot, app):
    """Keep what the bot asks the hub for links."""
    kept = []

    def listen(environ, start_response):
        if environ["PATH_INFO"].endswith("/link-requests"):
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            kept.append(json.loads(body))
            environ["wsgi.input"] = io.BytesIO(body)
        return app.wsgi_app(environ, start_response)

    town.bot.workers.stop()
    start_bot(hub=listen)
    return kept


@pytest.fixture
def links(hub):
    """Count the links that were handed out."""

    def count():
        with hub.writing() as session:
            return len(session.scalars(select(LinkRequest)).all())

    return count


@pytest.mark.parametrize(
    ("traits", "kind"),
    [
        ({}, "member"),
        ({"is_restricted": True}, "guest"),
        ({"is_ultra_restricted": True}, "guest"),
        ({"is_bot": True}, "bot"),
        ({"is_stranger": True}, "stranger"),
    ],
)
def test_the_hub_hears_who_asks_and_links_members_alone(town, asked, links, traits, kind):
    person = town.t1.user("U9", "somebody", **traits)
    person.command("/hub", "link")
    town.settle()
    assert [each["kind"] for each in asked] == [kind]
    assert links() == (kind == "member")
    told = town.slack.messages(person.dm)[-1].all_text
    assert ("/link/" in told) == (kind == "member")
    assert ("no guests" in told) == (kind != "member")


def test_where_it_cannot_be_found_out_who_asks_there_is_no_link(town, asked, links):
    town.slack.fault("users.info", times=5, error="missing_scope")
    town.guy.command("/hub", "link")
    town.settle()
    assert (asked, links()) == ([], 0)
    assert "could not find out" in town.slack.messages(town.guy.dm)[-1].all_text


def test_while_slack_is_busy_the_link_comes_later(town, links):
    town.slack.fault("users.info", error="ratelimited", retry_after=1)
    town.guy.command("/hub", "link")
    town.settle()
    assert links() == 1
