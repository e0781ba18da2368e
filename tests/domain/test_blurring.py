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
        ("She was the 6th of 7 students", "She was the … of … students"),
        ("The sixth student asked, the first of eleven", "The … student asked, the … of …"),
        ("Two of three; two-thirds; three quarters", "… of …; …-…; … …"),
        ("Twelve of nineteen, neither of the pair", "… of …, … of the …"),
        ("A third asked, a single boy", "A … asked, a … boy"),
        ("No students asked", "… students asked"),
        ("4 of 6 fifth graders in grade 5", "… of … fifth graders in grade 5"),
        ("In grade 4, 3 asked; 5th-graders: 2", "In grade 4, … asked; 5th-graders: …"),
        ("Their grade 3.5 of 5", "Their grade … of …"),
        ("In grade 5 of 6", "In grade … of …"),
    ],
)
def test_what_tells_a_number_is_blurred(said, shown):
    assert blur_numbers(said) == shown


@pytest.mark.parametrize(
    "said",
    [
        "They want to ask, but not aloud.",
        "Someone often finally allowed it",
        "",
        "6th grade and 5th graders",
        "First, we tried it in third grade; second, with the fifth-graders.",
        "The 4th- and 5th-grade teams, 7th/8th grade, grades 4-8, grade 12",
        "In the 3rd lesson of the second week they had no time.",
    ],
)
def test_other_words_stay(said):
    assert blur_numbers(said) == said
