"""Words that fill a field and say nothing, and words that say little but something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.required import ANSWERED_BY_NUMBER, CHOSEN, find_missing, lacks
from nic_hub.domain.saying_nothing import EMPTY_PHRASES, says_nothing


@pytest.mark.parametrize(
    "text",
    [
        *(
            "n/a",
            "N/A",
            " n.a. ",
            "NA",
            "none",
            "None.",
            "nothing",
            "Nothing!",
            "no",
            "-",
            "—",
            ".",
            "...",
            "?",
        ),
        *(
            "tbd",
            "T.B.D.",
            "todo",
            "To do",
            "x",
            "X",
            "xxx",
            "x x",
            "same",
            "Same.",
            "(none)",
            "n / a",
            "*none*",
        ),
        *(
            "👍",
            "12",
            "75 %",
            "1/2",
            "",
            " ",
            "\u200b",
            "Not applicable",
            "same as above",
            "don't know",
            "\uff4e\uff0f\uff41",
        ),
    ],
)
def test_an_empty_phrase_says_nothing(text):
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "good",
            "No time",
            "None of the prompts were used",
            "Nothing changed",
            "same result as in May",
            "6 of 20",
        ),
        *("ok", "No result yet, because we count in May", "数学", "Ninguno preguntó", "75 % asked", "Ms. X"),
        *("nobody asked", "x-axis was misread"),
    ],
)
def test_a_few_words_say_something(text):
    assert not says_nothing(text)


@pytest.mark.parametrize("text", ["11/12", "12", "%", "9-11", "$"])
def test_a_number_or_a_sign_answers_some_questions(text):
    assert not says_nothing(text, number_says_it=True)
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["-", "?", "n/a", "tbd"])
def test_no_question_is_answered_by_nothing(text):
    assert says_nothing(text, number_says_it=True)


@given(st.sampled_from(sorted(EMPTY_PHRASES)), st.text(alphabet=" .!?-—()*_\n", max_size=4))
def test_case_and_marks_around_it_make_no_phrase_say_more(phrase, marks):
    assert says_nothing(f"{marks}{phrase.upper()}{marks}")


@pytest.mark.parametrize("name", sorted(CHOSEN))
def test_what_is_chosen_is_never_words_that_say_nothing(name):
    assert not lacks({name: "no"}, name)


@pytest.mark.parametrize("name", sorted(ANSWERED_BY_NUMBER))
def test_when_where_and_unit_may_be_a_number(name):
    assert not lacks({name: "12"}, name)


def test_what_stood_before_may_stay_unless_it_is_blank():
    stood = {"result": "n/a", "learning": " "}
    missing = find_missing(stood, {"result": "Write it.", "learning": "Write it."}, stood)
    assert [problem.pointer for problem in missing] == ["/learning"]


def test_what_stood_before_is_no_excuse_for_new_words_that_say_nothing():
    assert find_missing({"result": "none"}, {"result": "Write it."}, {"result": "n/a"})


@pytest.mark.parametrize(
    ("written", "told"), [("75 %", "Write it. A number alone does not say it."), ("-", "Write it.")]
)
def test_who_wrote_a_number_is_told_that_words_are_missing(written, told):
    (problem,) = find_missing({"result": written}, {"result": "Write it."})
    assert problem.detail == told
