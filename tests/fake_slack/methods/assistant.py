"""The agent's surroundings: its status line, suggested prompts, and a thread's title."""

from tests.fake_slack.calls import method
from tests.fake_slack.refusals import refuse_unless


@method("assistant.threads.setStatus", "assistant:write", "chat:write")
def set_status(caller, channel_id=None, thread_ts=None, status=None, loading_messages=(), **_):
    """https://docs.slack.dev/reference/methods/assistant.threads.setStatus."""
    channel = caller.channel(channel_id)
    _check_thread(caller, channel, thread_ts)
    refuse_unless(status is not None, "invalid_arguments", "status is missing")
    # https://docs.slack.dev/reference/methods/assistant.threads.setStatus: ten messages to rotate through.
    refuse_unless(len(loading_messages) <= 10, "invalid_arguments", "no more than 10 loading_messages")
    caller.slack.set_status(channel, thread_ts, status)
    return {}


@method("assistant.threads.setSuggestedPrompts", "assistant:write")
def set_suggested_prompts(caller, channel_id=None, prompts=None, thread_ts=None, title=None, **_):
    """https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts."""
    channel = caller.channel(channel_id)
    if thread_ts:
        _check_thread(caller, channel, thread_ts)
    # docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts: four at most, and whole.
    refuse_unless(isinstance(prompts, list) and 1 <= len(prompts) <= 4, "invalid_arguments", "1 to 4 prompts")
    whole = all(isinstance(one, dict) and one.get("title") and one.get("message") for one in prompts)
    refuse_unless(whole, "invalid_arguments", "each prompt has a title and a message")
    caller.slack.prompts[channel.id] = prompts
    return {}


@method("assistant.threads.setTitle", "assistant:write")
def set_title(caller, channel_id=None, thread_ts=None, title=None, **_):
    """https://docs.slack.dev/reference/methods/assistant.threads.setTitle."""
    channel = caller.channel(channel_id)
    _check_thread(caller, channel, thread_ts)
    refuse_unless(title, "invalid_arguments", "title is missing")
    caller.slack.titles[channel.id, thread_ts] = title
    return {}


def _check_thread(caller, channel, thread_ts):
    # docs.slack.dev/reference/methods/assistant.threads.setStatus: a thread that exists, where the app is.
    refuse_unless(channel.has(caller.bot), "channel_not_found")
    refuse_unless(caller.slack.message_at(channel, thread_ts), "invalid_thread_ts")
