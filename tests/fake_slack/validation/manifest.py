"""Whether Slack would take an app manifest: the schema made from its official types, and what must fit.

https://docs.slack.dev/reference/app-manifest
"""

import re
from dataclasses import dataclass

from tests.fake_slack.validation.schema import complaints, load

SCHEMA = load("manifest.schema.json")
#: One of these scopes is needed to be sent the event: https://docs.slack.dev/reference/events
EVENT_SCOPES = {
    "app_mention": {"app_mentions:read"},
    "channel_archive": {"channels:read"},
    "channel_shared": {"channels:read", "groups:read"},
    "channel_unshared": {"channels:read", "groups:read"},
    "group_archive": {"groups:read"},
    "link_shared": {"links:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "member_left_channel": {"channels:read", "groups:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
}


@dataclass(frozen=True)
class Declared:
    """What an app's manifest declares: Slack sends it nothing else."""

    scopes: set
    events: set
    commands: set
    shortcuts: set
    unfurl_domains: set

    @classmethod
    def from_manifest(cls, manifest):
        """Read the parts the fake holds the app to."""
        features, settings = manifest.get("features", {}), manifest.get("settings", {})
        scopes = manifest.get("oauth_config", {}).get("scopes", {})
        return cls(
            scopes={*scopes.get("bot", []), *scopes.get("bot_optional", [])},
            events=set(settings.get("event_subscriptions", {}).get("bot_events", [])),
            commands={one["command"] for one in features.get("slash_commands", [])},
            shortcuts={one["callback_id"] for one in features.get("shortcuts", [])},
            unfurl_domains=set(features.get("unfurl_domains", [])),
        )


def problems_of_manifest(manifest):
    """Return what is wrong with a manifest, in words."""
    found = complaints(SCHEMA, "Manifest", manifest, "manifest")
    # What follows reads a manifest of the right shape.
    return found or [
        problem for rule in RULES for problem in rule(manifest, Declared.from_manifest(manifest))
    ]


def _event_scopes(manifest, declared):
    # https://docs.slack.dev/reference/events: the page of each event names its scopes.
    for event in sorted(declared.events):
        needed = EVENT_SCOPES.get(event, set())
        if needed and not needed & declared.scopes:
            yield f"{event} needs the scope {' or '.join(sorted(needed))}"


def _command_scope(manifest, declared):
    # https://docs.slack.dev/reference/scopes/commands: for slash commands and shortcuts.
    if (declared.commands or declared.shortcuts) and "commands" not in declared.scopes:
        yield "commands and shortcuts need the scope commands"


def _links(manifest, declared):
    # https://docs.slack.dev/messaging/unfurling-links-in-messages: for registered domains only.
    if "link_shared" in declared.events and not declared.unfurl_domains:
        yield "link_shared needs unfurl_domains"


def _names(manifest, declared):
    features = manifest.get("features", {})
    # docs.slack.dev/reference/app-manifest: commands begin with a slash, bot names have few characters.
    for command in sorted(declared.commands):
        if not re.fullmatch(r"/[a-z0-9_-]+", command):
            yield f"{command} is no name of a command"
    if not re.fullmatch(r"[A-Za-z0-9._ -]+", features.get("bot_user", {}).get("display_name", "x")):
        yield "display_name of bot_user has other characters than letters, digits, -, _ and ."
    # https://docs.slack.dev/interactivity/implementing-shortcuts: 24 characters.
    for one in features.get("shortcuts", []):
        if len(one["name"]) > 24:
            yield f"the name of the shortcut {one['callback_id']} has more than 24 characters"


def _twice(manifest, declared):
    features = manifest.get("features", {})
    if len(declared.commands) < len(features.get("slash_commands", [])):
        yield "two commands have the same name"
    if len(declared.shortcuts) < len(features.get("shortcuts", [])):
        yield "two shortcuts have the same callback_id"


def _description(manifest, declared):
    # docs.slack.dev/reference/app-manifest: 174 characters at least.
    if len(manifest["display_information"].get("long_description", "x" * 174)) < 174:
        yield "long_description has fewer than 174 characters"


def _addresses(manifest, declared):
    settings = manifest.get("settings", {})
    places = [settings.get("event_subscriptions"), settings.get("interactivity")]
    addresses = [one["request_url"] for one in places if one and "request_url" in one]
    commands = manifest.get("features", {}).get("slash_commands", [])
    # docs.slack.dev/reference/app-manifest: full https URLs; none is needed in Socket Mode.
    for address in [*addresses, *(one["url"] for one in commands if "url" in one)]:
        if not address.startswith("https://"):
            yield f"{address} is no https address"
    if not settings.get("socket_mode_enabled"):
        if declared.events and "request_url" not in (settings.get("event_subscriptions") or {}):
            yield "event_subscriptions need a request_url, or Socket Mode"
        if not all("url" in one for one in commands):
            yield "commands need a url, or Socket Mode"


RULES = (_event_scopes, _command_scope, _links, _names, _twice, _description, _addresses)
