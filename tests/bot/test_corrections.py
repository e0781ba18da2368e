"""An answer is corrected: by a word in its thread, by its menus, and by saying why an idea does not help."""

import pytest
from sqlalchemy import select

from bot.blocks.answer import VERDICTS
from nic_hub.models import Feedback
from tests.bot.conftest import ASKED_FOR, QUESTION
from tests.factories import make_cycle, make_idea

FAILED = "Sentence starters for shy speakers at home"


@pytest.fixture
def answer(town):
    """The answer to Ana's question."""
    town.ana.says(QUESTION)
    return town.last(town.ana.dm)


@pytest.fixture
def failure(hub):
    """An idea like the one that is found, which was tried and given up."""
    with hub.writing() as session:
        idea = make_idea(session, team=hub.far, driver_id=hub.driver.id, title=FAILED)
        make_cycle(
            session, idea=idea, team=hub.far, prediction_met="not", decision="abandon", direction="worse"
        )


def value_of(message, action_id, ending):
    """Return what the entry of a menu carries."""
    return next(
        option["value"]
        for block in message.blocks if block["type"] == "actions"
        for element in block["elements"] if element["action_id"] == action_id
        for option in element["options"] if option["value"].endswith(ending)
    )  # fmt: skip


def test_what_about_middle_school_keeps_the_question_and_changes_the_grade(town, answer):
    town.ana.says("what about middle school?", thread_ts=answer.thread_ts)
    changed = town.last(town.ana.dm)
    assert changed is not answer
    assert "Grades 6-8" in changed.all_text
    assert ASKED_FOR in changed.all_text


def test_any_that_failed_shows_what_failed_alone(town, failure, answer):
    assert ASKED_FOR in answer.all_text
    town.ana.says("any that failed?", thread_ts=answer.thread_ts)
    told = town.last(town.ana.dm).all_text
    assert FAILED in told
    assert "not as predicted" in told
    assert f"{ASKED_FOR}*" not in told


def test_where_nothing_failed_that_is_said(town, answer):
    town.ana.says("any that failed?", thread_ts=answer.thread_ts)
    assert "We'll try this" not in town.last(town.ana.dm).all_text


def test_another_grade_changes_the_answer_in_its_place(town, answer):
    assert "How I read it: Asking when lost" in answer.all_text
    town.ana.clicks(answer, "grade", value_of(answer, "grade", ":6_8"))
    assert town.last(town.ana.dm) is answer
    assert "Grades 6-8" in answer.all_text
    assert ASKED_FOR in answer.all_text


@pytest.mark.parametrize("verdict", VERDICTS)
def test_each_reason_is_remembered_and_the_idea_is_not_shown_again(town, answer, hub, verdict):
    town.ana.clicks(answer, "not_useful.0", value_of(answer, "not_useful.0", f":{verdict}"))
    town.settle()
    with hub.writing() as session:
        assert session.scalars(select(Feedback)).one().verdict == verdict
    town.ana.says(QUESTION)
    assert "We'll try this" not in town.last(town.ana.dm).all_text
