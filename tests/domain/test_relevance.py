"""How surely an idea is about what was asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.relevance import Evidently, relevance_of

shares = st.floats(0, 1)
records = st.builds(Evidently, meaning=st.floats(-1, 1), words=shares, likeness=shares)
PERFECT = Evidently(meaning=1.0, words=1.0, likeness=1.0)
NOTHING = Evidently(meaning=0.0, words=0.0, likeness=0.0)


def test_without_a_record_nothing_is_sure():
    assert relevance_of([]) == 0


def test_a_perfect_match_is_nearly_sure():
    assert relevance_of([PERFECT]) == pytest.approx(1, abs=0.001)


def test_no_match_at_all_is_nearly_surely_something_else():
    assert relevance_of([NOTHING]) == pytest.approx(0, abs=0.001)


@pytest.mark.parametrize("figure", ["meaning", "words", "likeness"])
def test_no_figure_alone_makes_it_sure(figure):
    assert relevance_of([replace(NOTHING, **{figure: 1.0})]) < 0.5


def test_a_meaning_that_points_away_counts_as_none():
    assert relevance_of([replace(PERFECT, meaning=-1.0)]) == relevance_of([replace(PERFECT, meaning=0.0)])


def test_what_one_record_means_and_another_says_counts_together():
    meant, said = replace(NOTHING, meaning=0.7), replace(NOTHING, words=0.7)
    assert relevance_of([meant, said]) > max(relevance_of([meant]), relevance_of([said]))


@given(st.lists(records, max_size=5), records)
def test_a_further_record_never_makes_it_less_sure(found, another):
    assert relevance_of([*found, another]) >= relevance_of(found)


@given(st.lists(records, max_size=5))
def test_relevance_lies_between_zero_and_one(found):
    assert 0 <= relevance_of(found) <= 1


@given(records, st.floats(-1, 1), shares, shares)
def test_more_of_any_figure_never_makes_it_less_sure(record, meaning, words, likeness):
    better = Evidently(max(meaning, record.meaning), max(words, record.words), max(likeness, record.likeness))
    assert relevance_of([better]) >= relevance_of([record])
