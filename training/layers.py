"""Layers that read words while they learn: those that are taught, and the thin ones that take over."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from copy import deepcopy
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize
from torch.nn.utils.rnn import pad_sequence

from nic_hub.search.reading import WORD_DIMENSION
from nic_hub.search.word_layers import LEVELS, WordLayers
from training.reading import ReadText, ShippedModel

_TEXTS_AT_A_TIME = 24
#: Stands for minus infinity, which half precision and derivatives bear badly.
NEVER = -1e4


class Words(NamedTuple):
    """The words of some texts, text by text.

    Args:
        vectors: of each word in its context: (words, WORD_DIMENSION), L2-normalised.
        log_weights: the logarithm of how much it tells there: (words,).
        counts: how many words each text has.
    """

    vectors: Tensor
    log_weights: Tensor
    counts: list[int]


class ReadingLayers(nn.Module):
    """Layers that make words out of what the shipped model made of texts."""

    @abstractmethod
    def read_pieces(self, states: Tensor, padding: Tensor) -> Tensor:
        """Make vectors of word-pieces, as ``nic_hub.search.word_layers.WordLayers`` does."""

    def forward(self, texts: Sequence[ReadText]) -> Words:
        """Read the words of some texts, those of about the same length together."""
        order = sorted(range(len(texts)), key=lambda place: len(texts[place].states))
        starts = range(0, len(order), _TEXTS_AT_A_TIME)
        batches = [[texts[place] for place in order[start : start + _TEXTS_AT_A_TIME]] for start in starts]
        read = torch.cat([self._read(batch) for batch in batches])
        text_of = torch.tensor([place for place in order for _ in texts[place].words])
        read = read[text_of.argsort(stable=True)]
        counts = [len(text.words) for text in texts]
        return Words(normalize(read[:, :WORD_DIMENSION], dim=1), read[:, WORD_DIMENSION], counts)

    def _read(self, texts: Sequence[ReadText]) -> Tensor:
        """Return what the layers make of each word: (words, WORD_DIMENSION + 1)."""
        states = pad_sequence([text.states.float() for text in texts], batch_first=True)
        lengths = torch.tensor([len(text.states) for text in texts])
        padding = torch.arange(states.shape[1]) >= lengths[:, None]
        # While they learn, half precision takes half the time.
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            pieces = self.read_pieces(states, padding)
        return _bring_pieces_together(pieces.float(), texts)


class TaughtLayers(ReadingLayers):
    """Copies of the shipped model's last layers, a projection and a weight, all of which learn.

    Of the layers only the weight matrices do; biases and layer norms stay as they were shipped.

    Args:
        shipped: the model, which stays as it is.
    """

    def __init__(self, shipped: ShippedModel) -> None:
        super().__init__()
        self.layers = deepcopy(shipped.layers)
        self.projection = nn.Parameter(shipped.main_directions())
        self.weight = nn.Linear(len(self.projection), 1)
        nn.init.zeros_(self.weight.weight)
        nn.init.zeros_(self.weight.bias)
        matrices = {id(part.weight) for part in self.layers.modules() if isinstance(part, nn.Linear)}
        for parameter in self.layers.parameters():
            parameter.requires_grad_(id(parameter) in matrices)

    def read_pieces(self, states: Tensor, padding: Tensor) -> Tensor:
        """Make vectors of word-pieces out of the first state alone."""
        made: Any = states.chunk(LEVELS, dim=-1)[0]
        for layer in self.layers:
            made = layer(made, NEVER * padding[:, None, None, :].float())
        return torch.cat([made @ self.projection, self.weight(made)], dim=-1)


class ThinLayers(ReadingLayers):
    """The hub's layers for words."""

    def __init__(self) -> None:
        super().__init__()
        self.thin = WordLayers()

    def read_pieces(self, states: Tensor, padding: Tensor) -> Tensor:
        """Make vectors of word-pieces."""
        made: Tensor = self.thin(states, padding)
        return made


def _bring_pieces_together(states: Tensor, texts: Sequence[ReadText]) -> Tensor:
    """Return the mean of the word-pieces of each word: (words, dimension)."""
    spans = [(row, *span) for row, text in enumerate(texts) for span in text.spans]
    pieces = [row * states.shape[1] + piece for row, begin, end in spans for piece in range(begin, end)]
    counts = torch.tensor([end - begin for _, begin, end in spans])
    word_of = torch.arange(len(spans)).repeat_interleave(counts)
    sums = torch.zeros(len(spans), states.shape[2]).index_add(0, word_of, states.flatten(0, 1)[pieces])
    return sums / counts[:, None]
