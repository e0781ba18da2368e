"""Texts as the shipped model reads them. They are read once, since what is learned begins above that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import normalize
from torch.nn.utils.rnn import pad_sequence
from transformers import AutoModel
from transformers.utils import logging

from nic_hub.search.embedder import find_words
from nic_hub.search.manifest import TOKENIZER_FILE
from nic_hub.search.reading import FUNCTION_WORDS, WORD_DIMENSION
from nic_hub.search.weights import MAX_TOKENS, readable, source_directory
from nic_hub.search.word_layers import LEVELS

_TEXTS_AT_A_TIME = 128


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text, and what the shipped model makes of it.

    Args:
        vector: of the whole text: float32, (dimension,), L2-normalised.
        states: what each of the last layers made of each word-piece, one beside the other: float16, (pieces,
            LEVELS * dimension).
        words: those that are compared, in lower case.
        spans: the first word-piece of each word, and the one after its last.
    """

    vector: Tensor
    states: Tensor
    words: Sequence[str]
    spans: Sequence[tuple[int, int]]

    def without_function_words(self) -> ReadText:
        """Leave out the words that say nothing by themselves, unless there is nothing else."""
        kept = [place for place, word in enumerate(self.words) if word not in FUNCTION_WORDS]
        if not kept:
            return self
        words, spans = [self.words[place] for place in kept], [self.spans[place] for place in kept]
        return replace(self, words=words, spans=spans)


class ShippedModel:
    """The model of the hub as it was shipped.

    Args:
        model: a BERT of transformers.
        tokenizer: its tokenizer, of ``tokenizers``.
    """

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self._model = model.eval()
        self._tokenizer = tokenizer
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)

    @classmethod
    def load(cls) -> ShippedModel:
        """Load it from its package."""
        source = source_directory()
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        tokenizer = Tokenizer.from_file(str(source / TOKENIZER_FILE))
        return cls(AutoModel.from_pretrained(source), tokenizer)

    @property
    def layers(self) -> Any:
        """Return the last layers: those that make all states but the first."""
        return self._model.encoder.layer[1 - LEVELS :]

    def read(self, texts: Sequence[str]) -> list[ReadText]:
        """Read some texts."""
        texts = [readable(text) for text in texts]
        encoded = self._tokenizer.encode_batch(texts)
        states = self._run([each.ids for each in encoded])
        words = [find_words(*each) for each in zip(texts, encoded, strict=True)]
        return [
            ReadText(vector, beside, [*named.values()], [*named])
            for (vector, beside), named in zip(states, words, strict=True)
        ]

    def main_directions(self) -> Tensor:
        """Return what brings vectors to fewer dimensions: float32, (dimension, WORD_DIMENSION).

        They are the main directions of the words the model knows, each read by itself, so that no text
        decides them.
        """
        known = sorted(word for word in self._tokenizer.get_vocab() if word.isalpha() and word.isascii())
        states = self._run([each.ids[:3] for each in self._tokenizer.encode_batch(known)])
        vectors = torch.stack([vector for vector, _ in states])
        directions: Tensor = torch.linalg.eigh(vectors.T @ vectors).eigenvectors
        return directions[:, -WORD_DIMENSION:].contiguous()

    def _run(self, ids: Sequence[Sequence[int]]) -> list[tuple[Tensor, Tensor]]:
        """Return the vector and the states of each text, read with others of about its length."""
        states: dict[int, tuple[Tensor, Tensor]] = {}
        order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
        for start in range(0, len(order), _TEXTS_AT_A_TIME):
            places = order[start : start + _TEXTS_AT_A_TIME]
            states |= zip(places, self._run_batch([ids[place] for place in places]), strict=True)
        return [states[place] for place in range(len(ids))]

    @torch.no_grad()
    def _run_batch(self, ids: Sequence[Sequence[int]]) -> list[tuple[Tensor, Tensor]]:
        padded = pad_sequence([torch.tensor(each) for each in ids], batch_first=True)
        lengths = [len(each) for each in ids]
        mask = torch.arange(padded.shape[1]) < torch.tensor(lengths)[:, None]
        read = self._model(input_ids=padded, attention_mask=mask.long(), output_hidden_states=True)
        states = torch.cat(read.hidden_states[-LEVELS:], dim=-1).half()
        return [
            (normalize(last[:length].mean(0), dim=0), beside[:length].clone())
            for last, beside, length in zip(read.last_hidden_state, states, lengths, strict=True)
        ]
