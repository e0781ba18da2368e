"""Thin layers learn to make of every word what the taught ones make of it."""

import random

import pytest
import torch

from training.taking_over import take_over

pytestmark = pytest.mark.usefixtures("drawn")


def test_what_both_make_of_a_word_comes_nearer(thin, taught, worlds):
    cosines = [*take_over(thin, taught, worlds, 12)]
    assert len(cosines) == 12
    assert cosines[0] < 0.5
    assert cosines[-1] > 0.8


def test_weights_come_nearer_too(thin, taught, worlds):
    texts = worlds[0].questions

    def off():
        with torch.no_grad():
            return (thin(texts).log_weights - taught(texts).log_weights).abs().mean()

    with torch.no_grad():
        taught.weight.bias.add_(2)
    before = off()
    list(take_over(thin, taught, worlds, 40))
    assert off() < 0.5 * before


def test_the_taught_layers_stay_as_they_are(thin, taught, worlds):
    before = {name: each.clone() for name, each in taught.state_dict().items()}
    list(take_over(thin, taught, worlds, 1))
    assert all(torch.equal(each, before[name]) for name, each in taught.state_dict().items())


def test_the_same_is_learned_every_time(taught, worlds, shipped):
    from training.layers import ThinLayers

    learned = []
    for _ in range(2):
        random.seed(0)
        torch.manual_seed(0)
        thin = ThinLayers()
        list(take_over(thin, taught, worlds, 2))
        learned.append(thin(worlds[0].questions).vectors)
    assert torch.equal(*learned)
