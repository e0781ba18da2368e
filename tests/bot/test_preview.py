"""Before a plan or an idea is saved it is shown as it will be stored, and for whom it can be read."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.store import drafts
from nic_hub.domain.vocabulary import CycleStatus
from nic_hub.models import ChangeIdea, PdsaCycle
from tests.bot.test_pdsa import PLAN, window
from tests.factories import make_cycle, make_idea
from tests.fake_slack.validation import problems_of_view


@pytest.fixture
def looked_over(town, hub):
    """The preview of Ana's plan for a new idea."""
    town.ana.command("/pdsa")
    form = window(town)
    town.ana.types(form, "draft.driver_id", "when lost")
    new = {"change_idea_id": "new", "title": "Prompt cards", "driver_id": hub.driver.id}
    town.ana.submits(form, PLAN | new | {"visibility": "district"})
    return window(town)


def test_it_shows_what_will_be_stored_in_the_words_people_chose(looked_over):
    for part in (
        "Nothing is saved yet",
        PLAN["prediction"],
        "Prompt cards",
        "One classroom",
        "Asking when lost",
    ):
        assert part in looked_over.all_text
    assert problems_of_view(looked_over.content) == []


def test_it_says_who_will_read_it_and_reminds_of_names(looked_over):
    assert "Your district will be able to read this" in looked_over.all_text
    assert "no student names" in looked_over.all_text


def test_nothing_is_stored_before_the_second_press(looked_over, stored):
    assert (stored(ChangeIdea), stored(PdsaCycle)) == ([], [])


def test_back_shows_the_form_with_everything_in_it(town, looked_over):
    town.ana.clicks(looked_over, "back_plan")
    again = window(town)
    for part in (PLAN["prediction"], "Prompt cards", "Asking when lost"):
        assert part in str(again.blocks)
    town.ana.submits(again, {})
    assert "Nothing is saved yet" in window(town).all_text


def test_what_is_saved_is_what_stood_in_the_preview(town, looked_over, stored):
    meanwhile = {"question": "Something else meanwhile"}
    town.bot.services.drafts.save("T1", "U1", "plan", meanwhile, written_at=time.time())
    town.ana.submits(looked_over, {})
    town.settle()
    (cycle,) = stored(PdsaCycle)
    assert (cycle.question, cycle.visibility) == (PLAN["question"], "district")


def test_closing_the_preview_keeps_the_draft_of_the_form(town, looked_over, stored):
    town.ana.closes(looked_over)
    town.ana.command("/pdsa")
    assert PLAN["prediction"] in str(window(town).blocks)
    assert stored(PdsaCycle) == []


def test_the_window_carries_nothing_that_was_written(looked_over):
    assert PLAN["prediction"] not in looked_over.private_metadata
    assert "Prompt cards" not in looked_over.private_metadata


def test_once_it_is_saved_nothing_is_kept_of_it(town, looked_over):
    town.ana.submits(looked_over, {})
    town.settle()
    with town.bot.store.reading() as connection:
        assert connection.execute(drafts.select()).all() == []


def test_a_preview_that_is_too_old_says_so(town, looked_over):
    town.bot.services.drafts.forget("T1", "U1", looked_over.id)
    town.ana.submits(looked_over, {})
    assert "saved already" in window(town).all_text


def test_the_preview_of_a_step_says_who_reads_the_cycle(town, looked_over, stored):
    town.ana.submits(looked_over, {})
    town.settle()
    town.ana.opens_home()
    town.settle()
    (cycle,) = stored(PdsaCycle)
    town.ana.clicks(town.slack.home(town.ana), f"step.{cycle.id}")
    town.ana.submits(window(town), {})
    assert "Your district will be able to read this" in window(town).all_text


def test_a_driver_is_searched_for_by_its_words(town, hub):
    town.ana.command("/pdsa")
    form = window(town)
    town.ana.types(form, "draft.driver_id", "group")
    offered = town.slack.offered[form, "draft.driver_id"]
    assert [each["value"] for each in offered] == [hub.other_driver.id]


def test_whoever_is_not_linked_is_offered_no_driver(town):
    town.ana.command("/pdsa")
    form = window(town)
    town.ana.command("/hub", "unlink")
    town.settle()
    town.ana.types(form, "draft.driver_id", "group")
    assert town.slack.offered[form, "draft.driver_id"] == []


def test_a_test_that_jumps_ahead_of_the_evidence_is_warned_of_before_it_is_saved(town, hub):
    with hub.writing() as session:
        idea_id = make_idea(session, team=hub.team, driver_id=hub.driver.id).id
    town.ana.command("/pdsa")
    form = window(town)
    town.ana.submits(form, PLAN | {"change_idea_id": idea_id, "scale": "district"})
    assert "This test is larger than what is known so far supports" in window(town).all_text


HIDDEN = "Nobody outside your team sees this test until its change idea is published."


@pytest.fixture
def draft_cycle(hub):
    """A planned test of a draft of Ana's team, whose study date has passed."""
    with hub.writing() as session:
        draft = make_idea(session, team=hub.team, driver_id=hub.driver.id, published=False)
        told = {"status": CycleStatus.PLANNED, "study_on": date(2020, 1, 6)}
        return make_cycle(session, idea=draft, team=hub.team, **told)


def test_who_plans_a_test_of_a_draft_reads_that_nobody_else_will_see_it(town, draft_cycle):
    town.ana.command("/pdsa")
    town.ana.submits(window(town), PLAN | {"change_idea_id": draft_cycle.change_idea_id})
    assert HIDDEN in window(town).all_text
    assert "Only your own team will be able to read this." in window(town).all_text


def test_who_starts_a_test_of_a_draft_reads_that_nobody_else_will_see_it(town, draft_cycle):
    town.ana.opens_home()
    town.settle()
    town.ana.clicks(town.slack.home(town.ana), f"step.{draft_cycle.id}")
    town.ana.submits(window(town), {})
    assert HIDDEN in window(town).all_text
    assert "Only your own team will be able to read this." in window(town).all_text


def test_a_plan_whose_study_date_has_passed_starts_with_another_day(town, hub, draft_cycle):
    town.ana.opens_home()
    town.settle()
    town.ana.clicks(town.slack.home(town.ana), f"step.{draft_cycle.id}")
    town.ana.submits(window(town), {})
    town.ana.submits(window(town), {})
    assert "The study date has passed" in window(town).all_text
    chosen = datetime.now(UTC).date() + timedelta(days=14)
    town.ana.submits(window(town), {"study_on": chosen.isoformat()})
    town.ana.submits(window(town), {})
    town.settle()
    with hub.writing() as session:
        cycle = session.get_one(PdsaCycle, draft_cycle.id)
        assert (cycle.status, cycle.study_on) == (CycleStatus.RUNNING, chosen)
