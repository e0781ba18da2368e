"""Answers that are written while one watches."""

from tests.fake_slack.calls import method
from tests.fake_slack.methods.chat import MOST_MARKDOWN, own_message
from tests.fake_slack.refusals import refuse_unless
from tests.fake_slack.validation import check_blocks
from tests.fake_slack.world import Message

#: Streams die when nothing is written to them for about five minutes: https://github.com/vercel/chat/issues/607
SECONDS = 5 * 60
CHUNKS = {"markdown_text", "task_update", "plan_update", "blocks"}


@method("chat.startStream", "chat:write")
def start(caller, channel=None, thread_ts=None, recipient_user_id=None, recipient_team_id=None, **content):
    """https://docs.slack.dev/reference/methods/chat.startStream."""
    place = caller.channel(channel)
    # docs.slack.dev/reference/methods/chat.startStream: is_archived, not_in_channel, missing_recipient_*.
    refuse_unless(not place.is_archived, "is_archived")
    refuse_unless(place.has(caller.bot), "not_in_channel")
    if not place.is_im:
        refuse_unless(recipient_user_id, "missing_recipient_user_id")
        refuse_unless(recipient_team_id, "missing_recipient_team_id")
        caller.user(recipient_user_id)
    # https://docs.slack.dev/reference/methods/chat.startStream: always a reply to somebody's message.
    refuse_unless(caller.slack.message_at(place, thread_ts), "invalid_thread_ts")
    now = caller.slack.clock.now()
    message = Message(
        caller.slack.clock.timestamp(), place, caller.bot, thread_ts=thread_ts, streaming_since=now
    )
    message.recipient = recipient_user_id
    _write(caller, message, content)
    caller.slack.add_message(message)
    return {"channel": place.id, "ts": message.ts}


@method("chat.appendStream", "chat:write")
def append(caller, channel=None, ts=None, **content):
    """https://docs.slack.dev/reference/methods/chat.appendStream."""
    message = _streaming(caller, channel, ts)
    # https://docs.slack.dev/reference/methods/chat.appendStream: something to append.
    refuse_unless(content.get("markdown_text") or content.get("chunks"), "no_text")
    _write(caller, message, content)
    return {"channel": channel, "ts": ts}


@method("chat.stopStream", "chat:write")
def stop(caller, channel=None, ts=None, blocks=None, **content):
    """https://docs.slack.dev/reference/methods/chat.stopStream."""
    message = _streaming(caller, channel, ts)
    check_blocks(blocks)
    _write(caller, message, content)
    message.change(message.text, [*message.blocks, *caller.slack.name_elements(blocks or [])])
    message.streaming_since = None
    message.metadata = content.get("metadata")
    return {"channel": channel, "ts": ts, "message": message.as_json()}


def _streaming(caller, channel, ts):
    message = own_message(caller, channel, ts, "message_not_owned_by_app")
    now, since = caller.slack.clock.now(), message.streaming_since
    if since is not None and now > since + SECONDS:
        message.streaming_since = None
    # https://docs.slack.dev/reference/methods/chat.appendStream: message_not_in_streaming_state.
    refuse_unless(message.streaming_since is not None, "message_not_in_streaming_state")
    return message


def _write(caller, message, content):
    chunks = content.get("chunks") or []
    # https://docs.slack.dev/reference/methods/chat.appendStream: chunks of the kinds there are.
    whole = isinstance(chunks, list) and all(
        isinstance(one, dict) and one.get("type") in CHUNKS for one in chunks
    )
    refuse_unless(whole, "invalid_chunks")
    words = (content.get("markdown_text") or "") + "".join(one.get("text", "") for one in chunks)
    # https://docs.slack.dev/reference/methods/chat.appendStream: 12,000 characters at a time.
    refuse_unless(len(words) <= MOST_MARKDOWN, "msg_too_long")
    added = [block for one in chunks if one["type"] == "blocks" for block in one.get("blocks", [])]
    check_blocks(added)
    message.text += words
    message.blocks = [*message.blocks, *caller.slack.name_elements(added)]
    message.streaming_since = caller.slack.clock.now()
