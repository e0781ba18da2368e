"""Questions and sentences that lead over to what stands below, and case studies named by letters."""

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


@pytest.mark.parametrize("between", ["\n", " ", "\n\n"])
@pytest.mark.parametrize(
    ("question", "concept"),
    [
        ("How will we know that a change is an improvement?", "data_plan"),
        ("What change can we make?", "change_idea"),
        ("What change can we make that will result in improvement?", "change_idea"),
        ("What change might we introduce and why?", "change_idea"),
        ("What do we predict will happen?", "prediction"),
        ("What do you think will happen to them?", "prediction"),
        ("What did we learn?", "learning"),
        ("What will we do next?", "next_step"),
        ("What did the team decide?", "decision"),
    ],
)
def test_a_question_of_the_model_for_improvement_heads_its_answer(question, concept, between):
    (draft,) = draft_from(read_text(f"{question}{between}Cups at each door."), DraftKind.CYCLE).drafts
    assert {name: found.text for name, found in draft.fields.items()} == {concept: "Cups at each door."}


def test_what_we_try_to_accomplish_is_the_focus_of_a_story():
    (draft,) = draft_from(read_text("What are we trying to accomplish?\nMore talk.")).drafts
    assert draft.values == {"focus": "More talk."}


def test_an_answer_that_is_a_question_is_no_label():
    (draft,) = draft_from(read_text("What are you trying to find out? Do cups help?")).drafts
    assert draft.values["question"] == "Do cups help?"


@pytest.mark.parametrize(
    ("line", "is_left"),
    [
        ("Which pupils who struggle with fractions talk least?", True),
        ("Andy sat with each of them and found:", True),
        ("What do we hope to learn from it?", False),
    ],
)
def test_what_a_person_asks_or_tells_before_a_list_is_left_over_although_the_list_is_a_field(line, is_left):
    reading = draft_from(read_text(f"{line}\n\n- the shy ones"))
    (draft,) = reading.drafts
    assert [found.text for found in draft.fields.values()] == ["- the shy ones"]
    assert [piece.text for piece in reading.left_over] == [line] * is_left


@pytest.mark.parametrize("text", ["Challenges\ntime", "Plan: do cups help?"])
def test_words_that_look_like_a_label_without_an_answer_are_left_over(text):
    assert text.split("\n")[-1] in [piece.text for piece in draft_from(read_text(text)).left_over]


def test_a_question_that_nothing_answers_is_left_over_and_not_lost():
    reading = draft_from(read_text("Results: six\n\nhow did the kids who struggled respond?\n"))
    assert [piece.text for piece in reading.left_over] == ["how did the kids who struggled respond?"]


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
