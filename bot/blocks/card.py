"""One idea of an answer: what was done and found, by whom, how sure it is, and what to be careful of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.blocks.elements import Block, day, linked, listing, safe, section
from bot.blocks.results import DECISIONS, DIRECTIONS, INVENTED, MET, tell_direction, tell_found, tell_words

Shown = Mapping[str, Any]
NO_RESULT = "no result is recorded"
ADAPTED = "in an adapted form"
NOT_SHOWN = "by whom is not told here"


def show_card(suggestion: Shown, number: int) -> Block:
    """Write one idea.

    Args:
        suggestion: the idea as the hub tells it.
        number: its place in the answer, from 0.
    """
    idea, told = suggestion["change_idea"], suggestion["context"]
    return section(
        f"*{number + 1}. {safe(idea['title'], 150)}*",
        _by(suggestion["team"]),
        safe(idea["description"], 200),
        *(_what_happened(suggestion) if suggestion["latest_cycle"] else _without_test(suggestion)),
        _line("Same as you", listing(told["same"])),
        _line("Different", listing(told["different"], 2, between=" · ")),
        _line("Evidence", _evidence(suggestion)),
        _line("Careful", " ".join(safe(caution, 160) for caution in suggestion["cautions"][:2])),
        _line("Tool", ", ".join(linked(tool["title"], tool["link"]) for tool in suggestion["tools"][:2])),
    )


def _what_happened(suggestion: Shown) -> list[str | None]:
    """Tell the latest test, and whose it was where another team than the idea's ran it."""
    cycle = suggestion["latest_cycle"]
    is_kept, is_own = cycle["numbers_kept_in_team"], cycle["team"]["id"] == suggestion["team"]["id"]
    found = tell_found(cycle["found"], cycle["direction"], is_kept=is_kept)
    decided = [DECISIONS.get(str(cycle["decision"]), ""), tell_words(cycle["reason"], 200, is_kept=is_kept)]
    return [
        None if is_own else _line("Tested by", safe(cycle["team"]["name"], 80)),
        _line("Done", safe(cycle["done"] or "", 200)),
        _line("Predicted", safe(cycle["predicted"] or "", 200)),
        _line("Found", found + _judged(cycle)),
        _line("Learned", tell_words(cycle["learning"], 250, is_kept=is_kept)),
        _line("Decided", ": ".join(filter(None, decided))),
        _line("Last tested", _when(suggestion)),
    ]


def _without_test(suggestion: Shown) -> list[str | None]:
    """Tell what is known of an idea none of whose own tests is shown."""
    tested, reported = _tested_elsewhere(suggestion), suggestion["change_idea"]["reported_outcome"]
    return [
        _line("What happened", safe(reported or (NO_RESULT if not tested else ""))),
        _line("Tested", tested),
    ]


def _tested_elsewhere(suggestion: Shown) -> str:
    """Say whose tests the evidence counts, and which way they went; nothing where it counts none."""
    evidence = suggestion["evidence"]
    if not evidence["cycles"]:
        return ""
    whose = (reason["text"] for reason in suggestion["reasons"] if reason["code"] == "tested_by_others")
    by = safe(next(whose, ADAPTED), 200) if suggestion["team"] else NOT_SHOWN
    return f"{by.removeprefix('tested ')}; {tell_direction(evidence['direction'])}"


def _judged(cycle: Shown) -> str:
    told = MET.get(str(cycle["prediction_met"]))
    return f"  ({told})" if told else ""


def _when(suggestion: Shown) -> str:
    cycle = suggestion["latest_cycle"]
    says_so = cycle["synthetic"] and not _warns_of_invention(suggestion)
    return ", ".join(filter(None, [day(cycle["ended_on"]), INVENTED if says_so else ""]))


def _evidence(suggestion: Shown) -> str:
    """Tell how sure it is; what the line below warns of need not be told twice."""
    evidence, warned = suggestion["evidence"], _warns_of_invention(suggestion)
    direction = DIRECTIONS[evidence["direction"]]
    parts = [each for each in str(evidence["explanation"]).split("; ") if not (warned and "invented" in each)]
    return f"{evidence['strength']} of 5, {direction} ({safe('; '.join(parts), 160)})"


def _warns_of_invention(suggestion: Shown) -> bool:
    """Say whether a caution that is shown tells that the results are invented."""
    return any("invented" in caution for caution in suggestion["cautions"][:2])


def _by(team: Shown | None) -> str | None:
    if team is None:
        return None
    place = f", {safe(team['district']['name'], 60)}" if team["district"] else ""
    return f"_{safe(team['name'], 80)}{place}_"


def _line(name: str, text: str) -> str | None:
    return f"*{name}:* {text}" if text else None
