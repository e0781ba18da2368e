"""Strength and direction: what cycles show, and that neither leans on the other."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.evidence.cycle_facts import CycleFacts
from nic_hub.domain.evidence.evidence import (
    Decisions,
    Evidence,
    Predictions,
    combine_directions,
    strength_of,
    weigh,
)
from nic_hub.domain.vocabulary import (
    CycleStatus,
    CycleType,
    Decision,
    Direction,
    PredictionMet,
    Provenance,
)
from tests.domain.examples import facts

ids = st.sampled_from(["1", "2", "3"])
days = st.none() | st.dates(date(2015, 1, 1), date(2020, 1, 1))
some_facts = st.builds(
    CycleFacts,
    idea_id=ids,
    team_id=ids,
    status=st.sampled_from(CycleStatus),
    school_id=st.none() | ids,
    district_id=st.none() | ids,
    prediction_met=st.none() | st.sampled_from(PredictionMet),
    direction=st.none() | st.sampled_from(Direction),
    decision=st.none() | st.sampled_from(Decision),
    started_on=days,
    closed_on=days,
    has_prediction=st.booleans(),
    has_observations=st.booleans(),
    has_result=st.booleans(),
    has_measure=st.booleans(),
    was_left=st.booleans(),
    core_kept=st.booleans(),
    provenance=st.sampled_from(Provenance),
)
many_facts = st.lists(some_facts, max_size=6)


def elsewhere(number: int, **changes: object) -> CycleFacts:
    """A complete cycle of another school in the same district."""
    return facts(team_id=f"team-{number}", school_id=f"school-{number}", **changes)


def far_away(number: int, **changes: object) -> CycleFacts:
    """A complete cycle of another school in another district."""
    return elsewhere(number, district_id=f"district-{number}", **changes)


def of_district_team(number: int, **changes: object) -> CycleFacts:
    return facts(team_id=f"dit-{number}", school_id=None, district_id=f"district-{number}", **changes)


RUNNING = {"status": CycleStatus.RUNNING, "has_result": False, "closed_on": None}
LEFT = {**RUNNING, "has_observations": False, "started_on": date(2015, 1, 12), "was_left": True}
INQUIRY = {"cycle_type": CycleType.INQUIRY, "has_prediction": False}


@pytest.mark.parametrize(
    ("cycles", "strength"),
    [
        pytest.param([], 0, id="an idea only"),
        pytest.param([facts(status=CycleStatus.PLANNED)], 0, id="planned is not tried"),
        pytest.param([facts(**RUNNING, has_observations=False)], 0, id="running, nothing seen yet"),
        pytest.param([facts(**RUNNING)], 1, id="running, with observations"),
        pytest.param([facts(status=CycleStatus.STUDIED)], 1, id="studied, no decision yet"),
        pytest.param([facts(status=CycleStatus.CANCELLED, has_result=False)], 1, id="stopped half-way"),
        pytest.param([facts(status=CycleStatus.STUDIED)] * 3, 1, id="three studied are not closed"),
        pytest.param([facts(has_result=False)], 1, id="closed without result"),
        pytest.param([facts(**INQUIRY)] * 3, 1, id="inquiries without prediction"),
        pytest.param([facts(cycle_type=CycleType.INQUIRY)], 2, id="an inquiry that predicted"),
        pytest.param([facts()], 2, id="one closed cycle"),
        pytest.param([facts()] * 2, 2, id="two closed cycles of one school"),
        pytest.param([facts(), facts(), facts(**INQUIRY)], 2, id="an inquiry makes no third"),
        pytest.param([facts()] * 3, 3, id="three closed cycles"),
        pytest.param([facts()] * 9, 3, id="nine closed cycles of one school"),
        pytest.param([facts(), elsewhere(2)], 4, id="two schools"),
        pytest.param([facts(), elsewhere(2, **INQUIRY)], 2, id="the second school only inquired"),
        pytest.param([facts(), far_away(2)], 4, id="two districts without a measure"),
        pytest.param([facts(has_measure=True), far_away(2)], 4, id="one of two districts measured"),
        pytest.param([facts(has_measure=True), elsewhere(2, has_measure=True)], 4, id="one district"),
        pytest.param([facts(has_measure=True), far_away(2, has_measure=True)], 5, id="two with a measure"),
        pytest.param([facts(), of_district_team(1)], 2, id="a district team is no second school"),
        pytest.param([of_district_team(1), of_district_team(2)], 2, id="two district teams, no measure"),
        pytest.param(
            [of_district_team(1, has_measure=True), of_district_team(2, has_measure=True)],
            5,
            id="two district teams that measured",
        ),
        pytest.param(
            [facts(has_measure=True), of_district_team(2, has_measure=True)], 5, id="a school and a district"
        ),
        pytest.param([facts(), elsewhere(2, core_kept=False)], 2, id="the replication gave up the core"),
    ],
)
def test_strength_follows_the_ladder(cycles, strength):
    assert weigh(cycles).strength == strength


@pytest.mark.parametrize("direction", Direction)
def test_an_outcome_told_without_a_cycle_is_worth_a_try_at_most(direction):
    evidence = weigh([], reported=direction)
    assert (evidence.strength, evidence.direction, evidence.cycles) == (1, direction, 0)


def test_an_outcome_told_adds_nothing_to_tested_cycles_but_its_direction():
    evidence = weigh([facts(direction=Direction.IMPROVED)], reported=Direction.NO_CHANGE)
    assert (evidence.strength, evidence.direction) == (2, Direction.MIXED)


@pytest.mark.parametrize(
    ("directions", "combined"),
    [
        ([], "cant_tell"),
        ([None, None], "cant_tell"),
        (["cant_tell"], "cant_tell"),
        (["improved", "improved"], "improved"),
        (["worse"], "worse"),
        (["no_change", None], "no_change"),
        (["improved", "cant_tell"], "improved"),
        (["improved", "worse"], "mixed"),
        (["improved", "no_change"], "mixed"),
        (["improved", "mixed"], "mixed"),
        (["mixed"], "mixed"),
    ],
)
def test_agreement_keeps_the_word_and_disagreement_is_mixed(directions, combined):
    assert combine_directions(directions) == combined


def test_a_cycle_that_only_runs_has_no_direction_yet():
    assert weigh([facts(**RUNNING, has_observations=False, direction="improved")]).direction == "cant_tell"


def test_a_cycle_of_which_nothing_is_recorded_claims_nothing():
    bare = CycleFacts(idea_id="idea-1", team_id="team-1", status=CycleStatus.CLOSED)
    evidence = weigh([bare])
    assert (evidence.strength, evidence.schools, evidence.districts) == (1, 0, 0)
    assert evidence.missing == ("no prediction recorded", "no result recorded", "no measure recorded")


def test_an_idea_nobody_tested_is_the_empty_evidence():
    assert weigh([]) == Evidence(missing=("no cycle recorded",))
    assert not any([*Decisions(), *Predictions()])
    assert not any((Evidence().strength, Evidence().cycles, Evidence().schools, Evidence().tried_cycles))


# Invariants.


@given(many_facts, st.randoms(use_true_random=False))
def test_evidence_does_not_depend_on_the_order_of_cycles(cycles, random):
    shuffled = random.sample(cycles, len(cycles))
    assert weigh(shuffled) == weigh(cycles)


@given(many_facts, some_facts, st.none() | st.sampled_from(Direction))
def test_another_cycle_never_lowers_the_strength(cycles, another, reported):
    assert weigh([*cycles, another], reported).strength >= weigh(cycles, reported).strength


@given(many_facts, st.data())
def test_the_direction_alone_never_changes_the_strength(cycles, data):
    turned = [each._replace(direction=data.draw(st.sampled_from(Direction))) for each in cycles]
    assert weigh(turned).strength == weigh(cycles).strength


@given(many_facts)
def test_cycles_that_gave_up_the_core_change_nothing_but_their_own_count(cycles):
    kept = [cycle for cycle in cycles if cycle.core_kept]
    assert weigh(cycles)._replace(core_not_kept=0) == weigh(kept)


@given(many_facts)
def test_strength_above_one_takes_a_complete_cycle(cycles):
    assert (strength_of(cycles) >= 2) == any(cycle.is_complete for cycle in cycles)


@given(many_facts)
def test_counts_add_up_to_the_closed_cycles(cycles):
    evidence = weigh(cycles)
    undecided = sum(c.core_kept and c.is_closed and c.decision is None for c in cycles)
    decided = sum(evidence.decisions)
    assert decided + undecided == evidence.cycles <= evidence.tried_cycles


# What is told.


def test_decisions_predictions_and_places_are_counted_over_closed_cycles():
    evidence = weigh(
        [
            facts(decision="adopt", prediction_met="met"),
            elsewhere(2, decision="abandon", prediction_met="not"),
            far_away(3, decision="abandon", prediction_met="cant_tell"),
            elsewhere(4, status=CycleStatus.RUNNING, decision=None),
        ]
    )
    assert evidence.decisions == Decisions(adopt=1, adapt=0, abandon=2)
    assert evidence.predictions == Predictions(met=1, partly=0, not_met=1, cant_tell=1)
    assert (evidence.cycles, evidence.schools, evidence.districts, evidence.open_cycles) == (3, 3, 2, 1)


@pytest.mark.parametrize("status", ["running", "studied"])
def test_who_tests_now_is_counted_apart(status):
    assert weigh([facts(status=status), facts(status="planned"), facts()]).open_cycles == 1


def test_what_was_left_lying_is_not_under_way_and_is_counted_apart():
    left = [
        facts(status=CycleStatus.RUNNING, was_left=True, started_on=date(year, 1, 12), closed_on=None)
        for year in (2015, 2017, 2016)
    ]
    evidence = weigh([*left, facts(status=CycleStatus.RUNNING), left[0]._replace(core_kept=False)])
    assert (evidence.open_cycles, evidence.unfinished_cycles) == (1, 3)
    assert evidence.unfinished_since == date(2017, 1, 12)


def test_one_invented_cycle_marks_the_evidence_as_synthetic():
    assert weigh([facts(), facts(provenance=Provenance.SYNTHETIC)]).synthetic
    assert not weigh([facts(), facts(provenance=Provenance.PAPER)]).synthetic


@pytest.mark.parametrize(
    ("cycles", "last_tested"),
    [
        ([], None),
        ([facts(closed_on=date(2018, 2, 1)), facts(closed_on=date(2018, 5, 1))], date(2018, 5, 1)),
        ([facts(**RUNNING, started_on=date(2019, 1, 7))], date(2019, 1, 7)),
        ([facts(status="planned", started_on=date(2019, 1, 7), closed_on=None)], None),
    ],
)
def test_last_tested_is_the_latest_day_on_which_something_was_seen(cycles, last_tested):
    assert weigh(cycles).last_tested == last_tested


@pytest.mark.parametrize(
    ("cycles", "missing"),
    [
        ([], ("no cycle recorded",)),
        ([facts(status="planned")], ("no cycle recorded",)),
        ([facts()], ("no measure recorded",)),
        ([facts(has_measure=True)], ()),
        ([facts(**RUNNING)], ("no closed cycle", "no measure recorded")),
        ([facts(**RUNNING | {"has_observations": False})], ("no closed cycle", "no measure recorded")),
        ([facts(**INQUIRY)], ("no prediction recorded", "no measure recorded")),
        ([facts(has_result=False, has_measure=True)], ("no result recorded",)),
        ([facts(), facts(has_measure=True)], ()),
    ],
)
def test_what_nobody_recorded_is_said(cycles, missing):
    assert weigh(cycles).missing == missing


@pytest.mark.parametrize(
    ("cycles", "reported", "explanation"),
    [
        ([], None, "no test is recorded"),
        ([], "mixed", "an outcome was reported without a cycle"),
        ([facts(**RUNNING)], None, "tried, with observations only; 1 cycle under way"),
        (
            [facts(prediction_met="met"), facts(prediction_met="not"), elsewhere(2, prediction_met="not")],
            None,
            "3 closed cycles in 2 schools, 1 district; predictions: 1 met and 2 not met",
        ),
        ([of_district_team(1)], None, "1 closed cycle in 1 district"),
        ([facts(school_id=None, district_id=None)], None, "1 closed cycle"),
        ([facts(**RUNNING | {"has_observations": False})] * 2, None, "2 cycles under way"),
        ([facts(**LEFT)], None, "1 cycle begun in January 2015 and never closed"),
        (
            [facts(**LEFT), facts(**LEFT), facts(**RUNNING)],
            None,
            (
                "tried, with observations only; 1 cycle under way; "
                "2 cycles begun, the last in January 2015, and never closed"
            ),
        ),
    ],
)
def test_the_explanation_says_what_was_counted(cycles, reported, explanation):
    assert weigh(cycles, reported).explanation == explanation
