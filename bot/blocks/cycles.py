"""The window with the cycles of one idea: predicted, found, decided, failures like the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.blocks.elements import Block, context, divider, modal, safe, section

Shown = Mapping[str, Any]
MAX_CYCLES = 10
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
    for cycle in cycles[:MAX_CYCLES]:
        blocks += [divider(), section(*_lines(cycle)), context(_small_print(cycle))]
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
        _line("Decided", cycle.get("decision")),
        _line("Because", cycle.get("reason")),
    ]


def _small_print(cycle: Shown) -> str:
    told = [str(cycle["status"]), cycle.get("closed_on") and f"closed on {cycle['closed_on']}"]
    invented = "an invented example, no real result" if cycle.get("provenance") == "synthetic" else None
    return " · ".join(safe(each, 100) for each in [*told, invented] if each)


def _line(name: str, text: str | None) -> str | None:
    return f"*{name}:* {safe(text, 350)}" if text else None
