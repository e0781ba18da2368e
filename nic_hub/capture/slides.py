"""Slide decks (PPTX): titles, texts, tables, SmartArt, speaker notes and pictures, slide after slide."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

from nic_hub.capture.labels import asked_concept, concept_of
from nic_hub.capture.material import Material, Picture, Piece, Role, row, up_to
from nic_hub.capture.packages import Limits, refuse

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE)
#: Page numbers, dates and footers are no text of the team.
_FURNITURE = (PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER)
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DATA_OF_DIAGRAM = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm"
#: Groups in groups deeper than this were made to harm.
_MAX_DEPTH = 20
_LONGEST_HEAD = 60
#: A heading stands no further from its text: a fifth of an inch.
_ROOM = 182_880
#: Shapes of a slide among which headings are looked for: each is held against each.
_MOST_COMPARED = 200
#: Shapes of a deck: each takes a thousandth of a second, with a text or without.
_MOST_SHAPES = 10_000


def read_slides(content: bytes, limits: Limits) -> Material:
    """Read a deck that was checked, until its limits are passed."""
    deck = Presentation(io.BytesIO(content))
    pictures: list[Picture] = []
    unread: list[str] = []
    pieces = up_to(_read_deck(deck, pictures, unread), limits)
    return Material(tuple(pieces), tuple(pictures), tuple(unread))


def _read_deck(deck: Any, pictures: list[Picture], unread: list[str]) -> Iterator[Piece]:
    """Yield the texts of all slides, and note the pictures and charts on the way."""
    left = _MOST_SHAPES
    for number, slide in enumerate(deck.slides, 1):
        where = f"slide {number}"
        shapes = _with_what_they_head(_in_reading_order(slide.shapes))
        left -= len(shapes)
        if left < 0:
            refuse("This deck holds more shapes than are read at one time. Send it in parts.")
        heads = {shape.shape_id for shape, is_head in shapes if is_head}
        for shape, _ in shapes:
            yield from _read_shape(shape, slide, where, is_head=shape.shape_id in heads)
            pictures += _picture_of(shape, where)
            if getattr(shape, "has_chart", False):
                unread.append(f"a chart on {where}")
        yield from _read_notes(slide, number)


def _in_reading_order(shapes: Iterable[Any], depth: int = 0) -> list[Any]:
    """List all shapes, those of groups too: the title first, then from the top down and left to right."""
    listed: list[Any] = []
    for shape in shapes:
        is_group = shape.shape_type == MSO_SHAPE_TYPE.GROUP and depth < _MAX_DEPTH
        listed += _in_reading_order(shape.shapes, depth + 1) if is_group else [shape]
    return listed if depth else sorted(listed, key=_place)


def _place(shape: Any) -> tuple[bool, int, int]:
    return (not _is(shape, _TITLES), shape.top or 0, shape.left or 0)


def _is(shape: Any, types: tuple[Any, ...]) -> bool:
    return bool(shape.is_placeholder and shape.placeholder_format.type in types)


class _Box(NamedTuple):
    """A shape, and what tells whether it is a heading: each is asked of the file once."""

    shape: Any
    text: str
    has_text: bool
    is_title: bool
    may_head: bool
    place: tuple[Any, Any, Any]

    @classmethod
    def of(cls, shape: Any) -> _Box:
        text = shape.text_frame.text if shape.has_text_frame else ""
        may_head = _is_line(text) and not _is(shape, (*_TITLES, *_FURNITURE))
        place = shape.top, shape.left, shape.height
        return cls(shape, text, shape.has_text_frame, _is(shape, _TITLES), may_head, place)

    def heads(self, other: _Box) -> bool:
        """Say whether it is the heading of another: a line above it, as far left, with no room between."""
        if not (self.may_head and other.has_text) or None in (*self.place, *other.place):
            return False
        (top, left, height), (other_top, other_left, other_height) = self.place, other.place
        is_above = 0 < other_top - top <= height + _ROOM
        is_near = is_above and abs(other_left - left) <= _ROOM
        return bool(is_near and (height < other_height or concept_of(self.text) or asked_concept(self.text)))


def _with_what_they_head(shapes: list[Any]) -> list[tuple[Any, bool]]:
    """Put below each heading that is a shape of its own what stands right below it; say which are headings.

    Without a title, a single line at the top of the slide is one. Among very many shapes nobody looks for
    headings.
    """
    if len(shapes) > _MOST_COMPARED:
        return [(shape, False) for shape in shapes]
    ordered: list[tuple[Any, bool]] = []
    left = [_Box.of(shape) for shape in shapes]
    while left:
        box = left.pop(0)
        below = next((other for other in left if box.heads(other)), None)
        if below is not None and any(below.heads(other) for other in left):
            # What stands below is a heading itself.
            below = None
        is_title = not ordered and bool(left) and _is_line(box.text) and not box.is_title
        ordered.append((box.shape, below is not None or is_title))
        if below is not None:
            left.remove(below)
            ordered.append((below.shape, False))
    return ordered


def _is_line(text: str) -> bool:
    text = text.strip()
    return 0 < len(text) <= _LONGEST_HEAD and "\n" not in text and ": " not in text


def _read_shape(shape: Any, slide: Any, where: str, *, is_head: bool = False) -> Iterator[Piece]:
    if getattr(shape, "has_table", False):
        yield from _read_table(shape, where)
    elif shape.has_text_frame and not _is(shape, _FURNITURE):
        role = Role.HEADING if is_head or _is(shape, _TITLES) else Role.TEXT
        yield from (Piece(line, where, role) for line in _lines(shape.text_frame.text))
    else:
        yield from _read_diagram(shape, slide, where)


def _read_table(shape: Any, where: str) -> Iterator[Piece]:
    for number, line in enumerate(shape.table.rows, 1):
        cells = ["" if cell.is_spanned else cell.text_frame.text.replace("\v", "\n") for cell in line.cells]
        if any(cell.strip() for cell in cells):
            yield row(cells, f"{where}, table row {number}", f"{where}/{shape.shape_id}")


def _read_diagram(shape: Any, slide: Any, where: str) -> Iterator[Piece]:
    """Read the texts of SmartArt, which stand in a part of their own."""
    ids = next(iter(shape._element.iter(f"{_DIAGRAM}relIds")), None)  # noqa: SLF001 - No public way to it.
    if ids is None:
        return
    part = slide.part.related_part(ids.get(_DATA_OF_DIAGRAM))
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for point in etree.fromstring(part.blob, parser).iter(f"{_DIAGRAM}t"):
        for paragraph in point.iter(f"{_DRAWING}p"):
            text = "".join(run.text or "" for run in paragraph.iter(f"{_DRAWING}t")).strip()
            if text:
                yield Piece(text, f"{where}, diagram")


def _read_notes(slide: Any, number: int) -> Iterator[Piece]:
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    where = f"speaker notes of slide {number}"
    yield from (Piece(line, where, Role.NOTE) for line in _lines(frame.text if frame is not None else ""))


def _picture_of(shape: Any, where: str) -> list[Picture]:
    """Return the picture of a shape; one that is only linked, or that nothing can show, is none."""
    try:
        image = shape.image
    except (AttributeError, ValueError, KeyError):
        return []
    return [Picture(f"{where.replace(' ', '-')}-{shape.shape_id}.{image.ext}", where, image.blob)]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace("\v", "\n").split("\n") if line.strip()]
