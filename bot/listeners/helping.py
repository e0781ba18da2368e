"""What the bot does, told to whoever asks; who is linked already is not offered to link."""

from __future__ import annotations

from bot.blocks.notes import show_help
from bot.errors import BotError
from bot.posting import Message
from bot.work import Work


def help_for(work: Work) -> Message:
    """Return the help for the person who asks."""
    return show_help(can_link=not _is_linked(work))


def _is_linked(work: Work) -> bool:
    """Say whether the hub knows the person; where it does not say, the way to link is worth showing."""
    try:
        work.hub.get("/me", work.actor)
    except BotError:
        return False
    return True
