"""What a record must say before others see it."""

from __future__ import annotations

import pytest

from nic_hub.domain.publishing import (
    REQUIRED,
    PublicationAction,
    Publishable,
    find_unpublishable,
    require_publishable,
    require_state,
)
from nic_hub.domain.vocabulary import DriverLevel, Publication
from nic_hub.errors import Conflict, Invalid
from tests.domain.examples import is_accepted

COMPLETE = {
    Publishable.STORYBOARD: {
        "focus": "Questions in class",
        "driver_id": "d5",
        "successes": "More students ask.",
        "challenges": "Prompts were forgotten in week two.",
        "result": "Four questions a lesson.",
    },
    Publishable.CHANGE_IDEA: {"title": "Prompts", "description": "On each desk.", "driver_id": "d5"},
    Publishable.TOOL: {"title": "Prompts", "type": "prompts", "link": "https://example.org/prompts"},
    Publishable.PROBLEM: {"statement": "Students do not ask.", "driver_id": "d5"},
    Publishable.MEASURE: {
        "name": "Questions",
        "kind": "process",
        "operational_definition": "A tally in each lesson.",
        "unit": "questions",
        "better": "up",
    },
}


def found(kind, fields, level=DriverLevel.SECONDARY):
    return [problem.pointer for problem in find_unpublishable(kind, fields, level)]


@pytest.mark.parametrize("kind", Publishable)
def test_a_complete_record_may_be_published(kind):
    assert is_accepted(require_publishable, kind, COMPLETE[kind], DriverLevel.SECONDARY)


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in Publishable for name in REQUIRED[kind]])
def test_each_required_field_is_asked_for(kind, name):
    assert found(kind, COMPLETE[kind] | {name: " "}) == [f"/{name}"]


@pytest.mark.parametrize("kind", Publishable)
def test_an_empty_record_names_everything_at_once(kind):
    assert [pointer for pointer in found(kind, {}) if pointer != "/link"] == [
        f"/{name}" for name in REQUIRED[kind]
    ]


def test_a_storyboard_without_challenges_is_refused_in_one_plain_sentence():
    fields = COMPLETE[Publishable.STORYBOARD] | {"challenges": None}
    with pytest.raises(Invalid) as error:
        require_publishable(Publishable.STORYBOARD, fields)
    assert error.value.detail == "To publish this storyboard, mend these fields first: challenges."
    assert "hard or did not work" in error.value.problems[0].detail


@pytest.mark.parametrize("content", [{"link": "https://example.org"}, {"body": "1. Read it three times."}])
def test_a_tool_is_published_with_a_link_or_with_its_text(content):
    assert found(Publishable.TOOL, {"title": "Three reads", "type": "routine"} | content) == []


def test_a_tool_that_is_only_a_name_is_refused():
    assert found(Publishable.TOOL, {"title": "Three reads", "type": "routine", "link": ""}) == ["/link"]


@pytest.mark.parametrize(
    ("level", "expected"),
    [(DriverLevel.PRIMARY, ["/driver_id"]), (DriverLevel.SECONDARY, []), (None, [])],
)
def test_a_change_idea_belongs_to_a_secondary_driver(level, expected):
    assert found(Publishable.CHANGE_IDEA, COMPLETE[Publishable.CHANGE_IDEA], level) == expected


def test_a_storyboard_may_tell_of_a_primary_driver():
    assert found(Publishable.STORYBOARD, COMPLETE[Publishable.STORYBOARD], DriverLevel.PRIMARY) == []


POSSIBLE = {
    ("publish", "draft"),
    ("archive", "draft"),
    ("archive", "published"),
    ("restore", "archived"),
    ("withdraw", "published"),
    ("withdraw", "archived"),
}


@pytest.mark.parametrize("action", PublicationAction)
@pytest.mark.parametrize("state", Publication)
def test_a_record_is_published_once_and_withdrawn_for_good(action, state):
    if (action, state) in POSSIBLE:
        require_state(action, state)
    else:
        with pytest.raises(Conflict, match=f"this one is (a )?{state}"):
            require_state(action, state)


@pytest.mark.parametrize(
    "result", ["No result yet.", "no results so far", "Not yet, because tbd", "No, because n/a"]
)
def test_a_result_that_is_put_off_needs_its_reason(result):
    fields = COMPLETE[Publishable.STORYBOARD] | {"result": result}
    (problem,) = find_unpublishable(Publishable.STORYBOARD, fields)
    assert (problem.pointer, "because" in problem.detail) == ("/result", True)


@pytest.mark.parametrize(
    "result", ["No result yet, because we count in May.", "None so far: the class is away"]
)
def test_a_result_that_is_put_off_with_its_reason_may_be_published(result):
    assert found(Publishable.STORYBOARD, COMPLETE[Publishable.STORYBOARD] | {"result": result}) == []


@pytest.mark.parametrize(("challenges", "result"), [("n/a", "tbd"), ("-", "No result yet, because tbd")])
def test_what_was_published_in_earlier_days_is_let_be(challenges, result):
    told = COMPLETE[Publishable.STORYBOARD] | {"challenges": challenges, "result": result}
    assert find_unpublishable(Publishable.STORYBOARD, told, stood=told) == ()
    assert found(Publishable.STORYBOARD, told) == ["/challenges", "/result"]


def test_a_tool_whose_text_says_nothing_is_only_a_name():
    assert found(Publishable.TOOL, {"title": "Three reads", "type": "routine", "body": "tbd"}) == ["/link"]
