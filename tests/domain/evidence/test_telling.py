"""The derivation of evidence in plain sentences, and what the next step of strength takes."""

from datetime import date

import pytest

from nic_hub.domain.evidence.evidence import weigh
from nic_hub.domain.evidence.telling import derive, show_evidence, tell_next_step
from nic_hub.domain.vocabulary import CycleStatus, Direction, PredictionMet, Provenance
from tests.domain.examples import facts


def told(*cycles, reported=None):
    return list(derive(weigh(cycles, reported)))


def lacking(*cycles, reported=None):
    return tell_next_step(weigh(cycles, reported))


MET = {"prediction_met": PredictionMet.MET}
TWO_SCHOOLS = [facts(school_id="a", **MET), facts(school_id="b", **MET)]


def test_it_tells_cycles_places_and_predictions():
    cycles = [*TWO_SCHOOLS, facts(school_id="a", prediction_met=PredictionMet.NOT)]
    assert told(*cycles)[:2] == [
        "3 closed cycles in 2 schools, 1 district.",
        "Predictions: 2 met and 1 not met.",
    ]


@pytest.mark.parametrize(
    ("cycles", "words"),
    [
        ([], "No test is recorded."),
        (
            [facts(has_prediction=False)],
            "Tried only, without a prediction or a result: 1 closed cycle.",
        ),
        ([facts(core_kept=False)], "Not counted: 1 cycle of adaptations that gave up the core."),
        ([facts(status=CycleStatus.RUNNING)], "1 cycle under way, not counted yet."),
        (
            [facts(status=CycleStatus.RUNNING, was_left=True, started_on=date(2015, 1, 12))],
            "1 cycle begun in January 2015 and never closed: not counted.",
        ),
        ([facts(has_measure=True)], "With a measure in 1 district."),
        ([facts(provenance=Provenance.SYNTHETIC)], "The only cycle is an invented example."),
    ],
)
def test_it_tells_what_counts_and_what_does_not(cycles, words):
    assert words in told(*cycles)


@pytest.mark.parametrize(
    ("directions", "words"),
    [
        ([Direction.IMPROVED, Direction.CANT_TELL], "Every test that tells a direction says: improved."),
        ([Direction.NO_CHANGE], "Every test that tells a direction says: no change."),
        ([Direction.IMPROVED, Direction.WORSE], "Tests point different ways, or one gave a mixed result."),
        ([Direction.CANT_TELL], "No test tells which way it went."),
    ],
)
def test_the_direction_is_derived_in_a_sentence_of_its_own(directions, words):
    assert told(*(facts(direction=one) for one in directions))[-1] == words


def test_a_reported_outcome_counts_as_tried_and_no_more():
    assert "An outcome was reported without a cycle: that counts as tried, no more." in told(
        reported=Direction.IMPROVED
    )


@pytest.mark.parametrize(
    ("cycles", "words"),
    [
        ([], "For strength 1: a test in which something is observed."),
        (
            [facts(has_prediction=False)],
            "For strength 2: a closed cycle with a prediction made before and a result.",
        ),
        (
            [facts(school_id=None)],
            "For strength 3: 2 more closed cycles with a prediction made before and a result.",
        ),
        ([facts(district_id=name, has_measure=True) for name in ("x", "y")], None),
    ],
)
def test_what_the_next_step_takes_is_said(cycles, words):
    assert lacking(*cycles) == words


def test_one_more_school_may_bring_two_steps():
    more = "1 more closed cycle with a prediction made before and a result"
    assert lacking(facts(), facts()) == f"For strength 3: {more}; one in another school brings it to 4."


def test_the_last_step_asks_for_measures():
    words = "closed cycles with a prediction made before and a result and a measure in two districts."
    assert lacking(*TWO_SCHOOLS) == f"For strength 5: {words}"


def test_all_of_it_is_shown_beside_the_figures():
    shown = show_evidence(weigh(TWO_SCHOOLS))
    assert shown["strength"] == 4
    assert (shown["complete_cycles"], shown["complete_schools"], shown["measured_districts"]) == (2, 2, 0)
    assert shown["explanation"].startswith("2 closed cycles in 2 schools")
    assert shown["derivation"][0] == "2 closed cycles in 2 schools, 1 district."
