"""How surely an idea is about what was asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.relevance import Evidently, relevance_of

shares = st.floats(0, 1)
#: A question of two words, one of which counts three times as much.
said = st.tuples(st.floats(0, 0.75), st.floats(0, 0.25))
records = st.builds(Evidently, meaning=st.floats(-1, 1), words=shares)
PERFECT, NOTHING = Evidently(meaning=1.0, words=1.0), Evidently(meaning=0.0, words=0.0)
ALL, NONE = (0.75, 0.25), (0.0, 0.0)


@pytest.mark.parametrize("found", [[], [NOTHING]])
def test_without_a_match_it_is_nearly_surely_something_else(found):
    assert relevance_of(found, NONE) == pytest.approx(0, abs=0.001)


def test_a_perfect_match_is_nearly_sure():
    assert relevance_of([PERFECT], ALL) == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize("figure", ["meaning", "words"])
def test_neither_meaning_nor_words_alone_make_it_sure(figure):
    assert relevance_of([NOTHING._replace(**{figure: 1.0})], NONE) < 0.5


def test_an_idea_can_be_found_by_what_belongs_to_it_alone():
    assert relevance_of([], (0.7, 0.2)) > relevance_of([], NONE)


@given(st.lists(records, max_size=3), said, shares)
def test_saying_a_word_better_never_makes_it_less_sure(found, words, more):
    assert relevance_of(found, [*words[:-1], words[-1] + more]) >= relevance_of(found, words)


def test_a_meaning_that_points_away_counts_as_none():
    away, none = PERFECT._replace(meaning=-1.0), PERFECT._replace(meaning=0.0)
    assert relevance_of([away], ALL) == relevance_of([none], ALL)


def test_what_one_record_means_and_another_says_counts_together():
    meant, worded = NOTHING._replace(meaning=0.7), NOTHING._replace(words=0.7)
    assert relevance_of([meant, worded], NONE) > max(relevance_of([each], NONE) for each in (meant, worded))


@given(st.lists(records, max_size=5), records, said)
def test_a_further_record_never_makes_it_less_sure(found, another, words):
    assert relevance_of([*found, another], words) >= relevance_of(found, words)


@given(st.lists(records, max_size=5), said)
def test_relevance_lies_between_zero_and_one(found, words):
    assert 0 <= relevance_of(found, words) <= 1


@given(records, st.floats(-1, 1), shares)
def test_more_of_any_figure_never_makes_it_less_sure(record, meaning, words):
    better = record._replace(meaning=max(meaning, record.meaning), words=max(words, record.words))
    assert relevance_of([better], NONE) >= relevance_of([record], NONE)
