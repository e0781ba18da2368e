"""Somebody who is linked and became a guest: no button and no window gives them more than the public."""

import pytest

from tests.bot.conftest import ASKED_FOR, QUESTION


@pytest.fixture
def demoted(town):
    """Ana asked in the room, and is a guest by now."""
    town.ana.mentions(QUESTION, town.room)
    answer = town.last(town.room)
    town.ana.is_restricted = True
    town.bot.services.audience._insiders.clear()
    return answer


@pytest.mark.parametrize("button", ["cycles.0", "more.0", "try.0"])
def test_a_button_below_an_older_answer_is_refused(town, demoted, button):
    town.ana.clicks(demoted, button)
    town.settle()
    told = town.slack.messages(town.room)[-1]
    assert told.to is town.ana
    assert "full members" in told.all_text
    assert town.slack.views(town.ana) == []


@pytest.mark.parametrize("do", [lambda ana: ana.command("/pdsa"), lambda ana: ana.shortcut("plan_cycle")])
def test_no_window_opens(town, demoted, do):
    do(town.ana)
    town.settle()
    assert town.slack.views(town.ana) == []
    assert "full members" in town.slack.messages(town.ana.dm)[-1].all_text


def test_they_still_get_what_is_public_and_can_unlink(town, demoted):
    town.open_to_the_public()
    town.ana.says(QUESTION)
    assert ASKED_FOR not in town.last(town.ana.dm).all_text
    town.ana.command("/hub", "unlink")
    town.settle()
    assert "I no longer know who you are" in town.slack.messages(town.ana.dm)[-1].all_text


@pytest.mark.parametrize("name", ["ana", "guy"])
def test_a_guest_is_not_sent_to_link_an_account_that_cannot_be_linked(town, name):
    person = getattr(town, name)
    person.is_restricted = True
    person.says(QUESTION)
    told = town.last(person.dm)
    assert "only full members" in told.all_text
    assert "Link my account" not in told.all_text
