"""Who asks too much waits; the others do not, for the hub counts the person and not the bot."""

import httpx
import pytest

from bot.errors import Later
from bot.hub import HubClient
from nic_hub.settings import Settings
from tests.bot.conftest import ASKED_FOR, QUESTION, TOP


@pytest.fixture
def settings(database_url):
    """Settings of a hub that answers a member seven times a minute."""
    return Settings.for_trying_out(
        database_url=database_url, model_dir=TOP / "instance" / "model", rate_limit_per_minute=7
    )


def ask_often(town, person, times):
    """Let somebody ask several times, and return all that they were told."""
    for _ in range(times):
        person.says(QUESTION)
    town.settle()
    return "".join(str(one.versions) + one.all_text for one in town.slack.answers(person.dm))


def test_only_who_asked_a_lot_is_told_to_wait(town):
    # Answered first: of many at once, each may have used up what the next step of the others needs.
    assert ASKED_FOR in ask_often(town, town.ana, 1)
    assert "asked a lot" in ask_often(town, town.ana, 6)
    assert "asked a lot" not in ask_often(town, town.bea, 1)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("7", 7),
        ("0.5", 0.5),
        ("-1", 0),
        (None, 5),
        ("", 5),
        ("soon", 5),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Wed, 21 Oct 2095 07:28:00 GMT", 3_600),
        ("inf", 3_600),
    ],
)
def test_how_long_to_wait_is_read_in_both_forms_that_it_has(told, seconds):
    headers = {} if told is None else {"Retry-After": told}
    away = httpx.MockTransport(lambda _: httpx.Response(503, headers=headers))
    client = HubClient(httpx.Client(base_url="http://hub.test", transport=away), "token")
    with pytest.raises(Later) as raised:
        client.get("/me")
    assert raised.value.seconds == seconds


def test_who_is_not_linked_is_counted_alone_too(town):
    town.open_to_the_public()
    assert "asked a lot" in ask_often(town, town.guy, 16)
    assert "asked a lot" not in ask_often(town, town.ana, 1)
