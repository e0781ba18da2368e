"""The first line of an answer: short, and with all that the hub doubts."""

from dataclasses import replace

import pytest

from bot.blocks.answer import Setting, show_answer
from nic_hub.domain.suggesting.summing_up import Outlook, sum_up
from tests.bot.examples import ANSWER, DRIVER

ALONE = Setting(answer_id="9" * 32, is_linked=True, is_private=True)
LIKE = replace(ALONE, like="Question prompts")
UNSURE = "I am not sure that anybody has tested this."
UNREAD = "I have yet to read 3 records, so there may be more: ask me again in a few minutes."
FOUND = Outlook(ideas=3, teams=2, driver=DRIVER["name"])


def opening(outlook, setting):
    return show_answer(ANSWER | {"message": sum_up(outlook)}, setting).blocks[0]["text"]["text"]


@pytest.mark.parametrize(
    ("outlook", "told"),
    [
        (FOUND, ""),
        (replace(FOUND, is_sure=False), f" {UNSURE}"),
        (replace(FOUND, unread=3), f" {UNREAD}"),
        (replace(FOUND, is_sure=False, unread=3), f" {UNSURE} {UNREAD}"),
        (replace(FOUND, ideas=1, teams=1, is_sure=False), f" {UNSURE}"),
    ],
)
def test_above_ideas_like_one_stands_its_title_and_what_the_hub_doubts(outlook, told):
    assert opening(outlook, LIKE) == f"Like “Question prompts”:{told}"


def test_above_an_answer_stands_how_many_were_found_and_the_driver_below():
    assert (
        opening(replace(FOUND, is_sure=False), ALONE)
        == f"{UNSURE} What comes near: 3 ideas from 2 other teams."
    )


def test_where_nothing_is_like_it_the_hub_says_so():
    nothing = ANSWER | {"suggestions": [], "message": sum_up(Outlook())}
    assert show_answer(nothing, LIKE).blocks[0]["text"]["text"].startswith("I found no test of this")
