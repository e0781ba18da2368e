"""The figures that the layers learn from are those that the hub finds."""

from math import log1p

import numpy as np
import pytest
import torch

from nic_hub.search.likeness import AskedWords, Likeness, RecordWords, bring_together, scales_of
from training.layers import Words
from training.pools import Pool, prepare
from training.worlds import Idea, Question, World

PLACES = range(4)


def _draw_words(counts, seed):
    drawn = torch.Generator().manual_seed(seed)
    vectors = torch.nn.functional.normalize(torch.randn(sum(counts), 128, generator=drawn), dim=1)
    return Words(vectors, torch.randn(sum(counts), generator=drawn), counts)


def _hub_likeness(asked, shares, parts):
    """Ask the hub: some records, all of one idea."""
    packed = np.rint(np.concatenate(parts) * 400).clip(-127, 127).astype(np.int8)
    counts = np.array([len(part) for part in parts])
    records = RecordWords(packed, scales_of(packed), np.cumsum(counts) - counts, counts)
    return records.compare(AskedWords(asked, shares), np.arange(len(parts)))


@pytest.fixture
def pool(worlds):
    return Pool(worlds)


def test_said_and_echoed_are_those_of_the_hub(pool):
    asked, records = _draw_words([2, 3], 1), _draw_words([2, 3, 1, 4, 2, 1, 3, 2] * 2, 2)
    # The third record is the name of a driver: all of it is in the question, but that is no echo.
    records.vectors[5] = asked.vectors[2]
    said, echoed = pool.compare(asked, torch.ones(5), records)
    weights = asked.log_weights.exp()[2:]
    parts = [part.numpy() for part in records.vectors.split(records.counts)]
    likeness = _hub_likeness(asked.vectors[2:].numpy(), (weights / weights.sum()).double().numpy(), parts[:3])
    likeness = Likeness(likeness.said, np.where([True, True, False], likeness.echoed, 0.0))
    together = bring_together(likeness, [[0, 1, 2]])
    assert float(said[1, 0]) == pytest.approx(float(together.said.sum()), abs=0.01)
    assert float(echoed[1, 0]) == pytest.approx(float(together.echoed[0]), abs=0.01)


def test_rare_words_count_more_for_what_is_said(pool):
    asked, records = _draw_words([2], 1), _draw_words([1] * 16, 2)
    asked = asked._replace(log_weights=torch.zeros(2))
    own, _ = pool.compare(asked, torch.tensor([1.0, 0.0]), records)
    both, _ = pool.compare(asked, torch.tensor([3.0, 1.0]), records)
    other, _ = pool.compare(asked, torch.tensor([0.0, 1.0]), records)
    assert torch.allclose(both, 0.75 * own + 0.25 * other, atol=1e-6)


def test_a_question_is_answered_by_its_own_world(pool, layers):
    first, second = pool.ask(layers, [PLACES, PLACES])
    assert first.grades[0].tolist() == [2, 1, 0, 0, 0, 0]
    assert second.grades[0].tolist() == [0, 0, 0, 2, 1, 0]


def test_the_ideas_of_all_worlds_are_tested_or_not(pool, layers):
    for examples in pool.ask(layers, [PLACES, PLACES]):
        assert examples.tested.tolist() == [True, True, False] * 2


def test_figures_lie_between_nothing_and_one(pool, taught):
    for examples in pool.ask(taught, [PLACES, PLACES]):
        assert examples.figures.shape == (4, 6, 4)
        assert examples.figures.min() >= 0
        assert examples.figures.max() <= 1.0001


def test_twins_of_two_worlds_differ_in_their_words_only(pool, layers):
    (examples, _) = pool.ask(layers, [PLACES, PLACES])
    own, others = examples.figures.split(3, dim=1)
    assert torch.allclose(own[:, :, [0, 2, 3]], others[:, :, [0, 2, 3]], atol=1e-5)
    assert own[1, 1, 1] > 0
    assert not others[:, :, 1].any()


def _one_question(shipped, question):
    ideas = [
        Idea("i1", "d1", "Door", "Greet at the door.", "They came calm."),
        Idea("i2", "d1", "Calls", "Call home.", None),
    ]
    return prepare(World("w", "t", {"d1": "Zebra"}, ideas, [Question(question, {"i1": 2}, None)]), shipped)


def test_a_word_that_comes_again_counts_once(shipped):
    (rarities,) = _one_question(shipped, "calls calling zebra").rarities
    assert rarities.tolist() == pytest.approx([log1p(2.5 / 1.5) ** 0.7, 0, log1p(3.5 / 0.5) ** 0.7])


def test_an_idea_holds_the_share_of_the_words_that_its_best_record_holds(shipped):
    calm, zebra = log1p(2.5 / 1.5) ** 1.5, log1p(3.5 / 0.5) ** 1.5
    words = _one_question(shipped, "calm zebra").words
    assert words[0].tolist() == pytest.approx([calm / (calm + zebra), 0])


def test_the_name_of_a_driver_is_a_record_whose_words_do_not_count(shipped):
    world = _one_question(shipped, "zebra")
    assert world.is_driver.tolist() == [False, False, True, False, True]
    assert world.words.tolist() == [[0, 0]]


def test_the_name_of_a_driver_has_no_meaning_by_itself(shipped, layers):
    world = _one_question(shipped, "zebra")
    (examples,) = Pool([world]).ask(layers, [[0]])
    cosines = [float(world.questions[0].vector @ record.vector) for record in world.records]
    assert examples.figures[0, :, 0].tolist() == pytest.approx([max(cosines[:2]), cosines[3]], abs=1e-5)


def test_records_are_compared_without_their_function_words(shipped):
    assert _one_question(shipped, "zebra").records[0].words == ["door", "greet", "door"]


def test_apostrophes_are_written_as_in_records(shipped):
    assert _one_question(shipped, "they dont call").questions[0].words == ["they", "don", "t", "call"]
