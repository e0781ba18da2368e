"""The layers for words while they learn, and what is kept of them: thin corrections of the shipped ones.

Source: E. Hu et al., LoRA: low-rank adaptation of large language models, ICLR 2022, for corrections of low
rank; here they are not trained as such, but are what is left of freely trained weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import normalize, pad
from torch.nn.utils.rnn import pad_sequence

from training.reading import ReadText, ShippedModel

#: What was learned: arrays of float16 by their names; see ``WordLayers.find_corrections``.
Corrections = dict[str, Any]
#: Rank of a correction.
RANK = 16
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


class WordLayers(nn.Module):
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
        matrices = {id(part.weight) for _, part in linear_parts(self.layers)}
        for parameter in self.layers.parameters():
            parameter.requires_grad_(id(parameter) in matrices)

    def forward(self, texts: Sequence[ReadText]) -> Words:
        """Read the words of some texts, those of about the same length together."""
        order = sorted(range(len(texts)), key=lambda place: len(texts[place].middle))
        starts = range(0, len(order), _TEXTS_AT_A_TIME)
        batches = [[texts[place] for place in order[start : start + _TEXTS_AT_A_TIME]] for start in starts]
        read = torch.cat([self._read(batch) for batch in batches])
        text_of = torch.tensor([place for place in order for _ in texts[place].words])
        read = read[text_of.argsort(stable=True)]
        counts = [len(text.words) for text in texts]
        return Words(normalize(read @ self.projection, dim=1), self.weight(read).squeeze(1), counts)

    def _read(self, texts: Sequence[ReadText]) -> Tensor:
        """Return what the layers make of each word, before the projection: (words, dimension)."""
        states = pad_sequence([text.middle.float() for text in texts], batch_first=True)
        lengths = torch.tensor([len(text.middle) for text in texts])
        padding = torch.arange(states.shape[1]) >= lengths[:, None]
        # While they learn, half precision takes half the time.
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            for layer in self.layers:
                states = layer(states, NEVER * padding[:, None, None, :].float())
        return _bring_pieces_together(states.float(), texts)

    def find_corrections(self, shipped: ShippedModel) -> Corrections:
        """Return what was learned, as ``nic_hub.search.word_layers`` reads it.

        For each linear part of the layers, the two thin matrices whose product comes nearest to what has
        changed: ``{part}.out``, (outputs, RANK), and ``{part}.in``, (RANK, inputs). ``output`` is the
        projection beside the weight: (dimension, WORD_DIMENSION + 1); ``bias`` is that of both.
        """
        found: dict[str, Tensor] = {}
        parts = zip(linear_parts(self.layers), linear_parts(shipped.layers), strict=True)
        for (name, part), (_, before) in parts:
            found[f"{name}.out"], found[f"{name}.in"] = _split(part.weight.detach() - before.weight.detach())
        found["output"] = torch.cat([self.projection, self.weight.weight.T], dim=1)
        found["bias"] = pad(self.weight.bias, (self.projection.shape[1], 0))
        return {name: each.detach().numpy().astype(np.float16) for name, each in found.items()}

    @torch.no_grad()
    def take_corrections(self, shipped: ShippedModel, corrections: Corrections) -> None:
        """Become what the hub makes of corrections."""
        learned = {name: torch.from_numpy(each.astype(np.float32)) for name, each in corrections.items()}
        parts = zip(linear_parts(self.layers), linear_parts(shipped.layers), strict=True)
        for (name, part), (_, before) in parts:
            part.weight.copy_(before.weight + learned[f"{name}.out"] @ learned[f"{name}.in"])
        self.projection.copy_(learned["output"][:, :-1])
        self.weight.weight.copy_(learned["output"][:, -1:].T)
        self.weight.bias.copy_(learned["bias"][-1:])


def linear_parts(layers: nn.Module) -> Iterator[tuple[str, Any]]:
    """Yield the linear parts of layers by their names, such as ``0.attention.self.query``."""
    return ((name, part) for name, part in layers.named_modules() if isinstance(part, nn.Linear))


def _split(change: Tensor) -> tuple[Tensor, Tensor]:
    """Return the two thin matrices of the best approximation, of equal size, so that half precision does."""
    left, sizes, right = torch.linalg.svd(change, full_matrices=False)
    roots = sizes[:RANK].sqrt()
    return left[:, :RANK] * roots, roots[:, None] * right[:RANK]


def _bring_pieces_together(states: Tensor, texts: Sequence[ReadText]) -> Tensor:
    """Return the mean of the word-pieces of each word: (words, dimension)."""
    spans = [(row, *span) for row, text in enumerate(texts) for span in text.spans]
    pieces = [row * states.shape[1] + piece for row, begin, end in spans for piece in range(begin, end)]
    counts = torch.tensor([end - begin for _, begin, end in spans])
    word_of = torch.arange(len(spans)).repeat_interleave(counts)
    sums = torch.zeros(len(spans), states.shape[2]).index_add(0, word_of, states.flatten(0, 1)[pieces])
    return sums / counts[:, None]
