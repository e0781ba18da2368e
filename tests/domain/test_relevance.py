"""How surely an idea is about what was asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.relevance import Evidently, relevance_of

shares = st.floats(0, 1)
#: A question of two words, one of which counts three times as much.
said = st.tuples(st.floats(0, 0.75), st.floats(0, 0.25))
records = st.builds(Evidently, meaning=st.floats(-1, 1), words=shares, said=said)
PERFECT = Evidently(meaning=1.0, words=1.0, said=(0.75, 0.25))
NOTHING = Evidently(meaning=0.0, words=0.0, said=(0.0, 0.0))


def test_without_a_record_nothing_is_sure():
    assert relevance_of([]) == pytest.approx(0, abs=0.001)


def test_a_perfect_match_is_nearly_sure():
    assert relevance_of([PERFECT]) == pytest.approx(1, abs=0.001)


def test_no_match_at_all_is_nearly_surely_something_else():
    assert relevance_of([NOTHING]) == pytest.approx(0, abs=0.001)


@pytest.mark.parametrize("figure", ["meaning", "words"])
def test_neither_meaning_nor_words_alone_make_it_sure(figure):
    assert relevance_of([replace(NOTHING, **{figure: 1.0})]) < 0.5


def test_each_word_counts_where_it_is_said_best():
    first, second = replace(NOTHING, said=(0.7, 0.0)), replace(NOTHING, said=(0.1, 0.2))
    assert relevance_of([first, second]) == relevance_of([replace(NOTHING, said=(0.7, 0.2))])


def test_what_the_problem_and_the_driver_say_counts_with_the_idea():
    assert relevance_of([replace(NOTHING, said=(0.7, 0.0))], [(0.0, 0.2)]) == relevance_of(
        [replace(NOTHING, said=(0.7, 0.2))]
    )


def test_an_idea_can_be_found_by_its_problem_alone():
    assert relevance_of([], [(0.7, 0.2)]) > relevance_of([])


@given(st.lists(records, max_size=3), said)
def test_further_surroundings_never_make_it_less_sure(found, more):
    assert relevance_of(found, [more]) >= relevance_of(found)


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


@given(records, st.floats(-1, 1), shares)
def test_more_of_any_figure_never_makes_it_less_sure(record, meaning, words):
    better = replace(record, meaning=max(meaning, record.meaning), words=max(words, record.words))
    assert relevance_of([better]) >= relevance_of([record])
