"""A strict stand-in for Slack, on loopback, for the tests of the bot. See README.md beside this file."""

from tests.fake_slack.delivering import Delivery
from tests.fake_slack.refusals import Refusal
from tests.fake_slack.slack import FakeSlack
from tests.fake_slack.validation import problems_of_blocks, problems_of_manifest, problems_of_view
from tests.fake_slack.workspaces import SCOPES
from tests.fake_slack.world import Message, View

__all__ = [
    "SCOPES",
    "Delivery",
    "FakeSlack",
    "Message",
    "Refusal",
    "View",
    "problems_of_blocks",
    "problems_of_manifest",
    "problems_of_view",
]
