"""What stands in a file is read with the place it stands at."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml import parse_xml
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches

from benchmarks.capturing.decks import picture
from nic_hub.capture.material import Role
from nic_hub.capture.reading import read_file, read_text
from nic_hub.capture.sheets import MAX_ROWS

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(made) -> bytes:
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def told(material) -> list[tuple[str, str]]:
    return [(piece.text, piece.where) for piece in material.pieces]


@pytest.fixture
def rich_deck() -> bytes:
    made = Presentation()
    made.slides.add_slide(made.slide_layouts[1]).shapes.title.text = "Plan"
    slide = made.slides.add_slide(made.slide_layouts[5])
    box = slide.shapes.add_textbox(Inches(1), Inches(5), Inches(3), Inches(1))
    box.text_frame.text = "Below the table"
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    table.cell(1, 0).text, table.cell(1, 1).text = "Prediction", "Six questions"
    slide.shapes.title.text = "Our test"
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(6), Inches(3), Inches(1)).text_frame.text = "In a group"
    slide.shapes.add_picture(io.BytesIO(picture()), Inches(7), Inches(5))
    slide.notes_slide.notes_text_frame.text = "Say thanks."
    return saved(made)


def test_a_deck_is_read_slide_by_slide_from_the_top_down(rich_deck):
    assert told(read_file("deck.pptx", rich_deck)) == [
        ("Plan", "slide 1"),
        ("Our test", "slide 2"),
        ("Prediction\nSix questions", "slide 2, table row 2"),
        ("Below the table", "slide 2"),
        ("In a group", "slide 2"),
        ("Say thanks.", "speaker notes of slide 2"),
    ]


def test_titles_rows_and_notes_are_told_apart(rich_deck):
    roles = [piece.role for piece in read_file("deck.pptx", rich_deck).pieces]
    assert roles == [Role.HEADING, Role.HEADING, Role.ROW, Role.TEXT, Role.TEXT, Role.NOTE]


def test_the_pictures_of_a_deck_are_kept_with_their_place(rich_deck):
    (found,) = read_file("deck.pptx", rich_deck).pictures
    assert (found.where, found.content) == ("slide 2", picture())
    assert found.name.endswith(".png")


def test_a_document_tells_under_which_heading_a_paragraph_stands():
    made = Document()
    made.add_heading("Results", 1)
    made.add_paragraph("Four questions.")
    assert told(read_file("report.docx", saved(made))) == [
        ("Results", "heading “Results”"),
        ("Four questions.", "paragraph 2, under “Results”"),
    ]


def test_the_rows_of_a_document_table_are_read_with_merged_cells_once():
    made = Document()
    table = made.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "PLAN"
    table.cell(1, 0).text, table.cell(1, 1).text = "Who", "One teacher"
    assert [piece.cells for piece in read_file("form.docx", saved(made)).pieces] == [
        ("PLAN",),
        ("Who", "One teacher", ""),
    ]


P = "<w:p><w:r><w:t>in it</w:t></w:r></w:p>"
CONTENT = f"<w:sdtContent>{P}</w:sdtContent>"
BOX = f"<w:pict><w:txbxContent>{P}</w:txbxContent></w:pict>"


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (f"<w:sdt {W}>{CONTENT}</w:sdt>", ["in it"]),
        (f"<w:sdt {W}><w:sdtPr><w:showingPlcHdr/></w:sdtPr>{CONTENT}</w:sdt>", []),
        (f"<w:p {W}><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:t>gone</w:t></w:r></w:del></w:p>", ["kept"]),
        (f"<w:p {W}><w:ins><w:r><w:t>added</w:t></w:r></w:ins></w:p>", ["added"]),
        (f"<w:p {W}><w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r></w:p>", ["one\ntwo"]),
        (f"<w:p {W}><w:r>{BOX}</w:r></w:p>", ["in it"]),
    ],
    ids=["form field", "hint", "deleted", "inserted", "line break", "text box"],
)
def test_a_document_is_read_as_it_shows(xml, text):
    made = Document()
    made.element.body.insert(0, parse_xml(xml))
    assert [piece.text for piece in read_file("form.docx", saved(made)).pieces] == text


def test_a_sheet_is_read_row_by_row_with_days_as_days():
    made = Workbook()
    made.active.title = "PDSA"
    made.active["A1"], made.active["B3"] = "Plan", 0.5
    assert told(read_file("tracker.xlsx", saved(made))) == [
        ("Plan", "sheet “PDSA”, row 1"),
        ("0.5", "sheet “PDSA”, row 3"),
    ]


def test_what_lies_beyond_the_last_row_that_is_read_is_told():
    made = Workbook()
    made.active.cell(MAX_ROWS + 5, 1).value = "far down"
    found = read_file("tracker.xlsx", saved(made))
    assert (found.pieces, found.unread) == ((), (f"sheet “Sheet” beyond row {MAX_ROWS:,}",))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_whatever_stands_between_its_cells(delimiter):
    text = f"Idea{delimiter}Results\nCards{delimiter}Four"
    assert [piece.cells for piece in read_file("t.csv", text.encode()).pieces] == [
        ("Idea", "Results"),
        ("Cards", "Four"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_programs_write(encoding):
    assert told(read_file("note.txt", "Résultat: quatre".encode(encoding))) == [
        ("Résultat: quatre", "line 1")
    ]


def test_pasted_lines_keep_their_numbers():
    assert [(piece.where, piece.role) for piece in read_text("# Plan\n\nWho: one").pieces] == [
        ("line 1", Role.HEADING),
        ("line 2", Role.BREAK),
        ("line 3", Role.TEXT),
    ]
