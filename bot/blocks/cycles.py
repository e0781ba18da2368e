"""The window with the cycles of one idea: predicted, found, decided, failures like the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.blocks.elements import Block, context, day, divider, modal, safe, section
from bot.blocks.results import DECISIONS, INVENTED

Shown = Mapping[str, Any]
MAX_CYCLES = 10
#: Slack refuses a section without words, and with it the whole window.
NOT_WRITTEN = "Nothing is written down of this one yet."
WORDS = {
    "met": "prediction met",
    "partly": "prediction partly met",
    "not": "prediction not met",
    "not_met": "prediction not met",
    "cant_tell": "can't tell whether the prediction was met",
}


def show_cycles(idea: Shown, cycles: Sequence[Shown]) -> Block:
    """Write the window."""
    blocks = [section(f"*{safe(idea['title'], 150)}*", safe(idea["description"], 500))]
    for cycle in sorted(cycles[:MAX_CYCLES], key=_ended_on, reverse=True):
        lines = [line for line in _lines(cycle) if line] or [NOT_WRITTEN]
        blocks += [divider(), section(*lines), context(_small_print(cycle))]
    if not cycles:
        blocks.append(section("No cycle of this idea is recorded that you may see."))
    return modal("told", "The cycles", blocks)


def _lines(cycle: Shown) -> list[str | None]:
    met = WORDS.get(str(cycle.get("prediction_met")), "")
    return [
        _line("Asked", cycle.get("question")),
        _line("Predicted", cycle.get("prediction")),
        _line("Found", cycle.get("result") or cycle.get("small_cell_note")),
        f"_{met}_" if met else None,
        _line("Learned", cycle.get("learning")),
        _line("Decided", DECISIONS.get(str(cycle.get("decision")))),
        _line("Because", cycle.get("reason")),
    ]


def _small_print(cycle: Shown) -> str:
    closed_on = day(cycle.get("closed_on"))
    state = f"closed on {closed_on}" if closed_on else str(cycle["status"])
    invented = INVENTED if cycle.get("provenance") == "synthetic" else None
    return " · ".join(safe(each, 100) for each in (state, invented) if each)


def _ended_on(cycle: Shown) -> str:
    """Return what the newest comes first by; what still runs is newer than all."""
    return str(cycle.get("closed_on") or "9")


def _line(name: str, text: str | None) -> str | None:
    return f"*{name}:* {safe(text, 350)}" if text else None
