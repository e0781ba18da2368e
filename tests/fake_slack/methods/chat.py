"""Posting, changing and deleting messages."""

import json

from tests.fake_slack.calls import method
from tests.fake_slack.refusals import refuse_unless
from tests.fake_slack.validation import check_blocks
from tests.fake_slack.world import Message

#: https://docs.slack.dev/reference/methods/chat.postMessage#truncating
MOST_TEXT = 40_000
#: https://docs.slack.dev/reference/methods/chat.update: msg_too_long.
MOST_TEXT_OF_UPDATE = 4_000
MOST_MARKDOWN = 12_000
#: https://docs.slack.dev/reference/methods/chat.postMessage: metadata_too_large.
MOST_METADATA = 20_000


@method("chat.postMessage", "chat:write")
def post_message(caller, channel=None, thread_ts=None, **arguments):
    """https://docs.slack.dev/reference/methods/chat.postMessage."""
    place = _place(caller, channel)
    message = _new_message(caller, place, arguments, MOST_TEXT)
    message.thread_ts = thread_ts
    message.metadata = arguments.get("metadata")
    caller.slack.add_message(message)
    return {"channel": place.id, "ts": message.ts, "message": message.as_json()}


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(caller, channel=None, user=None, thread_ts=None, **arguments):
    """https://docs.slack.dev/reference/methods/chat.postEphemeral."""
    place = _place(caller, channel)
    person = caller.user(user)
    # docs.slack.dev/reference/methods/chat.postEphemeral: nobody outside the conversation would see it.
    refuse_unless(place.has(person), "user_not_in_channel")
    message = _new_message(caller, place, arguments, MOST_TEXT)
    message.thread_ts, message.to = thread_ts, person
    caller.slack.add_message(message)
    return {"message_ts": message.ts}


@method("chat.update", "chat:write")
def update(caller, channel=None, ts=None, **arguments):
    """https://docs.slack.dev/reference/methods/chat.update."""
    message = own_message(caller, channel, ts, "cant_update_message")
    # https://docs.slack.dev/reference/methods/chat.update: not while it streams.
    refuse_unless(message.streaming_since is None, "streaming_state_conflict")
    text, blocks = read_content(arguments, MOST_TEXT_OF_UPDATE, kept_blocks=message.blocks)
    check_metadata(arguments.get("metadata"))
    caller.slack.change_message(message, text, blocks)
    message.metadata = arguments.get("metadata", message.metadata)
    return {"channel": message.channel.id, "ts": ts, "text": text, "message": message.as_json()}


@method("chat.delete", "chat:write")
def delete(caller, channel=None, ts=None, **_):
    """https://docs.slack.dev/reference/methods/chat.delete."""
    own_message(caller, channel, ts, "cant_delete_message").is_deleted = True
    return {"channel": channel, "ts": ts}


@method("chat.getPermalink")
def permalink(caller, channel=None, message_ts=None, **_):
    """https://docs.slack.dev/reference/methods/chat.getPermalink."""
    refuse_unless(caller.slack.message_at(caller.channel(channel), message_ts), "message_not_found")
    address = f"https://{caller.workspace.domain}.slack.com/archives/{channel}/p{message_ts.replace('.', '')}"
    return {"channel": channel, "permalink": address}


@method("chat.unfurl", "links:write")
def unfurl(caller, channel=None, ts=None, unfurls=None, unfurl_id=None, source=None, **_):
    """https://docs.slack.dev/reference/methods/chat.unfurl."""
    message = _pasted(caller, channel, ts, unfurl_id)
    # https://docs.slack.dev/reference/methods/chat.unfurl: a map of URLs to attachments or blocks.
    whole = isinstance(unfurls, dict) and all(isinstance(one, dict) for one in unfurls.values())
    refuse_unless(whole, "invalid_unfurls_format")
    for address, shown in unfurls.items():
        # https://docs.slack.dev/reference/methods/chat.unfurl: a URL of that message, of a domain of the app.
        refuse_unless(address in message.text, "cannot_unfurl_message")
        refuse_unless(caller.slack.unfurls_domain_of(address), "cannot_unfurl_url")
        check_blocks(shown.get("blocks"))
    message.unfurls |= unfurls
    return {}


@method("blocks.validate")
def validate(caller, blocks=None, **_):
    """https://docs.slack.dev/reference/methods/blocks.validate."""
    check_blocks(blocks)
    return {}


def _place(caller, channel_id):
    """Return where to post: a conversation the app is in, or a person's direct message."""
    if channel_id in caller.slack.users:
        return caller.slack.direct_message(caller.user(channel_id), caller.bot)
    channel = caller.channel(channel_id)
    # https://docs.slack.dev/reference/methods/chat.postMessage: is_archived, not_in_channel.
    refuse_unless(not channel.is_archived, "is_archived")
    public = not channel.is_private and "chat:write.public" in caller.installation.scopes
    refuse_unless(channel.has(caller.bot) or public, "not_in_channel")
    return channel


def _new_message(caller, place, arguments, most_text):
    text, blocks = read_content(arguments, most_text)
    check_metadata(arguments.get("metadata"))
    return Message(
        ts=caller.slack.clock.timestamp(),
        channel=place,
        author=caller.bot,
        text=text,
        blocks=caller.slack.name_elements(blocks),
        attachments=arguments.get("attachments") or [],
    )


def read_content(arguments, most_text, kept_blocks=()):
    """Return the text and the blocks of a message; refuse what Slack does not show."""
    text, markdown = arguments.get("text") or "", arguments.get("markdown_text")
    if markdown:
        # https://docs.slack.dev/reference/methods/chat.postMessage: markdown_text stands alone.
        refuse_unless(not text and not arguments.get("blocks"), "markdown_text_conflict")
        refuse_unless(len(markdown) <= MOST_MARKDOWN, "msg_too_long")
        return markdown, [{"type": "markdown", "text": markdown}]
    # https://docs.slack.dev/reference/methods/chat.update: text without blocks takes the earlier blocks away.
    blocks = arguments.get("blocks", [] if text else list(kept_blocks))
    # https://docs.slack.dev/reference/methods/chat.postMessage: something to show, and not too much of it.
    refuse_unless(text.strip() or blocks or arguments.get("attachments"), "no_text")
    refuse_unless(len(text) <= most_text, "msg_too_long")
    check_blocks(blocks)
    for attachment in arguments.get("attachments") or []:
        check_blocks(attachment.get("blocks"))
    return text, blocks or []


def check_metadata(metadata):
    """Refuse metadata that is not an event with a payload, or too large."""
    if metadata is None or metadata == {}:
        return
    whole = isinstance(metadata, dict) and metadata.get("event_type") and "event_payload" in metadata
    # https://docs.slack.dev/reference/methods/chat.postMessage: invalid_metadata_format, metadata_too_large.
    refuse_unless(whole, "invalid_metadata_format")
    refuse_unless(len(json.dumps(metadata)) <= MOST_METADATA, "metadata_too_large")


def own_message(caller, channel_id, ts, not_mine):
    """Return a message the app wrote."""
    message = caller.slack.message_at(caller.channel(channel_id), ts)
    # https://docs.slack.dev/messaging/modifying-messages: ephemeral messages cannot be found again.
    refuse_unless(message and not message.is_ephemeral, "message_not_found")
    refuse_unless(message.author is caller.bot, not_mine)
    return message


def _pasted(caller, channel, ts, unfurl_id):
    found = caller.slack.unfurl_ids.get(unfurl_id) or caller.slack.message_at(
        caller.slack.channels.get(channel), ts
    )
    # https://docs.slack.dev/reference/methods/chat.unfurl: cannot_find_message.
    refuse_unless(found, "cannot_find_message")
    return found
