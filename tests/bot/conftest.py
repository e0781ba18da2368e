"""What every test of the bot can ask for."""

from collections.abc import Iterator

import pytest

from tests.fake_slack import FakeSlack


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """A strict Slack on loopback, empty."""
    with FakeSlack() as running:
        yield running
