"""What the layers learn: to put the right ideas first, and to tell whether any idea is right."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, log_softmax
from torch.optim.lr_scheduler import LambdaLR

from nic_hub.domain.suggesting.relevance import NEIGHBOURS, USUAL_COUNT, Figures
from training.layers import NEVER, ReadingLayers, TaughtLayers
from training.pools import Examples, Pool, ReadWorld

#: Where the curve begins: as it was fitted to the vectors of the shipped model. The hub's own constants are
#: fitted to what was learned, and to begin there would let every training depend on the one before.
COUNTS = Figures(meaning=0.2, words=1.0, said=13.8, echoed=11.0)
AGAINST = Figures(meaning=12.9, words=-10.1, said=21.2, echoed=-8.6)
BEGIN = -1.55
USUAL = Figures(meaning=0.29, words=0.13, said=0.50, echoed=0.30)
#: Worlds in a pool, and questions of each that are asked in a step.
WORLDS_IN_A_POOL, QUESTIONS = 2, 160
#: How fast the layers learn, the projection and the weight, and the curve.
LAYERS_RATE, OUTPUT_RATE, CURVE_RATE = 6e-5, 5e-4, 3e-2
WEIGHT_DECAY = 0.01
#: Share of the steps in which the rates rise; from there they fall to this share of what they were.
RISING, SLOWEST = 0.06, 0.02
#: A step goes no further than a gradient of this length.
LONGEST_GRADIENT = 1.0


class Judged(NamedTuple):
    """What the curve says of some questions.

    Args:
        scores: of each idea, ``NEVER`` where it was not tested: (questions, ideas).
        surely: how surely somebody has tested what is asked, before the logistic curve: (questions,).
    """

    scores: Tensor
    surely: Tensor


class Curve(nn.Module):
    """The curve of ``domain.suggesting.relevance``; it learns, too, but the hub's own is fitted later."""

    def __init__(self) -> None:
        super().__init__()
        self.counts = nn.Parameter(torch.tensor(COUNTS))
        self.against = nn.Parameter(torch.tensor(AGAINST))
        self.begin = nn.Parameter(torch.tensor(BEGIN))
        self.usual = torch.tensor(USUAL)

    def forward(self, examples: Examples) -> Judged:
        """Judge some questions."""
        scores = examples.figures @ self.counts
        nearest = scores.argsort(dim=1, descending=True)[:, 1 : NEIGHBOURS + 1]
        near = examples.figures.take_along_dim(nearest[:, :, None], dim=1).sum(1)
        mean = (near + USUAL_COUNT * self.usual) / (nearest.shape[1] + USUAL_COUNT)
        scores = scores.masked_fill(~examples.tested, NEVER)
        return Judged(scores, scores.amax(1) - mean @ self.against + self.begin)


def loss_of(judged: Judged, grades: Tensor) -> Tensor:
    """Return how wrong the order of ideas is, and what was told of whether anybody has tested it."""
    answered = (grades > 0).any(1)
    return _order_loss(judged.scores[answered], grades[answered]) + _tested_loss(judged.surely, answered)


def _order_loss(scores: Tensor, grades: Tensor) -> Tensor:
    """Hold a list against its grades, and against any right idea in its first place, half each."""
    logs = log_softmax(scores, dim=1)
    wanted = grades / grades.sum(1, keepdim=True)
    any_right = logs.masked_fill(grades == 0, NEVER).logsumexp(1)
    return -0.5 * ((wanted * logs).sum(1) + any_right).mean()


def _tested_loss(surely: Tensor, answered: Tensor) -> Tensor:
    """Return the cross-entropy, questions with and without an answer counting about the same together."""
    share = answered.float().mean()
    weights = torch.where(answered, 0.5 / share.clamp(0.05, 0.95), 0.5 / (1 - share).clamp(0.05, 0.95))
    return binary_cross_entropy_with_logits(surely, answered.float(), weight=weights)


def train(layers: TaughtLayers, curve: Curve, worlds: Sequence[ReadWorld], epochs: int) -> Iterator[float]:
    """Train the layers and the curve; yield the mean loss of a question's world after each epoch."""
    steps = len(worlds) // WORLDS_IN_A_POOL
    optimizer = _optimizer(layers, curve)
    schedule = LambdaLR(optimizer, lambda step: pace(step, epochs * steps))
    layers.train()
    for _ in range(epochs):
        order = random.sample(worlds, len(worlds))
        losses = []
        for step in range(steps):
            pool = order[step * WORLDS_IN_A_POOL : (step + 1) * WORLDS_IN_A_POOL]
            losses.append(_step(layers, curve, pool, optimizer))
            schedule.step()
        yield float(np.mean(losses))
    layers.eval()


def _step(
    layers: TaughtLayers, curve: Curve, worlds: Sequence[ReadWorld], optimizer: torch.optim.Optimizer
) -> float:
    counts = [len(world.questions) for world in worlds]
    asked = [random.sample(range(count), min(QUESTIONS, count)) for count in counts]
    losses = [loss_of(curve(each), each.grades) for each in Pool(worlds).ask(layers, asked)]
    optimizer.zero_grad()
    loss = torch.stack(losses).mean()
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_([*layers.parameters(), *curve.parameters()], LONGEST_GRADIENT)
    optimizer.step()
    return loss.item()


def _optimizer(layers: TaughtLayers, curve: Curve) -> torch.optim.Optimizer:
    learning = [each for each in layers.layers.parameters() if each.requires_grad]
    groups = [
        {"params": learning, "lr": LAYERS_RATE},
        {"params": [layers.projection, *layers.weight.parameters()], "lr": OUTPUT_RATE},
        {"params": curve.parameters(), "lr": CURVE_RATE, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, weight_decay=WEIGHT_DECAY)


def pace(step: int, steps: int) -> float:
    """Return the share of the full rates at a step."""
    return min(1.0, (step + 1) / (RISING * steps + 1)) * max(SLOWEST, 1 - step / steps)


@torch.no_grad()
def measure(layers: ReadingLayers, curve: Curve, worlds: Sequence[ReadWorld]) -> str:
    """Tell how well the questions of some worlds are answered, each world by itself."""
    layers.eval()
    firsts, surely, answered = [], [], []
    for world in worlds:
        (examples,) = Pool([world]).ask(layers, [range(len(world.questions))])
        judged = curve(examples)
        order = judged.scores.argsort(dim=1, descending=True)[:, :3]
        firsts.append(examples.grades.take_along_dim(order, dim=1) > 0)
        surely.append(judged.surely)
        answered.append((examples.grades > 0).any(1))
    has_answer = torch.cat(answered)
    right = torch.cat(firsts)[has_answer].float()
    area = roc_auc_score(has_answer, torch.cat(surely))
    hits = [float(right[:, :count].amax(1).mean()) for count in (1, 3)]
    return f"hit@1 {hits[0]:.3f}, hit@3 {hits[1]:.3f}, area under the curve {area:.3f}"
