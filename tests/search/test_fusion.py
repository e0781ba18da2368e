"""Two kinds of score become one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from nic_hub.search.fusion import dense_share_for, fuse, stretch

scores = arrays.arrays(np.float64, st.integers(1, 20), elements=st.floats(-1, 30))


def test_the_best_of_the_pool_is_one_and_its_last_is_nothing():
    pool = np.array([0.2, 0.4, 0.6])
    assert stretch(np.array([0.6, 0.4, 0.2, 0.1]), pool).tolist() == pytest.approx([1, 0.5, 0, 0])


@given(scores)
def test_stretched_scores_keep_their_order_between_zero_and_one(values):
    stretched = stretch(values, values)
    assert ((stretched >= 0) & (stretched <= 1)).all()
    assert (np.diff(stretched[np.argsort(values)]) >= 0).all()


def test_a_pool_without_difference_tells_nothing():
    assert stretch(np.array([0.5, 0.6]), np.array([0.5, 0.5])).tolist() == [0, 0]


def test_no_pool_means_no_score():
    assert stretch(np.array([0.5]), np.array([])).tolist() == [0]


def test_both_halves_count_by_their_share():
    assert fuse(np.array([1.0]), np.array([0.5]), 0.3).tolist() == pytest.approx([0.65])


@pytest.mark.parametrize(("words", "share"), [(5, 0.5), (63, 0.5), (64, 0.3), (2000, 0.3)])
def test_a_whole_text_relies_more_on_its_words(words, share):
    assert dense_share_for(words) == share
