"""On the study date of what a team took over, a few words close the loop, also without a plan."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.rounds import Rounds
from nic_hub.models import Adoption, Network, PdsaCycle
from tests.bot.conftest import ASKED_FOR, QUESTION
from tests.fake_slack.validation import problems_of_view

TODAY = datetime.now(UTC).date()


@pytest.fixture
def asked(town, hub):
    """Ana tries an idea, and fills in no plan; the day has come on which she wanted to look at it."""
    town.ana.says(QUESTION)
    town.ana.clicks(town.last(town.ana.dm), "try.0")
    town.settle()
    town.ana.submits(town.slack.views(town.ana)[-1], {})
    town.settle()
    town.ana.closes(town.slack.views(town.ana)[-1])
    hour = datetime.now(UTC).hour
    with hub.writing() as session:
        session.get_one(Network, hub.network.id).time_zone = f"Etc/GMT{hour - 12:+d}" if hour != 12 else "UTC"
        for model in (Adoption, PdsaCycle):
            due = update(model).where(model.team_id == hub.team.id)
            session.execute(due.values(study_on=TODAY - timedelta(days=1)))
    Rounds(town.bot.services).go()
    return town.slack.answers(town.ana.dm)[-1]


@pytest.fixture
def form(town, asked):
    """The form, after Ana pressed the button."""
    town.ana.clicks(asked, "happened")
    town.settle()
    return town.slack.views(town.ana)[-1]


@pytest.fixture
def adoption(hub):
    """Read the adoption in the hub."""

    def read():
        with hub.writing() as session:
            return session.scalars(select(Adoption)).one()

    return read


def test_it_asks_for_a_few_words_and_not_for_a_plan(form):
    assert ASKED_FOR in form.all_text
    fields = [block["block_id"] for block in form.blocks if block["type"] == "input"]
    assert fields == ["why", "state", "what_changed"]
    assert problems_of_view(form.content) == []


def test_what_happened_and_what_comes_next_stand_in_the_hub(town, form, adoption):
    town.ana.submits(form, {"why": "Nobody used them.", "state": "dropped"})
    town.settle()
    assert (adoption().state, adoption().why) == ("dropped", "Nobody used them.")
    assert "Thank you" in town.slack.views(town.ana)[-1].all_text


def test_a_change_that_is_not_told_is_asked_for_beside_the_field(town, form, adoption):
    town.ana.submits(form, {"why": "It was too long.", "state": "adapted"})
    assert form.errors == {"what_changed": "Say in a few words what you changed."}
    town.ana.submits(form, {"why": "It was too long.", "state": "adapted", "what_changed": "Half as long."})
    town.settle()
    assert (adoption().state, adoption().what_changed) == ("adapted", "Half as long.")


def test_what_looks_private_is_shown_and_nothing_is_lost(town, form, adoption):
    town.ana.submits(form, {"why": "Ask ana@example.org", "state": "adopted"})
    town.settle()
    again = town.slack.views(town.ana)[-1]
    assert "“ana@example.org”" in again.all_text
    town.ana.submits(again, {"confirm.why": ["why"]})
    town.settle()
    assert (adoption().state, adoption().why) == ("adopted", "Ask ana@example.org")


def test_of_a_test_that_was_begun_its_own_form_opens(town, hub, asked):
    with hub.writing() as session:
        mine = update(PdsaCycle).where(PdsaCycle.team_id == hub.team.id)
        session.execute(mine.values(status="running", started_on=TODAY))
    town.ana.clicks(asked, "happened")
    town.settle()
    assert town.slack.views(town.ana)[-1].callback_id == "step"
