"""Pasted tables: cells between commas, bars or tabs are fields, and what fits no column is not lost."""

from __future__ import annotations

import time

import pytest

from nic_hub.capture.drafts import Reading, draft_from
from nic_hub.capture.reading import read_file, read_text
from nic_hub.capture.sheets import MAX_COLUMNS

HEAD = "Question,Prediction,Result,Decision"


def read(text: str) -> Reading:
    return draft_from(read_text(text))


def values(text: str) -> list[dict[str, str]]:
    return [draft.values for draft in read(text).drafts]


def left(text: str) -> list[str]:
    return [piece.text for piece in read(text).left_over]


CUPS = {"question": "Do cups help?", "prediction": "six, at least", "result": "four", "decision": "adapt"}


@pytest.mark.parametrize(
    "table",
    [
        f'{HEAD}\nDo cups help?,"six, at least",four,adapt',
        'Question; Prediction; Result; Decision\nDo cups help?; six, at least; "four"; adapt',
        "|Question|Prediction|Result|Decision|\n|---|:--|--:|---|\n|Do cups help?|six, at least|four|adapt|",
    ],
    ids=["commas", "semicolons", "bars"],
)
def test_a_table_pasted_as_text_is_read_by_its_head(table):
    assert values(f"Our log, so far\n\n{table}\n\nThanks, all") == [CUPS]
    assert left(f"Our log, so far\n\n{table}\n\nThanks, all") == ["Our log, so far", "Thanks, all"]


def test_a_cell_in_quotation_marks_may_hold_commas_marks_and_lines():
    (told,) = values(f'{HEAD}\nDo cups help?,"six,\n""maybe""",four,adapt')
    assert told["prediction"] == 'six,\n"maybe"'


@pytest.mark.parametrize("line", ["Do hats help?,8 of 10, mostly,6 of 10,adapt", '"Never closed,8,6,adapt'])
def test_a_line_that_fits_no_column_is_left_over_whole(line):
    text = f'{HEAD}\n{line}\nDo cups help?,"six, at least",four,adapt'
    assert (values(text), left(text)) == ([CUPS], [line])


@pytest.mark.parametrize(
    "text",
    [
        "Successes, challenges\nKids loved it, but it took long",
        "Question,Prediction,Result",
        "We came, we saw, we left\nRain, wind, snow",
    ],
)
def test_commas_alone_make_no_table(text):
    assert (values(text), left(text)) == ([], text.split("\n"))


def test_a_pasted_table_may_begin_with_an_empty_cell():
    text = "\tCycle 1: Cups\tCycle 2\tNotes\nPrediction\tsix\tnine\task Ana"
    assert values(text) == [{"change_idea": "Cups", "prediction": "six"}, {"prediction": "nine"}]
    assert left(text) == ["ask Ana"]


def test_a_cell_beside_the_last_column_is_left_over_and_not_lost():
    assert left("Idea\tPrediction\nCups\tsix\tin the rain\nCards\tfour") == ["in the rain"]


def test_the_tab_behind_the_sign_of_a_list_makes_no_table():
    assert values("Prediction:\n\t•\tsix of nine") == [{"prediction": "six of nine"}]


def test_a_title_above_a_table_does_not_say_what_stands_between_its_cells():
    file = read_file("t.csv", b"Log, spring\nIdea;Prediction\nCups;six\n")
    assert draft_from(file).drafts[0].values == {"change_idea": "Cups", "prediction": "six"}


def test_columns_beyond_those_that_are_read_are_told():
    wide = ",".join(["x"] * (MAX_COLUMNS + 1))
    assert read_file("t.csv", wide.encode()).unread == (f"the table beyond column {MAX_COLUMNS}",)


LINES = [HEAD, f'{HEAD}\n"', '"x', ",,,", 'Hello\nDate: Monday"']


@pytest.mark.parametrize("line", LINES)
def test_many_like_lines_are_read_in_time_that_grows_with_their_number(line):
    began = time.process_time()
    read(f"{line}\n" * (80_000 // (len(line) + 1)))
    assert time.process_time() - began < 3


def test_a_form_out_of_a_pdf_is_read_although_its_lines_are_short():
    (told,) = values("Prediction: Half of the groups will build on\nan idea.\nResult: 3 of 8 groups did")
    assert told["prediction"] == "Half of the groups will build on an idea."


def test_notes_without_capitals_are_read_line_by_line_although_one_is_long():
    lines = [
        "Tues w Rm 7 we tried the turn and tell before writing",
        "thought 20 wd start",
        "16 did",
        "keeping it",
    ]
    assert values("\n".join(lines)) == [
        {"what": lines[0], "prediction": lines[1], "result": lines[2], "decision": "adopt"}
    ]


def test_a_message_goes_on_with_nothing_that_another_one_said():
    text = "Ana Li\n  8:05 AM\nprediction: six of nine\nresult: four\nJo  8:06 AM\nwow, four is a lot\n"
    assert values(text) == [{"prediction": "six of nine", "result": "four"}]
    assert left(text) == ["Ana Li 8:05 AM", "Jo  8:06 AM", "wow, four is a lot"]


def test_the_name_of_an_emoji_asks_for_nothing():
    assert values("the results are in :tada:\nwe had cake") == []


def test_a_line_that_ends_in_a_time_is_no_head_of_a_message():
    assert values("Prediction: they start by\nResults:\nThe last one began at 9:15")[0]["result"]


def test_a_line_above_a_list_heads_it_and_the_list_ends_with_an_empty_line():
    text = "What we're working on\n- more talk\n\nWhat was tough\n- too loud\n\nOther business\nForms are due"
    assert values(text) == [{"focus": "- more talk", "challenges": "- too loud"}]
    assert left(text) == ["Other business", "Forms are due"]


def test_a_line_above_a_list_that_names_no_field_ends_the_field_before_it():
    text = "What we tried\n- cups\n\nStill wondering\n- do they like it"
    assert (values(text), left(text)) == (
        [{"changes_tested": "- cups"}],
        ["Still wondering", "- do they like it"],
    )


def test_a_prompt_that_names_four_fields_fills_none_and_ends_the_field_above():
    text = "Prediction: six\nWho, what, when, where: see the wall"
    assert (values(text), left(text)) == (
        [{"prediction": "six"}],
        ["Who, what, when, where: see the wall"],
    )
