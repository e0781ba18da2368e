"""How people type on a phone, and how it is read."""

from __future__ import annotations

import pytest

from nic_hub.domain.suggesting.phone_words import with_apostrophes, write_out


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("kids dont show their work", "kids don't show their work"),
        ("They cant start", "They can't start"),
        ("Wont ask, wouldnt try", "Won't ask, wouldn't try"),
        ("im lost, youre lost, weve tried", "i'm lost, you're lost, we've tried"),
        ("We were well into its third week", "We were well into its third week"),
        ("don't redo the donts of importance", "don't redo the donts of importance"),
    ],
)
def test_an_apostrophe_that_was_left_out_on_a_phone_is_set(typed: str, read: str):
    assert with_apostrophes(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("what do ppl do w/ kids who finish", "what do people do with kids who finish"),
        ("Hw w/o parents, tho", "homework without parents, though"),
        ("cant get thru it bc of #s", "can't get through it because of numbers"),
        ("walkthru, any1?", "walkthrough, anyone?"),
        ("gr 5 convos abt math", "grade 5 conversations about math"),
        ("w/8th gr, gr.4-5", "with 8th grade, grade 4-5"),
        ("turn n talk w the bead", "turn and talk with the bead"),
    ],
)
def test_shorthand_is_written_out(typed: str, read: str):
    assert write_out(typed) == read


@pytest.mark.parametrize(
    "text",
    [
        "n = 5 kids",
        "A.B.C. w",
        "hw/classwork",
        "grit and growth",
        "the #1 thing",
        "Through thick and thin, we went with it",
    ],
)
def test_other_words_stay_as_they_are(text: str):
    assert write_out(text) == text
