"""What Slack would show, as lines for a terminal: the same words, without buttons."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

#: Widest line that is still easy to read.
MAX_WIDTH = 88
BOLD, PLAIN = "\033[1m", "\033[0m"
_LINK = re.compile(r"<([^<>|]+)\|([^<>]*)>")
_STRONG = re.compile(r"(?<![\w*])\*([^*]+)\*(?![\w*])")
_SMALL = re.compile(r"(?<![\w_])_([^_\n]+)_(?![\w_])")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("\N{ZERO WIDTH SPACE}", ""))


def read_blocks(
    blocks: Iterable[Mapping[str, Any]], *, width: int = MAX_WIDTH, bold: bool = False
) -> Iterator[str]:
    """Write blocks as lines.

    Args:
        blocks: of a message or a window.
        width: of the terminal, in characters.
        bold: whether the terminal can show bold words.
    """
    for block in blocks:
        if block["type"] == "divider":
            yield ""
        for text in _texts(block):
            yield from _lines(text, min(width, MAX_WIDTH), bold=bold)


def _texts(block: Mapping[str, Any]) -> list[str]:
    """Return the texts of a block; rows of buttons and menus have none that can be read."""
    if block["type"] == "section":
        return [block["text"]["text"]]
    return [each["text"] for each in block["elements"]] if block["type"] == "context" else []


def _lines(text: str, width: int, *, bold: bool) -> Iterator[str]:
    for line in text.splitlines():
        cut = textwrap.wrap(
            _plain(line), width, subsequent_indent="   ", break_long_words=False, break_on_hyphens=False
        )
        # Bold words may go on in the next line, so the lines are marked together.
        yield from _STRONG.sub(rf"{BOLD}\1{PLAIN}" if bold else r"\1", "\n".join(cut)).splitlines()


def _plain(text: str) -> str:
    shown = _SMALL.sub(r"\1", _LINK.sub(r"\2 (\1)", text))
    for entity, character in _ENTITIES:
        shown = shown.replace(entity, character)
    return shown
