"""Short messages: a sign that the bot is looking, a reason, an apology, a link, a word of thanks."""

from __future__ import annotations

from bot.blocks.elements import actions, button, context, link_button, safe, section
from bot.posting import Message

LOOKING = Message("Looking at what other teams tested…")
TAKEN_BACK = (
    "This channel is shared with another organisation now, so I took back what stood here. "
    "Ask me again for what is public, or ask me in a direct message."
)
HELP = (
    "Ask me in your own words what other teams tried, for example: "
    "“My 5th graders won't ask when they're lost.” Write to me here, mention me in a channel, "
    "or use /tried.\nPlease write no student names."
)


def say(text: str) -> Message:
    """Make a message of one plain text."""
    return Message(text, [section(safe(text, 1_500))])


def taken_back() -> Message:
    """Say that an answer was for the network alone, and others read along now."""
    return say(TAKEN_BACK)


def show_help(*, can_link: bool = True) -> Message:
    """Say what the bot does, and how to link where that is still to be done."""
    link = [actions(button("Link my account", "link", "link"))] if can_link else []
    return Message(HELP, [section(HELP), *link])


def waiting(reason: str) -> Message:
    """Say that the answer comes later."""
    return say(f"{reason} I keep trying for a few minutes and answer here.")


def apology(reason: str) -> Message:
    """Say that there is no answer, and what to do."""
    return say(
        f"I am sorry, that did not work. {reason} Please ask again in a while, or tell your hub coach."
    )


def not_linked() -> Message:
    """Say that a linked account is needed, and how to get one."""
    text = (
        "For this I need to know who you are in the network. "
        "Link your account once; it takes a minute. Then ask me again."
    )
    return Message(text, [section(text), actions(button("Link my account", "link", "link"))])


def link_offer(url: str) -> Message:
    """Hand out the one-time link."""
    text = "Open this page and say which member of the network you are. The link works once, for ten minutes."
    return Message(
        f"{text}\n{url}",
        [
            section(text),
            actions(link_button("Open the page", "open_link", url)),
            context("Show this link to nobody."),
        ],
    )
