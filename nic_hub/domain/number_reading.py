"""Numbers as people write them in sheets: a decimal point or comma, a percent sign, spaces between thousands.

What can be read in two ways is refused with words: "1,234" is a thousand to some and one and a bit to others.
"""

from __future__ import annotations

import math
import re

_SPACES = re.compile("[ \u00a0\u202f']")
_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?\Z")
_ENGLISH = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+\Z")
_COMMA = re.compile(r"[+-]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]*),[0-9]+\Z")
_TWO_WAYS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+\Z")
#: Larger numbers are slips of the hand.
LARGEST = 1e15
LONGEST_SHOWN = 40


def read_number(text: str) -> float:
    """Read a number; a percent sign after it is left out.

    Raises:
        ValueError: it is none, or can be read in two ways; the message is for the person who wrote it.
    """
    written = _SPACES.sub("", text.strip().removesuffix("%")).replace("\u2212", "-")
    if _TWO_WAYS.match(written):
        raise ValueError(f"{shown(text)} can be read in two ways: write {_both(written)}.")
    if _ENGLISH.match(written):
        written = written.replace(",", "")
    elif _COMMA.match(written):
        written = written.replace(".", "").replace(",", ".")
    if not _PLAIN.match(written):
        raise ValueError(f"{shown(text)} is not a number.")
    return _in_range(float(written), text)


def _both(written: str) -> str:
    whole = written.replace(",", "")
    if written.count(",") > 1:
        return f"{whole}"
    return f"{whole} or {written.replace(',', '.')}"


def _in_range(number: float, text: str) -> float:
    if not math.isfinite(number) or abs(number) > LARGEST:
        raise ValueError(f"{shown(text)} is too large.")
    return number


def shown(text: str) -> str:
    """Return a text as it is quoted in a message: not too long, on one line."""
    line = " ".join(text.split())
    return f'"{line if len(line) <= LONGEST_SHOWN else line[: LONGEST_SHOWN - 1] + "…"}"'
