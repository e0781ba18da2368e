"""Read any file or pasted text: what it is, is told from its content, never from its name alone."""

from __future__ import annotations

import codecs
from pathlib import PurePath

from nic_hub.capture.documents import read_document
from nic_hub.capture.material import Material
from nic_hub.capture.packages import Limits, PackageKind, check_package, is_package, reading_safely, refuse
from nic_hub.capture.pasted import read_lines
from nic_hub.capture.sheets import read_csv, read_sheet
from nic_hub.capture.slides import read_slides

READERS = {
    PackageKind.SLIDES: read_slides,
    PackageKind.DOCUMENT: read_document,
    PackageKind.SHEET: read_sheet,
}
#: Files of programs with macros: what is in them does not matter.
_MACRO_ENDINGS = {".pptm", ".docm", ".xlsm", ".potm", ".dotm", ".xltm", ".ppsm", ".xlam", ".ppam"}
_OTHERS = (
    (b"%PDF", "A PDF file"),
    (b"{\\rtf", "An RTF file"),
    (b"\x89PNG", "A picture"),
    (b"\xff\xd8\xff", "A picture"),
)
_TABLE_ENDINGS = {".csv", ".tsv"}
_TOO_LONG = "This file holds more text than is read at one time. Send it in parts."


def read_file(name: str, content: bytes, limits: Limits | None = None) -> Material:
    """Read a file.

    Args:
        name: its name; only the ending counts.
        content: its bytes.
        limits: how much is read.

    Raises:
        Invalid: it is empty, too large, locked, broken, holds macros, or is of a kind that is not read.
    """
    limits = limits or Limits()
    ending = PurePath(name).suffix.lower()
    if not content.strip():
        refuse("This file is empty. Choose another one, or paste the text.")
    if len(content) > limits.file_bytes:
        refuse(f"This file is too large: {limits.file_bytes:,} bytes are read at most.")
    if ending in _MACRO_ENDINGS:
        refuse("This file may hold macros (small programs). Save it as .pptx, .docx or .xlsx.")
    if is_package(content):
        kind = check_package(content, limits)
        with reading_safely():
            material = READERS[kind](content, limits)
        return _refuse_long(material, limits)
    _refuse_other_kinds(content)
    text = decode(content)
    if len(text) > limits.characters:
        refuse(_TOO_LONG)
    if ending in _TABLE_ENDINGS:
        with reading_safely():
            return _refuse_long(read_csv(text, limits), limits)
    return _refuse_long(read_text(text), limits)


def _refuse_long(material: Material, limits: Limits) -> Material:
    """Return what was read, unless it is so much that finding its fields would take minutes."""
    characters = sum(len(piece.text) for piece in material.pieces)
    if len(material.pieces) > limits.pieces or characters > limits.characters:
        refuse(_TOO_LONG)
    return material


def read_text(text: str) -> Material:
    """Read pasted text, line by line; lines with tabs, or with commas below a head, were cells of a table."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Material(tuple(read_lines(lines)))


def _refuse_other_kinds(content: bytes) -> None:
    kind = next((name for magic, name in _OTHERS if content.startswith(magic)), None)
    if kind:
        refuse(f"{kind} cannot be read. Send a .pptx, .docx, .xlsx or .csv file, or paste the text.")


def decode(content: bytes) -> str:
    """Return the text of a plain file: UTF-8, UTF-16 with its mark, or what Windows programs write.

    Raises:
        Invalid: it is no text.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = () if b"\0" in content else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return refuse("This is no text and no file that is read. Send a .pptx, .docx, .xlsx or .csv file.")
