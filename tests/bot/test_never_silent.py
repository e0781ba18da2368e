"""Whatever goes wrong, whoever addressed the bot gets an answer or a reason."""

import pytest

from tests.bot.conftest import ASKED_FOR, QUESTION


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_too_long", "msg_blocks_too_long"])
def test_when_slack_refuses_the_blocks_the_text_is_sent_alone(town, error):
    town.slack.fault("chat.update", error=error)
    town.ana.says(QUESTION)
    answer = town.last(town.ana.dm)
    assert ASKED_FOR in answer.text
    assert not answer.blocks


@pytest.mark.parametrize("fault", [{"error": "ratelimited", "retry_after": 1}, {"status": 500}])
@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
def test_when_slack_is_busy_the_answer_comes_later(town, method, fault):
    town.slack.fault(method, **fault)
    town.ana.says(QUESTION)
    assert ASKED_FOR in town.last(town.ana.dm).all_text
    assert len(town.slack.answers(town.ana.dm)) == 1


def test_when_the_reply_to_the_update_is_lost_there_is_still_one_answer(town):
    town.slack.drop_reply_after_accept("chat.update")
    town.ana.says(QUESTION)
    assert ASKED_FOR in town.last(town.ana.dm).all_text
    assert len(town.slack.answers(town.ana.dm)) == 1


def test_when_the_placeholder_is_gone_the_answer_is_posted_anew(town):
    town.slack.fault("chat.update", error="message_not_found")
    town.ana.says(QUESTION)
    assert ASKED_FOR in town.last(town.ana.dm).all_text


def test_when_slack_is_away_for_long_the_answer_comes_when_it_is_back(town):
    town.slack.fault("*", status=503, times=8)
    town.ana.says(QUESTION)
    assert ASKED_FOR in town.last(town.ana.dm).all_text
    assert len(town.slack.answers(town.ana.dm)) == 1


def test_where_slack_takes_one_message_a_second_everybody_is_answered(town):
    town.slack.rates.posts_per_second = 1
    asked = [person.mentions(QUESTION, town.room) for person in (town.ana, town.guy, town.ana)]
    town.settle()
    for one in asked:
        assert len(town.slack.answers(town.room, one.message.ts)) == 1


@pytest.mark.parametrize("error", ["is_archived", "not_in_channel"])
@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
def test_where_the_bot_may_not_write_the_person_is_told_in_a_direct_message(town, method, error):
    town.slack.fault(method, error=error)
    town.ana.mentions(QUESTION, town.room)
    assert "may not write in that conversation" in town.last(town.ana.dm).all_text


def test_a_revoked_token_ends_it_there_and_nowhere_else(town):
    town.slack.fault("chat.update", error="token_revoked")
    town.ana.says(QUESTION)
    town.settle()
    calls = len(town.slack.calls)
    town.bea.says("zebra quilt xylophone")
    assert "no test of this" in town.last(town.bea.dm).all_text
    assert not [one for one in town.slack.calls[calls:] if one.token == town.t1.installation.token]


def test_when_the_reply_to_the_post_is_lost_there_is_one_answer_beside_a_placeholder(town):
    town.slack.drop_reply_after_accept("chat.postMessage")
    town.ana.says(QUESTION)
    town.settle()
    told = [ASKED_FOR in one.all_text for one in town.slack.answers(town.ana.dm)]
    assert sorted(told) == [False, True]


@pytest.mark.parametrize(
    "begin",
    [
        lambda town: town.ana.command("/pdsa"),
        lambda town: town.ana.shortcut("plan_cycle"),
        lambda town: town.ana.shortcut("save_idea", town.slack.messages(town.ana.dm)[0]),
        lambda town: town.ana.clicks(town.slack.answers(town.ana.dm)[0], "cycles.0"),
        lambda town: town.ana.clicks(town.slack.answers(town.ana.dm)[0], "try.0"),
    ],
    ids=["command", "shortcut", "message", "cycles", "try"],
)
def test_who_waits_for_a_window_that_came_too_late_is_asked_to_click_again(town, begin):
    town.ana.says(QUESTION)
    town.settle()
    town.slack.fault("views.open", error="expired_trigger_id")
    begin(town)
    town.settle()
    assert "click once more" in town.slack.messages(town.ana.dm)[-1].all_text


def test_an_answer_comes_also_when_every_response_url_has_ended(town, start_bot):
    town.bot.workers.stop()
    town.ana.command("/tried", QUESTION, town.room)
    town.slack.clock.forward(3600)
    start_bot()
    assert ASKED_FOR in town.last(town.ana.dm).all_text
    assert town.slack.calls_of("response_url") == []


def test_who_only_pasted_a_link_hears_of_no_trouble(town, start_bot, app):
    town.bot.workers.stop()
    start_bot(hub=broken_hub("503 Away", 99)(app.wsgi_app))
    address = f"{app.extensions['hub'].public_url}/change-ideas/1"
    town.slack.unfurl_domains.add(address.split("/")[2])
    town.ana.pastes(address, town.room)
    town.settle()
    assert town.slack.answers(town.room) + town.slack.answers(town.ana.dm) == []


def broken_hub(status, times):
    """Make a hub that fails so many times, then answers as the real one."""
    left = [times]

    def around(real):
        def app(environ, start_response):
            if left[0] <= 0:
                return real(environ, start_response)
            left[0] -= 1
            start_response(status, [("Content-Type", "text/plain"), ("Retry-After", "1")])
            return [b"away"]

        return app

    return around


@pytest.mark.parametrize("status", ["503 Service Unavailable", "429 Too Many Requests", "500 Mistake"])
def test_when_the_hub_is_away_for_a_moment_the_answer_comes_later(town, start_bot, app, status):
    town.bot.workers.stop()
    start_bot(hub=broken_hub(status, 2)(app.wsgi_app))
    town.ana.says(QUESTION)
    answer = town.last(town.ana.dm)
    assert ASKED_FOR in answer.all_text
    assert "keep trying" in str(answer.versions)


def test_when_the_hub_stays_away_the_bot_apologises_and_says_what_to_do(town, start_bot, app):
    town.bot.workers.stop()
    start_bot(hub=broken_hub("503 Away", 99)(app.wsgi_app))
    town.ana.says(QUESTION)
    answer = town.last(town.ana.dm)
    assert "sorry" in answer.text
    assert "ask again" in answer.text


def test_a_mistake_of_the_bot_is_apologised_for_and_not_quoted_in_the_log(town, monkeypatch, caplog):
    monkeypatch.setattr("bot.listeners.asking.show_answer", lambda *_: 1 / 0)
    town.ana.says(QUESTION)
    assert "sorry" in town.last(town.ana.dm).text
    assert "ZeroDivisionError" in caplog.text
    assert "shy speakers" not in caplog.text


def test_a_wrong_signature_leaves_nothing_in_the_log(town, caplog):
    caplog.set_level("DEBUG")
    town.ana.says(QUESTION).again(secret="wrong")
    town.settle()
    assert "shy speakers" not in caplog.text


def test_in_an_unbound_workspace_somebody_is_told_who_can_connect_it(town, hub):
    with hub.writing() as session:
        from nic_hub.services.slack.workspaces import unbind_workspace

        unbind_workspace(session, team_id="T1")
    town.ana.says(QUESTION)
    assert "not connected" in town.last(town.ana.dm).all_text


def test_a_window_that_opens_while_the_hub_is_away_says_so(town, start_bot, app):
    town.bot.workers.stop()
    start_bot(hub=broken_hub("503 Away", 99)(app.wsgi_app))
    town.ana.command("/pdsa")
    town.settle()
    (told,) = town.slack.views(town.ana)
    assert "The hub is not answering" in told.all_text
    assert len(town.slack.calls_of("views.open")) == 1


def test_a_window_that_was_sent_in_says_that_the_hub_is_away_and_then_what_came_of_it(town, start_bot, app):
    town.ana.says("zebra quilt xylophone")
    town.ana.clicks(town.last(town.ana.dm), "help_wanted")
    town.settle()
    (form,) = town.slack.views(town.ana)
    town.bot.workers.stop()
    start_bot(hub=broken_hub("503 Away", 1)(app.wsgi_app))
    town.ana.submits(form, {})
    town.settle()
    assert "keep trying" in str(form.versions)
    assert "Posted as help wanted" in form.all_text
