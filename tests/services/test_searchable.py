"""What of a record is searched; of few students, nothing that was found."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import Text

from nic_hub.models import ChangeIdea, Driver, HelpWanted, PdsaCycle, ProblemOfPractice, Storyboard, Tool
from nic_hub.services.kinds import SEARCHED_KINDS, kind_of
from nic_hub.services.searchable import (
    CONCLUDED,
    EXPECTED,
    FOUND,
    PLANNED,
    SEARCHED_FIELDS,
    TEXT_VERSION,
    is_small_cell,
    searched_values,
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


def searched(record: Any, *, is_kept: bool = False) -> str:
    return text_of(searched_values(record, is_kept=is_kept))


def test_every_searched_kind_says_what_is_searched():
    assert {kind_of(model) for model in SEARCHED_FIELDS} == set(SEARCHED_KINDS)


@pytest.mark.parametrize("model", SEARCHED_FIELDS, ids=kind_of)
def test_every_searched_field_is_a_column(model: Any):
    assert set(SEARCHED_FIELDS[model]) <= set(model.__table__.columns.keys())


@pytest.mark.parametrize("model", SEARCHED_FIELDS, ids=kind_of)
def test_every_searched_field_is_in_the_text(model: Any):
    values = {name: f"said in {name}" for name in SEARCHED_FIELDS[model]}
    assert searched(model(**values)) == "\n".join(values.values())


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
    assert title_of(searched_values(record, is_kept=False)) == title


#: A record of each kind; their texts tell the numbers, words and people that the rules look at.
TOLD = (
    "In Room 12 all six of 24 students, aged 11, read 3 pages; "
    "ninety-five percent (4kids, iv students, tres alumnos) asked Ms. Diaz."
)
#: Which texts the present ``TEXT_VERSION`` stands for.
KNOWN_AS = (2, "a149636238ee")


def test_a_change_of_the_searched_text_has_a_new_version_by_which_hubs_find_the_old_ones():
    """When this fails: count TEXT_VERSION up, and note here what the texts have become."""
    texts = [
        searched(model(**dict.fromkeys(SEARCHED_FIELDS[model], TOLD)), is_kept=is_kept)
        for model in SEARCHED_FIELDS
        for is_kept in (False, True)
    ]
    assert (TEXT_VERSION, sha256("\n".join(texts).encode()).hexdigest()[:12]) == KNOWN_AS


def test_an_idea_is_searched_with_the_name_of_its_driver():
    idea, driver = (
        ChangeIdea(title="Cards", description="On desks"),
        Driver(name="Asking", definition="Not this"),
    )
    assert text_of(searched_values(idea, is_kept=False), driver) == "Cards\nOn desks\nAsking"


def test_empty_fields_leave_no_empty_lines():
    assert searched(ChangeIdea(title=" Cards ", description="", why_changed="Lost")) == "Cards\nLost"


@pytest.mark.parametrize(
    ("count", "small"), [(None, False), (0, True), (1, True), (9, True), (10, False), (11, False)]
)
def test_fewer_students_than_the_limit_are_a_small_cell(count: int | None, small: bool):
    assert is_small_cell(PdsaCycle(student_count=count), MIN_N) is small


def test_a_cycle_of_many_is_searched_with_what_it_found():
    assert "Seven hands" in searched(a_cycle())


@pytest.mark.parametrize("found", ["Alma smiled", "Rain fell", "Seven", "Two", "Both", "4"])
def test_a_cycle_of_few_is_searched_without_what_it_found(found: str):
    assert found not in searched(a_cycle(), is_kept=True)


@pytest.mark.parametrize(
    "kept", ["Do cards help?", "Cards on desks", "More ask", "want pictures", "liked it"]
)
def test_a_cycle_of_few_is_found_by_what_was_tried_and_learned(kept: str):
    assert kept in searched(a_cycle(), is_kept=True)


def test_the_title_of_a_cycle_of_few_does_not_tell_how_few():
    cycle = a_cycle(question="Will three students ask?")
    assert title_of(searched_values(cycle, is_kept=True)) == "Will … students ask?"


@pytest.mark.parametrize("name", [*CONCLUDED, *EXPECTED])
def test_what_was_expected_and_concluded_loses_its_numbers(name: str):
    assert without_numbers({name: "Seven want 2 cards"}) == {name: "… want … cards"}


@pytest.mark.parametrize("name", PLANNED)
def test_a_plan_loses_the_numbers_that_count_people(name: str):
    told = {name: "Two cards for 7 students, three weeks"}
    assert without_numbers(told) == {name: "Two cards for … students, three weeks"}


@pytest.mark.parametrize("name", [*CONCLUDED, *EXPECTED, *PLANNED])
def test_an_empty_text_stays_as_it_is(name: str):
    assert name not in without_numbers({name: None})


@pytest.mark.parametrize("name", FOUND)
def test_every_finding_is_blanked(name: str):
    assert without_numbers({name: 7}) == {name: None}


def test_every_text_of_a_cycle_is_blanked_or_blurred():
    texts = {column.key for column in PdsaCycle.__table__.columns if isinstance(column.type, Text)}
    assert texts <= {*FOUND, *CONCLUDED, *EXPECTED, *PLANNED}
