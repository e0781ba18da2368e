"""Texts are read once, by the shipped model, with the words that the hub would compare."""

import torch
from torch.nn.functional import normalize

from nic_hub.search.reading import WORD_DIMENSION
from nic_hub.search.weights import DIMENSION
from nic_hub.search.word_layers import LEVELS

TEXTS = ("Greet the zoo at the door on Monday.", "Calm.")


def test_words_keep_the_pieces_they_are_made_of(shipped):
    (text,) = shipped.read(["Greet the zoo."])
    assert text.words == ["greet", "the", "zoo"]
    assert text.spans == [(1, 2), (2, 3), (3, 6)]


def test_a_text_is_read_the_same_alone_and_with_others(shipped):
    together = shipped.read(TEXTS)
    for text, alone in zip(together, (shipped.read([each])[0] for each in TEXTS), strict=True):
        assert torch.allclose(text.vector, alone.vector, atol=1e-5)
        assert torch.allclose(text.states.float(), alone.states.float(), atol=1e-2)


def test_each_of_the_last_layers_makes_a_state_out_of_the_one_before(shipped):
    (text,) = shipped.read(TEXTS[:1])
    states = text.states[None].float().chunk(LEVELS, dim=-1)
    for layer, before, after in zip(shipped.layers, states[:-1], states[1:], strict=True):
        assert torch.allclose(layer(before), after, atol=1e-2)


def test_the_last_state_makes_the_vector_of_the_whole(shipped):
    (text,) = shipped.read(TEXTS[:1])
    last = text.states[:, -DIMENSION:].float()
    assert torch.allclose(normalize(last.mean(0), dim=0), text.vector, atol=1e-3)


def test_texts_come_back_in_their_order(shipped):
    read = shipped.read(["Loud zoo, quiet zoo.", "Calm.", "Late zoo."])
    assert [text.words[0] for text in read] == ["loud", "calm", "late"]


def test_what_says_nothing_by_itself_is_left_out(shipped):
    (text,) = shipped.read(["they greet the door"])
    assert text.without_function_words().words == ["greet", "door"]
    assert text.without_function_words().spans == [(2, 3), (4, 5)]


def test_a_text_of_nothing_else_keeps_all(shipped):
    (text,) = shipped.read(["they at the"])
    assert text.without_function_words() is text


def test_the_main_directions_stand_upright_on_each_other(shipped):
    directions = shipped.main_directions()
    assert directions.shape == (DIMENSION, WORD_DIMENSION)
    assert torch.allclose(directions.T @ directions, torch.eye(WORD_DIMENSION), atol=1e-4)
