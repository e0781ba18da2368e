"""What the bot keeps of people's words, it keeps sealed and not for long."""

import pytest

from bot.app import build_bot
from bot.store import answers, drafts, inbox
from tests.bot.conftest import QUESTION

LONG_AGO = 1_000_000.0


@pytest.fixture
def count(town):
    """Count the rows of a table that fulfil something."""

    def run(table, *which):
        with town.bot.store.reading() as connection:
            return len(connection.execute(table.select().where(*which)).all())

    return run


def age(town, table, **columns):
    """Make every row of a table old."""
    with town.bot.store.writing() as connection:
        connection.execute(table.update().values(columns))


def test_a_message_is_removed_as_soon_as_it_is_answered(town, count):
    town.ana.says(QUESTION)
    town.settle()
    assert count(inbox) == 1
    assert count(inbox, inbox.c.sealed_body.is_not(None)) == 0


def test_an_answered_delivery_is_forgotten_after_a_week(town, count):
    town.ana.says(QUESTION)
    town.settle()
    town.bot.inbox.forget_old()
    assert count(inbox) == 1
    age(town, inbox, finished_at=LONG_AGO)
    town.bot.inbox.forget_old()
    assert count(inbox) == 0


def test_an_unanswered_question_is_sealed_and_forgotten_after_a_month(town, count):
    town.ana.says("zebra quilt xylophone")
    town.settle()
    with town.bot.store.reading() as connection:
        sealed = connection.scalar(answers.select().with_only_columns(answers.c.sealed_question))
    assert "zebra" not in sealed
    age(town, answers, created_at=LONG_AGO)
    town.bot.services.answers.forget_questions()
    assert count(answers, answers.c.sealed_question.is_not(None)) == 0


def test_a_draft_is_sealed_and_forgotten_after_three_months(town, count):
    town.bot.services.drafts.save("T1", "U1", "plan", {"question": "zebra"})
    with town.bot.store.reading() as connection:
        assert "zebra" not in connection.scalar(drafts.select().with_only_columns(drafts.c.sealed_values))
    age(town, drafts, updated_at=LONG_AGO)
    town.bot.services.drafts.forget_old()
    assert count(drafts) == 0


def test_the_bot_does_all_that_by_itself(bot_settings, app):
    bot = build_bot(bot_settings, hub=app.wsgi_app)
    done = {chore.__qualname__ for _, chore in bot.workers.chores}
    assert {"Inbox.forget_old", "Answers.forget_questions", "Drafts.forget_old", "Rounds.go"} == done
