"""How the result of a test is told, wherever one is shown: in plain words, with what was left out."""

from __future__ import annotations

from bot.blocks.elements import safe

DECISIONS = {"adopt": "they kept it", "adapt": "they changed it", "abandon": "they gave it up"}
MET = {
    "met": "as predicted",
    "partly": "partly as predicted",
    "not": "not as predicted",
    "cant_tell": "can't tell",
}
#: Which way it went, in a word.
DIRECTIONS = {
    "improved": "improved",
    "mixed": "mixed",
    "no_change": "no change",
    "worse": "worse",
    "cant_tell": "can't tell",
}
_WENT = {
    "improved": "it improved",
    "mixed": "results were mixed",
    "no_change": "nothing changed",
    "worse": "it got worse",
}
INVENTED = "an invented example, no real result"
#: What the hub writes where it left a number out.
BLUR = "…"


def tell_direction(direction: str | None) -> str:
    """Say which way it went, as a part of a sentence."""
    return _WENT.get(str(direction), "which way it went can't be told")


def tell_found(found: str | None, direction: str | None, *, is_kept: bool) -> str:
    """Say what was found; of too few students, the direction alone, and why.

    Args:
        found: in the team's words.
        direction: which way it went.
        is_kept: whether the numbers stay with the team.
    """
    if is_kept and not found:
        return f"{tell_direction(direction)}; the numbers stay with the team: so few students"
    return safe(found or "", 300)


def tell_words(text: str | None, most: int, *, is_kept: bool) -> str:
    """Return what a team concluded, and whether numbers were left out of it."""
    note = " (numbers left out)" if is_kept and text and BLUR in text else ""
    return safe(text or "", most) + note
