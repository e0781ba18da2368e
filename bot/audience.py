"""Who can read along in a conversation, and so how much a visible reply may hold there.

A channel of the bound workspace without guests: what the whole network may see. A channel that others share,
or where guests are: what is public. Where it cannot be found out: nothing. While Slack is busy, nobody is
taken for a guest: what somebody is, only an answer of Slack says.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.actors import Actor
from bot.errors import PlaceGone, Refused
from bot.posting import Result, Speaker, called

NETWORK, PUBLIC = "network", "public"
#: In a larger channel, looking at each person would take too long: it counts as one with guests.
MAX_PEOPLE = 150
#: How long somebody who was found to be a full member is not looked up again.
REMEMBERED_SECONDS = 300.0
SHARED = ("is_ext_shared", "is_pending_ext_shared", "is_org_shared", "is_shared")
OUTSIDE = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "deleted")
CANNOT_CHECK = (
    "I could not check who can read along here, so I don't answer in this channel. "
    "Please ask me in a direct message."
)
NOTHING_FOR_GUESTS = (
    "Nothing of this network is public, and only full members of this Slack workspace can see the rest. "
    "Ask somebody on your team who is one."
)
CANNOT_TELL = "I could not find out who you are in this Slack workspace. Please try again in a minute."


class Audience:
    """Looks up conversations and people; remembers for a short while who is a full member."""

    def __init__(self) -> None:
        self._insiders: dict[tuple[str, str], float] = {}
        self._lock = threading.Lock()

    def ceiling_of(self, speaker: Speaker, team_id: str, channel_id: str) -> str:
        """Return ``network`` or ``public``: the most a visible reply in this channel may hold.

        Raises:
            PlaceGone: the bot does not see the channel, or no longer.
            SlackAway: Slack is busy or away.
            Refused: it could not be found out.
        """
        return _found_out(lambda: self._ceiling(speaker, team_id, channel_id), CANNOT_CHECK)

    def kind_of(self, client: WebClient, actor: Actor, team_id: str) -> str:
        """Return what somebody is in the workspace, in the hub's words: member, guest, bot or stranger.

        Raises:
            SlackAway: Slack is busy or away.
            Refused: it could not be found out.
        """
        if actor.team_id != team_id:
            return "stranger"
        user = _found_out(lambda: _look_up(client, actor.user_id), CANNOT_TELL)
        if user is None:
            raise Refused(CANNOT_TELL)
        return _kind_of(user, team_id)

    def is_insider(self, client: WebClient, actor: Actor, team_id: str) -> bool:
        """Say whether somebody is a full member of the workspace.

        Raises:
            SlackAway: Slack is busy or away.
            Refused: it could not be found out.
        """
        if actor.team_id != team_id:
            return False
        return _found_out(lambda: self._is_full_member(client, team_id, actor.user_id), CANNOT_TELL)

    def _ceiling(self, speaker: Speaker, team_id: str, channel_id: str) -> str:
        client = speaker.client
        channel = client.conversations_info(channel=channel_id)["channel"]
        if any(channel.get(name) for name in SHARED):
            return PUBLIC
        people = _members(client, channel_id)
        if len(people) > MAX_PEOPLE:
            return PUBLIC
        others = [person for person in people if person != speaker.bot_user_id]
        return NETWORK if all(self._may_read(client, team_id, person) for person in others) else PUBLIC

    def _may_read(self, client: WebClient, team_id: str, user_id: str) -> bool:
        return self._is_full_member(client, team_id, user_id, bots_too=True)

    def _is_full_member(
        self, client: WebClient, team_id: str, user_id: str, *, bots_too: bool = False
    ) -> bool:
        with self._lock:
            if self._insiders.get((team_id, user_id), 0) > time.monotonic():
                return True
        user = _look_up(client, user_id)
        if user is None or _is_outside(user, team_id, bots_too=bots_too):
            return False
        with self._lock:
            if not user.get("is_bot"):
                self._insiders[team_id, user_id] = time.monotonic() + REMEMBERED_SECONDS
        return True


def _found_out(ask: Callable[[], Result], otherwise: str) -> Result:
    """Ask Slack; what is neither an answer nor a sign to come later is told to whoever waits."""
    try:
        return called(ask)
    except SlackClientError as error:
        raise Refused(otherwise) from error


def _look_up(client: WebClient, user_id: str) -> dict[str, Any] | None:
    """Return what Slack says of somebody; None where it knows nobody of that id."""
    try:
        found: dict[str, Any] = called(lambda: client.users_info(user=user_id)["user"])
    except PlaceGone:
        return None
    return found


def _kind_of(user: dict[str, Any], team_id: str) -> str:
    if not _is_outside(user, team_id, bots_too=False):
        return "member"
    if user.get("is_bot"):
        return "bot"
    return "guest" if user.get("is_restricted") or user.get("is_ultra_restricted") else "stranger"


def _is_outside(user: dict[str, Any], team_id: str, *, bots_too: bool) -> bool:
    # A bot among the members of a channel is no guest: the workspace's administrator chose it.
    ignored = {"is_bot"} if bots_too else set()
    strange_team = user.get("team_id") not in {None, team_id}
    return strange_team or any(user.get(name) for name in OUTSIDE if name not in ignored)


def _members(client: WebClient, channel_id: str) -> list[str]:
    found: list[str] = []
    cursor = ""
    while len(found) <= MAX_PEOPLE:
        page = client.conversations_members(channel=channel_id, limit=200, cursor=cursor)
        found += page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    return found
