"""A context: from JSON and back, filled up, and compared with another."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.context.context import Context
from nic_hub.domain.context.fit import NEUTRAL_SCORE, fit
from nic_hub.domain.vocabulary import (
    Band,
    ClassSize,
    DeliveredBy,
    Frequency,
    GradeBand,
    Locale,
    SchoolLevel,
    Subject,
)

VALUES = {
    "grade_bands": ["3_5"],
    "subject": "mathematics",
    "curriculum": "Eureka Math",
    "class_size": "25_32",
    "school_level": "elementary",
    "locale": "rural",
    "student_group_bands": {"english_learners": "high"},
    "coach_present": False,
    "shared_planning_time": True,
    "minutes": 45,
    "frequency": "weekly",
    "delivered_by": "classroom_teacher",
}
OURS = Context.of(VALUES)


def maybe(strategy):
    return st.none() | strategy


contexts = st.builds(
    Context,
    grade_bands=st.lists(st.sampled_from(GradeBand), unique=True, max_size=3).map(tuple),
    subject=maybe(st.sampled_from(Subject)),
    curriculum=maybe(st.sampled_from(["Eureka Math", "eureka  math", "Open Up"])),
    class_size=maybe(st.sampled_from(ClassSize)),
    school_level=maybe(st.sampled_from(SchoolLevel)),
    locale=maybe(st.sampled_from(Locale)),
    student_group_bands=st.dictionaries(
        st.sampled_from(["english_learners", "latinx"]), st.sampled_from(Band)
    ),
    coach_present=maybe(st.booleans()),
    shared_planning_time=maybe(st.booleans()),
    minutes=maybe(st.integers(1, 600)),
    frequency=maybe(st.sampled_from(Frequency)),
    delivered_by=maybe(st.sampled_from(DeliveredBy)),
)


def test_a_context_goes_to_json_and_back():
    assert OURS.as_values() == VALUES
    assert set(VALUES) == {each.name for each in fields(Context)}


@given(contexts)
def test_nothing_is_lost_on_the_way_through_json(context):
    assert Context.of(context.as_values()) == context


@pytest.mark.parametrize("values", [None, {}, dict.fromkeys(VALUES)])
def test_nothing_recorded_is_an_empty_context(values):
    assert Context.of(values) == Context()
    assert Context.of(values).as_values() == {}


def test_a_value_that_is_on_no_list_is_refused():
    with pytest.raises(ValueError, match="algebra"):
        Context.of({"subject": "algebra"})


def test_a_question_goes_over_the_teams_context_and_the_gaps_are_filled():
    asked = Context(subject=Subject.SCIENCE, coach_present=False)
    filled = asked.over(Context(subject=Subject.MATHEMATICS, coach_present=True, locale=Locale.CITY))
    assert filled == Context(subject=Subject.SCIENCE, coach_present=False, locale=Locale.CITY)


@given(contexts, contexts)
def test_filling_up_never_changes_what_was_known(ours, other):
    assert ours.over(other).known.items() >= ours.known.items()


# Fit.


def compare(**theirs):
    """Compare with somebody whose context is like ours but for some values."""
    return fit(OURS, Context.of(VALUES | theirs))


@pytest.mark.parametrize(
    ("theirs", "difference"),
    [
        (
            {"grade_bands": ["6_8", "9_12"]},
            "they worked with grades 6-8 and grades 9-12; you with grades 3-5",
        ),
        ({"subject": "reading_writing"}, "their subject was reading writing; yours is mathematics"),
        ({"curriculum": "Open Up"}, "their curriculum was Open Up; yours is Eureka Math"),
        ({"class_size": "16_24"}, "their classes had 16 to 24 students; yours have 25 to 32 students"),
        ({"school_level": "middle"}, "their school's level was middle; yours is elementary"),
        ({"locale": "city"}, "their school was in a city; yours is rural"),
        ({"coach_present": True}, "they had a coach; you do not"),
        ({"shared_planning_time": False}, "they did not have shared planning time; you do"),
        ({"minutes": 10}, "they used 10 minutes; you have 45"),
        ({"frequency": "several_a_week"}, "they did it several times a week; you would weekly"),
        ({"delivered_by": "peers"}, "theirs was led by peers; yours by a classroom teacher"),
        (
            {"student_group_bands": {"english_learners": "low"}},
            "share of English learners: theirs low, yours high",
        ),
    ],
)
def test_a_difference_is_told_in_plain_words(theirs, difference):
    compared = compare(**theirs)
    assert compared.different == (difference,)
    assert len(compared.same) == len(VALUES) - 1


def test_what_is_alike_is_named():
    assert compare().same == (
        "grade band",
        "subject",
        "curriculum",
        "class size",
        "school level",
        "locale",
        "no coach",
        "shared planning time",
        "time",
        "frequency",
        "who delivers it",
        "share of English learners",
    )


@pytest.mark.parametrize(
    "theirs",
    [
        {"grade_bands": ["3_5", "6_8"]},
        {"subject": "cross_subject"},
        {"curriculum": " eureka math"},
        {"school_level": "k8"},
        {"school_level": "k12"},
        {"minutes": 60},
        {"minutes": 30},
        {"student_group_bands": {"english_learners": "very_high"}},
    ],
)
def test_what_is_close_is_alike(theirs):
    assert compare(**theirs).different == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("grade_bands", "grade band (not recorded for them)"),
        ("coach_present", "a coach (not recorded for them)"),
        ("student_group_bands", "share of English learners (not recorded for them)"),
    ],
)
def test_what_they_did_not_record_is_unknown_and_not_different(name, words):
    compared = compare(**{name: None})
    assert (compared.unknown, compared.different) == ((words,), ())


@pytest.mark.parametrize("name", VALUES)
def test_whatever_one_side_did_not_record_is_unknown_and_counts_neither_way(name):
    rest = {other: value for other, value in VALUES.items() if other != name}
    theirs_unknown, ours_unknown = fit(OURS, Context.of(rest)), fit(Context.of(rest), OURS)
    without_it = fit(Context.of(rest), Context.of(rest))
    for compared, who in ((theirs_unknown, "them"), (ours_unknown, "you")):
        assert (len(compared.unknown), compared.different) == (1, ())
        assert compared.unknown[0].endswith(f"(not recorded for {who})")
        assert (compared.same, compared.score) == (without_it.same, without_it.score)


def test_what_we_did_not_say_is_unknown_too():
    assert fit(Context(), Context(coach_present=True)).unknown == ("a coach (not recorded for you)",)


@pytest.mark.parametrize("theirs", [{"subject": "not_applicable"}, {"school_level": "other"}])
def test_a_value_that_says_nothing_is_unknown(theirs):
    compared = compare(**theirs)
    assert (len(compared.unknown), compared.different) == (1, ())


def test_with_nothing_known_the_score_is_neutral():
    assert fit(Context(), Context()).score == fit(OURS, Context()).score == NEUTRAL_SCORE


@given(contexts, contexts)
def test_every_part_is_told_once(ours, theirs):
    compared = fit(ours, theirs)
    told = len(compared.same) + len(compared.different) + len(compared.unknown)
    parts = {f"{name}{key}" for c in (ours, theirs) for name, key in _parts(c)}
    assert told == len(parts)


def _parts(context):
    silent = {Subject.NOT_APPLICABLE, SchoolLevel.OTHER, DeliveredBy.OTHER}
    for name, value in context.known.items():
        if name == "student_group_bands":
            yield from ((name, group) for group in value)
        elif not isinstance(value, str) or value not in silent:
            yield name, ""


@given(contexts, contexts)
def test_a_score_lies_between_zero_and_one(ours, theirs):
    assert 0 <= fit(ours, theirs).score <= 1


@given(contexts, contexts)
def test_comparing_is_fair_to_both_sides(ours, theirs):
    assert fit(ours, theirs).score == fit(theirs, ours).score


@given(contexts, contexts, st.sampled_from([each.name for each in fields(Context)]))
def test_what_is_unknown_on_both_sides_changes_nothing(ours, theirs, name):
    empty = getattr(Context(), name)
    ours, theirs = replace(ours, **{name: empty}), replace(theirs, **{name: empty})
    one_sided = replace(theirs, **{name: getattr(OURS, name)})
    assert fit(ours, one_sided).score == fit(ours, theirs).score


@given(contexts, contexts, st.sampled_from(["coach_present", "shared_planning_time"]))
def test_sameness_lifts_the_score_and_a_difference_lowers_it(ours, theirs, name):
    ours = replace(ours, **{name: True})
    same, unknown, different = (
        fit(ours, replace(theirs, **{name: value})).score for value in (True, None, False)
    )
    assert same > unknown > different


def test_more_shared_features_fit_better_than_one():
    assert fit(OURS, OURS).score > fit(OURS, Context(subject=Subject.MATHEMATICS)).score > NEUTRAL_SCORE


def test_a_stored_context_is_read_as_it_was_written():
    assert Context.stored(json.dumps(VALUES)) == OURS


@pytest.mark.parametrize("text", [None, ""])
def test_a_context_that_was_not_stored_knows_nothing(text):
    assert Context.stored(text) == Context()


def test_a_stored_context_with_a_value_on_no_list_is_refused():
    with pytest.raises(ValueError, match="moon"):
        Context.stored('{"subject": "moon"}')
