"""Words that may name the same thing, as the program proposes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nic_hub.domain.vocabulary import TermOrigin
from nic_hub.domain.words.term_proposals import (
    Named,
    Proposal,
    leave_out_settled,
    name_of,
    propose_from_lineage,
    propose_from_neighbours,
    share_a_word,
)


def idea(number=1, title="Mud book", district="b", **values):
    made = {"driver_id": "d5", "parent_id": None, "created_at": datetime(2026, 1, number, tzinfo=UTC)}
    return Named(f"idea-{number}", title, district, **{**made, **values})


def from_lineage(*ideas):
    return list(propose_from_lineage({each.id: each for each in ideas}))


SOURCE = idea(1, "Confusion slips", "a")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Think It Out: a form instead of a write-up", "Think It Out"),
        ("Mud book (draft)", "Mud book"),
        ("Mud book.", "Mud book"),
        ("Two minutes, ten days with one student", "Two minutes, ten days with one student"),
        ("Student exit slips on the socio-emotional side of mathematics, analysed", None),
        (": nothing", None),
    ],
)
def test_a_name_begins_a_title_and_a_sentence_is_none(title: str, name: str | None):
    assert name_of(title) == name


def test_one_lineage_under_two_names_is_proposed_where_the_newer_one_is_used():
    assert from_lineage(SOURCE, idea(2, parent_id="idea-1")) == [
        Proposal(
            "Mud book",
            "Confusion slips",
            "b",
            TermOrigin.CO_USE,
            "“Mud book” came from “Confusion slips”: one lineage under two names.",
        )
    ]


@pytest.mark.parametrize(
    "other",
    [
        idea(2),
        idea(2, parent_id="idea-9"),
        idea(2, parent_id="idea-1", district="a"),
        idea(2, "Confusion slip", parent_id="idea-1"),
        idea(2, "Slips, sorted", parent_id="idea-1"),
        idea(2, "One of the many names that are whole sentences by themselves", parent_id="idea-1"),
    ],
)
def test_no_lineage_one_district_one_name_or_no_name_proposes_nothing(other: Named):
    assert from_lineage(SOURCE, other) == []


def test_neighbours_are_proposed_with_how_near_they_are():
    (found,) = propose_from_neighbours([(idea(2), SOURCE, 0.713)])
    assert (found.local, found.shared, found.district_id) == ("Mud book", "Confusion slips", "b")
    assert found.origin == TermOrigin.NEIGHBOURS
    assert "(0.71)" in found.why


def test_the_word_of_no_district_is_the_shared_one():
    hub = idea(2, "Confusion slips", None)
    (found,) = propose_from_neighbours([(hub, idea(1), 0.7)])
    assert (found.local, found.shared, found.district_id) == ("Mud book", "Confusion slips", "b")


def test_what_somebody_decided_or_proposed_is_not_proposed_again():
    (found,) = propose_from_neighbours([(idea(2), SOURCE, 0.7)])
    assert list(leave_out_settled([found, found], [])) == [found]
    assert list(leave_out_settled([found], [("confusion slip", "mud books")])) == []


def test_names_share_a_word_whatever_its_number():
    assert share_a_word("Exit slips", "A slip a day")
    assert not share_a_word("The exit of it", "The way of it")
