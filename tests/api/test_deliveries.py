"""What a bot brings into Slack by itself: each thing once, in the day, and to those who may know it."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from sqlalchemy import select

from nic_hub.domain.vocabulary import CycleStatus, Visibility
from nic_hub.models import Member, Network, ToolVersion, utc_now
from nic_hub.services.slack.notices import MOST
from nic_hub.services.slack.workspaces import unbind_workspace
from tests.api.conftest import Person
from tests.factories import (
    make_adoption,
    make_bot,
    make_cycle,
    make_help_wanted,
    make_idea,
    make_link,
    make_tool,
    make_workspace,
    on_behalf,
)

#: A Monday, in the day.
NOW = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
BODY = {"channel_id": "C1", "driver": "D5"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def writing(app):
    return app.extensions["hub"].database.writing


@pytest.fixture
def slack(client, world, writing):
    """The teacher (U1) and the colleague (U2) are linked in T1; another bot has a workspace of its own."""
    with writing() as session:
        bot, headers = make_bot(session)
        other, other_headers = make_bot(session)
        workspace = make_workspace(session, network=world.network, bot=bot)
        elsewhere = make_workspace(session, network=world.network, bot=other, slack_team_id="T2")
        make_link(session, workspace=workspace, member=world.teacher.member)
        make_link(session, workspace=workspace, member=world.colleague.member, user="U2")
        make_link(session, workspace=elsewhere, member=world.neighbour.member, user="U3")
    return SimpleNamespace(
        bot=Person(client, headers),
        other=Person(client, other_headers),
        teacher=Person(client, on_behalf(headers)),
        colleague=Person(client, on_behalf(headers, "U2")),
        stranger=Person(client, on_behalf(headers, "U9")),
        elsewhere=Person(client, on_behalf(other_headers, "U3", "T2")),
    )


def test_a_channel_hears_of_a_driver(slack, world):
    made = slack.teacher.post("/bot/subscriptions", BODY)
    assert made.status_code == 200
    assert (made.json["team_id"], made.json["channel_id"]) == ("T1", "C1")
    assert made.json["driver"]["key"] == "D5"
    assert slack.bot.get("/bot/subscriptions?team_id=T1&channel_id=C1").json["items"] == [made.json]
    assert slack.bot.get("/bot/subscriptions?channel_id=C2").json["items"] == []


def test_to_subscribe_twice_is_to_subscribe_once(slack):
    first, second = (slack.teacher.post("/bot/subscriptions", BODY).json for _ in range(2))
    assert first == second


def test_a_subscription_ends_and_begins_anew_in_the_same_row(slack):
    made = slack.teacher.post("/bot/subscriptions", BODY).json
    ended = slack.colleague.delete(f"/bot/subscriptions/{made['id']}")
    assert ended.json["ended_at"]
    assert slack.bot.get("/bot/subscriptions").json["items"] == []
    again = slack.colleague.post("/bot/subscriptions", BODY).json
    assert (again["id"], again["ended_at"], again["reason"]) == (made["id"], None, None)


def test_another_workspace_cannot_end_it_and_another_bot_does_not_know_it(slack):
    made = slack.teacher.post("/bot/subscriptions", BODY).json
    assert slack.elsewhere.delete(f"/bot/subscriptions/{made['id']}").status_code == 404
    stop = slack.other.post(f"/bot/subscriptions/{made['id']}/stop", {"reason": "archived"})
    assert stop.status_code == 404
    assert slack.other.get("/bot/subscriptions").json["items"] == []


def test_somebody_who_is_not_linked_subscribes_nothing(slack, world):
    answer = slack.stranger.post("/bot/subscriptions", BODY)
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/not-linked")
    assert world.teacher.post("/bot/subscriptions", BODY).status_code == 403
    assert slack.bot.post("/bot/subscriptions", BODY).status_code == 403


def test_a_driver_of_another_network_does_not_exist(slack):
    assert slack.teacher.post("/bot/subscriptions", BODY | {"driver": "nothing"}).status_code == 422


def test_the_bot_ends_it_where_it_cannot_post_any_more(slack):
    made = slack.teacher.post("/bot/subscriptions", BODY).json
    stopped = slack.bot.post(f"/bot/subscriptions/{made['id']}/stop", {"reason": "is_archived"})
    assert stopped.json["reason"] == "is_archived"
    assert claim(slack) == []


def test_why_it_ended_holds_no_address(slack):
    made = slack.teacher.post("/bot/subscriptions", BODY).json
    body = {"reason": "amy.lee@school.example archived it"}
    stopped = slack.bot.post(f"/bot/subscriptions/{made['id']}/stop", body)
    assert "amy.lee" not in stopped.json["reason"]


@pytest.mark.parametrize("message_ts", ["", "now", "1", "1.2 amy.lee@school.example"])
def test_a_message_is_named_as_slack_names_it(slack, message_ts):
    answer = slack.bot.post(f"/bot/digests/{'f' * 32}/posted", {"message_ts": message_ts})
    assert answer.json["errors"][0]["pointer"] == "/message_ts"


@pytest.fixture
def news(slack, world, writing):
    """A subscribed channel; one test worked, one failed, one stays in its team; and a call for help."""
    slack.teacher.post("/bot/subscriptions", BODY)
    with writing() as session:
        idea = make_idea(session, team=world.far, driver_id=world.driver.id)
        made = {
            "worked": make_cycle(session, idea=idea, team=world.far, student_count=40),
            "failed": make_cycle(session, idea=idea, team=world.far, student_count=40, decision="abandon"),
            "few": make_cycle(session, idea=idea, team=world.team, student_count=4, prediction_met="not"),
            "own": make_cycle(session, idea=idea, team=world.team, visibility=Visibility.TEAM),
            "running": make_cycle(session, idea=idea, team=world.far, status=CycleStatus.RUNNING),
            "call": make_help_wanted(session, team=world.far, driver_id=world.driver.id, published_at=NOW),
        }
        return {name: row.id for name, row in made.items()} | {"old": world.cycle.id}


def claim(slack, who="bot"):
    answer = getattr(slack, who).post("/bot/digests/claim")
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def test_a_digest_tells_what_is_new_failures_included_and_no_more_than_the_network_may_see(slack, news):
    (told,) = claim(slack)
    assert (told["week"], told["channel_id"], told["driver"]["key"]) == ("2026-W47", "C1", "D5")
    results = {one["cycle_id"]: one for one in told["results"]}
    assert set(results) == {news["worked"], news["failed"], news["few"], news["old"]}
    assert results[news["failed"]]["failed"] is True
    assert results[news["worked"]]["failed"] is False
    assert [one["id"] for one in told["help_wanted"]] == [news["call"]]


def test_of_a_test_with_few_students_a_digest_tells_no_number(slack, news):
    (told,) = claim(slack)
    few = next(one for one in told["results"] if one["cycle_id"] == news["few"])
    assert few["numbers_kept_in_team"] is True
    assert [few[name] for name in ("prediction", "result", "prediction_met")] == [None] * 3
    assert few["failed"] is False


def test_a_digest_is_claimed_by_one_and_again_when_nobody_posted_it(slack, news, clock):
    (first,) = claim(slack)
    assert claim(slack) == []
    clock.shift(timedelta(minutes=10, seconds=1))
    (again,) = claim(slack)
    assert again["id"] == first["id"]


def test_a_week_has_one_digest_whatever_happens(slack, news, clock):
    (told,) = claim(slack)
    for _ in range(2):
        posted = slack.bot.post(f"/bot/digests/{told['id']}/posted", {"message_ts": "1.2"})
        assert posted.status_code == 200
    made = slack.bot.get("/bot/subscriptions").json["items"][0]
    slack.teacher.delete(f"/bot/subscriptions/{made['id']}")
    slack.teacher.post("/bot/subscriptions", BODY)
    clock.shift(timedelta(days=1))
    assert claim(slack) == []


def test_the_next_week_tells_only_what_is_new(slack, news, world, writing, clock):
    (told,) = claim(slack)
    slack.bot.post(f"/bot/digests/{told['id']}/posted", {"message_ts": "1.2"})
    clock.shift(timedelta(days=7))
    assert claim(slack) == []
    with writing() as session:
        idea = make_idea(session, team=world.far, driver_id=world.driver.id)
        new = make_cycle(session, idea=idea, team=world.far, student_count=40)
    (told,) = claim(slack)
    assert [one["cycle_id"] for one in told["results"]] == [new.id]
    assert told["week"] == "2026-W48"


@pytest.mark.parametrize(
    ("zone", "hour", "is_sent"),
    [
        ("UTC", 6, False),
        ("UTC", 7, True),
        ("UTC", 19, True),
        ("UTC", 20, False),
        ("America/Los_Angeles", 12, False),
        ("America/Los_Angeles", 15, True),
        ("No/Such_Zone", 12, True),
    ],
)
def test_nothing_is_sent_in_quiet_hours(slack, news, world, writing, zone, hour, is_sent):
    with writing() as session:
        session.get_one(Network, world.network.id).time_zone = zone
    with time_machine.travel(NOW.replace(hour=hour), tick=False):
        assert bool(claim(slack)) == is_sent
        assert claim_notices(slack) == []


def test_another_bot_gets_no_digest_and_marks_none(slack, news):
    (told,) = claim(slack)
    assert claim(slack, "other") == []
    posted = slack.other.post(f"/bot/digests/{told['id']}/posted", {"message_ts": "1.2"})
    assert posted.status_code == 404


def test_when_the_member_who_subscribed_has_left_the_subscription_ends(slack, news, world, writing):
    with writing() as session:
        session.get_one(Member, world.teacher.member.id).left_on = date(2026, 11, 1)
    assert claim(slack) == []
    assert slack.bot.get("/bot/subscriptions").json["items"] == []


@pytest.mark.parametrize("end", ["unbound", "archived"])
def test_a_workspace_or_network_that_ended_gets_nothing(slack, news, world, writing, end):
    with writing() as session:
        if end == "unbound":
            unbind_workspace(session, team_id="T1")
        else:
            session.get_one(Network, world.network.id).archived_at = utc_now()
    assert claim(slack) == []
    assert claim_notices(slack) == []


def claim_notices(slack, who="bot"):
    answer = getattr(slack, who).post("/bot/notices/claim")
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def adopt(person, world, **more):
    return person.post("/adoptions", {"change_idea_id": world.idea.id, "state": "trying", **more}).json


def test_of_more_notices_than_are_handed_out_the_rest_stays_free(slack, world, writing):
    with writing() as session:
        due = {"status": CycleStatus.RUNNING, "author_id": world.teacher.member.id, "study_on": NOW.date()}
        for _ in range(MOST + 3):
            make_cycle(session, idea=world.idea, team=world.team, **due)
    told = [len(claim_notices(slack)) for _ in range(3)]
    assert told == [MOST, 3, 0]


def test_the_source_team_hears_of_an_adoption(slack, world):
    made = adopt(slack.colleague, world)
    (told,) = claim_notices(slack)
    assert (told["kind"], told["team_id"], told["user_id"]) == ("adoption_started", "T1", "U1")
    assert (told["adoption_id"], told["title"], told["team"]) == (
        made["id"],
        world.idea.title,
        world.far.name,
    )


def test_the_source_team_of_a_tool_hears_what_was_taken_over(slack, world, writing):
    with writing() as session:
        tool = make_tool(session, team=world.team, title="Starter card")
        version = session.scalars(select(ToolVersion).where(ToolVersion.tool_id == tool.id)).one()
        taken = {"tool_version_id": version.id, "created_at": NOW, "visibility": Visibility.NETWORK}
        make_adoption(session, team=world.far, **taken)
    (told,) = claim_notices(slack)
    assert (told["kind"], told["title"]) == ("adoption_started", "Starter card")


@pytest.mark.parametrize(("days", "heard"), [(6, 1), (8, 0)])
def test_of_an_adoption_that_began_long_ago_and_was_brought_in_now_nobody_hears(
    slack, world, writing, days, heard
):
    with writing() as session:
        taken = {"change_idea_id": world.idea.id, "created_at": NOW, "visibility": Visibility.NETWORK}
        make_adoption(session, team=world.far, started_on=NOW.date() - timedelta(days=days), **taken)
    assert len(claim_notices(slack)) == heard


def test_a_notice_is_delivered_once(slack, world, clock):
    adopt(slack.colleague, world)
    (told,) = claim_notices(slack)
    assert claim_notices(slack) == []
    clock.shift(timedelta(minutes=11))
    (again,) = claim_notices(slack)
    assert again["id"] == told["id"]
    for _ in range(2):
        assert slack.bot.post(f"/bot/notices/{told['id']}/delivered").status_code == 200
    clock.shift(timedelta(minutes=11))
    assert claim_notices(slack) == []


def test_of_an_adoption_that_was_undone_nobody_hears(slack, world):
    made = adopt(slack.colleague, world)
    slack.colleague.post(f"/adoptions/{made['id']}/undo")
    assert claim_notices(slack) == []


def test_of_an_adoption_the_team_may_not_see_it_does_not_hear(slack, world, writing):
    with writing() as session:
        make_adoption(
            session, team=world.far, change_idea_id=world.idea.id, visibility=Visibility.TEAM, created_at=NOW
        )
    assert claim_notices(slack) == []


@pytest.mark.parametrize(("gone", "is_there"), [("withdrawn_at", True), ("hidden_at", False)])
def test_what_was_withdrawn_or_hidden_is_called_by_no_name(slack, world, writing, gone, is_there):
    version, *_ = world.colleague.get(f"/tools/{world.tool.id}").json["version_ids"]
    for source in ({"change_idea_id": world.idea.id}, {"tool_version_id": version}):
        slack.colleague.post("/adoptions", {"state": "trying", "study_on": "2026-11-16", **source})
    with writing() as session:
        for each in (world.idea, world.tool):
            setattr(session.merge(each), gone, utc_now())
    due = [notice for notice in claim_notices(slack) if notice["kind"] == "study_due"]
    assert [notice["title"] for notice in due] == [None, None]
    assert any(notice["change_idea_id"] for notice in due) is is_there


def test_on_the_study_date_who_tries_is_asked_what_happened(slack, world, clock):
    made = adopt(slack.colleague, world, study_on="2026-11-18", draft_cycle=True)
    assert [told["kind"] for told in claim_notices(slack)] == ["adoption_started"]
    clock.shift(timedelta(days=2))
    (told,) = [one for one in claim_notices(slack) if one["kind"] == "study_due"]
    assert (told["user_id"], told["due_on"]) == ("U2", "2026-11-18")
    assert (told["cycle_id"], told["adoption_id"]) == (made["cycle_ids"][0], made["id"])


def test_an_adoption_without_a_cycle_is_asked_for_too(slack, world):
    made = adopt(slack.colleague, world, study_on="2026-11-16")
    (told,) = [one for one in claim_notices(slack) if one["kind"] == "study_due"]
    assert (told["adoption_id"], told["cycle_id"]) == (made["id"], None)


def test_a_study_date_that_is_long_past_is_no_news(slack, world, clock):
    adopt(slack.colleague, world, study_on="2026-11-16")
    clock.shift(timedelta(days=8))
    assert claim_notices(slack) == []


def test_somebody_who_unlinked_or_left_gets_no_notice(slack, world, writing):
    adopt(slack.colleague, world)
    slack.teacher.delete("/me/slack-link")
    assert claim_notices(slack) == []


def test_another_bot_gets_no_notice_and_marks_none(slack, world):
    adopt(slack.colleague, world)
    assert claim_notices(slack, "other") == []
    (told,) = claim_notices(slack)
    assert slack.other.post(f"/bot/notices/{told['id']}/delivered").status_code == 404
