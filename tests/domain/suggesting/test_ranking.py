"""Relevance decides whether, weights decide the order, and the answer is made diverse."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.context.fit import ContextFit
from nic_hub.domain.evidence.evidence import Decisions, Evidence
from nic_hub.domain.suggesting.ranking import (
    Candidate,
    DriverRelation,
    LeftOut,
    Ranked,
    Thresholds,
    Weights,
    candour_score,
    diversify,
    find_best,
    rank,
    recency_score,
    score,
    why_left_out,
)
from nic_hub.domain.vocabulary import Direction
from nic_hub.domain.words.local_terms import Apart
from nic_hub.errors import Misconfigured

APART = Apart("students' questions", "teachers' questioning", None)
WEIGHTS = Weights()
TODAY = date(2019, 3, 1)
DROPPED = Evidence(strength=2, decisions=Decisions(abandon=1))


def candidate(idea_id="idea-1", **changes) -> Candidate:
    whole = {
        "idea_id": idea_id,
        "team_id": f"team-of-{idea_id}",
        "district_id": "district-1",
        "lineage_root": idea_id,
        "relevance": 0.5,
        "text": 0.5,
        "relation": DriverRelation.SAME,
        "evidence": Evidence(strength=2, decisions=Decisions(adapt=1)),
        "fit": ContextFit(),
    }
    return Candidate(**(whole | changes))


parts = st.floats(0, 1)
candidates = st.builds(
    Candidate,
    idea_id=st.uuids().map(str),
    team_id=st.just("team"),
    district_id=st.none() | st.sampled_from(["d1", "d2"]),
    lineage_root=st.sampled_from(["r1", "r2", "r3", "r4", "r5"]),
    relevance=parts,
    text=parts,
    relation=st.sampled_from(DriverRelation),
    evidence=st.builds(
        Evidence,
        strength=st.integers(0, 5),
        direction=st.sampled_from(Direction),
        decisions=st.builds(Decisions, adopt=st.integers(0, 1), abandon=st.integers(0, 1)),
    ),
    fit=st.builds(ContextFit, score=parts),
    has_usable_tool=st.booleans(),
    candour=parts,
    recency=parts,
)
pools = st.lists(candidates, max_size=8, unique_by=lambda each: each.idea_id)
limits = st.integers(1, 4)


def answer(pool, limit=3):
    return [each.candidate.idea_id for each in diversify(rank(pool, WEIGHTS), limit)]


# Whether.


THRESHOLDS = Thresholds(same=0.3, sibling=0.4, unknown=0.4, other=0.6, of_best=0.5)


def why(found, *, best=None, stated=False, include_untested=False):
    own = find_best([found], THRESHOLDS) if best is None else best
    return why_left_out(found, THRESHOLDS, best=own, driver_stated=stated, include_untested=include_untested)


@pytest.mark.parametrize(
    ("relation", "relevance", "stated", "expected"),
    [
        ("same", 0.30, True, None),
        ("same", 0.29, True, LeftOut.NOT_RELEVANT),
        ("sibling", 0.40, True, None),
        ("sibling", 0.39, True, LeftOut.NOT_RELEVANT),
        ("unknown", 0.40, False, None),
        ("unknown", 0.39, False, LeftOut.NOT_RELEVANT),
        ("other", 0.60, False, None),
        ("other", 0.59, False, LeftOut.OTHER_DRIVER),
        ("other", 1.0, True, LeftOut.OTHER_DRIVER),
    ],
)
def test_relevance_and_driver_decide_whether_the_best_is_shown(relation, relevance, stated, expected):
    found = candidate(relation=DriverRelation(relation), relevance=relevance)
    assert why(found, stated=stated) == expected


def test_on_the_driver_that_is_asked_about_the_threshold_alone_decides():
    assert why(candidate(relation=DriverRelation.SAME, relevance=0.3), best=0.9) is None


def test_without_a_driver_what_is_far_from_the_best_is_left_out():
    found = candidate(relation=DriverRelation.UNKNOWN, relevance=0.4)
    assert why(found, best=0.9) == LeftOut.NOT_RELEVANT


@pytest.mark.parametrize(
    ("relevance", "expected"), [(0.21, None), (0.20, None), (0.19, LeftOut.NOT_RELEVANT)]
)
def test_beside_a_good_answer_what_comes_near_it_is_shown_too(relevance, expected):
    assert why(candidate(relevance=relevance), best=0.4) == expected


def test_an_idea_of_another_driver_must_be_relevant_by_itself():
    assert why(candidate(relation=DriverRelation.OTHER, relevance=0.5), best=0.5) == LeftOut.OTHER_DRIVER


def test_without_one_good_answer_nothing_is_shown():
    assert why(candidate(relevance=0.29), best=0.0) == LeftOut.NOT_RELEVANT


@pytest.mark.parametrize(("include_untested", "expected"), [(False, LeftOut.UNTESTED), (True, None)])
def test_an_untested_idea_is_shown_only_when_asked_for(include_untested, expected):
    found = candidate(evidence=Evidence(strength=0, open_cycles=1))
    assert why(found, stated=True, include_untested=include_untested) == expected


def test_an_untested_idea_about_something_else_is_not_near():
    assert why(candidate(evidence=Evidence(strength=0), relevance=0.1)) == LeftOut.NOT_RELEVANT


def test_the_best_is_the_most_relevant_one_that_answers_by_itself():
    pool = [
        candidate("weak", relevance=0.2),
        candidate("good", relevance=0.35),
        candidate("elsewhere", relation=DriverRelation.OTHER, relevance=0.5),
    ]
    assert find_best(pool, THRESHOLDS) == 0.35


@given(candidates, st.sampled_from(range(6)), parts)
def test_a_good_score_never_makes_up_for_relevance(found, strength, fit):
    weak = replace(found, relevance=0.0)
    strong = replace(
        weak, evidence=Evidence(strength=strength), fit=ContextFit(score=fit), has_usable_tool=True
    )
    assert why(strong, include_untested=True) is not None


# The order.


BEST = {
    "relation": DriverRelation.SAME,
    "evidence": Evidence(strength=5),
    "fit": ContextFit(score=1.0),
    "has_usable_tool": True,
    "text": 1.0,
    "candour": 1.0,
    "recency": 1.0,
}
WORST = {
    "relation": DriverRelation.OTHER,
    "evidence": Evidence(strength=0),
    "fit": ContextFit(score=0.0),
    "has_usable_tool": False,
    "text": 0.0,
    "candour": 0.0,
    "recency": 0.0,
}


@pytest.mark.parametrize(
    ("name", "worth"),
    [
        ("relation", 0.12),
        ("evidence", 0.08),
        ("fit", 0.08),
        ("has_usable_tool", 0.04),
        ("text", 0.60),
        ("candour", 0.04),
        ("recency", 0.04),
    ],
)
def test_each_part_counts_with_its_weight(name, worth):
    assert score(candidate(**(WORST | {name: BEST[name]})), WEIGHTS) == pytest.approx(worth)


def test_the_best_scores_one_and_the_worst_zero():
    assert score(candidate(**BEST), WEIGHTS) == pytest.approx(1)
    assert score(candidate(**WORST), WEIGHTS) == 0


@pytest.mark.parametrize("relation", [DriverRelation.SIBLING, DriverRelation.UNKNOWN])
def test_a_sibling_driver_counts_half(relation):
    assert score(candidate(**(WORST | {"relation": relation})), WEIGHTS) == pytest.approx(0.06)


@given(candidates, st.sampled_from(Direction))
def test_the_direction_of_evidence_plays_no_part_in_the_order(found, direction):
    turned = replace(found, evidence=found.evidence._replace(direction=direction))
    assert score(turned, WEIGHTS) == score(found, WEIGHTS)


@given(candidates)
def test_a_score_lies_between_zero_and_one(found):
    assert 0 <= score(found, WEIGHTS) <= 1 + 1e-9


@given(pools, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_how_candidates_came_in(pool, random):
    assert rank(random.sample(pool, len(pool)), WEIGHTS) == rank(pool, WEIGHTS)


def test_of_two_equal_scores_the_more_relevant_comes_first():
    pool = [candidate("a", relevance=0.5), candidate("b", relevance=0.6)]
    assert [each.candidate.idea_id for each in rank(pool, WEIGHTS)] == ["b", "a"]


@pytest.mark.parametrize("weights", [{"driver": 0.5}, {"driver": -0.1, "evidence": 0.4}, {"tool": 0.0}])
def test_weights_that_are_negative_or_do_not_add_up_are_refused(weights):
    with pytest.raises(Misconfigured, match="must add up to 1"):
        Weights(**weights)


def test_other_weights_are_a_choice():
    text_alone = Weights(driver=0, evidence=0, context=0, tool=0, text=1, candour=0, recency=0)
    assert score(candidate(text=0.7), text_alone) == pytest.approx(0.7)


# Diversity.


def test_only_the_best_of_a_lineage_is_shown():
    pool = [
        candidate("child", lineage_root="root", text=1.0),
        candidate("root", lineage_root="root", text=0.9),
        candidate("stranger", text=0.1),
    ]
    assert answer(pool) == ["child", "stranger"]


def test_a_second_district_is_brought_in_for_the_last():
    pool = [candidate(f"near-{n}", text=0.9) for n in range(4)] + [
        candidate("far", district_id="d2", text=0.1)
    ]
    assert answer(pool) == ["near-0", "near-1", "far"]


def test_two_districts_already_there_are_left_alone():
    pool = [candidate("a", text=0.9), candidate("b", text=0.8, district_id="d2"), candidate("c", text=0.7)]
    assert answer([*pool, candidate("d", text=0.1, district_id="d3")]) == ["a", "b", "c"]


def test_one_that_was_tried_and_dropped_is_brought_in():
    pool = [candidate(f"kept-{n}", text=0.9) for n in range(4)] + [
        candidate("dropped", evidence=DROPPED, text=0.1)
    ]
    assert answer(pool) == ["kept-0", "kept-1", "dropped"]


def test_what_was_dropped_here_and_adopted_there_is_not_a_failure():
    adopted_too = Evidence(strength=2, decisions=Decisions(adopt=1, abandon=1))
    pool = [candidate(f"kept-{n}", text=0.9) for n in range(3)] + [
        candidate("x", evidence=adopted_too, text=0.1)
    ]
    assert answer(pool) == ["kept-0", "kept-1", "kept-2"]


def test_a_failure_and_a_second_district_both_find_room():
    pool = [
        *(candidate(f"near-{n}", text=0.9) for n in range(4)),
        candidate("dropped", evidence=DROPPED, text=0.2),
        candidate("far", district_id="d2", text=0.1),
    ]
    assert answer(pool) == ["near-0", "dropped", "far"]


def test_a_failure_in_another_district_serves_both():
    pool = [
        *(candidate(f"near-{n}", text=0.9) for n in range(4)),
        candidate("dropped", evidence=DROPPED, district_id="d2", text=0.1),
    ]
    assert answer(pool) == ["near-0", "near-1", "dropped"]


def test_a_single_answer_is_the_best_one():
    pool = [candidate("best", text=0.9), candidate("dropped", evidence=DROPPED, district_id="d2", text=0.1)]
    assert answer(pool, limit=1) == ["best"]


def test_a_sibling_driver_never_makes_the_same_driver_give_way():
    pool = [candidate(f"same-{n}") for n in range(3)]
    pool.append(candidate("sibling", relation=DriverRelation.SIBLING, evidence=DROPPED, district_id="d2"))
    assert answer(pool) == ["same-0", "same-1", "same-2"]


def test_nothing_found_is_an_empty_answer():
    assert diversify([], 3) == []


@given(pools, limits)
def test_an_answer_is_as_long_as_it_can_be_and_one_of_a_lineage(pool, limit):
    chosen = diversify(rank(pool, WEIGHTS), limit)
    roots = [each.candidate.lineage_root for each in chosen]
    assert len(chosen) == min(limit, len({each.lineage_root for each in pool}))
    assert len(set(roots)) == len(roots)


@given(pools, limits)
def test_an_answer_is_in_order(pool, limit):
    ranked = rank(pool, WEIGHTS)
    chosen = diversify(ranked, limit)
    assert [ranked.index(each) for each in chosen] == sorted(ranked.index(each) for each in chosen)


@given(st.lists(candidates, min_size=1, max_size=8, unique_by=lambda each: each.lineage_root), limits)
def test_where_each_is_a_lineage_of_its_own_the_best_stays(pool, limit):
    ranked = rank(pool, WEIGHTS)
    assert diversify(ranked, limit)[:1] == ranked[:1]


@given(st.lists(candidates, min_size=3, max_size=8, unique_by=lambda each: each.lineage_root))
def test_with_one_driver_and_relevance_a_failure_and_a_second_district_are_always_shown(pool):
    pool = [replace(each, relation=DriverRelation.SAME, relevance=0.5) for each in pool]
    chosen = [each.candidate for each in diversify(rank(pool, WEIGHTS), 3)]
    assert any(each.was_dropped for each in chosen) == any(each.was_dropped for each in pool)
    assert len({each.district_id for each in chosen}) >= min(2, len({each.district_id for each in pool}))


@pytest.mark.parametrize(("relevance", "comes_in"), [(0.26, True), (0.24, False)])
def test_another_district_must_be_nearly_as_near(relevance, comes_in):
    pool = [candidate(f"near-{n}", text=0.9) for n in range(3)]
    pool.append(candidate("far", district_id="d2", text=0.1, relevance=relevance))
    assert ("far" in answer(pool)) is comes_in


@pytest.mark.parametrize(("relevance", "comes_in"), [(0.26, True), (0.24, False)])
def test_three_ideas_of_one_team_make_room_for_another_teams_that_is_nearly_as_near(relevance, comes_in):
    pool = [candidate(f"near-{n}", text=0.9, team_id="one") for n in range(3)]
    pool.append(candidate("other", text=0.1, relevance=relevance))
    assert ("other" in answer(pool)) is comes_in


def test_one_that_was_dropped_may_come_from_further_away():
    near = [candidate(f"near-{n}", text=0.9) for n in range(3)]
    further = rank([candidate("kept", relevance=0.1), candidate("dropped", evidence=DROPPED)], WEIGHTS)
    chosen = diversify(rank(near, WEIGHTS), 3, further)
    assert [each.candidate.idea_id for each in chosen] == ["near-0", "near-1", "dropped"]


def test_a_dropped_one_further_away_is_not_a_second_of_its_lineage():
    near = [candidate(f"near-{n}", text=0.9) for n in range(3)]
    further = rank([candidate("dropped", evidence=DROPPED, lineage_root="near-2")], WEIGHTS)
    assert [each.candidate.idea_id for each in diversify(rank(near, WEIGHTS), 3, further)] == [
        "near-0",
        "near-1",
        "near-2",
    ]


SIBLINGS = {"lineage_root": "root", "text": 0.9}


@pytest.mark.parametrize(
    ("changes", "kept"),
    [({}, "fits"), ({"relevance": 0.44}, "first"), ({"text": 0.8}, "first")],
    ids=["as near", "less relevant", "other words"],
)
def test_of_a_lineage_the_one_that_fits_the_asker_best_is_kept_when_it_is_as_near(changes, kept):
    fits = {**SIBLINGS, "fit": ContextFit(score=0.9), "evidence": Evidence(strength=0), **changes}
    first = candidate("first", **SIBLINGS, fit=ContextFit(score=0.4), has_usable_tool=True)
    assert answer([first, candidate("fits", **fits)]) == [kept]


# Small scores.


@pytest.mark.parametrize(
    ("challenges", "adaptations", "expected"), [(0, 0, 0), (1, 0, 0.5), (0, 1, 0.5), (1, 1, 1)]
)
def test_candour_is_telling_what_was_hard_and_what_had_to_change(challenges, adaptations, expected):
    told = candour_score(tells_challenges=bool(challenges), tells_adaptations=bool(adaptations))
    assert told == expected


@pytest.mark.parametrize(
    ("last_tested", "is_reachable", "expected"),
    [
        (TODAY, True, 1.0),
        (TODAY + timedelta(days=9), True, 1.0),
        (TODAY, False, 0.5),
        (TODAY - timedelta(days=3 * 365), True, 0.5),
        (date(2001, 1, 1), False, 0.0),
        (None, True, 0.5),
        (None, False, 0.0),
    ],
)
def test_recent_work_of_a_team_one_can_still_ask_counts_most(last_tested, is_reachable, expected):
    assert recency_score(last_tested, TODAY, is_reachable=is_reachable) == pytest.approx(expected)


def test_a_ranked_candidate_carries_its_score():
    (only,) = rank([candidate(**BEST)], WEIGHTS)
    assert only == Ranked(candidate(**BEST), score(candidate(**BEST), WEIGHTS))


@pytest.mark.parametrize("include_untested", [True, False])
def test_what_a_coach_keeps_apart_is_left_out_however_relevant(include_untested):
    apart = candidate(relevance=1.0, apart=APART)
    wishes = {"best": 0.5, "driver_stated": False, "include_untested": include_untested}
    assert why_left_out(apart, Thresholds(), **wishes) == LeftOut.NOT_THE_SAME


def test_others_are_not_held_against_what_is_kept_apart():
    assert find_best([candidate(relevance=1.0, apart=APART), candidate(relevance=0.4)], Thresholds()) == 0.4
