"""A teacher asks: in a direct message, by a mention, with /tried; and gets what others tested."""

import pytest

from nic_hub.models import Network
from tests.bot.conftest import ASKED_FOR, QUESTION
from tests.factories import make_term
from tests.fake_slack import payloads
from tests.fake_slack.validation import problems_of_blocks


@pytest.mark.parametrize("subtype", ["thread_broadcast", "me_message", "file_share"])
def test_whatever_sort_of_message_a_person_writes_is_answered(town, subtype):
    message = town.ana._write(town.ana.dm, QUESTION, None)
    event = payloads.message_event(town.ana, town.ana.dm, message) | {"subtype": subtype}
    town.slack.send_event(town.t1.installation, event, channel=town.ana.dm, message=message)
    assert ASKED_FOR in town.last(town.ana.dm).all_text


def test_a_direct_message_is_answered_in_its_thread(town):
    asked = town.ana.says(QUESTION)
    answer = town.last(town.ana.dm)
    assert answer.thread_ts == asked.message.ts
    assert ASKED_FOR in answer.all_text


def test_a_delivery_is_acknowledged_before_it_is_answered(town):
    town.slack.fault("chat.postMessage", delay=2)
    assert town.ana.says(QUESTION).seconds < 1


def test_a_sign_that_the_bot_is_looking_becomes_the_answer(town):
    town.ana.says(QUESTION)
    answer = town.last(town.ana.dm)
    assert answer.versions[0][0].startswith("Looking")
    assert len(town.slack.answers(town.ana.dm)) == 1


def test_a_mention_is_answered_in_the_channel(town):
    asked = town.ana.mentions(QUESTION, town.room)
    answer = town.last(town.room)
    assert answer.thread_ts == asked.message.ts
    assert not answer.is_ephemeral


def test_tried_is_answered_to_the_person_alone(town):
    delivery = town.ana.command("/tried", QUESTION, town.room)
    assert "direct messages" in delivery.body
    assert ASKED_FOR in town.last(town.ana.dm).all_text
    assert all(one.is_ephemeral for one in town.slack.answers(town.room))


def test_the_answer_tells_what_happened_for_whom_and_how_sure_it_is(town):
    town.ana.says(QUESTION)
    text = town.last(town.ana.dm).all_text
    for part in (
        "Asking when lost",
        "Far team, There",
        "Last test",
        "of 5",
        "We'll try this",
        "Not useful because",
    ):
        assert part in text


def test_an_answer_says_how_a_local_word_was_read_and_how_far_to_trust_it(town, writing):
    with writing() as session:
        make_term(
            session,
            network=session.get_one(Network, town.hub.network.id),
            local_term="parrot phrases",
            shared_term=QUESTION,
        )
    town.ana.says("Do parrot phrases work?")
    text = town.last(town.ana.dm).all_text
    assert f"Your coach mapped parrot phrases as related to {QUESTION}; not the same." in text
    assert ASKED_FOR in text
    assert f"Found by “{QUESTION}”, which is related to parrot phrases, but not the same." in text


def test_what_nobody_tested_is_said_to_be_untested_and_can_be_posted(town):
    town.ana.says("zebra quilt xylophone")
    text = town.last(town.ana.dm).all_text
    assert "no test of this by another team" in text
    assert "Post as help wanted" in text


@pytest.mark.parametrize("words", ["", "help", "Hello"])
def test_whoever_says_nothing_in_particular_is_told_what_to_do(town, words):
    town.ana.mentions(words, town.room)
    assert "in your own words" in town.last(town.room).all_text


def test_every_message_is_one_that_slack_takes(town):
    town.ana.says(QUESTION)
    assert problems_of_blocks(town.last(town.ana.dm).blocks, "message") == []


def test_somebody_who_is_not_linked_sees_nothing_private_and_how_to_link(town):
    town.guy.says(QUESTION)
    text = town.last(town.guy.dm).all_text
    assert ASKED_FOR not in text
    assert "Link my account" in text


def test_words_of_the_hub_can_neither_mention_nor_link(town, hub):
    with hub.writing() as session:
        session.merge(hub.idea).description = "<!channel> <@U1> see <https://evil.test|this> & @here"
    town.ana.says(QUESTION)
    shown = str(town.last(town.ana.dm).blocks)
    assert "&lt;!channel&gt;" in shown
    assert "<!channel>" not in shown
    assert "<https://evil" not in shown


def test_an_edited_message_or_another_bots_is_not_answered(town):
    event = {"type": "message", "channel_type": "im", "channel": town.ana.dm.id, "user": "U1", "ts": "1.1"}
    for odd in ({"subtype": "message_changed"}, {"bot_id": "B9"}):
        town.slack.send_event(town.t1.installation, event | odd)
    town.settle()
    assert town.slack.answers(town.ana.dm) == []


@pytest.mark.parametrize("words", ["\N{WAVING HAND SIGN}", "???", "What can you do?", "Hey!"])
def test_whoever_only_greets_or_asks_what_the_bot_is_gets_help(town, words):
    town.ana.says(words)
    told = town.last(town.ana.dm).all_text
    assert "in your own words" in told
    assert "help wanted" not in told


def test_thanks_are_no_question(town):
    town.ana.says("Thanks!!")
    assert "You are welcome" in town.last(town.ana.dm).all_text


def test_the_text_alone_says_that_a_result_is_invented(town, hub):
    with hub.writing() as session:
        session.merge(hub.cycle).provenance = "synthetic"
    town.slack.fault("chat.update", error="invalid_blocks")
    town.ana.says(QUESTION)
    answer = town.last(town.ana.dm)
    assert not answer.blocks
    assert "an invented example" in answer.text


def test_the_driver_is_named_once_above_the_ideas(town):
    town.ana.says(QUESTION)
    first, second = town.last(town.ana.dm).blocks[:2]
    assert "Asking when lost" not in str(first)
    assert "How I read it: Asking when lost" in str(second)


@pytest.mark.parametrize(("name", "is_offered"), [("ana", False), ("guy", True)])
def test_only_who_is_not_linked_is_offered_to_link_by_the_help(town, name, is_offered):
    person = getattr(town, name)
    person.says("help")
    assert ("Link my account" in town.last(person.dm).all_text) is is_offered


def test_the_word_of_a_command_is_no_question(town):
    town.ana.says("Unlink")
    assert "/hub unlink" in town.last(town.ana.dm).all_text
