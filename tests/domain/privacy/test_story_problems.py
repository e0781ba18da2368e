"""The people of story problems are nobody's students; in doubt whoever writes is asked."""

from __future__ import annotations

import time

import pytest

from nic_hub.domain.privacy.privacy import find_private, redact

STORIES = [
    'They read "Maria has 12 apples and gives 5 to Juan. How many are left?" aloud.',
    "\u201cMaria and Juan share 12 apples. How many does each get if Juan gets twice as many?\u201d",
    'The word problem "Maria has 12 apples" was too easy.',
    "Story problem: Jayden buys 3 pencils at 2 dollars. How much does he pay?",
]
NO_STORIES = [
    "Maria has 12 apples.",
    '"Maria has 12 apples," one wrote.',
    '"Maria has 12 absences and 3 referrals. How many more until we call?"',
    'The word problem "Maria Lopez has 12 apples"',
    'Maria said "Jayden has 12 stickers".',
    "Our problem: Maria has 12 tardies. How many are too many?",
]


@pytest.mark.parametrize("text", STORIES)
def test_who_is_in_a_story_problem_is_not_asked_about(text: str):
    assert find_private(text) == []


@pytest.mark.parametrize("text", NO_STORIES)
def test_in_doubt_it_is_no_story(text: str):
    assert find_private(text) != []


def test_who_stands_beside_a_story_is_asked_about():
    told = 'Story problem: "Maria has 12 apples." Jayden drew it.'
    assert redact(told) == 'Story problem: "Maria has 12 apples." [name removed] drew it.'


@pytest.mark.parametrize("piece", ['"', '"Maria has 1 ', "word problem ", "word problem: ", "how many "])
def test_long_texts_are_read_in_time_that_grows_with_their_length(piece: str):
    began = time.process_time()
    find_private(piece * (20_000 // len(piece)))
    assert time.process_time() - began < 5
