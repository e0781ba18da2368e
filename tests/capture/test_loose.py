"""Loose sentences: what they tell by their words, what by their place, and what is left over."""

from __future__ import annotations

import time

import pytest

from nic_hub.capture.drafts import DraftKind, draft_from
from nic_hub.capture.loose import said_in
from nic_hub.capture.material import Material, Piece
from nic_hub.capture.reading import read_text
from nic_hub.capture.sentences import clauses_of, sentences_of

TOLD = "We tried exit tickets w/ 24 kids in period 3, thought 20 would hand one in, 11 did."
SLACK = f"{TOLD} Keeping it but shorter."


def read(text: str):
    (draft,) = draft_from(read_text(text)).drafts
    return draft


@pytest.mark.parametrize(
    ("sentence", "concept"),
    [
        ("We were hoping at least half would fix it.", "prediction"),
        ("our guess was that 8 in 10 visits would end on time", "prediction"),
        ("Last Tuesday we let the 8th graders redo one question.", "what"),
        ("Our hand hunch was that most would finish.", "prediction"),
        ("14 of 22 fixed it.", "result"),
        ("We're dropping the partner talk.", "decision"),
        ("One thing we didn't expect was how long it took.", "surprises"),
        ("We want to test corrections at home instead.", "next_step"),
        ("We honestly kept it short.", None),
        ("My bet was that half could explain it.", "prediction"),
        ("I guess half will finish.", "prediction"),
        ("I guess the one thing that was weird is the noise.", "surprises"),
        ("For three weeks we've been handing out cards.", "what"),
        ("It actually went down to five.", "result"),
        ("The surprise was that they read less.", "surprises"),
        ("We tried to reach all of you by phone.", None),
        ("We think the tape was too small.", None),
        ("Will 14 of 22 fix it next week?", None),
    ],
)
def test_a_sentence_tells_by_its_words_what_it_is_about(sentence, concept):
    assert said_in(sentence) == concept


def test_a_message_without_headings_is_read_clause_by_clause():
    draft = read(SLACK)
    assert draft.kind is DraftKind.CYCLE
    assert draft.values == {
        "what": "We tried exit tickets w/ 24 kids in period 3",
        "prediction": "thought 20 would hand one in",
        "result": "11 did.",
        "decision": "adapt",
    }


def test_what_stands_around_a_guess_tells_what_was_done_and_what_came_of_it():
    done = "All four of them opened each class with a short quiz."
    came = "By October the average stood at 6.4."
    draft = read(f"{done} The expectation was that students would recall seven items. {came}")
    assert (draft.values["what"], draft.values["result"]) == (done, came)


@pytest.mark.parametrize(
    "text",
    [
        "Picture day is on Friday. Last year 20 of 25 classes took part. We want to thank the parents.",
        "We will keep the old bell schedule. Next week we have tests.",
        "> We tried cups. 14 of 22 used them.",
        "We adopted a problem based program, and teachers still improvise the start.",
    ],
)
def test_sentences_that_tell_of_no_test_are_left_over(text):
    reading = draft_from(read_text(text))
    assert reading.drafts == ()
    assert " ".join(piece.text for piece in reading.left_over) == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ms. K asked. 14 of 22 did.", ["Ms. K asked.", "14 of 22 did."]),
        ("two kids fought. i think so", ["two kids fought.", "i think so"]),
        (
            "hey. I thought 12. only 7 ELs did!! ok",
            ["hey.", "I thought 12.", "only 7 ELs did!!", "ok"],
        ),
        ("Tried approx. five cards. Liked it", ["Tried approx. five cards.", "Liked it"]),
        ("We counted in min. of talk", ["We counted in min. of talk"]),
        ("laminated, e.g. cards", ["laminated, e.g. cards"]),
        ("Adapt: write first", ["Adapt", "write first"]),
    ],
)
def test_a_text_parts_into_sentences(text, parts):
    assert sentences_of(text) == parts


def test_what_was_dictated_without_a_stop_parts_before_whoever_did_it():
    text = "okay so " + "very " * 30 + "quick we mailed them and we got three calls"
    assert [*clauses_of(text)][1:] == ["we mailed them", "we got three calls"]


def test_what_was_dictated_does_not_part_what_belongs_together():
    text = (
        "okay so "
        + "very " * 30
        + "quick what I learned is it helps when we sing and it went up and next week more"
    )
    assert [*clauses_of(text)][1:] == [
        "what I learned is it helps when we sing",
        "it went up",
        "next week more",
    ]


def test_who_says_what_it_was_like_plans_nothing():
    draft = read(f"{SLACK} They had fun, I'll say that much.")
    assert "next_step" not in draft.values


def test_a_wrapped_line_of_a_mail_goes_on_with_the_line_before():
    wrapped = "We predicted that every single draft would get one comment\nthat names a line."
    assert read(f"{wrapped}\nDecision: adapt").values["prediction"].endswith("comment that names a line.")


def test_what_a_kind_has_no_field_for_is_left_over_and_not_lost():
    reading = draft_from(
        read_text("Goal: fewer late starts\nPrediction: six\nDecision: adapt"), DraftKind.CYCLE
    )
    assert "fewer late starts" in [piece.text for piece in reading.left_over]


def test_a_cell_of_an_unknown_column_is_left_over_and_not_lost():
    table = "Idea\tPrediction\tWeather\nCups\tsix\tsunny\nCards\tfour\train"
    reading = draft_from(read_text(table))
    assert {"sunny", "rain"} <= {piece.text for piece in reading.left_over}


def test_the_name_of_a_form_names_no_idea():
    assert "change_idea" not in read("# PDSA Worksheet\nPrediction: six\nResults: four").values


@pytest.mark.parametrize("room", [" ", "\t", "\t "])
def test_a_long_room_of_a_paragraph_is_passed_in_time_that_grows_with_its_length(room):
    began = time.process_time()
    draft_from(Material((Piece("we tried it again " * 10 + room * 60_000 + "x", "paragraph 1"),)))
    assert time.process_time() - began < 5


def test_many_stops_are_passed_in_time_that_grows_with_their_length():
    began = time.process_time()
    draft_from(read_text(("Plan:" + " ." * 9_900 + "\n") * 10))
    assert time.process_time() - began < 5
