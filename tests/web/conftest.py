"""The page of a fresh link, and somebody with a browser on it."""

import re
from types import SimpleNamespace

import pytest

from tests.api.conftest import app, settings, world
from tests.factories import make_bot, make_token, make_workspace

__all__ = ["app", "settings", "world"]

LINK = {"team_id": "T1", "user_id": "U9", "user_name": "Ms. <b>Ana</b>"}


@pytest.fixture
def page(app, client, world):
    """The page of a fresh link, in one browser."""
    with app.extensions["hub"].database.writing() as session:
        bot, headers = make_bot(session)
        workspace = make_workspace(session, network=world.network, bot=bot)
        tokens = {
            name: make_token(session, member=getattr(world, name).member)
            for name in ("teacher", "neighbour", "outsider")
        }
    answer = client.post("/api/v1/bot/link-requests", json=LINK, headers=headers)
    address = answer.json["url"].removeprefix("http://127.0.0.1:8000")
    return SimpleNamespace(
        address=address, tokens=tokens, workspace=workspace, headers=headers, browser=Browser(client, address)
    )


class Browser:
    """Somebody with a browser on the page."""

    def __init__(self, client, address):
        self.client = client
        self.address = address

    def look(self):
        return self.client.get(self.address)

    def press(self, step, **fields):
        found = re.search(r'name="form_token" value="([^"]+)"', self.look().text)
        token = {"form_token": found[1]} if found else {}
        body = {"step": step, **token, **fields}
        return self.client.post(self.address, data=body, follow_redirects=True)
