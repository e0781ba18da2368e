"""Save as change idea: the words of any message, the driver they are about, and no names."""

import pytest
from sqlalchemy import select

from bot.listeners.messages import words_of
from nic_hub.models import ChangeIdea
from tests.bot.test_pdsa import PLAN, send, window

SAID = "Sentence starters for shy speakers, one ring of cards for each table"


@pytest.fixture
def saved(hub):
    """Read the ideas of Ana's team."""

    def read():
        with hub.writing() as session:
            return session.scalars(select(ChangeIdea).where(ChangeIdea.team_id == hub.team.id)).all()

    return read


@pytest.fixture
def opened(town):
    """Open the window on a message that somebody wrote."""

    def open_on(text):
        town.ana.shortcut("save_idea", town.guy.says(text, in_=town.room).message)
        return window(town)

    return open_on


def test_the_driver_is_proposed_from_the_words(town, opened, saved, hub):
    form = opened(SAID)
    assert "I proposed the driver" in form.all_text
    send(town, {"title": "Card rings"})
    assert [idea.driver_id for idea in saved()] == [hub.driver.id]


def test_ideas_near_a_new_one_are_named_with_their_team_before_it_is_saved(town, opened, hub):
    form = opened(SAID)
    town.ana.submits(form, {"title": "Card rings"})
    shown = window(town).all_text
    assert "wrote something near this. Look at them before you save" in shown
    assert hub.idea.title in shown


def test_of_an_idea_that_nothing_is_near_nothing_is_said(town, opened, hub):
    form = opened("zebra quilt xylophone")
    town.ana.types(form, "draft.driver_id", "when lost")
    town.ana.submits(form, {"title": "Zebra", "driver_id": hub.driver.id})
    assert "near this" not in window(town).all_text


def test_another_driver_can_be_chosen(town, opened, saved, hub):
    form = opened(SAID)
    town.ana.types(form, "draft.driver_id", "group")
    town.ana.submits(form, {"title": "Card rings", "driver_id": hub.other_driver.id})
    town.ana.submits(window(town), {})
    town.settle()
    assert [idea.driver_id for idea in saved()] == [hub.other_driver.id]


def test_where_no_driver_stands_out_none_is_proposed(opened):
    form = opened("zebra quilt xylophone")
    assert "I proposed the driver" not in form.all_text


def test_the_first_part_of_a_very_long_message_is_taken_and_said(opened):
    form = opened("word " * 700)
    assert "The message is long" in form.all_text


def test_who_knows_that_it_is_not_a_students_says_so_and_it_is_stored(town, opened, saved, hub):
    opened(f"{SAID}. Ask the office: office@example.org")
    send(town, {"title": "Card rings", "driver_id": hub.driver.id})
    again = window(town)
    assert "Take it out." in again.all_text
    assert "confirm_not_student" not in again.all_text
    send(town, {"confirm.description": ["description"]})
    assert "office@example.org" in saved()[0].description


def test_a_new_ideas_text_that_is_refused_stands_beside_the_field_of_the_plan(town, hub, saved):
    town.ana.command("/pdsa")
    new = {"change_idea_id": "new", "title": "Cards", "driver_id": hub.driver.id}
    send(town, PLAN | new | {"what": "Call 555-123-4567"})
    assert "confirm.what" in str(window(town).blocks)
    send(town, {"confirm.what": ["what"]})
    assert [idea.description for idea in saved()] == ["Call 555-123-4567"]


@pytest.mark.parametrize("private", ["Ask ana@example.org", "Call 555-123-4567 about it"])
def test_what_names_somebody_is_refused_beside_its_field(town, opened, saved, hub, private):
    opened(f"{SAID}. {private}")
    send(town, {"title": "Card rings", "driver_id": hub.driver.id})
    again = window(town)
    kinds = [block.get("block_id") if block["type"] == "input" else block["type"] for block in again.blocks]
    assert kinds[kinds.index("description") + 1] == "context"
    assert private in str(again.blocks)
    assert saved() == []


def test_what_was_written_survives_closing_and_belongs_to_that_message(town, opened):
    form = opened(SAID)
    town.ana.submits(form, {"title": "Card rings"})
    town.ana.closes(window(town))
    said = next(each for each in town.slack.messages(town.room) if each.text == SAID)
    town.ana.shortcut("save_idea", said)
    assert "Card rings" in str(window(town).blocks)
    assert "Card rings" not in str(opened("Another message about shy speakers").blocks)


SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "A block"}}
RICH = {"type": "rich_text", "elements": [{"elements": [{"type": "text", "text": "Rich"}]}]}


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ({"text": "Look at <https://a.test/x|this page> &amp; ask <@U12|ana>"}, "Look at this page & ask"),
        ({"text": "In <#C12|general>: <mailto:a@b.test|a@b.test>"}, "In #general: a@b.test"),
        ({"text": "one\ntwo\n\n\n\nthree"}, "one\ntwo\n\nthree"),
        ({"bot_id": "B1", "text": "", "blocks": [SECTION]}, "A block"),
        (
            {"bot_id": "B1", "attachments": [{"text": "A form"}, {"fields": [{"text": "came"}]}]},
            "A form\ncame",
        ),
        ({"blocks": [RICH]}, "Rich"),
    ],
)
def test_the_words_of_a_message_are_read_as_plain_text(message, told):
    assert words_of(message) == (told, [])


def test_a_message_without_words_is_said_to_have_none():
    text, notes = words_of({"text": "", "files": [{"name": "photo.jpg"}]})
    assert text == ""
    assert "no text that I can read" in notes[0]
