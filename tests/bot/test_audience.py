"""Who may read along decides what a visible answer holds; in doubt, nothing is shown."""

import pytest

from tests.bot.conftest import ASKED_FOR, QUESTION


def test_where_the_hub_does_not_confirm_the_audience_nothing_is_shown(town, start_bot, app):
    def deaf(environ, start_response):
        environ.pop("HTTP_CEILING", None)
        return app.wsgi_app(environ, start_response)

    town.bot.workers.stop()
    start_bot(hub=deaf)
    town.ana.mentions(QUESTION, town.room)
    assert ASKED_FOR not in town.last(town.room).all_text


@pytest.mark.parametrize("trait", ["is_restricted", "is_ultra_restricted"])
def test_where_a_guest_reads_along_only_the_public_is_shown(town, trait):
    town.room.add(town.t1.user("U7", "guest", **{trait: True}))
    town.ana.mentions(QUESTION, town.room)
    assert ASKED_FOR not in town.last(town.room).all_text


@pytest.mark.parametrize("trait", ["is_ext_shared", "is_pending_ext_shared", "is_org_shared"])
def test_in_a_channel_that_others_share_only_the_public_is_shown(town, trait):
    shared = town.t1.channel("C2", members=[town.ana], **{trait: True})
    town.ana.mentions(QUESTION, shared)
    town.settle()
    assert all(ASKED_FOR not in one.all_text for one in town.slack.answers(shared))


LOOK_UPS = ["conversations.info", "conversations.members", "users.info"]
BUSY = [{"error": "ratelimited", "retry_after": 1}, {"status": 500}]


@pytest.mark.parametrize("method", LOOK_UPS)
def test_a_failed_look_up_is_a_refusal(town, method):
    town.slack.fault(method, times=20, error="missing_scope")
    town.ana.mentions(QUESTION, town.room)
    answer = town.last(town.room)
    assert ASKED_FOR not in answer.all_text
    assert "could not" in answer.all_text


@pytest.mark.parametrize("fault", BUSY)
@pytest.mark.parametrize("method", LOOK_UPS)
def test_while_slack_is_busy_it_is_asked_again_who_reads_along(town, method, fault):
    town.slack.fault(method, times=3, **fault)
    town.ana.mentions(QUESTION, town.room)
    assert ASKED_FOR in town.last(town.room).all_text
    assert len(town.slack.answers(town.room)) == 1


@pytest.mark.parametrize("fault", BUSY)
def test_while_slack_is_busy_nobody_is_told_that_they_are_a_guest(town, fault):
    town.slack.fault("users.info", **fault)
    town.ana.says(QUESTION)
    answer = town.last(town.ana.dm)
    assert ASKED_FOR in answer.all_text
    assert "full members" not in str(answer.versions)


@pytest.mark.parametrize("fault", BUSY)
def test_while_slack_is_busy_no_window_is_said_to_be_for_others(town, fault):
    town.slack.fault("users.info", **fault)
    town.ana.command("/pdsa")
    town.settle()
    assert "full members" not in town.slack.messages(town.ana.dm)[-1].all_text


def test_somebody_whom_slack_does_not_know_is_no_member(town):
    town.slack.fault("users.info", error="user_not_found")
    town.ana.command("/pdsa")
    town.settle()
    assert "full members" in town.slack.messages(town.ana.dm)[-1].all_text


def test_a_guest_gets_nothing_private_and_no_link(town):
    guest = town.t1.user("U8", "guest", is_restricted=True)
    guest.command("/hub", "link")
    town.settle()
    assert "no guests" in town.slack.messages(guest.dm)[-1].all_text
    assert "/link/" not in town.slack.messages(guest.dm)[-1].all_text


def test_a_linked_person_who_became_a_guest_gets_only_the_public(town):
    town.ana.is_restricted = True
    town.ana.says(QUESTION)
    assert ASKED_FOR not in town.last(town.ana.dm).all_text


def test_somebody_of_another_workspace_is_not_taken_for_the_own(town):
    shared = town.t1.channel("C3", members=[town.ana], is_ext_shared=True, shared_with=[town.t2])
    shared.add(town.bea)
    town.bea.mentions(QUESTION, shared, via=town.t1)
    town.settle()
    assert all(ASKED_FOR not in one.all_text for one in town.slack.answers(shared))


def test_whoever_slack_does_not_name_for_sure_is_told_so(town):
    town.ana.hides_team = True
    shared = town.t1.channel("C4", members=[town.ana], is_ext_shared=True)
    town.ana.mentions(QUESTION, shared)
    town.settle()
    assert all(ASKED_FOR not in one.all_text for one in town.slack.answers(shared))


def test_in_a_channel_of_the_workspace_the_network_is_shown(town):
    town.ana.mentions(QUESTION, town.room)
    assert ASKED_FOR in town.last(town.room).all_text
