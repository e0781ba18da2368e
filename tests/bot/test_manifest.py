"""The manifest asks for what the bot uses, and for nothing else."""

import json

from bot.listeners import make_routes
from bot.oauth import SCOPES
from tests.conftest import TOP
from tests.fake_slack.validation.manifest import problems_of_manifest

MANIFEST = json.loads((TOP / "bot" / "manifest.json").read_text(encoding="utf-8"))


def test_it_asks_for_the_rights_that_the_installation_asks_for():
    assert ",".join(MANIFEST["oauth_config"]["scopes"]["bot"]) == SCOPES


def test_it_asks_for_no_right_to_read_channels():
    assert not {"channels:history", "groups:history", "mpim:history"} & set(
        MANIFEST["oauth_config"]["scopes"]["bot"]
    )


def test_each_command_and_event_has_somebody_who_answers():
    routes = make_routes()
    for command in MANIFEST["features"]["slash_commands"]:
        assert routes.find("command", command["command"])
    for event in MANIFEST["settings"]["event_subscriptions"]["bot_events"]:
        assert routes.find("event", event.partition(".")[0])


def test_slack_takes_it():
    assert problems_of_manifest(MANIFEST) == []


def test_each_shortcut_has_somebody_who_answers():
    routes = make_routes()
    for shortcut in MANIFEST["features"]["shortcuts"]:
        assert routes.find("shortcut", shortcut["callback_id"])
