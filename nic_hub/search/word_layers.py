"""The layers that read words: the model's own last ones, corrected by what was learned for it.

The model was made to tell what a whole text is about. To tell whether one word of a question is said by a
record, in whatever words, its last layers are corrected, and one number more tells how much a word matters
where it stands. The corrections are small (two thin matrices beside each of a layer's) and were learned from
made-up networks of change ideas with the questions that teachers might ask of them (``training/``); nothing
of a hub, and nothing that figures are reported on. The model itself, which makes the vectors of texts, stays
as it was shipped.

Source: E. Hu et al., LoRA: low-rank adaptation of large language models, ICLR 2022.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np

#: What was learned. Made by ``python -m training``.
CORRECTIONS = Path(__file__).parent / "word_layers.npz"
#: Layers of the model that words share with texts; the others are corrected copies.
SHARED_LAYERS = 3


def build_word_layers(model: Any) -> Any:
    """Return the layers for words as a torch module.

    It takes what the shared layers make of a text, (texts, word-pieces, dimension), and returns, for each
    word-piece, its vector and the logarithm of its weight: (texts, word-pieces, WORD_DIMENSION + 1). There is
    no padding: one text at a time.
    """
    import torch

    learned = {name: torch.from_numpy(np.asarray(each, dtype=np.float32)) for name, each in _read().items()}

    class WordLayers(torch.nn.Module):  # type: ignore[misc,unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.layers = deepcopy(model.encoder.layer[SHARED_LAYERS:])
            for name, part in self.layers.named_modules():
                if f"{name}.in" in learned:
                    part.weight.data += learned[f"{name}.out"] @ learned[f"{name}.in"]
            self.output = torch.nn.Parameter(learned["output"])
            self.bias = torch.nn.Parameter(learned["bias"])

        def forward(self, middle: Any) -> Any:
            for layer in self.layers:
                middle = layer(middle)
            return middle @ self.output + self.bias

    return WordLayers().eval()


def _read() -> dict[str, Any]:
    with np.load(CORRECTIONS) as file:
        return dict(file)
