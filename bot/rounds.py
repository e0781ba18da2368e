"""What the bot does by itself: each minute it brings the digests and notices that the hub says are due.

Each is begun at most once: a post whose outcome is not known is not repeated, since a second digest is worse
than none. A post that Slack refused is tried again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.actors import Actor
from bot.audience import NETWORK
from bot.blocks.digest import show_adoption_started, show_digest, show_study_due
from bot.blocks.questions import show_question_answered, show_question_asked
from bot.errors import BotError, PlaceGone, SlackAway
from bot.posting import Message, Speaker
from bot.work import Services

log = logging.getLogger("bot")

EVERY_SECONDS = 60.0
#: The hub's clock and the bot's may differ; rather forget a question too many.
CLOCKS_DIFFER_SECONDS = 60.0
OUTSIDERS = "somebody from outside the network can read the channel"
NOT_THERE = "the bot cannot post in the channel any more"
NOTICES: dict[str, Callable[[Any], Message]] = {
    "adoption_started": show_adoption_started,
    "study_due": show_study_due,
    "question_asked": show_question_asked,
    "question_answered": show_question_answered,
}


class Rounds:
    """Brings what is due."""

    def __init__(self, services: Services) -> None:
        """Take the hub, the installations and the answers."""
        self._services = services

    def go(self) -> None:
        """Bring every digest and notice that is due."""
        for digest in self._services.hub.post("/bot/digests/claim", {})["items"]:
            self._one(digest, self._bring_digest)
        for notice in self._services.hub.post("/bot/notices/claim", {})["items"]:
            self._one(notice, self._bring_notice)

    def forget_purged(self) -> None:
        """Forget the questions that were kept where an admin has removed a text since: it may be in them."""
        for workspace in self._services.hub.get("/bot/workspaces")["items"]:
            if workspace["purged_at"]:
                moment = datetime.fromisoformat(workspace["purged_at"]).timestamp() + CLOCKS_DIFFER_SECONDS
                self._services.answers.forget_questions_before(workspace["slack_team_id"], moment)

    def _one(self, due: dict[str, Any], bring: Callable[[dict[str, Any], Speaker], None]) -> None:
        """Bring one; what fails stays with the hub, which gives it out again in ten minutes."""
        try:
            found = self._services.installations.find(due["enterprise_id"] or "", due["team_id"])
            if found is not None:
                bring(due, self._services.speaker(found))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others wait for theirs.
            log.warning("something due was not brought: %s", _name_of(error))

    def _bring_digest(self, digest: dict[str, Any], speaker: Speaker) -> None:
        channel = digest["channel_id"]
        try:
            reason = None if self._may_hear(speaker, digest) else OUTSIDERS
            message_ts = None if reason else self._post(f"digest:{digest['id']}", digest, speaker, channel)
        except PlaceGone:
            reason, message_ts = NOT_THERE, None
        if reason is not None:
            stop = f"/bot/subscriptions/{digest['subscription_id']}/stop"
            self._services.hub.post(stop, {"reason": reason})
            return
        self._services.hub.post(
            f"/bot/digests/{digest['id']}/posted", {"message_ts": message_ts or "unknown"}
        )

    def _may_hear(self, speaker: Speaker, digest: dict[str, Any]) -> bool:
        audience = self._services.audience
        return audience.ceiling_of(speaker, digest["team_id"], digest["channel_id"]) == NETWORK

    def _bring_notice(self, notice: dict[str, Any], speaker: Speaker) -> None:
        actor = Actor(notice["enterprise_id"] or "", notice["team_id"], notice["user_id"])
        if self._services.audience.is_insider(speaker.client, actor, notice["team_id"]):
            channel = speaker.direct_channel(notice["user_id"])
            self._post(f"notice:{notice['id']}", notice, speaker, channel)
        self._services.hub.post(f"/bot/notices/{notice['id']}/delivered", {})

    def _post(self, key: str, due: dict[str, Any], speaker: Speaker, channel: str) -> str | None:
        """Post once; return the message's id, or None when an earlier attempt had an outcome nobody knows."""
        answers = self._services.answers
        if answers.is_begun(key):
            return answers.begin(key, **_nowhere(due, channel)).message_ts
        message = show_digest(due) if "week" in due else NOTICES[due["kind"]](due)
        begun = answers.begin(key, **_nowhere(due, channel))
        try:
            message_ts = speaker.post(channel, message)
        except (BotError, SlackApiError) as error:
            # What Slack refused surely never came. Of a reply that was lost nobody knows what became.
            if not isinstance(error, SlackAway) or error.did_nothing:
                answers.forget(begun.id)
            raise
        answers.note_message(begun.id, message_ts)
        return message_ts


def _name_of(error: Exception) -> str:
    """Return what went wrong in a word; an error's own words may quote what people wrote."""
    if isinstance(error, SlackApiError):
        return str(error.response.get("error"))
    return type(error).__name__


def _nowhere(due: dict[str, Any], channel: str) -> dict[str, Any]:
    return {
        "team_id": due["team_id"],
        "user_id": due.get("user_id", ""),
        "channel_id": channel,
        "thread_ts": None,
        "is_private": "user_id" in due,
    }
