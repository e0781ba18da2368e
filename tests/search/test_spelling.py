"""A misspelt word is one slip away from the word that was meant."""

import pytest

from nic_hub.search.spelling import corrections_of


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("qestions", "questions"),
        ("expalin", "explain"),
        ("reasonning", "reasoning"),
        ("confuzed", "confused"),
    ],
)
def test_the_word_that_was_meant_comes_first(written, meant):
    assert corrections_of(written)[0] == meant


@pytest.mark.parametrize("word", ["vaping", "tudents"])
def test_a_slip_in_the_first_letter_is_no_slip(word):
    assert not any(each[0] != word[0] for each in corrections_of(word))


@pytest.mark.parametrize("word", ["rubric", "explain", "zzzzz", "y" * 1_000])
def test_a_word_that_is_right_or_beyond_help_has_none(word):
    assert corrections_of(word) == []


def test_of_several_the_more_usual_comes_first():
    assert corrections_of("feedbak")[:2] == ["feedback", "feedbag"]
