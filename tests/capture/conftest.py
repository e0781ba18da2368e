"""Files made for the tests of reading."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from pptx import Presentation

from nic_hub.errors import Invalid


@pytest.fixture
def deck() -> bytes:
    """A slide deck with one slide."""
    made, content = Presentation(), io.BytesIO()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = "Results"
    slide.placeholders[1].text_frame.text = "Four questions a lesson."
    made.save(content)
    return content.getvalue()


@pytest.fixture
def document() -> bytes:
    """A document with one paragraph."""
    made, content = Document(), io.BytesIO()
    made.add_paragraph("Results: four questions a lesson.")
    made.save(content)
    return content.getvalue()


def rezip(content: bytes, changes: dict[str, bytes | None], *, level: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Write an office file again with some entries changed, added or left out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", level) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, entry in changes.items():
            if entry is not None:
                new.writestr(name, entry)
    return made.getvalue()


def refusal(read: Callable[[], object]) -> str:
    """Return the words in which something is refused."""
    with pytest.raises(Invalid) as caught:
        read()
    assert [problem.pointer for problem in caught.value.problems] == ["/file"]
    return caught.value.detail
