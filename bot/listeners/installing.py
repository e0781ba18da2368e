"""A workspace removes the bot or takes its token back: only its own token is forgotten."""

from __future__ import annotations

from typing import Any

from slack_bolt.request.internals import (
    extract_enterprise_id,
    extract_is_enterprise_install,
    extract_team_id,
)

from bot.routes import Routes
from bot.work import Work

#: Slack tells the time of an event in whole seconds, by a clock of its own.
CLOCKS_DIFFER_SECONDS = 2.0


def register(routes: Routes) -> None:
    """Add the two events; they need no token any more."""
    routes.add("event", "app_uninstalled", on_uninstalled, for_members=False)
    routes.add("event", "tokens_revoked", on_revoked, for_members=False)


def on_uninstalled(work: Work) -> None:
    """Forget the workspace's token."""
    _end(work)


def on_revoked(work: Work) -> None:
    """Forget the workspace's token when the bot's own was taken back; people's tokens it has none of."""
    if work.body["event"].get("tokens", {}).get("bot"):
        _end(work)


def _end(work: Work) -> None:
    body = work.body
    enterprise_id = extract_enterprise_id(body) or ""
    team_id = "" if extract_is_enterprise_install(body) else extract_team_id(body) or ""
    try:
        _end_subscriptions(work, enterprise_id, team_id)
    finally:
        # Whether or not the hub is there, the token is of no more use.
        before = float(body["event_time"]) + CLOCKS_DIFFER_SECONDS
        work.services.installations.end(enterprise_id, team_id, before=before)


def _end_subscriptions(work: Work, enterprise_id: str, team_id: str) -> None:
    """Let the hub gather no more digests for channels that this installation alone reached."""
    for each in work.hub.get("/bot/subscriptions")["items"]:
        if _was_reached(work, each, enterprise_id, team_id):
            work.hub.post(f"/bot/subscriptions/{each['id']}/stop", {"reason": "the bot was removed"})


def _was_reached(work: Work, subscription: dict[str, Any], enterprise_id: str, team_id: str) -> bool:
    if team_id:
        return bool(subscription["team_id"] == team_id)
    own = work.services.installations.find("", subscription["team_id"])
    return own is None and bool(enterprise_id) and subscription["enterprise_id"] == enterprise_id
