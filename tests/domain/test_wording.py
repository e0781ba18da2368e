"""Small pieces of plain English."""

from datetime import date

import pytest

from nic_hub.domain.vocabulary import Direction
from nic_hub.domain.wording import month, share


@pytest.mark.parametrize(
    ("some", "every", "words"),
    [
        (1, 1, "the only cycle"),
        (1, 2, "1 of 2 cycles"),
        (2, 2, "both cycles"),
        (2, 3, "2 of 3 cycles"),
        (3, 3, "all 3 cycles"),
    ],
)
def test_a_share_is_told_as_people_say_it(some, every, words):
    assert share(some, every, "cycle") == words


def test_a_month_is_told_with_its_year():
    assert month(date(2015, 1, 12)) == "January 2015"


@pytest.mark.parametrize(
    ("direction", "words"),
    [("mixed", "mixed"), ("no_change", "no change"), ("cant_tell", "can't tell")],
)
def test_a_direction_is_told_in_words(direction, words):
    assert Direction(direction).in_words == words
