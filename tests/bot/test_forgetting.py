"""What the bot keeps of people's words, it keeps sealed and not for long."""

import time

import pytest

from bot.app import build_bot
from bot.rounds import CLOCKS_DIFFER_SECONDS, Rounds
from bot.store import answers, drafts, inbox
from nic_hub.models import Purge
from tests.bot.conftest import QUESTION
from tests.factories import make_member, make_network

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
    town.bot.services.drafts.save("T1", "U1", "plan", {"question": "zebra"}, written_at=time.time())
    with town.bot.store.reading() as connection:
        assert "zebra" not in connection.scalar(drafts.select().with_only_columns(drafts.c.sealed_values))
    age(town, drafts, updated_at=LONG_AGO)
    town.bot.services.drafts.forget_old()
    assert count(drafts) == 0


def test_the_bot_does_all_that_by_itself(bot_settings, app):
    bot = build_bot(bot_settings, hub=app.wsgi_app)
    done = {chore.__qualname__ for _, chore in bot.workers.chores}
    assert done == {
        "Inbox.forget_old",
        "Answers.forget_questions",
        "Drafts.forget_old",
        "Rounds.go",
        "Rounds.forget_purged",
    }


@pytest.fixture
def removed(hub):
    """Somebody of the network removes a text from a record."""

    def remove(network):
        with hub.writing() as session:
            member = make_member(session, network=network)
            told = {"kind": "change_idea", "record_id": "x", "places": {}}
            session.add(Purge(network_id=network.id, member_id=member.id, **told))

    return remove


def test_what_was_asked_before_a_purge_is_forgotten(town, hub, count, removed):
    town.ana.mentions("zebra quilt xylophone", town.room)
    town.settle()
    rounds = Rounds(town.bot.services)
    rounds.forget_purged()
    assert count(answers, answers.c.sealed_question.is_not(None)) == 1
    removed(hub.network)
    rounds.forget_purged()
    assert count(answers, answers.c.sealed_question.is_not(None)) == 0
    assert count(answers) == 1


def test_what_was_asked_long_after_a_purge_or_in_another_network_is_kept(town, hub, count, removed):
    with hub.writing() as session:
        next_door = make_network(session, key="next-door")
    removed(next_door)
    removed(hub.network)
    town.ana.mentions("zebra quilt xylophone", town.room)
    town.settle()
    age(town, answers, created_at=time.time() + 2 * CLOCKS_DIFFER_SECONDS)
    Rounds(town.bot.services).forget_purged()
    assert count(answers, answers.c.sealed_question.is_not(None)) == 1
