"""What teams post between lessons: messages, mails, notes on a phone, sheets and slides in their own words.

The texts stand in ``everyday.json`` with the fields that should be found, which were written down beside each
before the reader was tried on it. The reader was mended for ``everyday``, then for ``hard``, each part of
which was written when it had been mended for the part before; ``last`` were written after all that, and
``fresh`` (a PLC's minutes, a worksheet out of a PDF, a chat, a table with commas) later still.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches

from benchmarks.capturing.decks import Expected

TITLE_ONLY = 5
GROUPS = ("everyday", "hard", "last", "fresh")


def make(case: Mapping[str, Any]) -> tuple[bytes, Expected]:
    """Make the file of a case, and say what should be found in it."""
    kind = next(kind for kind in MAKERS if kind in case)
    return MAKERS[kind](case[kind]), case["found"]


def _make_sheet(rows: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    return _bytes(book)


def _make_document(parts: Sequence[Mapping[str, Any]]) -> bytes:
    document = Document()
    for part in parts:
        if "heading" in part:
            document.add_heading(part["heading"], 1)
        elif "text" in part:
            document.add_paragraph(part["text"])
        else:
            rows = part["table"]
            _fill(document.add_table(len(rows), len(rows[0])), rows)
    return _bytes(document)


def _make_slides(slides: Sequence[Mapping[str, Any]]) -> bytes:
    deck = Presentation()
    for told in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
        slide.shapes.title.text = told["title"]
        for place, text in enumerate(told.get("boxes", ())):
            left, top = Inches(0.3 + 4.5 * (place % 2)), Inches(1.5 + 2.7 * (place // 2))
            slide.shapes.add_textbox(left, top, Inches(4), Inches(2.5)).text_frame.text = text
        if rows := told.get("table"):
            size = Inches(0.5), Inches(2), Inches(9), Inches(3)
            _fill(slide.shapes.add_table(len(rows), len(rows[0]), *size).table, rows)
    return _bytes(deck)


def _fill(table: Any, rows: Sequence[Sequence[str]]) -> None:
    for line, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text


def _bytes(made: Any) -> bytes:
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


MAKERS: Mapping[str, Callable[[Any], bytes]] = {
    "text": str.encode,
    "sheet": _make_sheet,
    "document": _make_document,
    "slides": _make_slides,
}
_CASES = json.loads(Path(__file__).with_name("everyday.json").read_text(encoding="utf-8"))
EVERYDAY: Mapping[str, Mapping[str, Callable[[], tuple[bytes, Expected]]]] = {
    group: {case["name"]: partial(make, case) for case in _CASES if case["group"] == group}
    for group in GROUPS
}
