"""Small hubs to measure, so that the parts of the benchmarks that think can be tested in a moment."""

import pytest

from benchmarks import made_up_hub, suggesting, timing
from tests.fakes import WordEmbedder

SIZE = 40


@pytest.fixture
def quick(monkeypatch, tmp_path):
    """Few repeats, and a folder of the test."""
    monkeypatch.setattr(made_up_hub, "FOLDER", tmp_path)
    for module in (timing, suggesting):
        monkeypatch.setattr(module, "QUESTIONS", 2)


@pytest.fixture
def hub(quick):
    """A small made-up hub, open."""
    with made_up_hub.made_up_hub(SIZE, WordEmbedder()) as opened:
        yield opened
