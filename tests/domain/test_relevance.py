"""How surely an idea is about what was asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.relevance import Evidently, relevance_of

records = st.builds(Evidently, meaning=st.floats(-1, 1), words=st.floats(0, 1), is_idea=st.booleans())
PERFECT = Evidently(meaning=1.0, words=1.0, is_idea=True)


def test_without_a_record_nothing_is_sure():
    assert relevance_of([]) == 0


def test_a_perfect_match_of_the_idea_itself_is_sure():
    assert relevance_of([PERFECT]) == pytest.approx(1)


def test_a_match_of_a_cycle_says_a_little_less_than_one_of_the_idea():
    assert 0.9 < relevance_of([replace(PERFECT, is_idea=False)]) < relevance_of([PERFECT])


def test_words_alone_do_not_make_it_sure():
    assert relevance_of([replace(PERFECT, meaning=0.0)]) < 0.5


def test_a_meaning_that_points_away_counts_as_none():
    assert relevance_of([replace(PERFECT, meaning=-1.0)]) == relevance_of([replace(PERFECT, meaning=0.0)])


@given(st.lists(records, min_size=1, max_size=5))
def test_the_best_record_speaks_for_the_idea(found):
    assert relevance_of(found) == max(relevance_of([each]) for each in found)


@given(st.lists(records, max_size=5))
def test_relevance_lies_between_zero_and_one(found):
    assert 0 <= relevance_of(found) <= 1


@given(records, st.floats(-1, 1), st.floats(0, 1))
def test_more_meaning_or_more_words_never_make_it_less_sure(record, meaning, words):
    better = replace(record, meaning=max(meaning, record.meaning), words=max(words, record.words))
    assert relevance_of([better]) >= relevance_of([record])
