"""Layers read words text by text, and what was learned is written so that the hub reads them the same."""

import numpy as np
import pytest
import torch
from torch.nn.functional import normalize

from nic_hub.search.reading import WORD_DIMENSION
from nic_hub.search.weights import DIMENSION
from nic_hub.search.word_layers import LEVELS, load_word_layers, save_word_layers

TEXT = "Greet the zoo at the door."


@pytest.fixture(params=["taught", "thin"])
def reading_layers(request):
    return request.getfixturevalue(request.param)


def test_layers_that_learned_nothing_are_the_shipped_ones(layers, shipped):
    (text,) = shipped.read([TEXT])
    whole = text.states[:, -DIMENSION:].float()
    expected = normalize(whole[text.spans[2][0] : text.spans[2][1]].mean(0) @ layers.projection, dim=0)
    words = layers([text])
    assert torch.allclose(words.vectors[2], expected, atol=1e-2)
    assert not words.log_weights.any()


def test_words_come_text_by_text_however_long_the_texts_are(reading_layers, shipped):
    texts = shipped.read([TEXT, "Calm.", "Quiet zoo."])
    together = reading_layers(texts)
    assert together.counts == [6, 1, 2]
    assert torch.allclose(together.vectors[6:7], reading_layers(texts[1:2]).vectors, atol=1e-5)
    assert torch.allclose(together.log_weights[7:], reading_layers(texts[2:]).log_weights, atol=1e-5)


def test_words_are_of_length_one(reading_layers, shipped):
    words = reading_layers(shipped.read([TEXT]))
    assert words.vectors.shape == (6, WORD_DIMENSION)
    assert torch.allclose(words.vectors.norm(dim=1), torch.ones(6))


def test_only_matrices_of_the_taught_layers_learn(layers):
    learning = {name for name, each in layers.layers.named_parameters() if each.requires_grad}
    matrices = {
        name for name, each in layers.layers.named_parameters() if each.ndim == 2 and "Norm" not in name
    }
    assert learning == matrices


@pytest.mark.parametrize("level", range(LEVELS))
def test_thin_layers_listen_to_each_state_of_the_model(thin, shipped, level):
    (text,) = shipped.read([TEXT])
    before = text.states[None].float()
    after = before.clone()
    after[:, :, level * DIMENSION] += 3
    assert not torch.allclose(thin.thin(before), thin.thin(after), atol=1e-3)


def test_a_word_is_read_by_those_around_it(thin, shipped):
    one, other = (thin(shipped.read([text])) for text in ("quiet door", "loud door"))
    assert not torch.allclose(one.vectors[1], other.vectors[1], atol=1e-3)


def test_the_hub_reads_words_as_the_thin_layers_do(thin, shipped, tmp_path):
    save_word_layers(thin.thin, tmp_path / "learned.npz")
    (text,) = shipped.read([TEXT])
    with torch.no_grad():
        pieces = load_word_layers(tmp_path / "learned.npz")(text.states[None].float())[0]
        words = thin([text])
    means = torch.stack([pieces[begin:end].mean(0) for begin, end in text.spans])
    assert torch.allclose(normalize(means[:, :-1], dim=1), words.vectors, atol=1e-2)
    assert torch.allclose(means[:, -1], words.log_weights, atol=1e-2)


def test_what_was_learned_is_written_in_half_precision(thin, tmp_path):
    save_word_layers(thin.thin, tmp_path / "learned.npz")
    with np.load(tmp_path / "learned.npz") as file:
        assert {file[name].dtype for name in file.files} == {np.dtype(np.float16)}
