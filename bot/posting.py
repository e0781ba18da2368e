"""How the bot speaks: a placeholder first, whose id is stored at once, then the answer in its place.

Slack has no idempotency key for posts. Whatever is done again after a crash updates the message that is
known; only a placeholder whose id was never stored can be posted twice (see ``bot/README.md``).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import Gone, PlaceGone, Refused, SlackAway, WindowGone, read_wait

Block = dict[str, Any]
Result = TypeVar("Result")
#: Slack refuses a message for what is in it: then the text alone is sent.
CONTENT_REFUSED = {
    "invalid_blocks",
    "invalid_blocks_format",
    "msg_too_long",
    "msg_blocks_too_long",
    "too_many_attachments",
    "no_text",
    "invalid_arguments",
}
#: The bot may no longer speak at all.
TOKEN_GONE = {
    "account_inactive",
    "invalid_auth",
    "token_revoked",
    "token_expired",
    "not_authed",
    "team_access_not_granted",
}
#: The bot may no longer speak in this conversation.
PLACE_GONE = {
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "restricted_action",
    "user_not_in_channel",
    "user_not_found",
}
#: The message can no longer be changed.
MESSAGE_GONE = {"message_not_found", "cant_update_message", "edit_window_closed"}
#: A window opens within three seconds of a click, or not at all.
TRIGGER_GONE = {
    "expired_trigger_id",
    "trigger_expired",
    "exchanged_trigger_id",
    "trigger_exchanged",
    "invalid_trigger_id",
}
#: What Slack says of a window that somebody closed, and of nothing else that the bot asks for.
WINDOW_GONE = {"not_found"}
log = logging.getLogger("bot")
MAX_TEXT = 3_000


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: a text for notifications and screen readers, and the blocks that are seen."""

    text: str
    blocks: Sequence[Block] = ()

    @property
    def arguments(self) -> dict[str, Any]:
        """Return the message as Slack's methods take it; nothing in it becomes a mention or a preview."""
        quiet = {"unfurl_links": False, "unfurl_media": False}
        return {"text": self.text[:MAX_TEXT], "blocks": list(self.blocks) or None, **quiet}

    @property
    def as_text(self) -> Message:
        """Return the message without its blocks."""
        return Message(self.text)


class Speaker:
    """Speaks in one workspace."""

    def __init__(self, client: WebClient, hasty: WebClient | None = None, *, bot_user_id: str = "") -> None:
        """Take the client with the workspace's token, one for what must not wait, and the bot's id."""
        self.client, self.bot_user_id = client, bot_user_id
        self._hasty = hasty or client

    def post(self, channel: str, message: Message, thread_ts: str | None = None) -> str:
        """Post a message and return its id.

        Raises:
            Later: Slack is busy or away.
            Gone: the bot may not speak there.
        """
        where: dict[str, Any] = {"channel": channel, "thread_ts": thread_ts}
        return str(_with_fallback(lambda told: self.client.chat_postMessage(**where, **told), message)["ts"])

    def update(self, channel: str, message_ts: str, message: Message, thread_ts: str | None = None) -> str:
        """Put a message in the place of an earlier one; where that is gone, post it anew.

        Returns:
            The id under which it stands now.
        """
        if self.replace(channel, message_ts, message):
            return message_ts
        return self.post(channel, message, thread_ts)

    def replace(self, channel: str, message_ts: str, message: Message) -> bool:
        """Put a message in the place of an earlier one; return False where that is gone."""
        try:
            _with_fallback(lambda told: self._update(channel, message_ts, told), message)
        except SlackApiError as error:
            if error.response["error"] not in MESSAGE_GONE:
                raise
            return False
        return True

    def _update(self, channel: str, message_ts: str, told: dict[str, Any]) -> Any:
        told = {name: value for name, value in told.items() if not name.startswith("unfurl")}
        # Without blocks, Slack would keep those of the placeholder.
        return self.client.chat_update(
            channel=channel, ts=message_ts, **{**told, "blocks": told["blocks"] or []}
        )

    def whisper(self, channel: str, user: str, message: Message, thread_ts: str | None = None) -> None:
        """Tell one person something in a conversation, seen by nobody else."""

        def send(told: dict[str, Any]) -> Any:
            kept = {name: value for name, value in told.items() if not name.startswith("unfurl")}
            return self.client.chat_postEphemeral(channel=channel, user=user, thread_ts=thread_ts, **kept)

        _with_fallback(send, message)

    def direct_channel(self, user: str) -> str:
        """Return the conversation of the bot with one person."""
        return str(called(lambda: self.client.conversations_open(users=user))["channel"]["id"])

    def open_view(self, trigger_id: str, view: Block) -> str:
        """Open a window and return its id."""
        return str(called(lambda: self.client.views_open(trigger_id=trigger_id, view=view))["view"]["id"])

    def change_view(self, view_id: str, view: Block) -> None:
        """Fill a window that is open.

        Raises:
            WindowGone: the person has closed it.
        """
        called(lambda: self.client.views_update(view_id=view_id, view=view))

    def show_status(self, channel: str, thread_ts: str, status: str) -> None:
        """Show below a thread what the bot is doing; an empty status takes it away."""
        set_status = self._hasty.assistant_threads_setStatus
        _try_once(lambda: set_status(channel_id=channel, thread_ts=thread_ts, status=status))

    def offer_prompts(self, channel: str, title: str, prompts: list[dict[str, str]]) -> None:
        """Offer questions to begin with in a conversation."""
        what: dict[str, Any] = {"title": title, "prompts": prompts}
        _try_once(lambda: self._hasty.assistant_threads_setSuggestedPrompts(channel_id=channel, **what))

    def preview(self, event: Block, previews: Block) -> None:
        """Show previews below the links of a message, or of one that is being written."""
        where = {"unfurl_id": event["unfurl_id"], "source": event["source"]}
        called(lambda: self.client.chat_unfurl(**where, unfurls=previews))

    def publish_home(self, user: str, view: Block) -> None:
        """Show somebody's Home tab."""
        called(lambda: self.client.views_publish(user_id=user, view=view))


def _with_fallback(send: Callable[[dict[str, Any]], Any], message: Message) -> Any:
    """Send a message; when Slack refuses what is in it, send its text alone: no answer is lost to a limit."""
    try:
        return called(lambda: send(message.arguments))
    except SlackApiError as error:
        if error.response["error"] not in CONTENT_REFUSED:
            raise
    return called(lambda: send(message.as_text.arguments))


def _try_once(call: Callable[[], Any]) -> None:
    """Do what is nice to have; where Slack does not offer it, or is slow, nothing is lost."""
    try:
        call()
    except (SlackClientError, OSError) as error:
        log.debug("Slack did not do something small: %s", type(error).__name__)


def called(call: Callable[[], Result]) -> Result:
    """Call Slack, and translate what it answers when it does not do it.

    Raises:
        SlackAway: Slack is busy or away.
        Gone: the bot may not do it there, or nowhere.
        SlackApiError: whatever else Slack said no with.
    """
    try:
        return call()
    except SlackApiError as error:
        raise _meaning_of(error) from error
    except (SlackClientError, OSError) as error:
        raise SlackAway(2) from error


def _meaning_of(error: SlackApiError) -> Exception:
    name = error.response.get("error")
    if error.response.status_code == 429 or name in {"ratelimited", "rate_limited"}:
        return SlackAway(read_wait(error.response.headers.get("Retry-After")), did_nothing=True)
    if error.response.status_code >= 500 or name in {
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
    }:
        return SlackAway(2)
    if name in TRIGGER_GONE:
        return Refused("The window could not open in time. Please click once more.")
    kinds = ((WINDOW_GONE, WindowGone), (PLACE_GONE, PlaceGone), (TOKEN_GONE, Gone))
    return next((kind(str(name)) for names, kind in kinds if name in names), error)
