"""Small pieces of plain English that several rules need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


def count(number: int, noun: str) -> str:
    """Return "1 cycle", "2 cycles"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def share(some: int, every: int, noun: str) -> str:
    """Return "2 of 3 cycles", "all 3 cycles", "both cycles", "the only cycle"."""
    if some < every:
        return f"{some} of {count(every, noun)}"
    if every > 2:
        return f"all {count(every, noun)}"
    return f"the only {noun}" if every == 1 else f"both {noun}s"


def month(day: date) -> str:
    """Return "January 2015"."""
    return f"{day:%B %Y}"


def join(parts: Sequence[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def sentence(words: str) -> str:
    """Return words as a sentence: "No measure recorded."."""
    return f"{words[:1].upper()}{words[1:]}."


def times(number: int) -> str:
    """Return "never", "once", "twice", "3 times"."""
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")
