"""A workspace of the fake Slack in which an app is installed that takes everything, and who there is."""

import pytest
from slack_sdk import WebClient

from tests.bot.fake.apps import takes_everything


@pytest.fixture
def district(slack):
    """A workspace with an app that says 200 to whatever comes."""
    made = slack.workspace("T1", name="District B")
    made.install()
    slack.connect(takes_everything)
    return made


@pytest.fixture
def client(slack, district):
    """A client with the app's token."""
    return WebClient(token=district.installation.token, base_url=slack.api_url)


@pytest.fixture
def ann(district):
    """Somebody in the workspace."""
    return district.user("U1", "ann")


@pytest.fixture
def channel(district, ann):
    """A channel with Ann and the app."""
    return district.channel("C1", members=[ann])
