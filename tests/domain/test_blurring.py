"""Sentences about few students, without the numbers that would give them away."""

from __future__ import annotations

import pytest

from nic_hub.domain.small_cells import blur_numbers


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("4 of 6 asked", "… of … asked"),
        ("Four of the six asked.", "… of the … asked."),
        ("66% asked, 2/3 more than before", "… asked, … more than before"),
        ("All of them asked; nobody was left out", "… of them asked; … was left out"),
        ("Half stayed silent", "… stayed silent"),
        ("up from 2.5 percent", "up from …"),
    ],
)
def test_what_tells_a_number_is_blurred(said, shown):
    assert blur_numbers(said) == shown


@pytest.mark.parametrize("said", ["They want to ask, but not aloud.", "Someone often finally allowed it", ""])
def test_other_words_stay(said):
    assert blur_numbers(said) == said
