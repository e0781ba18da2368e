"""The sentence above an answer, which claims no more than was found."""

from __future__ import annotations

import pytest

from nic_hub.domain.summing_up import HELP_WANTED, LEFT_OUT, Outlook, sum_up

NAMED = "“Three reads” was presented, but no result is recorded."
MAPPED = "Your coach mapped CUBES as the same as three reads."

SENTENCES = [
    ({"ideas": 3, "teams": 2}, "3 ideas from 2 other teams."),
    ({"ideas": 1, "teams": 1, "driver": "Talk"}, "1 idea from 1 other team. I read your question as: Talk."),
    (
        {"ideas": 1, "teams": 1, "is_sure": False},
        "1 idea from 1 other team. I am not sure that this is what you asked about.",
    ),
    ({"ideas": 1, "teams": 1, "named": (NAMED,)}, f"{NAMED} What comes near: 1 idea from 1 other team."),
    ({"words": (MAPPED,), "ideas": 1, "teams": 1}, f"{MAPPED} 1 idea from 1 other team."),
    ({}, f"I found no test of this by another team. {HELP_WANTED}"),
    ({"has_team": False}, f"I found no test of this. {HELP_WANTED}"),
    (
        {"own_tested": True},
        f"Your own team has tested this; I found no other team that has. {HELP_WANTED}",
    ),
    ({"named": (NAMED,), "nearest": ("Three reads", "No result.")}, f"{NAMED} {HELP_WANTED}"),
    (
        {"nearest": ("Cards", "It works on a different driver: Talk.")},
        (
            "I found no test of this by another team. The nearest is “Cards”, but it is not the same: it "
            f"works on a different driver: Talk. {HELP_WANTED}"
        ),
    ),
    (
        {"unknown_words": ("calculaters",)},
        (
            "I found no test of this by another team. I don't know the word “calculaters”: check the "
            f"spelling, or ask in English. {HELP_WANTED}"
        ),
    ),
    (
        {"unknown_words": ("hacer", "hagan")},
        (
            "I found no test of this by another team. I don't know the words “hacer” and “hagan”: check the "
            f"spelling, or ask in English. {HELP_WANTED}"
        ),
    ),
    (
        {"asks_about_persons": True},
        (
            "I found no test of this by another team. I can't share results of single students or teachers. "
            f"{HELP_WANTED}"
        ),
    ),
    (
        {"ideas": 1, "teams": 1, "is_redacted": True},
        f"1 idea from 1 other team. {LEFT_OUT}",
    ),
    ({"is_empty": True, "driver": "Talk"}, "Tell me in a sentence what you want to know."),
]


@pytest.mark.parametrize(("told", "message"), SENTENCES, ids=[message for _, message in SENTENCES])
def test_an_answer_is_summed_up(told, message):
    assert sum_up(Outlook(**told)) == message


@pytest.mark.parametrize(("is_sure", "is_told"), [(True, False), (False, True)])
def test_unknown_words_are_named_where_the_answer_is_not_sure(is_sure, is_told):
    message = sum_up(Outlook(ideas=1, teams=1, is_sure=is_sure, unknown_words=("calculaters",)))
    assert ("calculaters" in message) is is_told
