"""The layers that read words: thin ones beside the model's own, which listen to them.

The model was made to tell what a whole text is about. To tell whether one word of a question is said by a
record, in whatever words, these layers make vectors of words out of what the model's last layers make of a
text, and one number more: how much a word matters where it stands. They were learned from made-up networks of
change ideas with the questions that teachers might ask of them (``training/``); nothing of a hub, and nothing
that figures are reported on. The model itself, which makes the vectors of texts, stays as it was shipped, and
runs once for both. They cost about a tenth of it.

Needs torch, so the server never imports it: it runs what ``export`` made of this.

Source: Y.-L. Sung et al., LST: ladder side-tuning for parameter and memory efficient transfer learning,
NeurIPS 2022, for layers at the side of a model that stays as it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention

from nic_hub.search.manifest import LEARNED
from nic_hub.search.reading import WORD_DIMENSION
from nic_hub.search.weights import DIMENSION

#: States of the model that words are made of: after each of its last layers.
LEVELS = 4
#: Numbers that a thin layer makes of a word-piece, and among how many heads its attention parts them.
WIDTH, HEADS = 128, 4


class WordLayers(nn.Module):
    """Thin layers, each of which takes in one state of the model more."""

    def __init__(self) -> None:
        super().__init__()
        self.entries = nn.ModuleList(
            nn.Sequential(nn.LayerNorm(DIMENSION), nn.Linear(DIMENSION, WIDTH)) for _ in range(LEVELS)
        )
        self.layers = nn.ModuleList(_ThinLayer() for _ in range(LEVELS - 1))
        self.output = nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, WORD_DIMENSION + 1))
        self.shortcut = nn.Linear(DIMENSION, WORD_DIMENSION + 1, bias=False)

    def forward(self, states: Tensor, padding: Tensor | None = None) -> Tensor:
        """Make vectors of word-pieces.

        Args:
            states: what each of the model's last layers made of some texts, one beside the other: (texts,
                word-pieces, LEVELS * DIMENSION).
            padding: which word-pieces are none: bool, (texts, word-pieces). None where all are.

        Returns:
            The vector of each word-piece, and the logarithm of its weight: (texts, word-pieces,
            WORD_DIMENSION + 1).
        """
        levels = states.chunk(LEVELS, dim=-1)
        heard = None if padding is None else ~padding[:, None, None, :]
        made = self.entries[0](levels[0])
        for layer, entry, level in zip(self.layers, self.entries[1:], levels[1:], strict=True):
            made = layer(made, heard) + entry(level)
        output: Tensor = self.output(made) + self.shortcut(levels[-1])
        return output


class _ThinLayer(nn.Module):
    """Attention and a step for each word-piece by itself, both after a norm."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = nn.Sequential(nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 3 * WIDTH))
        self.answered = nn.Linear(WIDTH, WIDTH)
        self.step = nn.Sequential(
            nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 2 * WIDTH), nn.GELU(), nn.Linear(2 * WIDTH, WIDTH)
        )

    def forward(self, made: Tensor, heard: Tensor | None) -> Tensor:
        """Take (texts, word-pieces, WIDTH), and which of them are heard, and return as many."""
        parts = self.asked(made).unflatten(-1, (3, HEADS, WIDTH // HEADS)).permute(2, 0, 3, 1, 4)
        query, key, value = parts.unbind(0)
        answer = scaled_dot_product_attention(query, key, value, attn_mask=heard)
        made = made + self.answered(answer.transpose(1, 2).flatten(2))
        stepped: Tensor = made + self.step(made)
        return stepped


def load_word_layers(path: Path = LEARNED) -> WordLayers:
    """Return the layers as they were learned."""
    layers = WordLayers()
    with np.load(path) as file:
        state = {name: torch.from_numpy(file[name].astype(np.float32)) for name in file.files}
    layers.load_state_dict(state)
    return layers.eval()


def save_word_layers(layers: WordLayers, path: Path = LEARNED) -> None:
    """Write what was learned, in half precision."""
    state: dict[str, Any] = {name: each.half().numpy() for name, each in layers.state_dict().items()}
    np.savez_compressed(path, **state)
