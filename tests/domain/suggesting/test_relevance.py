"""How surely an idea is about what was asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.suggesting.relevance import NEIGHBOURS, Figures, put_beside, weigh_relevance

share = st.floats(0, 1)
figures = st.builds(Figures, share, share, share, share)
found = st.lists(figures, min_size=1, max_size=12)
NOTHING, ALL = Figures(0, 0, 0, 0), Figures(1, 1, 1, 1)
#: What a question finds of what has little to do with it, and of what was asked for.
BESIDE_IT = Figures(meaning=0.25, words=0.1, said=0.45, echoed=0.28)
ASKED_FOR = Figures(meaning=0.5, words=0.4, said=0.75, echoed=0.4)


def surely(ideas: list[Figures]) -> list[float]:
    return [each.surely for each in weigh_relevance(ideas)]


def test_where_nothing_was_found_nothing_is_weighed():
    assert weigh_relevance([]) == []


def test_without_a_match_it_is_surely_something_else():
    assert surely([NOTHING]) == [pytest.approx(0, abs=0.001)]


def test_a_perfect_match_is_nearly_sure():
    assert surely([ALL]) == [pytest.approx(1, abs=0.001)]


def test_what_stands_out_is_sure_and_what_stands_beside_it_is_not():
    asked_for, *others = surely([ASKED_FOR, *[BESIDE_IT] * NEIGHBOURS])
    assert asked_for > 0.8
    assert max(others) < 0.2


def test_what_resembles_all_others_is_less_sure_than_what_stands_out():
    assert surely([ASKED_FOR] * 5)[0] < surely([ASKED_FOR, *[BESIDE_IT] * 4])[0]


def test_only_the_nearest_are_held_against_an_idea():
    near = [ASKED_FOR, *[BESIDE_IT] * NEIGHBOURS]
    assert surely([*near, NOTHING, NOTHING])[0] == surely(near)[0]


def test_one_that_was_found_alone_is_held_against_what_is_usual():
    assert 0.5 < surely([ASKED_FOR])[0] < 1


@given(st.permutations([ALL, ASKED_FOR, BESIDE_IT, NOTHING]))
def test_what_says_an_idea_goes_with_it(shuffled):
    of_idea = dict(zip(shuffled, weigh_relevance(shuffled), strict=True))
    assert sorted(of_idea, key=lambda idea: of_idea[idea]) == [NOTHING, BESIDE_IT, ASKED_FOR, ALL]


@given(found)
def test_relevance_lies_between_zero_and_one(ideas):
    assert all(0 <= part <= 1 for each in weigh_relevance(ideas) for part in each)


@given(found)
def test_the_best_matches_as_well_as_can_be(ideas):
    assert max(each.beside for each in weigh_relevance(ideas)) == 1


@given(found)
def test_both_parts_put_ideas_in_the_same_order(ideas):
    weighed = weigh_relevance(ideas)
    assert sorted(each.surely for each in sorted(weighed, key=lambda each: each.beside)) == pytest.approx(
        [each.surely for each in sorted(weighed, key=lambda each: each.beside)]
    )


@given(found, share, st.sampled_from(Figures._fields))
def test_more_of_any_figure_never_makes_the_best_less_sure(ideas, more, figure):
    weighed = weigh_relevance(ideas)
    best = max(range(len(ideas)), key=lambda place: weighed[place].surely)
    better = ideas[best]._replace(**{figure: getattr(ideas[best], figure) + more})
    assert surely([*ideas[:best], better, *ideas[best + 1 :]])[best] >= weighed[best].surely


def test_the_ideas_of_one_question_stand_beside_one_another_as_before():
    weighed = weigh_relevance([ASKED_FOR, BESIDE_IT, NOTHING])
    beside = put_beside([each.surely for each in weighed])
    assert beside == pytest.approx([each.beside for each in weighed])


def test_what_is_sure_or_ruled_out_can_stand_beside_others():
    assert put_beside([1.0, 0.5, 0.0]) == pytest.approx([1, 0, 0], abs=0.01)
    assert put_beside([]) == []
