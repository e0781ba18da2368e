"""Questions to begin with, offered where somebody opens the conversation with the bot."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks.elements import shorten

TITLE = "Ask what other teams tested"
#: Slack shows four at most.
MOST = 4
GENERAL = (
    ("Students won't ask", "My 5th graders won't ask when they're lost. Did anyone test something?"),
    ("Explaining their thinking", "How do we get students to explain their thinking?"),
    ("What can I ask?", "help"),
)


def make_prompts(drivers: Sequence[str]) -> list[dict[str, str]]:
    """Make the prompts of somebody: from the drivers their teams work on, else from what many ask.

    Args:
        drivers: names of the drivers.
    """
    own = [(f"Tested on {name}", f"What did other teams test on {name}?") for name in drivers[: MOST - 1]]
    chosen = [*(own or GENERAL[:-1]), GENERAL[-1]]
    return [{"title": shorten(title, 60), "message": shorten(words, 300)} for title, words in chosen]
