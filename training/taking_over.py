"""Thin layers take over from those that were taught: they learn to make the same of every word.

Questions with their answers alone taught thin layers more about how worlds are written than about words;
the taught layers, which began as the model's own, carry over better what the model knew of words before.

Source: G. Hinton, O. Vinyals, J. Dean, Distilling the knowledge in a neural network, 2015.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import smooth_l1_loss
from torch.optim.lr_scheduler import LambdaLR

from training.layers import TaughtLayers, ThinLayers
from training.learning import LONGEST_GRADIENT, WEIGHT_DECAY, pace
from training.pools import ReadWorld
from training.reading import ReadText

TEXTS_IN_A_STEP = 128
RATE = 2e-3
#: What a weight that is off counts beside a vector that is.
WEIGHT_SHARE = 0.1


class _Lesson(NamedTuple):
    """A text, and what the taught layers make of its words."""

    text: ReadText
    vectors: Tensor
    log_weights: Tensor


def take_over(
    thin: ThinLayers, taught: TaughtLayers, worlds: Sequence[ReadWorld], epochs: int
) -> Iterator[float]:
    """Let thin layers learn what the taught ones make of all texts of some worlds.

    Yields:
        After each epoch, the mean cosine of what both make of a word.
    """
    lessons = [*chain.from_iterable(_lessons_of(taught, world) for world in worlds)]
    steps = -(-len(lessons) // TEXTS_IN_A_STEP)
    optimizer = torch.optim.AdamW(thin.parameters(), lr=RATE, weight_decay=WEIGHT_DECAY)
    schedule = LambdaLR(optimizer, lambda step: pace(step, epochs * steps))
    thin.train()
    for _ in range(epochs):
        order = random.sample(lessons, len(lessons))
        cosines = []
        for start in range(0, len(order), TEXTS_IN_A_STEP):
            cosines.append(_step(thin, order[start : start + TEXTS_IN_A_STEP], optimizer))
            schedule.step()
        yield float(np.mean(cosines))
    thin.eval()


@torch.no_grad()
def _lessons_of(taught: TaughtLayers, world: ReadWorld) -> list[_Lesson]:
    taught.eval()
    texts = [text for text in (*world.questions, *world.records) if text.words]
    words = taught(texts)
    vectors, weights = (each.split(words.counts) for each in (words.vectors, words.log_weights))
    return [*map(_Lesson, texts, vectors, weights)]


def _step(thin: ThinLayers, lessons: Sequence[_Lesson], optimizer: torch.optim.Optimizer) -> float:
    made = thin([lesson.text for lesson in lessons])
    cosine = (made.vectors * torch.cat([lesson.vectors for lesson in lessons])).sum(1).mean()
    off = smooth_l1_loss(made.log_weights, torch.cat([lesson.log_weights for lesson in lessons]))
    optimizer.zero_grad()
    (1 - cosine + WEIGHT_SHARE * off).backward()
    nn.utils.clip_grad_norm_(thin.parameters(), LONGEST_GRADIENT)
    optimizer.step()
    return float(cosine.detach())
