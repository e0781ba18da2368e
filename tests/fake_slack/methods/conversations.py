"""Channels and direct messages: what they are, who is in them. Never what was said in them."""

from tests.fake_slack.arguments import flag
from tests.fake_slack.calls import method
from tests.fake_slack.refusals import refuse_unless

READ = {"channel": "channels:read", "group": "groups:read", "im": "im:read"}


@method("conversations.info", *READ.values())
def conversations_info(caller, channel=None, include_num_members=False, **_):
    """https://docs.slack.dev/reference/methods/conversations.info."""
    found = caller.channel(channel)
    caller.needs(READ[found.kind])
    counted = {"num_members": len(found.members)} if flag(include_num_members) else {}
    return {"channel": found.as_json(caller.installation) | counted}


@method("conversations.members", *READ.values())
def conversations_members(caller, channel=None, limit=100, cursor="", **_):
    """https://docs.slack.dev/reference/methods/conversations.members."""
    found = caller.channel(channel)
    caller.needs(READ[found.kind])
    everyone = sorted(found.members)
    # https://docs.slack.dev/apis/web-api/pagination: only cursors Slack gave.
    refuse_unless(not cursor or cursor in everyone, "invalid_cursor")
    start = everyone.index(cursor) if cursor else 0
    page, rest = everyone[start : start + int(limit)], everyone[start + int(limit) :]
    return {"members": page, "response_metadata": {"next_cursor": rest[0] if rest else ""}}


@method("users.conversations", *READ.values())
def users_conversations(caller, **_):
    """https://docs.slack.dev/reference/methods/users.conversations."""
    mine = [one for one in caller.slack.channels.values() if one.has(caller.bot) and not one.is_im]
    return {
        "channels": [one.as_json(caller.installation) for one in mine],
        "response_metadata": {"next_cursor": ""},
    }


@method("conversations.open", "im:write", "mpim:write")
def conversations_open(caller, users=None, channel=None, return_im=False, **_):
    """https://docs.slack.dev/reference/methods/conversations.open."""
    if channel:
        return {"channel": {"id": caller.channel(channel).id}}
    # Several people would make a group message, for which the app asks no scope.
    refuse_unless(users and "," not in users, "invalid_arguments", "one person's id, please")
    person = caller.user(users)
    # https://docs.slack.dev/reference/methods/conversations.open: bots cannot talk to each other.
    refuse_unless(not person.is_bot, "cannot_dm_bot")
    opened = caller.slack.direct_message(person, caller.bot)
    return {"channel": opened.as_json(caller.installation) if flag(return_im) else {"id": opened.id}}


@method("conversations.leave", "channels:manage", "groups:write")
def conversations_leave(caller, channel=None, **_):
    """https://docs.slack.dev/reference/methods/conversations.leave."""
    caller.channel(channel).remove(caller.bot)
    return {}


@method("conversations.history", "channels:history", "groups:history", "im:history")
def conversations_history(caller, channel=None, **_):
    """docs.slack.dev/reference/methods/conversations.history: only with the history scope of its kind."""
    found = caller.channel(channel)
    caller.needs({"im": "im:history", "group": "groups:history", "channel": "channels:history"}[found.kind])
    shown = [one for one in caller.slack.messages(found) if not one.is_ephemeral and not one.thread_ts]
    return {"messages": [one.as_json() for one in reversed(shown)], "has_more": False}


@method("conversations.replies", "channels:history", "groups:history", "im:history")
def conversations_replies(caller, channel=None, ts=None, **_):
    """docs.slack.dev/reference/methods/conversations.replies: only with the history scope of its kind."""
    found = caller.channel(channel)
    caller.needs({"im": "im:history", "group": "groups:history", "channel": "channels:history"}[found.kind])
    thread = [
        one for one in caller.slack.messages(found) if ts in {one.ts, one.thread_ts} and not one.is_ephemeral
    ]
    return {"messages": [one.as_json() for one in thread], "has_more": False}
