"""Slide decks (PPTX): titles, texts, tables, SmartArt, speaker notes and pictures, slide after slide."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER

from nic_hub.capture.material import Material, Picture, Piece, Role, row

_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE)
#: Page numbers, dates and footers are no text of the team.
_FURNITURE = (PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER)
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DATA_OF_DIAGRAM = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm"
#: Groups in groups deeper than this were made to harm.
_MAX_DEPTH = 20


def read_slides(content: bytes) -> Material:
    """Read a deck that was checked."""
    deck = Presentation(io.BytesIO(content))
    pieces: list[Piece] = []
    pictures: list[Picture] = []
    unread: list[str] = []
    for number, slide in enumerate(deck.slides, 1):
        where = f"slide {number}"
        for shape in _in_reading_order(slide.shapes):
            pieces += _read_shape(shape, slide, where)
            pictures += _picture_of(shape, where)
            if getattr(shape, "has_chart", False):
                unread.append(f"a chart on {where}")
        pieces += _read_notes(slide, number)
    return Material(tuple(pieces), tuple(pictures), tuple(unread))


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


def _read_shape(shape: Any, slide: Any, where: str) -> Iterator[Piece]:
    if getattr(shape, "has_table", False):
        yield from _read_table(shape, where)
    elif shape.has_text_frame and not _is(shape, _FURNITURE):
        role = Role.HEADING if _is(shape, _TITLES) else Role.TEXT
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
