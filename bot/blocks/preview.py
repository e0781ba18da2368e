"""The look at what is about to be stored, and for whom it can be read, before anything is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.blocks.elements import Block, actions, button, context, day, modal, safe, section, shorten
from bot.blocks.forms import NO_NAMES
from bot.blocks.pdsa import MOST_WRITTEN, Asked

#: So much of a text stands in one section.
PIECE = 2_000
SEEN_BY = {
    "team": "Only your own team will be able to read this.",
    "district": "Your district will be able to read this, and nobody outside it.",
    "network": "Every team of the network will be able to read this.",
    "public": "Everybody will be able to read this, also without signing in.",
}


def show_preview(
    form: str,
    asked: Sequence[Asked],
    filled: Mapping[str, str],
    labels: Mapping[str, str],
    *,
    visibility: str,
    warning: str = "",
    **carried: Any,
) -> Block:
    """Write the preview of a form.

    Args:
        form: the form's name.
        asked: what the form asks for, in its order.
        filled: what was filled in.
        labels: the words of what was chosen from menus.
        visibility: how far it is shared.
        warning: what the hub says to think of first, if anything.
        carried: what else the window holds.
    """
    blocks = [
        section("*Nothing is saved yet.* This is what will be stored.", f":eyes: {SEEN_BY[visibility]}"),
        context(f":warning: {NO_NAMES} Look once more: no names, no numbers that belong to one student."),
        *([context(f":warning: {safe(warning, 600)}")] if warning else []),
        *(block for each in asked for block in _told(each, filled, labels)),
        actions(button("Back", f"back_{form}", "back")),
    ]
    return modal(f"preview_{form}", "Look it over", blocks, submit="Save", notify_on_close=True, **carried)


def _told(asked: Asked, filled: Mapping[str, str], labels: Mapping[str, str]) -> list[Block]:
    """Show the whole of what was filled in; nothing where a field is empty."""
    written = filled.get(asked.name, "")
    text = day(written) if asked.is_day else shorten(labels.get(asked.name) or written, MOST_WRITTEN)
    if not text:
        return []
    # Beside its label, and with its signs escaped, a whole text may be longer than a section.
    first, *rest = (safe(text[start : start + PIECE], PIECE) for start in range(0, len(text), PIECE))
    return [section(f"*{safe(asked.label, 100)}*", first), *(section(piece) for piece in rest)]
