"""The reference embedder: sentence-transformers, full precision. It defines the vectors. It needs torch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nic_hub.search.embedder import FloatArray
from nic_hub.search.likeness import WordTable
from nic_hub.search.weights import (
    DIMENSION,
    MAX_TOKENS,
    MODEL_NAME,
    WEIGHTS_SHA256,
    readable,
    source_directory,
)


class ReferenceEmbedder:
    """all-MiniLM-L6-v2 as sentence-transformers runs it, with the same length as the export."""

    dimension = DIMENSION
    name = f"{MODEL_NAME}/sentence-transformers-fp32/{WEIGHTS_SHA256[:12]}/{MAX_TOKENS}"

    table: WordTable | None = None

    def __init__(self) -> None:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        # A second thread made a query 80 times slower as soon as another process was busy.
        torch.set_num_threads(1)
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        self._model = SentenceTransformer(str(source_directory()), device="cpu")
        self._model.max_seq_length = MAX_TOKENS

    def embed_query(self, text: str) -> FloatArray:
        """Return the vector of one question."""
        vector: FloatArray = self.embed_documents([text])[0]
        return vector

    def embed_documents(self, texts: Sequence[str]) -> FloatArray:
        """Return one vector a text."""
        if not texts:
            return np.empty((0, DIMENSION), dtype=np.float32)
        prepared = [readable(text) for text in texts]
        vectors = self._model.encode(prepared, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)
