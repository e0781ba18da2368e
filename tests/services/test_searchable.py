"""What of a record is searched; of few students, nothing that was found."""

from __future__ import annotations

from typing import Any

import pytest

from nic_hub.models import ChangeIdea, Driver, HelpWanted, PdsaCycle, ProblemOfPractice, Storyboard, Tool
from nic_hub.services.kinds import SEARCHED_KINDS, kind_of
from nic_hub.services.searchable import (
    CONCLUDED,
    FOUND,
    SEARCHED_FIELDS,
    is_small_cell,
    text_of,
    title_of,
    without_numbers,
)

MIN_N = 10


def a_cycle(**values: Any) -> PdsaCycle:
    told = {
        "question": "Do cards help?",
        "what": "Cards on desks",
        "prediction": "More ask",
        "observations": "Alma smiled",
        "surprises": "Rain fell",
        "result": "Seven hands",
        "learning": "Two of them want pictures",
        "reason": "Both liked it",
        "next_step": "Print 4 more",
    }
    return PdsaCycle(**{**told, **values})


def test_every_searched_kind_says_what_is_searched():
    assert {kind_of(model) for model in SEARCHED_FIELDS} == set(SEARCHED_KINDS)


@pytest.mark.parametrize("model", SEARCHED_FIELDS, ids=kind_of)
def test_every_searched_field_is_a_column(model: Any):
    assert set(SEARCHED_FIELDS[model]) <= set(model.__table__.columns.keys())


@pytest.mark.parametrize("model", SEARCHED_FIELDS, ids=kind_of)
def test_every_searched_field_is_in_the_text(model: Any):
    values = {name: f"said in {name}" for name in SEARCHED_FIELDS[model]}
    assert text_of(model(**values), MIN_N) == "\n".join(values.values())


@pytest.mark.parametrize(
    ("record", "title"),
    [
        (ChangeIdea(title="Cards"), "Cards"),
        (Tool(title="Ring"), "Ring"),
        (Storyboard(title="Our year"), "Our year"),
        (ProblemOfPractice(statement="Few ask"), "Few ask"),
        (HelpWanted(question="Who knows?"), "Who knows?"),
        (PdsaCycle(question="Do they?"), "Do they?"),
        (PdsaCycle(), ""),
    ],
)
def test_a_record_is_known_by_its_first_line(record: Any, title: str):
    assert title_of(record) == title


def test_an_idea_is_searched_with_the_name_of_its_driver():
    idea, driver = (
        ChangeIdea(title="Cards", description="On desks"),
        Driver(name="Asking", definition="Not this"),
    )
    assert text_of(idea, MIN_N, driver) == "Cards\nOn desks\nAsking"


def test_empty_fields_leave_no_empty_lines():
    assert text_of(ChangeIdea(title=" Cards ", description="", why_changed="Lost"), MIN_N) == "Cards\nLost"


@pytest.mark.parametrize(
    ("count", "small"), [(None, False), (0, True), (1, True), (9, True), (10, False), (11, False)]
)
def test_fewer_students_than_the_limit_are_a_small_cell(count: int | None, small: bool):
    assert is_small_cell(PdsaCycle(student_count=count), MIN_N) is small


def test_a_cycle_of_many_is_searched_with_what_it_found():
    assert "Seven hands" in text_of(a_cycle(student_count=10), MIN_N)


@pytest.mark.parametrize("found", ["Alma smiled", "Rain fell", "Seven", "Two", "Both", "4"])
def test_a_cycle_of_few_is_searched_without_what_it_found(found: str):
    assert found not in text_of(a_cycle(student_count=9), MIN_N)


@pytest.mark.parametrize(
    "kept", ["Do cards help?", "Cards on desks", "More ask", "want pictures", "liked it"]
)
def test_a_cycle_of_few_is_found_by_what_was_tried_and_learned(kept: str):
    assert kept in text_of(a_cycle(student_count=9), MIN_N)


def test_what_was_found_is_blanked_and_what_was_concluded_is_blurred():
    left = without_numbers({"result": "Seven", "learning": "Seven want pictures", "question": "Do 7?"})
    assert left == {"result": None, "learning": "… want pictures"}


@pytest.mark.parametrize("name", CONCLUDED)
def test_an_empty_conclusion_stays_as_it_is(name: str):
    assert name not in without_numbers({name: None})


@pytest.mark.parametrize("name", FOUND)
def test_every_finding_is_blanked(name: str):
    assert without_numbers({name: 7}) == {name: None}
