"""Somebody closes a window before the bot is done: what came of it is told all the same."""

import pytest

from nic_hub.models import Adoption, HelpWanted, PdsaCycle
from tests.bot.conftest import QUESTION
from tests.bot.test_pdsa import PLAN, window


@pytest.fixture
def close(town):
    """Let every window be closed from now on, as Slack tells it."""

    def run():
        town.slack.fault("views.update", times=50, error="not_found")

    return run


@pytest.fixture
def form(town):
    """The form of "We'll try this"."""
    town.ana.says(QUESTION)
    town.ana.clicks(town.last(town.ana.dm), "try.0")
    return window(town)


def told(town):
    """Return what Ana was told in her direct message, the last first."""
    town.settle()
    return [one.all_text for one in reversed(town.slack.messages(town.ana.dm)) if one.author.is_bot]


def test_what_a_team_tries_is_told_once_with_the_way_back(town, form, close, stored, caplog):
    close()
    town.ana.submits(form, {})
    assert ["Undo" in text for text in told(town)] == [True, False]
    assert "failed" not in caplog.text
    town.ana.clicks(town.slack.answers(town.ana.dm)[-1], "undo_adoption")
    town.settle()
    assert [row.archived_at is not None for row in stored(Adoption)] == [True]


@pytest.mark.parametrize("button", ["try.0", "cycles.0", "ask_team.0"])
def test_whoever_closes_a_window_while_it_fills_hears_nothing(town, close, caplog, button):
    town.ana.says(QUESTION)
    answer = town.last(town.ana.dm)
    close()
    town.ana.clicks(answer, button)
    assert len(told(town)) == 1
    assert "failed" not in caplog.text


def test_what_the_hub_refuses_is_told_without_the_form(town, form, close, stored):
    close()
    town.ana.submits(form, {"who": "mail ana@example.org"})
    assert "e-mail" in told(town)[0]
    assert stored(Adoption) == []


def test_a_question_that_was_posted_is_said_to_be(town, close, stored):
    town.ana.says("zebra quilt xylophone")
    town.ana.clicks(town.last(town.ana.dm), "help_wanted")
    form = window(town)
    close()
    town.ana.submits(form, {})
    assert "Posted as help wanted" in told(town)[0]
    assert len(stored(HelpWanted)) == 1


@pytest.fixture
def filled(town, hub):
    """A form that plans a cycle, and what is to be written into it."""
    town.ana.command("/pdsa")
    form = window(town)
    town.ana.types(form, "draft.driver_id", "when lost")
    return form, PLAN | {"change_idea_id": "new", "title": "Prompt cards", "driver_id": hub.driver.id}


def test_a_plan_that_nobody_looked_over_is_said_not_to_be_saved_and_kept(town, close, filled, stored):
    close()
    town.ana.submits(*filled)
    assert "nothing is saved yet" in told(town)[0]
    assert stored(PdsaCycle) == []
    assert town.bot.services.drafts.find("T1", "U1", "plan")["title"] == "Prompt cards"


def test_a_plan_that_was_saved_is_said_to_be(town, close, filled, stored):
    town.ana.submits(*filled)
    looked_over = window(town)
    close()
    town.ana.submits(looked_over, {})
    assert PLAN["prediction"] in told(town)[0]
    assert len(told(town)) == 1
    assert len(stored(PdsaCycle)) == 1
