"""What one does with an answer: see the cycles, ask for more, say what does not help, link and unlink."""

from datetime import date

import pytest
from sqlalchemy import select

from nic_hub.models import Feedback, HelpWanted, SlackLink
from tests.bot.conftest import ASKED_FOR, QUESTION
from tests.factories import make_cycle, make_idea
from tests.fake_slack.validation import problems_of_view


@pytest.fixture
def stored_help(hub):
    """Read what was posted as help wanted."""

    def read():
        with hub.writing() as session:
            return session.scalars(select(HelpWanted)).all()

    return read


@pytest.fixture
def answer(town):
    """The answer to Ana's question."""
    town.ana.says(QUESTION)
    return town.last(town.ana.dm)


def test_see_the_cycles_opens_a_window_at_once_and_fills_it(town, answer):
    town.ana.clicks(answer, "cycles.0")
    town.settle()
    view = town.slack.views(town.ana)[-1]
    assert "At least six questions a lesson." in view.all_text
    assert "Four questions a lesson." in view.all_text
    assert problems_of_view(view.content) == []


def test_more_like_this_answers_with_another_idea(town, answer, hub):
    with hub.writing() as session:
        another = make_idea(
            session,
            team=hub.far,
            driver_id=hub.driver.id,
            title="Sentence starters for shy speakers on cards",
        )
        make_cycle(session, idea=another, team=hub.far)
    town.ana.clicks(answer, "more.0")
    assert "on cards" in town.last(town.ana.dm).all_text


def test_not_useful_is_remembered_and_thanked_for(town, answer, hub):
    value = next(
        option["value"]
        for block in answer.blocks if block["type"] == "actions"
        for element in block["elements"] if element["action_id"] == "not_useful.0"
        for option in element["options"] if option["value"].endswith(":no_tool")
    )  # fmt: skip
    town.ana.clicks(answer, "not_useful.0", value)
    town.settle()
    with hub.writing() as session:
        assert session.scalars(select(Feedback)).one().verdict == "no_tool"
    assert "Thank you" in town.slack.messages(town.ana.dm)[-1].all_text


def test_a_link_is_handed_out_once_seen_by_that_person_alone(town):
    town.guy.command("/hub", "link", town.room)
    town.settle()
    told = town.slack.messages(town.room)[-1]
    assert told.to is town.guy
    assert "/link/" in told.all_text


def test_unlink_ends_the_link(town, hub):
    town.ana.command("/hub", "unlink")
    town.settle()
    with hub.writing() as session:
        live = select(SlackLink).where(SlackLink.slack_user_id == "U1", SlackLink.ended_at.is_(None))
        assert session.scalars(live).all() == []


def test_hub_help_says_what_the_bot_does(town):
    town.ana.command("/hub", "")
    town.settle()
    assert "in your own words" in town.slack.messages(town.ana.dm)[-1].all_text


def test_only_the_asker_changes_an_answer(town, hub):
    town.ana.mentions(QUESTION, town.room)
    answer = town.last(town.room)
    value = f"{answer.blocks[-1]['elements'][0]['value']}"
    town.guy.clicks(answer, "private", value)
    town.settle()
    told = town.slack.messages(town.room)[-1]
    assert told.to is town.guy
    assert "Only the person who asked" in told.all_text


def test_what_an_unlinked_person_clicks_asks_to_link(town):
    town.ana.mentions(QUESTION, town.room)
    answer = town.last(town.room)
    town.guy.clicks(answer, "more.0")
    town.settle()
    told = town.slack.messages(town.room)[-1]
    assert told.to is town.guy
    assert ASKED_FOR not in told.all_text


def test_answer_me_alone_shows_in_private_what_the_channel_may_not_see(town):
    town.room.add(town.t1.user("U7", "guest", is_restricted=True))
    town.open_to_the_public()
    town.ana.mentions(QUESTION, town.room)
    answer = town.last(town.room)
    assert ASKED_FOR not in answer.all_text
    town.ana.clicks(answer, "private")
    assert ASKED_FOR in town.last(town.ana.dm).all_text


def test_another_driver_changes_the_answer_in_its_place(town, answer, hub):
    value = next(
        option["value"]
        for block in answer.blocks if block["type"] == "actions"
        for element in block["elements"] if element["action_id"] == "driver"
        for option in element["options"] if option["value"].endswith(hub.other_driver.id)
    )  # fmt: skip
    town.ana.clicks(answer, "driver", value)
    changed = town.last(town.ana.dm)
    assert changed is answer
    assert "Group work" in changed.all_text
    assert "no test of this by another team" in changed.text


def test_a_question_in_the_thread_keeps_the_one_before(town, answer):
    town.ana.says("tell me more", thread_ts=answer.thread_ts)
    assert ASKED_FOR in town.last(town.ana.dm).all_text


def test_any_that_failed_asks_for_failures_alone(town, answer):
    town.ana.says("any that failed?", thread_ts=answer.thread_ts)
    assert town.last(town.ana.dm) is not answer
    assert len(town.slack.answers(town.ana.dm)) == 2


def test_a_question_nobody_had_an_answer_to_is_looked_over_and_posted(town, stored_help):
    town.ana.says("zebra quilt xylophone")
    town.ana.clicks(town.last(town.ana.dm), "help_wanted")
    town.settle()
    form = town.slack.views(town.ana)[-1]
    assert "zebra quilt xylophone" in str(form.blocks)
    town.ana.submits(form, {"question": "Who tried zebra quilts?"})
    town.settle()
    assert [row.question for row in stored_help()] == ["Who tried zebra quilts?"]


def test_a_long_question_is_posted_whole(town, stored_help):
    question = ("zebra quilt xylophone " * 87)[:1_900].strip()
    town.ana.says(question)
    town.ana.clicks(town.last(town.ana.dm), "help_wanted")
    town.settle()
    town.ana.submits(town.slack.views(town.ana)[-1], {})
    town.settle()
    assert [row.question for row in stored_help()] == [question]


def test_the_cycles_stand_with_the_newest_first(town, answer, hub):
    with hub.writing() as session:
        for closed_on, learning in ((date(2026, 1, 9), "the older one"), (date(2026, 3, 9), "the newer one")):
            make_cycle(session, idea=hub.idea, team=hub.far, closed_on=closed_on, learning=learning)
    town.ana.clicks(answer, "cycles.0")
    town.settle()
    told = town.slack.views(town.ana)[-1].all_text
    assert told.index("the newer one") < told.index("the older one")
    assert "Mar 9, 2026" in told


def test_more_like_this_says_what_it_is_like(town, answer):
    town.ana.clicks(answer, "more.0")
    assert "not sure" not in town.last(town.ana.dm).all_text


def test_what_is_gone_is_told_in_plain_words(town, answer, hub):
    with hub.writing() as session:
        session.merge(hub.idea).visibility = "team"
    town.ana.clicks(answer, "cycles.0")
    town.settle()
    assert "not there any more" in town.slack.views(town.ana)[-1].all_text


def test_a_test_of_which_nothing_is_written_yet_does_not_keep_the_window_shut(town, answer):
    town.ana.clicks(answer, "try.0")
    town.settle()
    town.ana.submits(town.slack.views(town.ana)[-1], {})
    town.settle()
    town.ana.clicks(answer, "cycles.0")
    town.settle()
    told = town.slack.views(town.ana)[-1].all_text
    assert "Nothing is written down of this one yet." in told
    assert "Four questions a lesson." in told
