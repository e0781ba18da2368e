"""We'll try this: a form, an adoption with its origin, and the way back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.listeners.adopting import first_school_day
from nic_hub.models import Adoption, PdsaCycle
from tests.bot.conftest import ASKED_FOR, QUESTION
from tests.fake_slack.validation import problems_of_view

TODAY = datetime.now(UTC).date()
STUDY_ON = first_school_day(TODAY + timedelta(days=14))


@pytest.fixture
def form(town):
    """The form, after Ana pressed the button."""
    town.ana.says(QUESTION)
    town.ana.clicks(town.last(town.ana.dm), "try.0")
    town.settle()
    return town.slack.views(town.ana)[-1]


@pytest.fixture
def adoptions(hub):
    """Read what is in the hub."""

    def read():
        with hub.writing() as session:
            return session.scalars(select(Adoption)).all()

    return read


def test_the_form_names_the_idea_and_proposes_days(form):
    assert ASKED_FOR in form.all_text
    assert f"{STUDY_ON}" in str(form.blocks)
    assert problems_of_view(form.content) == []


def test_the_adoption_keeps_its_origin_and_its_days(town, form, hub, adoptions):
    town.ana.submits(form, {"who": "Two of us"})
    town.settle()
    (made,) = adoptions()
    assert (made.change_idea_id, made.team_id, made.author_id) == (hub.idea.id, hub.team.id, hub.ana.id)
    assert (made.started_on, made.study_on) == (TODAY, STUDY_ON)
    assert "Undo" in town.slack.views(town.ana)[-1].all_text


def test_a_plan_of_the_source_idea_waits_to_be_filled_in(town, form, hub, adoptions):
    town.ana.submits(form, {"who": "Two of us"})
    town.settle()
    with hub.writing() as session:
        cycle = session.scalars(select(PdsaCycle).where(PdsaCycle.team_id == hub.team.id)).one()
    assert (cycle.adoption_id, cycle.change_idea_id, cycle.status) == (
        adoptions()[0].id,
        hub.idea.id,
        "planned",
    )
    assert (cycle.who, cycle.study_on) == ("Two of us", STUDY_ON)


def test_a_study_day_before_the_start_is_refused_beside_the_field(town, form, adoptions):
    town.ana.submits(form, {"study_on": f"{TODAY - timedelta(days=1)}"})
    assert form.errors == {"study_on": "Choose a day after the start."}
    assert adoptions() == []


def test_what_the_hub_refuses_is_told_in_the_form_and_nothing_is_lost(town, form, adoptions):
    town.ana.submits(form, {"who": "mail ana@example.org"})
    town.settle()
    again = town.slack.views(town.ana)[-1]
    assert "e-mail" in again.all_text
    assert "ana@example.org" in str(again.blocks)
    assert adoptions() == []


def test_undo_takes_it_back_with_its_plan(town, form, hub, adoptions):
    town.ana.submits(form, {})
    town.settle()
    town.ana.clicks(town.slack.views(town.ana)[-1], "undo_adoption")
    town.settle()
    (made,) = adoptions()
    assert made.archived_at is not None
    assert "Undone" in town.slack.views(town.ana)[-1].all_text
    with hub.writing() as session:
        plan = session.scalars(select(PdsaCycle).where(PdsaCycle.adoption_id == made.id)).one()
        assert plan.archived_at is not None


def test_a_trigger_that_ended_is_apologised_for(town):
    town.ana.says(QUESTION)
    answer = town.last(town.ana.dm)
    town.slack.fault("views.open", error="expired_trigger_id")
    town.ana.clicks(answer, "try.0")
    town.settle()
    assert "click" in town.slack.messages(town.ana.dm)[-1].all_text


@pytest.mark.parametrize(("on", "school_day"), [(4, 4), (5, 7), (6, 7), (7, 7)])
def test_a_test_is_looked_at_on_a_school_day(on, school_day):
    assert first_school_day(date(2026, 12, on)) == date(2026, 12, school_day)


def test_the_way_back_outlives_the_window(town, form, adoptions):
    town.ana.submits(form, {})
    town.settle()
    town.ana.closes(town.slack.views(town.ana)[-1])
    told = town.slack.answers(town.ana.dm)[-1]
    town.ana.clicks(told, "undo_adoption")
    town.settle()
    assert adoptions()[0].archived_at is not None
    assert "Undone" in told.all_text
    assert "undo_adoption" not in str(told.blocks)


def test_home_shows_at_once_what_the_team_tries(town, form):
    town.ana.submits(form, {})
    town.settle()
    assert ASKED_FOR in town.slack.home(town.ana).all_text
