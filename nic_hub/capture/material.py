"""What is read out of a file: pieces of text and pictures, each with the place it stands at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from nic_hub.capture.marks import without_room
from nic_hub.capture.packages import Limits


class Role(StrEnum):
    """What a piece is in its file."""

    HEADING = "heading"
    TEXT = "text"
    ROW = "row"
    NOTE = "note"
    #: A line that stands above a list.
    LIST_HEAD = "list head"
    #: An empty line.
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text and where it stands.

    Args:
        text: the text; of a row its cells, one a line.
        where: the place as a person would say it: ``slide 3, table row 2``.
        role: heading, text, row of a table, or speaker note.
        cells: the cells of a row, the empty ones too.
        table: which table a row belongs to; rows of one table share it.
    """

    text: str
    where: str
    role: Role = Role.TEXT
    cells: tuple[str, ...] = ()
    table: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a file.

    Args:
        name: a file name with the ending that fits its type.
        where: the place as a person would say it.
        content: the bytes.
    """

    name: str
    where: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Material:
    """All that was read.

    Args:
        pieces: in the order in which a person reads them.
        pictures: in the same order.
        unread: what could not be read, and where: a chart on slide 4.
    """

    pieces: tuple[Piece, ...]
    pictures: tuple[Picture, ...] = ()
    unread: tuple[str, ...] = ()


def row(cells: list[str], where: str, table: str) -> Piece:
    """Make the piece of a row."""
    kept = tuple(cell.strip() for cell in cells)
    return Piece("\n".join(cell for cell in kept if cell), where, Role.ROW, kept, table)


def tidy(piece: Piece) -> Piece:
    """Return a piece whose texts hold no long rooms."""
    cells = tuple(map(without_room, piece.cells))
    return replace(piece, text=without_room(piece.text), cells=cells)


def up_to(pieces: Iterable[Piece], limits: Limits) -> Iterator[Piece]:
    """Yield pieces until there are too many, that one too: no more is read of a file made to fill the memory.

    Whoever gets them sees by their number, or by their characters, that there are too many.
    """
    characters = 0
    for number, piece in enumerate(pieces, 1):
        yield piece
        characters += len(piece.text)
        if number > limits.pieces or characters > limits.characters:
            return
