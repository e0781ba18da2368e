"""The real model, loaded once for all tests that are about meaning."""

from pathlib import Path

import pytest

from nic_hub.search.embedder import OnnxEmbedder
from nic_hub.search.export import ensure_export

TOP = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def onnx_embedder() -> OnnxEmbedder:
    """The embedder the server runs; the first run makes its export, which takes some seconds."""
    return OnnxEmbedder(ensure_export(TOP / "instance" / "model"))
