"""Sentences that lead over to a list, and case studies that are named by letters."""

from __future__ import annotations

import pytest

from nic_hub.capture.drafts import DraftKind, draft_from
from nic_hub.capture.labels import cycle_number, lead_concept
from nic_hub.capture.reading import read_text


@pytest.mark.parametrize(
    ("line", "concept"),
    [
        ("To evaluate it, Andy wrote the following evaluative question:", "question"),
        ("He considered the following sources of data:", "data_plan"),
        ("Their joint conclusions were that:", "result"),
        ("She decided to make two small changes:", "what"),
        ("Results:", None),
        ("We found that it helped.", None),
        ("Please bring these things along:", None),
    ],
)
def test_a_sentence_leads_over_to_what_its_list_is_about(line, concept):
    assert lead_concept(line) == concept


def test_the_list_belongs_to_its_sentence_and_ends_with_it():
    items = "- some were shy\n  and quiet\n- some were loud"
    text = f"Their joint conclusions were that:\n\n{items}\n\nHe also read."
    (draft,) = draft_from(read_text(text), DraftKind.CYCLE).drafts
    assert draft.values["result"] == "- some were shy\nand quiet\n- some were loud"


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("Case study B: Modelling", (2, "Modelling")),
        ("PDSA cycle #3 - Cups", (3, "Cups")),
        ("Test 1", (1, "")),
        ("Cyclists in room 4", None),
        ("Case study of a school", None),
    ],
)
def test_a_heading_begins_a_test_by_its_number_or_letter(heading, found):
    assert cycle_number(heading) == found
