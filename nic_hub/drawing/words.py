"""What a picture shows, in words that belong to its file: where screen readers and other programs look."""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib

#: A PNG file begins with its signature and its header, 33 bytes together; texts may follow.
_AFTER_HEADER = 33
#: Two code points beside the control characters that XML 1.0 does not allow.
_NO_XML = "\ufffe\uffff"


def is_visible(character: str) -> bool:
    """Say whether a character stands for itself: no control character, no joiner, no half of a pair."""
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Mn"} and character not in _NO_XML


def for_xml(text: str) -> str:
    """Return a text as it may stand in XML: escaped, without characters XML does not allow."""
    shown = (one for one in text if one in "\n\t" or unicodedata.category(one) not in {"Cc", "Cs"})
    kept = "".join(one for one in shown if one not in _NO_XML)
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def describe_svg(svg: str, title: str, description: str) -> str:
    """Give a picture its title and description, where screen readers look for them."""
    words = f'<title id="title">{for_xml(title)}</title>\n <desc id="desc">{for_xml(description)}</desc>'
    opened = re.sub(r"<svg ", '<svg role="img" aria-labelledby="title desc" ', svg, count=1)
    return re.sub(r"(<svg [^>]*>)", lambda found: f"{found[1]}\n {words}", opened, count=1)


def describe_png(png: bytes, title: str, description: str) -> bytes:
    """Give a picture its title and description, as the international texts of a PNG file.

    Source: the PNG specification, third edition, sections 5.3 (chunks) and 11.3.3.4 (iTXt).
    """
    words = _text("Title", title) + _text("Description", description)
    return png[:_AFTER_HEADER] + words + png[_AFTER_HEADER:]


def _text(keyword: str, text: str) -> bytes:
    """Make a chunk: length, type, content, and a checksum of the two last."""
    kept = "".join(one for one in text if one == "\n" or is_visible(one))
    # After the keyword: not compressed, and neither a language nor a translated keyword.
    content = b"iTXt" + keyword.encode("latin-1") + b"\x00\x00\x00\x00\x00" + kept.encode("utf-8")
    return struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
