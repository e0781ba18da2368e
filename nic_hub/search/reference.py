"""The reference embedder: sentence-transformers, full precision. It defines the vectors. It needs torch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nic_hub.search.reading import Reading
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

    #: Without them, the words of a question count where they stand in a record as they are.
    reads_words = False

    def __init__(self) -> None:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        # A second thread made a query 80 times slower as soon as another process was busy.
        torch.set_num_threads(1)
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        self._model = SentenceTransformer(str(source_directory()), device="cpu")
        self._model.max_seq_length = MAX_TOKENS

    def knows(self, word: str) -> bool:
        """Say whether a word is one of the model's own."""
        return word in self._model.tokenizer.get_vocab()

    def read(self, text: str) -> Reading:
        """Read one text."""
        return self.read_documents([text])[0]

    def read_documents(self, texts: Sequence[str]) -> list[Reading]:
        """Read many texts."""
        if not texts:
            return []
        prepared = [readable(text) for text in texts]
        vectors = self._model.encode(prepared, normalize_embeddings=True, show_progress_bar=False)
        return [Reading(vector) for vector in np.asarray(vectors, dtype=np.float32)]
