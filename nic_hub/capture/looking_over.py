"""Look a file over before it is kept: its type, every text in it, and what cannot be read.

Beside what becomes drafts, an office file says things in its margins: headers, footers, comments, footnotes,
its title. They are read here, too, part by part, since a name may stand in any of them.
"""

from __future__ import annotations

import io
import re
import zipfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import PurePosixPath

from lxml import etree

from nic_hub.capture.material import Piece
from nic_hub.capture.packages import Limits, check_package, is_package, reading_safely, refuse
from nic_hub.capture.reading import READERS, decode, read_text

PICTURE_TYPES = ("a picture",)
_MOST = Limits()
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
_PDF = b"%PDF-"
#: Parts that are read into drafts already, or hold no words of a person.
_READ_OR_MUTE = re.compile(
    r"(?:word/document|ppt/slides/slide\d+|ppt/notesSlides/notesSlide\d+|xl/sharedStrings"
    r"|xl/worksheets/sheet\d+|.*/(?:theme|slideMasters|slideLayouts|notesMasters|handoutMasters)/.*"
    r"|.*/(?:styles|fontTable|settings|webSettings|numbering|tableStyles|presProps|viewProps|calcChain)"
    r"|docProps/app|\[Content_Types\])\.xml"
)
#: Who wrote a file is a grown-up of the team, and is not looked for.
_WORDS = ("t", "v", "title", "subject", "description", "keywords")
_LINES = ("p", "si", "text", "pt", *_WORDS[2:])


@dataclass(frozen=True, slots=True)
class LookedOver:
    """What a file is and says.

    Args:
        media_type: its type, told by its content.
        pieces: all texts in it.
        unread: what nobody but a person can look over: a picture, a PDF.
    """

    media_type: str
    pieces: tuple[Piece, ...] = ()
    unread: tuple[str, ...] = ()


def look_over(content: bytes) -> LookedOver:
    """Look over a file.

    Raises:
        Invalid: it is empty, of a kind that is not kept, or an office file that may not be read.
    """
    if not content:
        refuse("This file is empty.")
    if is_package(content):
        return _look_into(content)
    picture = picture_type(content)
    if picture:
        return LookedOver(picture, unread=PICTURE_TYPES)
    if content.startswith(_PDF):
        return LookedOver("application/pdf", unread=("a PDF",))
    if content.lstrip()[:1] in (b"<", b"{"):
        refuse("Web pages, scripts and drawings made of code are not kept. Send a picture or a PDF.")
    text = decode(content)
    return _told("text/plain", read_text(text[: _MOST.characters + 1]).pieces, ())


def picture_type(content: bytes) -> str | None:
    """Tell the type of a picture that is kept; None of anything else."""
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)


def _look_into(content: bytes) -> LookedOver:
    kind = check_package(content)
    with reading_safely():
        material = READERS[kind](content, _MOST)
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            margins = [*_read_margins(package)]
            hidden = [*_find_unreadable(package)]
    return _told(f"application/vnd.{kind}", (*material.pieces, *margins), (*hidden, *material.unread))


def _told(media_type: str, pieces: Iterable[Piece], unread: tuple[str, ...]) -> LookedOver:
    """Tell what a file says; of one that says very much, the beginning."""
    said = [piece for piece in pieces if piece.text]
    ends = [*accumulate(len(piece.text) for piece in said)]
    most = min(_MOST.pieces, bisect_right(ends, _MOST.characters))
    rest = ("much text",) if most < len(said) else ()
    return LookedOver(media_type, tuple(said[:most]), (*unread, *rest))


def _read_margins(package: zipfile.ZipFile) -> Iterator[Piece]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for name in package.namelist():
        if name.endswith(".xml") and not _READ_OR_MUTE.fullmatch(name):
            where = PurePosixPath(name).stem
            for line in etree.fromstring(package.read(name), parser).iter(*_any_space(_LINES)):
                text = "".join(each.text or "" for each in line.iter(*_any_space(_WORDS))).strip()
                if text:
                    yield Piece(text, where)


def _any_space(names: tuple[str, ...]) -> list[str]:
    return [f"{{*}}{name}" for name in names]


def _find_unreadable(package: zipfile.ZipFile) -> Iterator[str]:
    """Tell of pictures and of files inside of the file."""
    folders = {PurePosixPath(name).parent.name for name in package.namelist()}
    if "media" in folders:
        yield "pictures in it"
    if "embeddings" in folders:
        yield "files inside of it"
