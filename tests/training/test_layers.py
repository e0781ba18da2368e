"""What was learned is written so that the hub gets the corrected layers back."""

import numpy as np
import pytest
import torch
from torch.nn.functional import normalize

from nic_hub.search import word_layers
from nic_hub.search.reading import WORD_DIMENSION
from training.layers import RANK, WordLayers, linear_parts

TEXT = "Greet the zoo at the door."


@pytest.fixture
def corrections(taught, shipped):
    return taught.find_corrections(shipped)


def test_layers_that_learned_nothing_are_the_shipped_ones(layers, shipped):
    (text,) = shipped.read([TEXT])
    whole = shipped._model.encoder.layer[3](text.middle[None].float())[0]
    expected = normalize(whole[text.spans[2][0] : text.spans[2][1]].mean(0) @ layers.projection, dim=0)
    words = layers([text])
    assert torch.allclose(words.vectors[2], expected, atol=1e-5)
    assert not words.log_weights.any()


def test_words_come_text_by_text_however_long_the_texts_are(taught, shipped):
    texts = shipped.read([TEXT, "Calm.", "Quiet zoo."])
    together = taught(texts)
    assert together.counts == [6, 1, 2]
    assert torch.allclose(together.vectors[6:7], taught(texts[1:2]).vectors, atol=1e-5)
    assert torch.allclose(together.log_weights[7:], taught(texts[2:]).log_weights, atol=1e-5)


def test_only_matrices_of_the_layers_learn(layers):
    learning = {name for name, each in layers.layers.named_parameters() if each.requires_grad}
    assert learning == {f"{name}.weight" for name, _ in linear_parts(layers.layers)}


def test_a_correction_has_two_thin_matrices_for_each_linear_part(corrections):
    assert corrections["0.attention.self.query.out"].shape == (128, RANK)
    assert corrections["0.intermediate.dense.out"].shape == (64, RANK)
    assert corrections["0.intermediate.dense.in"].shape == (RANK, 128)
    assert len(corrections) == 2 * 6 + 2
    assert {each.dtype for each in corrections.values()} == {np.dtype(np.float16)}


def test_the_output_is_the_projection_beside_the_weight(corrections, taught):
    assert corrections["output"].shape == (128, WORD_DIMENSION + 1)
    assert corrections["bias"].shape == (WORD_DIMENSION + 1,)
    assert not corrections["bias"][:-1].any()
    assert corrections["bias"][-1] == pytest.approx(taught.weight.bias.item(), abs=1e-3)


def test_a_change_of_low_rank_comes_back_whole(layers, shipped):
    part = layers.layers[0].intermediate.dense
    change = torch.outer(torch.linspace(-1, 1, 64), torch.linspace(0, 0.1, 128))
    with torch.no_grad():
        part.weight += change
    corrections = layers.find_corrections(shipped)
    out, into = (corrections[f"0.intermediate.dense.{side}"].astype(float) for side in ("out", "in"))
    assert np.allclose(out @ into, change.numpy(), atol=1e-4)


def test_a_change_of_any_rank_comes_back_as_well_as_it_can(taught, shipped, corrections):
    name = "0.attention.self.key"
    before, after = (dict(linear_parts(each.layers))[name].weight for each in (shipped, taught))
    change = (after - before).detach().numpy()
    out, into = (corrections[f"{name}.{side}"].astype(float) for side in ("out", "in"))
    left_over = np.linalg.svd(change, compute_uv=False)[RANK:]
    assert np.linalg.norm(change - out @ into) == pytest.approx(np.linalg.norm(left_over), rel=1e-2)


def test_the_hub_reads_words_as_the_layers_do(taught, shipped, corrections, tmp_path, monkeypatch):
    monkeypatch.setattr(word_layers, "CORRECTIONS", tmp_path / "word_layers.npz")
    np.savez_compressed(word_layers.CORRECTIONS, **corrections)
    taught.take_corrections(shipped, corrections)
    (text,) = shipped.read([TEXT])
    with torch.no_grad():
        pieces = word_layers.build_word_layers(shipped._model)(text.middle[None].float())[0]
        words = taught([text])
    means = torch.stack([pieces[begin:end].mean(0) for begin, end in text.spans])
    assert torch.allclose(normalize(means[:, :-1], dim=1), words.vectors, atol=1e-5)
    assert torch.allclose(means[:, -1], words.log_weights, atol=1e-5)


def test_corrections_taken_are_found_again(taught, shipped, corrections):
    other = WordLayers(shipped)
    other.take_corrections(shipped, corrections)
    found = other.find_corrections(shipped)
    assert np.array_equal(found["output"], corrections["output"])
    name = "0.attention.self.key"
    products = [each[f"{name}.out"].astype(float) @ each[f"{name}.in"] for each in (found, corrections)]
    assert np.allclose(*products, atol=1e-3)
