"""What every layout makes: the bytes of a file, and what should be found in it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

#: The fields of each draft that a file holds.
Expected = list[dict[str, str]]
Layout = Callable[[], tuple[bytes, Expected]]


def to_bytes(made: Any) -> bytes:
    """Return a document, a workbook or a slide deck as it is stored."""
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()
