"""The sentence above an answer, which claims no more than was found."""

from __future__ import annotations

import pytest

from nic_hub.domain.suggesting.explaining import tell_none_failed
from nic_hub.domain.suggesting.summing_up import (
    EACH_FAILED,
    HELP_WANTED,
    IN_ENGLISH,
    LEFT_OUT,
    NOBODY_NOW,
    UNSURE,
    OtherQuestion,
    Outlook,
    sum_up,
)

NAMED = "“Three reads” was presented, but no result is recorded."
NONE_FAILED = tell_none_failed()
APART = "Your coach keeps cups apart from light: they are not the same."
MAPPED = "Your coach mapped CUBES as the same as three reads."

SENTENCES = [
    ({"ideas": 3, "teams": 2}, "3 ideas from 2 other teams."),
    ({"ideas": 1, "teams": 1, "driver": "Talk"}, "1 idea from 1 other team. I read your question as: Talk."),
    (
        {"ideas": 1, "teams": 1, "is_sure": False},
        f"{UNSURE} What comes near: 1 idea from 1 other team.",
    ),
    (
        {"ideas": 2, "teams": 1, "untried_in": "grades 9-12"},
        "2 ideas from 1 other team. I know of no test of these in grades 9-12.",
    ),
    ({"ideas": 1, "teams": 1, "remarks": ("I rank none.",)}, "1 idea from 1 other team. I rank none."),
    (
        {"own_tested": True, "others_tested": True},
        (
            "Your own team has tested this: you see below what came of it, for you and for others. "
            f"{HELP_WANTED}"
        ),
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
        {"unknown_words": ("tardies",)},
        (
            "I found no test of this by another team. No record that I may show has the word “tardies”. "
            f"{HELP_WANTED}"
        ),
    ),
    (
        {"unknown_words": ("tardies", "ells")},
        (
            "I found no test of this by another team. No record that I may show has the words “tardies” and "
            f"“ells”. {HELP_WANTED}"
        ),
    ),
    (
        {"unknown_words": ("hacer", "hagan"), "is_foreign": True},
        f"I found no test of this by another team. {IN_ENGLISH} {HELP_WANTED}",
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
    (
        {"unread": 312},
        (
            "I found no test of this by another team. I have yet to read 312 records, so there may be one: "
            f"ask me again in a few minutes. {HELP_WANTED}"
        ),
    ),
    (
        {"ideas": 1, "teams": 1, "unread": 1},
        (
            "1 idea from 1 other team. I have yet to read 1 record, so there may be more: ask me again in "
            "a few minutes."
        ),
    ),
    ({"ideas": 1, "teams": 1, "wants_failures": True}, f"1 idea from 1 other team. {EACH_FAILED}"),
    ({"wants_failures": True}, NONE_FAILED),
    (
        {"wants_failures": True, "own_tested": True},
        "I know of no other team's test of this that failed: none is recorded here that you may see.",
    ),
    ({"wants_failures": True, "is_redacted": True}, f"{NONE_FAILED} {LEFT_OUT}"),
    (
        {"wants_failures": True, "unread": 2},
        f"{NONE_FAILED} I have yet to read 2 records, so there may be one: ask me again in a few minutes.",
    ),
    ({"wants_failures": True, "named": (NAMED,)}, NAMED),
    ({"wants_failures": True, "words": (MAPPED,)}, f"{MAPPED} {NONE_FAILED}"),
    ({"apart": (APART,), "ideas": 1, "teams": 1}, "1 idea from 1 other team."),
    ({"apart": (APART,)}, f"{APART} I found no test of this by another team. {HELP_WANTED}"),
    (
        {"apart": (APART,), "nearest": ("Cups", APART)},
        (
            "I found no test of this by another team. The nearest is “Cups”, but it is not the same: "
            f"y{APART[1:]} {HELP_WANTED}"
        ),
    ),
    ({"asks_who_tests": True, "ideas": 1, "teams": 1}, f"{NOBODY_NOW} 1 idea from 1 other team."),
    (
        {"asks_who_tests": True, "under_way": ("Seats", "Roles"), "ideas": 1, "teams": 1},
        "Under way now: “Seats” and “Roles”. 1 idea from 1 other team.",
    ),
    (
        {
            "asks_for_tool": True,
            "tools": (("Seats", ()), ("Roles", ("Cards", "Tags"))),
            "ideas": 2,
            "teams": 1,
        },
        "2 ideas from 1 other team. “Roles” comes with “Cards” and “Tags”.",
    ),
    (
        {"asks_for_tool": True, "tools": (("Seats", ()),), "ideas": 1, "teams": 1},
        "1 idea from 1 other team. No tool is recorded for it.",
    ),
    (
        {
            "answered": "how do I start?",
            "others": (OtherQuestion("why cups?", True),),
            "ideas": 1,
            "teams": 1,
        },
        (
            "You asked 2 things. I answer “how do I start”. 1 idea from 1 other team. "
            "I know of tests of “why cups”, too: ask me that in a new message."
        ),
    ),
    (
        {
            "answered": "cups",
            "others": (OtherQuestion("seats " * 20, None), OtherQuestion("roles", False)),
            "ideas": 1,
            "teams": 1,
        },
        (
            "You asked 3 things. I answer “cups”. 1 idea from 1 other team. I am not sure that anybody has "
            f"tested “{'seats ' * 12}seats…”: ask me that in a new message. I found no test of “roles”."
        ),
    ),
    ({"is_empty": True, "unread": 2}, "Tell me in a sentence what you want to know."),
    ({"is_empty": True, "driver": "Talk"}, "Tell me in a sentence what you want to know."),
]


@pytest.mark.parametrize(("told", "message"), SENTENCES, ids=[message for _, message in SENTENCES])
def test_an_answer_is_summed_up(told, message):
    assert sum_up(Outlook(**told)) == message


@pytest.mark.parametrize(("is_sure", "is_told"), [(True, False), (False, True)])
def test_unknown_words_are_named_where_the_answer_is_not_sure(is_sure, is_told):
    message = sum_up(Outlook(ideas=1, teams=1, is_sure=is_sure, unknown_words=("calculaters",)))
    assert ("calculaters" in message) is is_told
