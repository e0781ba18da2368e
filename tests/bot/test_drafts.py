"""What somebody types is kept as they left it, in whatever order several threads come to it."""

import pytest

from bot.listeners import windows
from bot.vault import Vault
from nic_hub.models import Adoption, utc_now
from tests.bot.conftest import ASKED_FOR, QUESTION
from tests.bot.test_pdsa import window, writes
from tests.factories import make_idea

WHERE = ("T1", "U1", "plan")


@pytest.fixture
def drafts(bot):
    """The drafts of a bot."""
    return bot.services.drafts


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
def test_the_last_that_was_written_stays_in_whatever_order_it_comes(drafts, order):
    for moment in order:
        drafts.save(*WHERE, {"question": f"written at {moment}"}, written_at=moment)
    assert drafts.find(*WHERE) == {"question": "written at 3"}


def test_what_is_done_again_is_stored_again(drafts):
    for text in ("first", "second"):
        drafts.save(*WHERE, {"question": text}, written_at=1)
    assert drafts.find(*WHERE) == {"question": "second"}


def test_who_types_and_deletes_and_types_the_same_again_means_the_last(town):
    town.ana.command("/pdsa")
    form = window(town)
    for text in ("Half a question", "Half", "Half a question"):
        writes(town, form, {"question": text})
    assert town.bot.services.drafts.find(*WHERE)["question"] == "Half a question"


def test_what_is_typed_while_slack_is_busy_is_kept_at_once(town):
    town.ana.command("/pdsa")
    form = window(town)
    town.bot.services.audience._insiders.clear()
    town.slack.fault("users.info", times=50, error="ratelimited", retry_after=1)
    calls = len(town.slack.calls)
    writes(town, form, {"question": "Half a question"})
    assert town.bot.services.drafts.find(*WHERE)["question"] == "Half a question"
    assert len(town.slack.calls) == calls


@pytest.fixture
def other_secret(bot, monkeypatch):
    """Let the operator change the secret that everything was sealed with."""

    def change():
        vault = Vault("another secret, long enough to be one")
        for holder in (bot.inbox, bot.services.drafts, bot.services.answers, bot.installations):
            monkeypatch.setattr(holder, "_vault", vault)

    return change


def test_after_a_change_of_the_secret_there_is_no_draft_and_a_new_one_can_be_kept(drafts, other_secret):
    drafts.save(*WHERE, {"question": "before"}, written_at=1)
    other_secret()
    assert drafts.find(*WHERE) == {}
    drafts.save(*WHERE, {"question": "after"}, written_at=2)
    assert drafts.find(*WHERE) == {"question": "after"}


def test_after_a_change_of_the_secret_what_waited_is_over(town, other_secret):
    town.bot.workers.stop()
    town.ana.says(QUESTION)
    other_secret()
    assert town.bot.inbox.claim("main") is None
    assert town.bot.inbox.is_empty()


def test_after_a_change_of_the_secret_questions_are_forgotten_and_nothing_is_installed(town, other_secret):
    asked = town.ana.mentions("zebra quilt xylophone", town.room).message
    town.settle()
    (answer,) = town.bot.services.answers.visible_in("T1", town.room.id)
    other_secret()
    answers = town.bot.services.answers
    assert answers.question_of(answer.id) == ""
    assert answers.asked_by_another("T1", town.room.id, asked.ts, "U3") == []
    assert town.bot.installations.find("", "T1") is None


def test_what_the_team_has_just_taken_over_is_offered_first_of_all(town, hub, monkeypatch):
    monkeypatch.setattr(windows, "MOST_IDEAS", 2)
    with hub.writing() as session:
        for number in range(3):
            make_idea(session, team=hub.team, driver_id=hub.driver.id, title=f"Own idea {number}")
        told = {"network_id": hub.network.id, "author_id": hub.ana.id, "published_at": utc_now()}
        session.add(Adoption(team_id=hub.team.id, change_idea_id=hub.idea.id, state="trying", **told))
    town.ana.command("/pdsa")
    (menu,) = [block["element"] for block in window(town).blocks if block["block_id"] == "change_idea_id"]
    assert menu["initial_option"]["text"]["text"] == ASKED_FOR
    assert len(menu["options"]) == 3
