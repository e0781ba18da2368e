"""Open an office file (a zip of XML) safely, or refuse it in plain words.

Nothing of a file is unpacked before its table of contents was looked at: how many entries, how large they are
unzipped, locked, with macros. An XML part that declares a document type is refused, since that is where
entity bombs and references to other files stand, and no office program writes one (ECMA-376, part 2, 8.1.4).
Every entry is then unpacked once in small pieces, which are thrown away: one that lies about its size, or is
packed in a way that no office program uses, is refused before the readers unpack it at one stroke.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml import sax as defused_sax

from nic_hub.errors import Invalid

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FLAG_LOCKED = 0x1
_CHUNK_BYTES = 65_536
_BROKEN = "This file is broken and cannot be read. Open it, save it again, and send the new copy."
_TYPES = "[Content_Types].xml"
_XML = (".xml", ".rels", ".vml")


class PackageKind(StrEnum):
    """The office files that are read."""

    SLIDES = "pptx"
    DOCUMENT = "docx"
    SHEET = "xlsx"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read.

    Args:
        file_bytes: size of the file.
        entries: files inside of it.
        unzipped_bytes: their size, unzipped.
        xml_bytes: size of its XML, unzipped: it takes many times that in memory.
        pieces: lines, paragraphs and rows in it.
        characters: of its text; more takes minutes to read.
    """

    file_bytes: int = 50_000_000
    entries: int = 5_000
    unzipped_bytes: int = 200_000_000
    xml_bytes: int = 40_000_000
    pieces: int = 10_000
    characters: int = 1_000_000


_MAIN_PARTS = (
    (PackageKind.SLIDES, re.compile(rb"presentationml\.(?:presentation|slideshow|template)\.main\+xml")),
    (PackageKind.DOCUMENT, re.compile(rb"wordprocessingml\.(?:document|template)\.main\+xml")),
    (PackageKind.SHEET, re.compile(rb"spreadsheetml\.(?:sheet|template)\.main\+xml")),
)
_MACROS = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)


def is_package(content: bytes) -> bool:
    """Say whether a file is, or pretends to be, an office file."""
    return content.startswith((_ZIP, _OLE))


def check_package(content: bytes, limits: Limits | None = None) -> PackageKind:
    """Return what kind of office file this is, once it is known to be safe to read.

    Raises:
        Invalid: it is locked, huge, broken, of an old format, holds macros, or is no such file.
    """
    if content.startswith(_OLE):
        _refuse_old(content)
    with reading_safely(), zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = package.infolist()
        _check_contents(entries, limits or Limits())
        for entry in entries:
            _check_size(package, entry)
        for entry in entries:
            if entry.filename.lower().endswith(_XML):
                _refuse_document_type(package.read(entry))
        # Only office files have it: not a folder that was packed, nor what other programs write.
        types = package.read(_TYPES) if _TYPES in package.namelist() else b""
    if _MACROS.search(types):
        refuse("This file holds macros (small programs). Save it without them, as .pptx, .docx or .xlsx.")
    kind = next((kind for kind, main in _MAIN_PARTS if main.search(types)), None)
    return kind or refuse(
        "This is no slide deck, document or sheet. Send a .pptx, .docx, .xlsx or .csv file."
    )


@contextmanager
def reading_safely() -> Iterator[None]:
    """Tell in plain words whatever goes wrong while a file is read.

    Raises:
        Invalid: it cannot be read.
    """
    try:
        yield
    except Invalid:
        raise
    except (
        Exception
    ) as error:  # The readers of office files raise whatever their XML makes them stumble over.
        raise Invalid.field("file", _BROKEN) from error


def refuse(detail: str) -> NoReturn:
    """Refuse a file.

    Raises:
        Invalid: always.
    """
    raise Invalid.field("file", detail)


def _refuse_old(content: bytes) -> NoReturn:
    if _ENCRYPTED in content:
        refuse("This file is locked with a password. Save it without one, and send that copy.")
    refuse("This is a file of an old format (.ppt, .doc, .xls). Save it as .pptx, .docx or .xlsx.")


def _check_contents(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if any(entry.flag_bits & _FLAG_LOCKED for entry in entries):
        refuse("This file is locked with a password. Save it without one, and send that copy.")
    if any("vbaproject" in entry.filename.lower() for entry in entries):
        refuse("This file holds macros (small programs). Save it without them, as .pptx, .docx or .xlsx.")
    is_xml = [entry.file_size for entry in entries if entry.filename.lower().endswith(_XML)]
    unzipped = sum(entry.file_size for entry in entries)
    if len(entries) > limits.entries or unzipped > limits.unzipped_bytes or sum(is_xml) > limits.xml_bytes:
        refuse(
            f"This file is too large once unpacked ({unzipped:,} bytes in {len(entries):,} parts). "
            "Take out pictures or slides that are not needed, or send it in parts."
        )


def _check_size(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Refuse an entry that unpacks to more than the table of contents says, without unpacking all of it."""
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        refuse(_BROKEN)
    one_more = copy(entry)
    one_more.file_size = entry.file_size + 1
    left = one_more.file_size
    with package.open(one_more) as opened:
        while left and (chunk := opened.read(min(left, _CHUNK_BYTES))):
            left -= len(chunk)
    if left != 1:
        refuse(_BROKEN)


class _Begun(Exception):
    """The first element was reached."""


class _FirstElement(ContentHandler):
    def startElement(self, name: str, attrs: object) -> None:  # noqa: N802, ARG002 - The name is SAX's.
        raise _Begun


def _refuse_document_type(xml: bytes) -> None:
    try:
        defused_sax.parseString(xml, _FirstElement(), forbid_dtd=True)
    except _Begun:
        return
    except DefusedXmlException:
        refuse("This file holds XML that no office program writes (a document type). It was not read.")
