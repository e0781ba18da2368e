"""What a test needs next, in a window that knows the hub: nothing is cut, and nothing comes back."""

import time

import pytest

from nic_hub.models import PdsaCycle
from tests.bot.test_pdsa import PLAN, STUDY, window, writes
from tests.factories import make_cycle
from tests.fake_slack.validation import problems_of_view


@pytest.fixture
def cycle_of(town, hub):
    """Make a cycle of Ana's team, with what the hub knows of it, and show it on her Home tab."""

    def make(**known):
        with hub.writing() as session:
            idea = session.merge(hub.idea)
            told = {**PLAN, "status": "running", "closed_on": None, **known}
            cycle = make_cycle(session, idea=idea, team=hub.team, author_id=hub.ana.id, **told)
        town.ana.opens_home()
        town.settle()
        return cycle

    return make


def open_step(town, cycle):
    """Open the window for what a cycle needs next."""
    town.ana.clicks(town.slack.home(town.ana), f"step.{cycle.id}")
    return window(town)


def test_what_is_deleted_in_the_window_is_deleted_in_the_hub(town, cycle_of, stored):
    form = open_step(town, cycle_of(surprises="They laughed.", direction="improved"))
    assert "They laughed." in str(form.blocks)
    town.ana.submits(form, STUDY | {"surprises": None})
    assert "They laughed." not in window(town).all_text
    town.ana.submits(window(town), {})
    town.settle()
    (cycle,) = stored(PdsaCycle)
    assert (cycle.status, cycle.surprises, cycle.direction) == ("studied", None, "improved")


@pytest.mark.parametrize(("known", "written", "counted"), [(None, "9", 9), (9, None, None), (0, "0", 0)])
def test_how_many_students_a_test_was_about_is_asked_and_stored(
    town, cycle_of, stored, known, written, counted
):
    form = open_step(town, cycle_of(student_count=known))
    assert problems_of_view(form.content) == []
    town.ana.submits(form, STUDY | {"student_count": written})
    town.ana.submits(window(town), {})
    town.settle()
    (cycle,) = stored(PdsaCycle)
    assert (cycle.status, cycle.student_count) == ("studied", counted)


def test_what_is_deleted_in_a_draft_does_not_come_back(town, cycle_of, monkeypatch):
    monkeypatch.setattr("bot.inbox.DOUBLE_CLICK_SECONDS", 0)
    cycle = cycle_of(surprises="They laughed.")
    form = open_step(town, cycle)
    writes(town, form, STUDY | {"surprises": None}, pressed="observations")
    town.ana.closes(form)
    again = str(open_step(town, cycle).blocks)
    assert STUDY["observations"] in again
    assert "They laughed." not in again


def test_a_draft_of_the_step_before_hides_nothing_of_this_one(town, cycle_of):
    cycle = cycle_of(surprises="They laughed.")
    town.bot.services.drafts.save(
        "T1", "U1", cycle.id, {"question": "Half a question"}, written_at=time.time()
    )
    assert "They laughed." in str(open_step(town, cycle).blocks)


@pytest.mark.parametrize("length", [2_500, 3_000, 3_001, 9_000])
def test_a_long_plan_is_started_as_it_is(town, cycle_of, stored, length):
    what = ("word " * 2_000)[: length - 1] + "."
    form = open_step(town, cycle_of(status="planned", what=what, started_on=None))
    assert problems_of_view(form.content) == []
    assert ("stays as it is" in form.all_text) == (length > 3_000)
    town.ana.submits(form, {"question": "Another question?"})
    looked_over = window(town)
    assert problems_of_view(looked_over.content) == []
    assert ("stays as it is" in looked_over.all_text) == (length > 3_000)
    town.ana.clicks(looked_over, "back_step")
    town.ana.submits(window(town), {})
    town.ana.submits(window(town), {})
    town.settle()
    (cycle,) = stored(PdsaCycle)
    assert (cycle.status, cycle.question) == ("running", "Another question?")
    assert cycle.what == what


def test_a_long_text_that_may_be_empty_stays_as_it_is(town, cycle_of, stored):
    form = open_step(town, cycle_of(surprises="surprise " * 400))
    town.ana.submits(form, STUDY)
    town.ana.submits(window(town), {})
    town.settle()
    assert stored(PdsaCycle)[0].surprises == "surprise " * 400


def test_the_preview_shows_the_whole_of_a_long_text(town, cycle_of):
    town.ana.submits(open_step(town, cycle_of()), STUDY | {"observations": "word " * 598 + "the end"})
    assert "the end" in window(town).all_text
