"""Text to vectors. The protocol every embedder keeps, the one the server runs, and the choice between them.

The server runs an int8 ONNX export (see ``export``) with onnxruntime and never imports torch. Where the
export can't be made, sentence-transformers serves (see ``reference``). Load after the fork: neither engine
survives one.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from nic_hub.errors import Misconfigured
from nic_hub.search.manifest import (
    MODEL_FILE,
    TOKENIZER_FILE,
    WORDS_FILE,
    ExportManifest,
    export_directory,
)
from nic_hub.search.reading import NO_WORDS, WORD_DIMENSION, FloatArray, Reading, Words
from nic_hub.search.weights import DIMENSION, MAX_TOKENS, MODEL_NAME, readable
from nic_hub.search.words import words_of

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
    def reads_words(self) -> bool:
        """Whether it gives the vectors of words, too."""
        ...

    def knows(self, word: str) -> bool:
        """Say whether a word in lower case is one of the model's own, and not read letter by letter."""
        ...

    def read(self, text: str) -> Reading:
        """Read one text, such as a question."""
        ...

    def read_documents(self, texts: Sequence[str]) -> Iterable[Reading]:
        """Read many texts; each when its turn comes, where that saves memory."""
        ...


class OnnxEmbedder:
    """The int8 export on onnxruntime: one thread, one text a call.

    Dynamic int8 makes a vector depend on the others of its batch (cosine down to .987), and single calls are
    faster too.

    Args:
        directory: what ``export.ensure_export`` returned.
    """

    dimension = DIMENSION
    reads_words = True

    def __init__(self, directory: Path) -> None:
        manifest = ExportManifest.read(directory)
        manifest.verify(directory)
        words = manifest.words_sha256[:12]
        self.name = f"{MODEL_NAME}/onnx-int8/{manifest.model_sha256[:12]}/{MAX_TOKENS}/words-{words}"
        self._tokenizer = _load_tokenizer(directory / TOKENIZER_FILE)
        self._session = _open_session(directory / MODEL_FILE)
        self._word_session = _open_session(directory / WORDS_FILE)

    def knows(self, word: str) -> bool:
        """Say whether a word is one of the model's own."""
        return self._tokenizer.token_to_id(word) is not None

    def read(self, text: str) -> Reading:
        """Read one text."""
        text = readable(text)
        encoded = self._tokenizer.encode(text)
        ids = np.asarray([encoded.ids], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        (states,) = self._session.run(None, inputs)
        # The last state is the model's own answer; the layers for words listen to the ones before, too.
        vector = _normalised(states[0, :, -DIMENSION:].mean(axis=0))
        return Reading(vector, partial(self._read_words, text, encoded, states))

    def _read_words(self, text: str, encoded: Any, states: FloatArray) -> Words:
        """Bring what the layers for words make of word-pieces together to words."""
        kept = find_words(text, encoded)
        if not kept:
            return NO_WORDS
        ((pieces,),) = self._word_session.run(None, {"states": states})
        words = _means(pieces, [*kept])
        vectors, weights = _normalised(words[:, :WORD_DIMENSION]), np.exp(words[:, WORD_DIMENSION])
        return Words(tuple(kept.values()), vectors, weights)

    def read_documents(self, texts: Sequence[str]) -> Iterable[Reading]:
        """Read many texts, each when its turn comes: until its words are read, a long one holds 1.6 MB."""
        return map(self.read, texts)


def find_words(text: str, encoded: Any) -> dict[tuple[int, int], str]:
    """Return the words of a text in their order, in lower case, by their word-pieces.

    Args:
        text: what was read.
        encoded: what the tokenizer made of it; a last word may be cut off.

    Returns:
        Each word by the place of its first word-piece and the one after its last.
    """
    spans: dict[int, tuple[int, int]] = {}
    for place, number in enumerate(encoded.word_ids):
        if number is not None:
            begin, _ = spans.get(number, (place, place))
            spans[number] = begin, place + 1
    # Each look at them makes the whole list anew.
    offsets = encoded.offsets
    named = [(span, words_of(text[offsets[span[0]][0] : offsets[span[1] - 1][1]])) for span in spans.values()]
    return {span: names[0] for span, names in named if names}


def _means(pieces: FloatArray, spans: Sequence[tuple[int, int]]) -> FloatArray:
    """Return the mean of the word-pieces of each word."""
    means: FloatArray = pieces[[begin for begin, _ in spans]]
    # Most words are one piece.
    for place, (begin, end) in enumerate(spans):
        if end - begin > 1:
            means[place] = pieces[begin:end].mean(axis=0)
    return means


def _normalised(vectors: FloatArray) -> FloatArray:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True), dtype=np.float32)


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
