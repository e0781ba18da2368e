"""Every text of a file is looked over before it is kept, and what cannot be read is said."""

from __future__ import annotations

import io

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from pptx import Presentation

from benchmarks.capturing.decks import columns_of_phases, picture
from nic_hub.capture.looking_over import look_over

WORDS = "Jayden Miller was absent"


def saved(made) -> bytes:
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def document(place: str) -> bytes:
    made = Document()
    made.add_paragraph("A form")
    section = made.sections[0]
    match place:
        case "paragraph":
            made.add_paragraph(WORDS)
        case "header":
            section.header.paragraphs[0].text = WORDS
        case "footer":
            section.footer.paragraphs[0].text = WORDS
        case "comment":
            made.add_comment(made.paragraphs[0].runs, text=WORDS)
        case "subject":
            made.core_properties.subject = WORDS
    return saved(made)


def sheet(place: str) -> bytes:
    book = Workbook()
    cells = book.active
    cells["A1"] = "A log"
    if place == "cell":
        cells["B2"] = WORDS
    else:
        cells["A1"].comment = Comment(WORDS, "team")
    return saved(book)


def deck() -> bytes:
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = "What we tried"
    slide.notes_slide.notes_text_frame.text = WORDS
    return saved(made)


@pytest.mark.parametrize(
    "content",
    [
        *(document(place) for place in ("paragraph", "header", "footer", "comment", "subject")),
        sheet("cell"),
        sheet("comment"),
        deck(),
        f"Notes\n{WORDS}\n".encode(),
    ],
)
def test_a_text_is_found_wherever_it_stands(content):
    looked = look_over(content)
    assert any(WORDS in piece.text for piece in looked.pieces)
    assert looked.unread == ()


@pytest.mark.parametrize(
    ("content", "unread"),
    [
        (picture(), ("a picture",)),
        (b"%PDF-1.7 ...", ("a PDF",)),
        (columns_of_phases()[0], ("pictures in it",)),
    ],
)
def test_what_cannot_be_read_is_said(content, unread):
    assert look_over(content).unread == unread


def test_of_a_very_long_text_the_beginning_is_looked_over_and_the_rest_is_said_to_be_unread():
    looked = look_over(b"four questions\n" * 20_000)
    assert (len(looked.pieces), looked.unread) == (10_000, ("much text",))
    assert look_over(b"a" * 2_000_000).unread == ("much text",)
