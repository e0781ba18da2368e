"""A file that was made to harm, or that cannot be read, is refused in plain words, and harms nothing."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from docx import Document
from openpyxl import Workbook
from pptx import Presentation

from nic_hub.capture import slides
from nic_hub.capture.drafts import draft_from
from nic_hub.capture.material import Role
from nic_hub.capture.packages import Limits
from nic_hub.capture.reading import read_file, read_text
from tests.capture.conftest import refusal, rezip

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]><x>&d;</x>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><x>&f;</x>"""
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


@pytest.mark.parametrize(
    "bomb", [LAUGHS, OUTSIDE, LAUGHS.decode().encode("utf-16")], ids=["laughs", "outside", "utf-16"]
)
@pytest.mark.parametrize(
    "entry", ["ppt/slides/slide1.xml", "docProps/core.xml", "ppt/slides/_rels/slide1.xml.rels"]
)
def test_xml_that_declares_a_document_type_is_not_read(deck, bomb, entry):
    assert "no office program writes" in refusal(lambda: read_file("deck.pptx", rezip(deck, {entry: bomb})))


def test_an_entity_in_a_document_is_never_filled_in(document):
    assert "no office program writes" in refusal(
        lambda: read_file("report.docx", rezip(document, {"word/document.xml": OUTSIDE}))
    )


def test_a_zip_bomb_is_refused_before_it_is_unpacked(deck):
    bomb = rezip(deck, {"ppt/media/image1.png": bytes(60_000_000)})
    assert len(bomb) < 200_000
    tracemalloc.start()
    told = refusal(lambda: read_file("deck.pptx", bomb, Limits(unzipped_bytes=50_000_000)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "too large once unpacked" in told
    assert peak < 10_000_000


def test_an_entry_that_lies_about_its_size_is_not_unpacked(deck):
    bomb = bytearray(rezip(deck, {"ppt/slides/slide1.xml": b" " * 5_000_000}))
    true_size = struct.pack("<I", 5_000_000)
    assert bomb.count(true_size) == 2
    lying = bytes(bomb).replace(true_size, struct.pack("<I", 900))
    assert "broken" in refusal(lambda: read_file("deck.pptx", lying))


def test_a_lie_about_the_size_is_found_without_unpacking_it_all_though_the_beginning_adds_up(deck):
    bomb = rezip(deck, {"ppt/media/image1.png": bytes(60_000_000)})
    for true, told in ((60_000_000, 900), (zlib.crc32(bytes(60_000_000)), zlib.crc32(bytes(900)))):
        bomb = bomb.replace(struct.pack("<I", true), struct.pack("<I", told))
    tracemalloc.start()
    told = refusal(lambda: read_file("deck.pptx", bomb))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "broken" in told
    assert peak < 10_000_000


def test_a_file_packed_in_a_way_no_office_program_uses_is_not_unpacked(deck):
    assert "broken" in refusal(
        lambda: read_file("deck.pptx", rezip(deck, {"a.png": b"x"}, level=zipfile.ZIP_BZIP2))
    )


@pytest.mark.parametrize("limits", [Limits(pieces=1), Limits(characters=5)])
@pytest.mark.parametrize("name", ["notes.txt", "table.csv", "deck.pptx"])
def test_a_file_of_very_much_text_is_refused(deck, name, limits):
    content = deck if name == "deck.pptx" else b"Prediction: six questions a lesson\n" * 10
    assert "more text than is read" in refusal(lambda: read_file(name, content, limits))


def test_too_many_entries_are_refused(deck):
    many = rezip(deck, {f"ppt/media/{number}.png": b"" for number in range(60)})
    assert "parts" in refusal(lambda: read_file("deck.pptx", many, Limits(entries=50)))


def test_too_much_xml_is_refused(deck):
    assert "too large once unpacked" in refusal(lambda: read_file("deck.pptx", deck, Limits(xml_bytes=1_000)))


def test_a_file_of_too_many_bytes_is_refused(deck):
    assert "1,000 bytes" in refusal(lambda: read_file("deck.pptx", deck, Limits(file_bytes=1_000)))


@pytest.mark.parametrize("name", ["deck.pptm", "form.DOCM", "sheet.xlsm"])
def test_a_file_of_a_program_with_macros_is_refused_by_its_name(deck, name):
    assert "macros" in refusal(lambda: read_file(name, deck))


def test_macros_are_found_whatever_the_file_is_called(deck):
    assert "macros" in refusal(lambda: read_file("deck.pptx", rezip(deck, {"ppt/vbaProject.bin": b"x"})))


def test_a_type_with_macros_is_found_whatever_its_parts_are_called(deck):
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        types = package.read("[Content_Types].xml")
    macro = types.replace(
        b"vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
        b"vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
    )
    assert macro != types
    assert "macros" in refusal(lambda: read_file("deck.pptx", rezip(deck, {"[Content_Types].xml": macro})))


def test_a_locked_file_is_told_from_an_old_one():
    locked = OLE + "EncryptedPackage".encode("utf-16-le")
    assert "password" in refusal(lambda: read_file("deck.pptx", locked))
    assert "old format" in refusal(lambda: read_file("deck.ppt", OLE))


def test_a_locked_zip_is_refused(deck):
    locked = bytearray(deck)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = locked.find(magic)
        locked[place + offset] |= 1
    assert "password" in refusal(lambda: read_file("deck.pptx", bytes(locked)))


@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
def test_a_file_that_was_cut_off_is_broken(deck, share):
    assert "broken" in refusal(lambda: read_file("deck.pptx", deck[: int(len(deck) * share)]))


@pytest.mark.parametrize(
    "entry",
    [
        "ppt/presentation.xml",
        "[Content_Types].xml",
        "ppt/slides/slide1.xml",
        "ppt/_rels/presentation.xml.rels",
    ],
)
@pytest.mark.parametrize("content", [None, b"", b"<a><b></a>", b"\x00\xff"])
def test_a_deck_with_a_broken_part_is_broken_and_nothing_else(deck, entry, content):
    told = refusal(lambda: read_file("deck.pptx", rezip(deck, {entry: content})))
    assert "broken" in told or "no slide deck" in told


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("plan.pdf", b"%PDF-1.7 ...", "PDF"),
        ("plan.rtf", b"{\\rtf1 Plan}", "RTF"),
        ("photo.pptx", b"\x89PNG\r\n", "picture"),
        ("empty.txt", b" \n", "empty"),
        ("data.csv", b"\x00\x01\x02", "no text"),
        ("quoted.csv", b'Prediction,Result\n"' + b"x\n" * 70_000, "broken"),
    ],
)
def test_other_files_are_refused_by_what_they_are(name, content, words):
    assert words in refusal(lambda: read_file(name, content))


@pytest.mark.parametrize("entry", ["[Content_Types].xml", "mimetype.xml"])
def test_a_zip_of_something_else_is_no_office_file(entry):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr(entry, "<Types/>")
    assert "no slide deck" in refusal(lambda: read_file("deck.pptx", made.getvalue()))


def nested_boxes(levels: int) -> bytes:
    begin, end = "<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>"
    made = io.BytesIO()
    Document().save(made)
    body = begin * levels + "<w:p><w:r><w:t>deep</w:t></w:r></w:p>" + end * levels
    text = rezip(made.getvalue(), {})
    with zipfile.ZipFile(io.BytesIO(text)) as package:
        xml = package.read("word/document.xml").replace(b"<w:body>", b"<w:body>" + body.encode())
    return rezip(text, {"word/document.xml": xml})


@pytest.mark.parametrize("levels", [1, 2, 3, 40])
def test_a_text_box_in_text_boxes_is_told_once(levels):
    told = read_file("boxes.docx", nested_boxes(levels))
    assert [piece.text for piece in told.pieces if piece.text] == ["deep"]


def sheet_of_shared(text: str, rows: int, columns: int) -> bytes:
    """Make a workbook whose cells all show one text, which stands in the file once."""
    made = io.BytesIO()
    Workbook().save(made)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    with zipfile.ZipFile(made) as package:
        types = package.read("[Content_Types].xml").decode()
    part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    cells = '<c t="s"><v>0</v></c>' * columns
    parts = {
        "[Content_Types].xml": types.replace("</Types>", part),
        "xl/sharedStrings.xml": f'<sst xmlns="{space}"><si><t>{text}</t></si></sst>',
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{space}"><sheetData>{f"<row>{cells}</row>" * rows}</sheetData></worksheet>'
        ),
    }
    return rezip(made.getvalue(), {name: content.encode() for name, content in parts.items()})


def test_a_text_that_very_many_cells_share_does_not_fill_the_memory():
    content = sheet_of_shared("s" * 300_000, rows=40, columns=60)
    tracemalloc.start()
    try:
        answer = refusal(lambda: read_file("a.xlsx", content))
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()
    assert "more text than is read" in answer


def test_a_slide_of_very_many_shapes_is_read_without_looking_for_headings(monkeypatch):
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for place in range(8):
        box = slide.shapes.add_textbox(0, place * 200_000, 5_000_000, 100_000 + place)
        box.text_frame.text = f"Line {place}"
    made = io.BytesIO()
    deck.save(made)
    read = lambda: read_file("deck.pptx", made.getvalue()).pieces  # noqa: E731 - read twice.
    assert any(piece.role == Role.HEADING for piece in read())
    monkeypatch.setattr(slides, "_MOST_COMPARED", 7)
    assert [(piece.text, piece.role) for piece in read()] == [
        (f"Line {place}", Role.TEXT) for place in range(8)
    ]


def test_a_deck_of_too_many_shapes_is_refused(deck, monkeypatch):
    monkeypatch.setattr(slides, "_MOST_SHAPES", 1)
    assert "more shapes than are read" in refusal(lambda: read_file("deck.pptx", deck))


@pytest.mark.parametrize(
    "text", ["we tried it" + " " * 200_000 + "x", "so " * 60_000, "we got " * 28_000, "? " * 100_000]
)
def test_a_text_that_was_made_to_be_looked_through_for_hours_is_left_over(text):
    reading = draft_from(read_text(text))
    assert (reading.drafts, len(reading.left_over)) == ((), 1)
