"""What the bot brings by itself: once for each channel, driver and week, and only to who may read it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from bot.rounds import NOTICES, Rounds
from nic_hub.domain.vocabulary import Visibility
from nic_hub.models import Adoption, ChangeIdea, Network, PdsaCycle, utc_now
from tests.bot.conftest import ASKED_FOR
from tests.factories import make_cycle, make_link, make_member

TODAY = datetime.now(UTC).date()


@pytest.fixture
def noon(hub):
    """Let it be noon where the network is: nothing is brought at night."""
    hour = datetime.now(UTC).hour
    with hub.writing() as session:
        session.get_one(Network, hub.network.id).time_zone = f"Etc/GMT{hour - 12:+d}" if hour != 12 else "UTC"


@pytest.fixture
def rounds(town, noon):
    """The bot's rounds, to be gone on demand."""
    return Rounds(town.bot.services)


@pytest.fixture
def subscribed(town, hub):
    """Let Ana subscribe the room to the driver."""
    town.ana.command("/hub", "subscribe", town.room)
    town.settle()
    asked = town.slack.messages(town.room)[-1]
    town.ana.clicks(asked, "subscribe", hub.driver.id)
    town.settle()


@pytest.fixture
def found(hub):
    """Let the far team find something on the driver this week."""
    with hub.writing() as session:
        idea = session.merge(hub.idea)
        cycle = make_cycle(session, idea=idea, team=hub.far, result="Nobody used them.", prediction_met="not")
        cycle.updated_at = utc_now()


@pytest.fixture
def adopted(hub):
    """Let Ana's team try the far team's idea; the far team is to hear of it."""
    with hub.writing() as session:
        session.add(
            Adoption(
                network_id=hub.network.id, team_id=hub.team.id, change_idea_id=hub.idea.id,
                author_id=hub.ana.id, state="trying", published_at=utc_now(),
            )
        )  # fmt: skip


def ten_minutes_later(town):
    """Let the claims on what was not brought run out."""
    with town.bot.store.writing() as connection:
        for table in ("digest", "notice"):
            connection.exec_driver_sql(f"UPDATE {table} SET claimed_at = '2020-01-01 00:00:00'")


def digests(town):
    """Return the digests that stand in the room."""
    return [one for one in town.slack.answers(town.room) if "this week on" in one.text]


def test_a_channel_that_subscribed_is_told_so(town, subscribed):
    assert "Each week this channel hears" in town.slack.answers(town.room)[-1].text


def test_a_digest_tells_failures_too_and_comes_once(town, subscribed, found, rounds):
    rounds.go()
    rounds.go()
    (digest,) = digests(town)
    assert "Nobody used them." in digest.all_text
    assert "did not work" in digest.all_text


def test_a_digest_whose_reply_was_lost_does_not_come_twice(town, subscribed, found, rounds):
    town.slack.drop_reply_after_accept("chat.postMessage")
    rounds.go()
    ten_minutes_later(town)
    rounds.go()
    assert len(digests(town)) == 1


def test_a_digest_that_slack_refused_for_now_comes_later(town, subscribed, found, rounds):
    town.slack.fault("chat.postMessage", error="ratelimited", retry_after=1)
    rounds.go()
    assert digests(town) == []
    ten_minutes_later(town)
    rounds.go()
    assert len(digests(town)) == 1


@pytest.mark.parametrize("method", ["conversations.info", "users.info"])
def test_while_slack_is_busy_a_digest_waits_and_its_channel_stays_subscribed(
    town, subscribed, found, rounds, method
):
    town.bot.services.audience._insiders.clear()
    town.slack.fault(method, error="ratelimited", retry_after=1)
    rounds.go()
    assert digests(town) == []
    ten_minutes_later(town)
    rounds.go()
    assert len(digests(town)) == 1


@pytest.mark.parametrize("method", ["users.info", "conversations.open", "chat.postMessage"])
@pytest.mark.parametrize("fault", [{"error": "ratelimited", "retry_after": 1}, {"error": "cannot_dm_bot"}])
def test_a_notice_that_nobody_got_comes_later(town, adopted, rounds, method, fault):
    town.slack.fault(method, **fault)
    rounds.go()
    assert town.slack.answers(town.bea.dm) == []
    ten_minutes_later(town)
    rounds.go()
    assert len(town.slack.answers(town.bea.dm)) == 1


def test_a_notice_whose_reply_was_lost_does_not_come_twice(town, adopted, rounds):
    town.slack.drop_reply_after_accept("chat.postMessage")
    rounds.go()
    ten_minutes_later(town)
    rounds.go()
    assert len(town.slack.answers(town.bea.dm)) == 1


def test_one_notice_that_slack_does_not_take_holds_up_no_other(town, adopted, rounds, hub):
    with hub.writing() as session:
        other = make_member(session, network=hub.network, team=hub.far, name="Bob")
        make_link(session, workspace=hub.workspaces[1], member=other, user="U9")
    bob = town.t2.user("U9", "bob")
    town.slack.fault("conversations.open", error="cannot_dm_bot")
    rounds.go()
    assert sum(len(town.slack.answers(person.dm)) for person in (town.bea, bob)) == 1


def test_a_kind_of_notice_that_the_bot_does_not_know_yet_holds_up_nothing(
    town, subscribed, adopted, rounds, monkeypatch
):
    monkeypatch.delitem(NOTICES, "adoption_started")
    rounds.go()
    monkeypatch.undo()
    ten_minutes_later(town)
    rounds.go()
    assert len(town.slack.answers(town.bea.dm)) == 1


def test_two_processes_bring_a_digest_once(town, subscribed, found, rounds, start_bot):
    both = [rounds, *(Rounds(start_bot().services) for _ in range(3))]
    with ThreadPoolExecutor(len(both)) as pool:
        for done in [pool.submit(one.go) for one in both]:
            done.result()
    assert len(digests(town)) == 1


@pytest.mark.parametrize("how", ["archive", "remove", "remove from a private one"])
def test_a_channel_that_is_gone_gets_no_more(town, subscribed, found, rounds, how):
    town.room.is_private = "private" in how
    town.room.archive() if how == "archive" else town.room.remove(town.t1.bot)
    rounds.go()
    assert digests(town) == []
    assert town.bot.services.hub.get("/bot/subscriptions", team_id="T1")["items"] == []


def test_a_token_that_slack_does_not_take_ends_no_subscription(town, subscribed, found, rounds):
    town.slack.fault("chat.postMessage", error="invalid_auth")
    rounds.go()
    ten_minutes_later(town)
    rounds.go()
    assert len(digests(town)) == 1


def test_a_channel_that_a_guest_joined_gets_no_more(town, subscribed, found, rounds):
    town.room.add(town.t1.user("U7", "guest", is_restricted=True))
    rounds.go()
    assert digests(town) == []


def test_a_removed_bot_has_no_subscriptions(town, subscribed):
    town.t1.uninstall()
    town.settle()
    assert town.bot.services.hub.get("/bot/subscriptions", team_id="T1")["items"] == []


def test_unsubscribe_ends_it(town, subscribed, found, rounds):
    town.ana.command("/hub", "unsubscribe", town.room)
    town.settle()
    rounds.go()
    assert digests(town) == []


def test_a_channel_with_a_guest_cannot_subscribe(town):
    town.room.add(town.t1.user("U7", "guest", is_restricted=True))
    town.ana.command("/hub", "subscribe", town.room)
    town.settle()
    assert "Somebody from outside" in town.slack.messages(town.room)[-1].all_text


def test_a_private_channel_without_the_bot_is_told_to_invite_it(town):
    town.room.is_private = True
    town.room.remove(town.t1.bot)
    town.ana.command("/hub", "subscribe", town.room)
    town.settle()
    assert "/invite" in town.slack.messages(town.ana.dm)[-1].all_text


def test_the_source_team_hears_that_somebody_tries_its_idea(town, adopted, rounds):
    rounds.go()
    rounds.go()
    (told,) = town.slack.answers(town.bea.dm)
    assert "Room team is trying" in told.text


def test_on_the_study_date_the_answer_closes_the_loop(town, rounds, hub):
    with hub.writing() as session:
        cycle = make_cycle(
            session, idea=session.merge(hub.idea), team=hub.team, author_id=hub.ana.id, study_on=TODAY,
            started_on=TODAY - timedelta(days=14), status="running", closed_on=None,
        )  # fmt: skip
    rounds.go()
    (asked,) = town.slack.answers(town.ana.dm)
    assert "What happened?" in asked.text
    town.ana.clicks(asked, "happened")
    town.settle()
    town.ana.submits(
        town.slack.views(town.ana)[-1],
        {
            "as_planned": "yes",
            "observations": "They did.",
            "result": "Five.",
            "prediction_met": "partly",
            "learning": "More time.",
        },
    )
    town.settle()
    town.ana.submits(town.slack.views(town.ana)[-1])
    town.settle()
    with hub.writing() as session:
        assert session.get_one(PdsaCycle, cycle.id).status == "studied"


@pytest.fixture
def linked(town, hub, app):
    """The address of the far team's idea, as the hub writes it."""
    address = f"{app.extensions['hub'].public_url}/change-ideas/{hub.idea.id}"
    town.slack.unfurl_domains.add(address.split("/")[2])
    return address


def test_a_pasted_link_is_previewed_with_what_the_channel_may_see(town, linked):
    pasted = town.ana.pastes(linked, town.room).message
    town.settle()
    assert ASKED_FOR in str(pasted.unfurls)


def test_before_it_is_posted_nobody_sees_what_the_network_alone_may_see(town, linked):
    written = town.ana.pastes(linked, town.room, composing=True).message
    town.settle()
    assert not written.unfurls


def test_before_it_is_posted_what_is_public_is_previewed(town, linked, hub):
    town.open_to_the_public()
    with hub.writing() as session:
        session.get_one(ChangeIdea, hub.idea.id).visibility = Visibility.PUBLIC
    written = town.ana.pastes(linked, town.room, composing=True).message
    town.settle()
    assert ASKED_FOR in str(written.unfurls)


def test_where_a_guest_reads_along_there_is_no_preview(town, linked):
    town.room.add(town.t1.user("U7", "guest", is_restricted=True))
    pasted = town.ana.pastes(linked, town.room).message
    town.settle()
    assert not pasted.unfurls


def test_a_link_that_leads_nowhere_has_no_preview(town, linked):
    pasted = town.ana.pastes(linked.replace("change-ideas", "elsewhere"), town.room).message
    town.settle()
    assert not pasted.unfurls
