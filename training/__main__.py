"""Train the layers that read words: ``python -m training [--hold-out a-1,f-1] [--epochs 10] [--out FILE]``.

It tells the progress of each epoch, and how well held-out worlds are answered by which layers.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from nic_hub.search.manifest import LEARNED
from nic_hub.search.word_layers import save_word_layers
from training.layers import ReadingLayers, TaughtLayers, ThinLayers
from training.learning import Curve, measure, train
from training.pools import ReadWorld, prepare
from training.reading import ShippedModel
from training.taking_over import take_over
from training.worlds import World, read_worlds

SEED = 0


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on all worlds that are not held out, and write what was learned."""
    chosen = _parse(arguments)
    random.seed(SEED)
    torch.manual_seed(SEED)
    held_out, others = _part(read_worlds(), [name for name in chosen.hold_out.split(",") if name])
    _say(f"worlds to learn from: {len(others)}, held out: {len(held_out)}")
    shipped = ShippedModel.load()
    taught, thin, curve = TaughtLayers(shipped), ThinLayers(), Curve()
    tried, learned = ([prepare(world, shipped) for world in each] for each in (held_out, others))
    _tell_held_out("with the shipped layers", taught, curve, tried)
    for epoch, loss in enumerate(train(taught, curve, learned, chosen.epochs), 1):
        _say(f"teaching, epoch {epoch} of {chosen.epochs}: loss {loss:.3f}")
    _tell_held_out("with the taught layers", taught, curve, tried)
    for epoch, cosine in enumerate(take_over(thin, taught, learned, chosen.epochs), 1):
        _say(f"taking over, epoch {epoch} of {chosen.epochs}: cosine {cosine:.3f}")
    _tell_held_out("with the thin layers", thin, curve, tried)
    save_word_layers(thin.thin, chosen.out)
    _say(f"{chosen.out} written")


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m training", description="Train the layers that read words.")
    parser.add_argument("--hold-out", default="", help="worlds to measure on instead, such as a-1,f-1")
    parser.add_argument("--epochs", type=int, default=10, help="how often each world is learned from")
    parser.add_argument("--out", type=Path, default=LEARNED, help="where to write what was learned")
    return parser.parse_args(arguments)


def _part(worlds: Sequence[World], names: Sequence[str]) -> tuple[list[World], list[World]]:
    """Return the worlds of these names, and the others."""
    missing = sorted(set(names) - {world.name for world in worlds})
    if missing:
        sys.exit(f"There is no world {', '.join(missing)}.")
    held_out = [world for world in worlds if world.name in names]
    return held_out, [world for world in worlds if world.name not in names]


def _tell_held_out(which: str, layers: ReadingLayers, curve: Curve, worlds: Sequence[ReadWorld]) -> None:
    if worlds:
        _say(f"held-out worlds {which}: {measure(layers, curve, worlds)}")


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
