"""Blank fields, named all at once."""

from __future__ import annotations

import pytest

from nic_hub.domain.required import BLANKS, find_missing, is_blank, refuse
from nic_hub.domain.wording import count, join, times
from nic_hub.errors import FieldProblem, Invalid
from tests.domain.examples import is_accepted


@pytest.mark.parametrize("value", [None, "", "  ", "\n\t", "\u200b", "\u00a0\u2060", [], {}, ()])
def test_nothing_to_read_is_blank(value):
    assert is_blank(value)


@pytest.mark.parametrize("character", BLANKS, ids=ascii)
def test_what_a_blank_text_is_made_of_is_blank_by_itself(character):
    assert is_blank(character)


@pytest.mark.parametrize("value", ["x", " ? ", "数", 0, 0.0, False, ["a"], {"grade_bands": []}])
def test_a_zero_or_a_single_letter_is_not_blank(value):
    assert not is_blank(value)


def test_a_field_that_is_absent_is_missing():
    assert find_missing({}, {"who": "Say who."}) == (FieldProblem("/who", "Say who."),)


def test_nothing_is_raised_when_nothing_is_wrong():
    assert is_accepted(refuse, (), "go on")


def test_a_field_with_two_problems_is_named_once_in_the_sentence():
    problems = [FieldProblem("/link", "Add it."), FieldProblem("/link", "Shorten it.")]
    with pytest.raises(Invalid) as error:
        refuse(problems, "publish this tool")
    assert error.value.detail == "To publish this tool, mend these fields first: link."
    assert error.value.problems == tuple(problems)


@pytest.mark.parametrize(("number", "words"), [(0, "0 cycles"), (1, "1 cycle"), (2, "2 cycles")])
def test_a_noun_agrees_with_its_number(number, words):
    assert count(number, "cycle") == words


@pytest.mark.parametrize(
    ("parts", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_reads_as_a_sentence(parts, words):
    assert join(parts) == words


@pytest.mark.parametrize(("number", "words"), [(1, "once"), (2, "twice"), (3, "3 times"), (11, "11 times")])
def test_times_read_as_people_say_them(number, words):
    assert times(number) == words
