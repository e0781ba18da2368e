"""Who acts: the person that the payload itself names, with their own team; never the installation's.

Where Slack does not say it beyond doubt (some mentions from Enterprise Grid), nobody acts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.request.internals import (
    extract_actor_team_id,
    extract_actor_user_id,
    extract_enterprise_id,
    extract_is_enterprise_install,
    extract_team_id,
)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in Slack.

    Args:
        enterprise_id: their Enterprise Grid organisation, or "".
        team_id: their own workspace.
        user_id: their id there.
    """

    enterprise_id: str
    team_id: str
    user_id: str

    @property
    def header(self) -> str:
        """Return how the hub is told on whose behalf something is asked."""
        return f"slack {self.enterprise_id or '-'} {self.team_id} {self.user_id}"


def find_workspace(body: Mapping[str, Any]) -> str:
    """Find the workspace that a delivery comes from; "" when it names none.

    The installation of a whole organisation names no workspace. Then it is where an event happened, or that
    of who clicked; the hub knows which of them are bound.
    """
    told = dict(body)
    if not extract_is_enterprise_install(told):
        return extract_team_id(told) or ""
    user = body.get("user")
    named = user.get("team_id") if isinstance(user, Mapping) else body.get("team_id")
    return str(named) if _is_id(named, "T") else ""


def find_actor(body: Mapping[str, Any]) -> Actor | None:
    """Find who acts in a payload, or None when it does not say so beyond doubt."""
    if "event" in body:
        return _actor_of_event(body)
    user = body.get("user")
    if isinstance(user, Mapping):
        return _actor(body, user.get("team_id"), user.get("id"))
    return _actor(body, body.get("team_id"), body.get("user_id"))


def _actor_of_event(body: Mapping[str, Any]) -> Actor | None:
    event = body["event"]
    own_team = event.get("user_team") or event.get("source_team") or event.get("team")
    team = extract_actor_team_id(dict(body))
    if team is None and not body.get("is_ext_shared_channel"):
        team = find_workspace(body)
    # A message that names another team than the envelope comes from a stranger: believe the message.
    if isinstance(own_team, str) and own_team.startswith("T"):
        team = own_team
    return _actor(body, team, extract_actor_user_id(dict(body)))


def _actor(body: Mapping[str, Any], team_id: Any, user_id: Any) -> Actor | None:
    if not _is_id(team_id, "T") or not _is_id(user_id, "UW"):
        return None
    return Actor(_enterprise_of(body, team_id), team_id, user_id)


def _is_id(value: Any, first: str) -> bool:
    return isinstance(value, str) and value[:1] in set(first) and value.isalnum()


def _enterprise_of(body: Mapping[str, Any], team_id: str) -> str:
    """Return the organisation of the actor's team, when the payload speaks of that very team."""
    return extract_enterprise_id(dict(body)) or "" if find_workspace(body) == team_id else ""
