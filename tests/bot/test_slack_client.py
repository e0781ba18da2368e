"""The bot's way to call Slack."""

import http.client
import ssl

import pytest
from slack_sdk.errors import SlackClientError

from bot.slack_client import make_client

API = "https://slack.com/api/"


@pytest.fixture
def contexts(monkeypatch):
    """What each call trusts; none reaches Slack."""
    seen = []

    def refuse(connection):
        seen.append(connection._context)
        raise OSError("Slack is away.")

    monkeypatch.setattr(http.client.HTTPSConnection, "connect", refuse)
    return seen


def call(client):
    with pytest.raises((SlackClientError, OSError)):
        client.api_test()


def test_whom_the_machine_trusts_is_read_once_for_all_calls(contexts):
    client = make_client(API)
    for each in (client, client, make_client(API, "xoxb-1", seconds=2)):
        call(each)
    assert len(contexts) == 3
    assert len(set(contexts)) == 1


def test_slack_has_to_show_a_certificate_that_the_machine_trusts(contexts):
    call(make_client(API))
    (trusted,) = contexts
    assert trusted.verify_mode == ssl.CERT_REQUIRED
    assert trusted.check_hostname


def test_a_call_that_broke_off_is_not_repeated_by_the_sdk(contexts):
    call(make_client(API))
    assert len(contexts) == 1
