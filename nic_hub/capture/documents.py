"""Documents (DOCX): headings, paragraphs, tables, form fields and text boxes, in their order.

The body is walked as XML, because python-docx passes over content controls, which forms are made of, and
tells merged cells several times.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from docx import Document

from nic_hub.capture.material import Material, Picture, Piece, Role, row, up_to
from nic_hub.capture.packages import Limits

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADINGS = ("heading", "title", "subtitle")
#: Deleted text of tracked changes, and the second telling of a text box for old programs.
_NOT_READ = {
    f"{_W}del",
    f"{_W}moveFrom",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t"}


def read_document(content: bytes, limits: Limits) -> Material:
    """Read a document that was checked, until its limits are passed."""
    document = Document(io.BytesIO(content))
    styles = {style.style_id: (style.name or "").lower() for style in document.styles}
    walk = _Walk(styles)
    pieces = up_to(walk.read(document.element.body), limits)
    return Material(tuple(pieces), tuple(_pictures(document)))


class _Walk:
    """Walks through a body, and counts as a person would."""

    def __init__(self, styles: dict[str, str]) -> None:
        self._styles = styles
        self._paragraphs = 0
        self._tables = 0
        self._heading = ""

    def read(self, parent: Any) -> Iterator[Piece]:
        """Yield the pieces below an element."""
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self._read_paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self._read_table(child)
            elif child.tag == f"{_W}sdt" and not _shows_a_hint(child):
                yield from self.read(_content_of(child))

    def _read_paragraph(self, paragraph: Any) -> Iterator[Piece]:
        self._paragraphs += 1
        text = _text_of(paragraph).strip()
        if text and self._is_heading(paragraph):
            self._heading = text
            yield Piece(text, f"heading “{text[:60]}”", Role.HEADING)
        elif text:
            under = f", under “{self._heading[:60]}”" if self._heading else ""
            yield Piece(text, f"paragraph {self._paragraphs}{under}")
        for box in paragraph.iter(f"{_W}txbxContent"):
            # A box in a box is read with the paragraph it stands in.
            if _nearest(box, f"{_W}p") is paragraph and not _lies_in(box, _NOT_READ):
                yield from self.read(box)

    def _read_table(self, table: Any) -> Iterator[Piece]:
        self._tables += 1
        name = f"table {self._tables}"
        for number, line in enumerate(_rows(table), 1):
            cells = ["\n".join(filter(None, _cell_lines(cell))) for cell in line]
            if any(cells):
                yield row(cells, f"{name}, row {number}", name)

    def _is_heading(self, paragraph: Any) -> bool:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        name = self._styles.get(style.get(f"{_W}val"), "") if style is not None else ""
        return name.startswith(_HEADINGS)


def _rows(table: Any) -> Iterator[list[Any]]:
    for line in table.iter(f"{_W}tr"):
        if _nearest(line, f"{_W}tbl") is table:
            yield [cell for cell in line.iter(f"{_W}tc") if _nearest(cell, f"{_W}tr") is line]


def _nearest(element: Any, tag: str) -> Any:
    return next(element.iterancestors(tag), None)


def _cell_lines(cell: Any) -> Iterator[str]:
    for paragraph in cell.iter(f"{_W}p"):
        if not any(_shows_a_hint(control) for control in paragraph.iterancestors(f"{_W}sdt")):
            yield _text_of(paragraph).strip()


def _text_of(paragraph: Any) -> str:
    """Return what a paragraph says: form fields and inserted text too, hints and deleted text not."""
    return "".join(_texts(paragraph))


def _texts(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag not in _NOT_READ and child.tag != f"{_W}txbxContent" and not _shows_a_hint(child):
            yield from _texts(child)


def _shows_a_hint(element: Any) -> bool:
    """Say whether a form field still shows what to write into it."""
    return element.tag == f"{_W}sdt" and element.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None


def _content_of(control: Any) -> Any:
    content = control.find(f"{_W}sdtContent")
    return () if content is None else content


def _lies_in(element: Any, tags: set[str]) -> bool:
    return any(above.tag in tags for above in element.iterancestors())


def _pictures(document: Any) -> Iterator[Picture]:
    """Yield the pictures of the body, each once."""
    parts = {part.partname: part for part in document.part.related_parts.values()}
    for name, part in sorted(parts.items()):
        if part.content_type.startswith("image/"):
            yield Picture(name.filename, "the document", part.blob)
