"""The small form of the study date: what happened with what a team took over, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping

from bot.blocks.elements import Block, context, modal, option, safe, section
from bot.blocks.forms import NO_NAMES, choice, confirmation, field, quote_private, text_input
from bot.errors import Refused

#: The states of an adoption in the hub, in the words of a team.
NEXT = (
    ("adopted", "We keep it"),
    ("adapted", "We change it"),
    ("dropped", "We give it up"),
    ("trying", "We go on trying"),
)


def show_happened(
    title: str | None, filled: Mapping[str, str], refusal: Refused | None = None, **carried: str
) -> Block:
    """Write the form.

    Args:
        title: of the idea that was taken over.
        filled: what was written so far.
        refusal: why the hub did not take it.
        carried: what else the window holds.
    """
    states = [option(label, value) for value, label in NEXT]
    changed = text_input(filled.get("what_changed"), lines=True)
    blocks = [
        section(f"*{safe(title or 'What you took over', 150)}*"),
        *_problem(filled, refusal),
        field(
            "why",
            "What happened?",
            text_input(filled.get("why"), lines=True),
            hint=f"A few words are enough. {NO_NAMES}",
        ),
        field("state", "What comes next?", choice(states, filled.get("state"))),
        field("what_changed", "If you change it: what?", changed, optional=True),
    ]
    return modal("happened", "What happened?", blocks, submit="Save", **carried)


def _problem(filled: Mapping[str, str], refusal: Refused | None) -> list[Block]:
    if refusal is None:
        return []
    named = next(iter(refusal.fields), "")
    told = quote_private(refusal.reason, filled.get(named))
    return [context(f":warning: {safe(told, 300)}"), *(confirmation(name) for name in refusal.private)]
