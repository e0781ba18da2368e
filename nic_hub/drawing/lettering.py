"""Text that goes into a picture: nothing in it is read as a formula, and each character has a glyph."""

from __future__ import annotations

from functools import cache
from textwrap import wrap
from typing import Any

from matplotlib.font_manager import FontProperties, findfont, get_font

from nic_hub.drawing.words import is_visible

#: Shown in place of a character that the font, which is embedded, does not have.
NO_GLYPH = "\u25a1"
LONGEST_TITLE = 110


@cache
def _glyphs() -> frozenset[int]:
    return frozenset(get_font(findfont(FontProperties())).get_charmap())


def letter(text: str, longest: int = LONGEST_TITLE) -> str:
    """Return a text as it can be drawn: one line, not too long, without what the font can't show."""
    line = " ".join(text.split())
    line = line if len(line) <= longest else f"{line[: longest - 1]}…"
    return "".join(one if ord(one) in _glyphs() else NO_GLYPH for one in line if is_visible(one))


def letter_lines(text: str, width: int, most: int) -> str:
    """Return a text as some lines of at most this width."""
    lines = wrap(" ".join(text.split()), width, max_lines=most, placeholder=" …")
    return "\n".join(letter(line, width) for line in lines)


def plain(text: Any) -> Any:
    """Keep matplotlib from reading dollar signs as the beginning of a formula."""
    text.set_parse_math(False)
    return text
