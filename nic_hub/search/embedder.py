"""Text to vectors. The protocol every embedder keeps, the one the server runs, and the choice between them.

The server runs an int8 ONNX export (see ``export``) with onnxruntime and never imports torch. Where the
export can't be made, sentence-transformers serves (see ``reference``). Load after the fork: neither engine
survives one.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from nic_hub.errors import Misconfigured
from nic_hub.search.likeness import WordTable
from nic_hub.search.manifest import (
    MODEL_FILE,
    TOKENIZER_FILE,
    WORD_VECTORS_FILE,
    WORDS_FILE,
    ExportManifest,
    export_directory,
)
from nic_hub.search.weights import DIMENSION, MAX_TOKENS, MODEL_NAME, readable

FloatArray = npt.NDArray[np.float32]

log = logging.getLogger(__name__)


class Embedder(Protocol):
    """Turns text into vectors of unit length, so that an inner product is a cosine."""

    @property
    def name(self) -> str:
        """Model, backend and version. Vectors of two names are never compared."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def table(self) -> WordTable | None:
        """The vectors of single words, where they were made beforehand."""
        ...

    def embed_query(self, text: str) -> FloatArray:
        """Return the vector of one question: float32, (dimension,), L2-normalised."""
        ...

    def embed_documents(self, texts: Sequence[str]) -> FloatArray:
        """Return one vector a text: float32, (n, dimension), L2-normalised."""
        ...


class OnnxEmbedder:
    """The int8 export on onnxruntime: one thread, one text a call.

    Dynamic int8 makes a vector depend on the others of its batch (cosine down to .987), and single calls are
    faster too.

    Args:
        directory: what ``export.ensure_export`` returned.
    """

    dimension = DIMENSION

    def __init__(self, directory: Path) -> None:
        manifest = ExportManifest.read(directory)
        manifest.verify(directory)
        self.name = f"{MODEL_NAME}/onnx-int8/{manifest.model_sha256[:12]}/{MAX_TOKENS}"
        self._tokenizer = _load_tokenizer(directory / TOKENIZER_FILE)
        self._session = _open_session(directory / MODEL_FILE)
        self.table: WordTable | None = WordTable.read(directory / WORDS_FILE, directory / WORD_VECTORS_FILE)

    def embed_query(self, text: str) -> FloatArray:
        """Return the vector of one question."""
        ids = np.asarray([self._tokenizer.encode(readable(text)).ids], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        (tokens,) = self._session.run(None, inputs)
        mean = tokens[0].mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)

    def embed_documents(self, texts: Sequence[str]) -> FloatArray:
        """Return one vector a text."""
        if not texts:
            return np.empty((0, DIMENSION), dtype=np.float32)
        return np.stack([self.embed_query(text) for text in texts])


def _load_tokenizer(path: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _open_session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def load_embedder(kind: str, model_dir: Path) -> Embedder:
    """Load the embedder that a setting names; for ``onnx``, make the export first where it is missing.

    Args:
        kind: ``onnx`` or ``sentence-transformers``.
        model_dir: where the export is kept.

    Raises:
        Misconfigured: no such embedder.
    """
    if kind == "onnx":
        return _load_onnx(model_dir)
    if kind == "sentence-transformers":
        return _load_reference()
    raise Misconfigured(f"EMBEDDER is {kind!r}. Set it to onnx or sentence-transformers.")


def _load_onnx(model_dir: Path) -> Embedder:
    directory = export_directory(model_dir)
    if not ExportManifest.fits(directory) and not _export_apart(model_dir):
        log.warning("The ONNX export could not be made; sentence-transformers serves instead.")
        return _load_reference()
    return OnnxEmbedder(directory)


def _export_apart(model_dir: Path) -> bool:
    """Make the export in a process of its own, because it needs torch and this one shall not hold it."""
    command = [sys.executable, "-m", "nic_hub.search.export", "--model-dir", str(model_dir)]
    return subprocess.run(command, check=False).returncode == 0  # noqa: S603  # Our own module.


def _load_reference() -> Embedder:
    from nic_hub.search.reference import ReferenceEmbedder

    return ReferenceEmbedder()
