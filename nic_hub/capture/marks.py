"""Marks that people and note-taking programs put into text: boxes to tick, bullets, stars for bold."""

from __future__ import annotations

import re

_TICKED = "\N{BALLOT BOX WITH X}\N{BALLOT BOX WITH CHECK}\N{CHECK MARK}\N{HEAVY CHECK MARK}\N{BLACK SQUARE}"
_EMPTY = "\N{BALLOT BOX}\N{WHITE SQUARE}"
_BOX = re.compile(rf"(?P<ticked>[{_TICKED}]|\[[xX]\])|[{_EMPTY}]|\[ ?\]")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.{1,200}?)(?<=\S)\1")
#: A dash is no such sign here: in a list of several lines it tells where an item begins.
_BULLET = re.compile(
    r"[*\N{BULLET}\N{TRIANGULAR BULLET}\N{WHITE BULLET}\N{BLACK SMALL SQUARE}"
    r"\N{BLACK RIGHTWARDS ARROWHEAD}\N{THREE-D TOP-LIGHTED RIGHTWARDS ARROWHEAD}\N{RIGHTWARDS ARROW}"
    r"\N{BLACK RIGHT-POINTING TRIANGLE}\N{BLACK RIGHT-POINTING POINTER}]\s*"
)
_ITEM = re.compile(r"(?:[-*\N{BULLET}\N{BLACK SMALL SQUARE}]|\d{1,2}[.)])\s")
_ROOM = re.compile(r"[^\S\n]{4,}")
_GAP = re.compile(r"\t+|\s{3,}")

#: What a form says where nobody wrote yet.
_BLANK = re.compile(
    r"[\W_]*(?:(?:tbd|tba|n/?a|none yet|to be determined|(?:click|tap)\b.*\b(?:enter|add|edit)\b.*"
    r"|enter\s+text.*"
    r"|(?:insert|type|write|add|describe)\s.{0,60}\bhere|your (?:text|answer).{0,20})[\W_]*)?",
    re.IGNORECASE | re.DOTALL,
)
_HINT = re.compile(r"[\[<{(][^\])>}]{0,300}[\])>}]")

_CLOCK = r"\d{1,2}:\d\d"
_TIME = re.compile(rf"\(?{_CLOCK}\s?[AaPp]\.?[Mm]\.?\)?")
#: "jess  3:42 PM", "Ana (15:42)", "Ana Lee 15:42"; not "Lunch ended at 12:30".
_FRAME = re.compile(
    rf">.*|(?:\S{{1,30}}\s+){{1,4}}\(?{_CLOCK}\s?(?:[AaPp]\.?[Mm]\.?\)?|\))"
    rf"|(?:\S{{1,30}} ){{0,3}}\S{{1,30}}\s\s+{_CLOCK}|(?:[A-Z]\S{{0,29}} ){{1,4}}{_CLOCK}"
    r"|On .{6,100} wrote:|Sent from my .{2,40}"
)

#: How a chat writes a picture of a feeling: ":tada:".
_EMOJI_NAME = re.compile(r"(?:^|\s):[\w+-]{1,40}:$")


def ticked(line: str) -> list[str] | None:
    """Return the choices that are ticked in a line of boxes; None where a line has no boxes."""
    boxes = [*_BOX.finditer(line)]
    if not boxes:
        return None
    ends = [*(box.start() for box in boxes[1:]), len(line)]
    return [line[box.end() : end].strip() for box, end in zip(boxes, ends, strict=True) if box["ticked"]]


def without_bold(line: str) -> str:
    """Return a line without the stars that make words bold."""
    return _BOLD.sub(r"\2", line)


def without_bullet(line: str) -> str:
    """Return a line of a list without the sign before it."""
    match = _BULLET.match(line)
    return line[match.end() :] if match else line


def is_item(line: str) -> bool:
    """Say whether a line is an item of a list."""
    return _ITEM.match(line) is not None


def without_room(text: str) -> str:
    """Return a text whose long rooms are as short as a gap: to look through very long ones takes minutes."""
    return _ROOM.sub("   ", text)


def side_by_side(line: str) -> list[str]:
    """Return the parts of a line between which a form leaves a gap."""
    return [part.strip() for part in _GAP.split(line) if part.strip()]


def is_blank_telling(text: str) -> bool:
    """Say whether a text is only a hint of what to write: ``[enter text]``, ``TBD``, ``____``."""
    return _BLANK.fullmatch(_HINT.sub("", text)) is not None


def ends_in_emoji(line: str) -> bool:
    """Say whether a line ends in the name of an emoji, whose colon asks for nothing."""
    return _EMOJI_NAME.search(line) is not None


def is_frame(line: str) -> bool:
    """Say whether a line stands around a message: who wrote it and when, an older one that is quoted."""
    return _FRAME.fullmatch(line.strip()) is not None or is_time(line)


def is_time(line: str) -> bool:
    """Say whether a line is a time alone, as a chat writes it below a name."""
    return _TIME.fullmatch(line.strip()) is not None
