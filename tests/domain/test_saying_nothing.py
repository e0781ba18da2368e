"""Words that fill a field and say nothing, and words that say little but something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nic_hub.domain.required import CHOSEN, find_missing, lacks
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


@pytest.mark.parametrize("text", ["11/12", "12", "75 %", "78, 73, 51.", "9-11", "%", "$"])
def test_a_number_or_a_sign_may_be_all_there_is_to_say(text):
    assert not says_nothing(text)


@given(st.sampled_from(sorted(EMPTY_PHRASES)), st.text(alphabet=" .!?-—()*_\n", max_size=4))
def test_case_and_marks_around_it_make_no_phrase_say_more(phrase, marks):
    assert says_nothing(f"{marks}{phrase.upper()}{marks}")


@pytest.mark.parametrize("name", sorted(CHOSEN))
def test_what_is_chosen_is_never_words_that_say_nothing(name):
    assert not lacks({name: "no"}, name)


def test_what_stood_before_may_stay_unless_it_is_blank():
    stood = {"result": "n/a", "learning": " "}
    missing = find_missing(stood, {"result": "Write it.", "learning": "Write it."}, stood)
    assert [problem.pointer for problem in missing] == ["/learning"]


def test_what_stood_before_is_no_excuse_for_new_words_that_say_nothing():
    assert find_missing({"result": "none"}, {"result": "Write it."}, {"result": "n/a"})
