"""Bots act for people in Slack: as them, no more than them, and for nobody when anything is in doubt."""

from datetime import date
from types import SimpleNamespace

import pytest
import time_machine
from sqlalchemy import select

from nic_hub.domain.vocabulary import RoleGroup, Visibility
from nic_hub.models import AuditEntry, BotClient, LinkRequest, Network, SlackLink, utc_now
from nic_hub.services.slack.bots import revoke_bot
from nic_hub.services.slack.workspaces import unbind_workspace
from tests.api.conftest import Person
from tests.factories import make_bot, make_idea, make_link, make_member, make_workspace, on_behalf

LINK = {"team_id": "T1", "user_id": "U9", "user_name": "Ms. Ana"}


@pytest.fixture
def writing(app):
    """Open a writing transaction."""
    return app.extensions["hub"].database.writing


@pytest.fixture
def slack(app, client, world, writing) -> SimpleNamespace:
    """A bot in a workspace of the network: the teacher is linked as U1, U9 is nobody the hub knows."""
    with writing() as session:
        bot, headers = make_bot(session, key="slack")
        other, other_headers = make_bot(session, key="other")
        workspace = make_workspace(session, network=world.network, bot=bot, district_id=world.here.id)
        next_door = make_workspace(session, network=world.other, bot=other, slack_team_id="T2")
        make_link(session, workspace=workspace, member=world.teacher.member)
        make_link(session, workspace=workspace, member=world.admin.member, user="U2")

    def person(user="U1", team="T1", of=headers):
        return Person(client, on_behalf(of, user, team))

    return SimpleNamespace(
        bot=Person(client, headers),
        other=Person(client, other_headers),
        headers=headers,
        other_headers=other_headers,
        workspace=workspace,
        next_door=next_door,
        person=person,
    )


def refusal(answer):
    return answer.status_code, answer.json["type"].removeprefix("/problems/")


def test_a_linked_person_asks_as_the_member_they_are(slack, world):
    answer = slack.person().get("/me")
    assert answer.status_code == 200
    assert answer.json["member"]["id"] == world.teacher.member.id
    assert answer.json["linked"] is True
    assert world.teacher.get("/me").json["linked"] is False


def test_a_linked_person_reads_what_the_member_reads(slack, world):
    mine = [item["id"] for item in slack.person().get("/change-ideas").json["items"]]
    assert mine == [item["id"] for item in world.teacher.get("/change-ideas").json["items"]]
    assert world.draft.id in mine


def test_what_a_linked_person_writes_is_written_by_the_member(slack, world):
    made = slack.person().post("/change-ideas", {"title": "Cards", "description": "A card."})
    assert made.status_code == 201
    assert made.json["author_id"] == world.teacher.member.id


@pytest.mark.parametrize(
    ("team", "user"), [("T9", "U1"), ("T2", "U1")], ids=["an unbound workspace", "another bot's workspace"]
)
def test_a_bot_may_not_act_where_it_is_not_bound(slack, team, user):
    assert refusal(slack.person(user, team).get("/me")) == (403, "workspace-not-bound")
    assert refusal(slack.person(user, team).get("/change-ideas")) == (403, "workspace-not-bound")


def test_another_bot_may_not_act_for_a_linked_person(slack):
    assert refusal(slack.person(of=slack.other_headers).get("/me")) == (403, "workspace-not-bound")


def test_an_enterprise_is_part_of_who_somebody_is(slack, client):
    headers = slack.headers | {"On-Behalf-Of": "slack E1 T1 U1"}
    assert refusal(Person(client, headers).get("/me")) == (403, "workspace-not-bound")


def test_a_link_holds_in_its_own_workspace_alone(slack):
    assert refusal(slack.person(team="T2", of=slack.other_headers).get("/me")) == (403, "not-linked")


def test_a_revoked_bot_is_not_known_any_more(slack, writing):
    with writing() as session:
        revoke_bot(session, "slack")
    assert slack.person().get("/me").status_code == 401
    assert slack.bot.get("/bot/workspaces").status_code == 401


def test_a_bots_token_ends_by_date(slack):
    with time_machine.travel("2100-01-01"):
        assert slack.person().get("/me").status_code == 401


def test_nobody_acts_from_a_workspace_that_was_unbound(slack, writing):
    with writing() as session:
        unbind_workspace(session, team_id="T1")
    assert refusal(slack.person().get("/me")) == (403, "workspace-not-bound")
    assert slack.bot.get("/bot/workspaces").json == {"items": []}


def test_a_workspace_bound_anew_knows_none_of_its_old_links(slack, world, writing):
    with writing() as session:
        ended = unbind_workspace(session, team_id="T1")
        make_workspace(session, network=world.network, bot=session.get_one(BotClient, ended.bot_client_id))
    assert refusal(slack.person().get("/me")) == (403, "not-linked")


def test_nobody_acts_in_an_archived_network(slack, world, writing):
    with writing() as session:
        session.get_one(Network, world.network.id).archived_at = utc_now()
    assert refusal(slack.person().get("/me")) == (403, "workspace-not-bound")
    assert slack.bot.get("/bot/workspaces").json == {"items": []}


def test_a_member_who_left_is_a_stranger_in_slack_too(slack, world, writing):
    left = {"left_on": "2020-01-01"}
    assert world.admin.patch(f"/members/{world.teacher.member.id}", left, version=1).status_code == 200
    assert refusal(slack.person().get("/me")) == (403, "not-linked")
    assert slack.person().get("/change-ideas").json["total"] == 0
    with writing() as session:
        link = session.scalars(select(SlackLink).where(SlackLink.slack_user_id == "U1")).one()
        assert link.ended_at is not None


def test_a_member_whose_last_day_has_come_is_a_stranger_in_slack(slack, world, writing):
    with writing() as session:
        session.merge(world.teacher.member).left_on = date(2020, 1, 1)
    assert refusal(slack.person().get("/me")) == (403, "not-linked")


def test_an_unlinked_person_sees_nothing_of_a_network_that_lets_nobody_read(slack):
    answer = slack.person("U9").get("/change-ideas")
    assert (answer.status_code, answer.json["total"]) == (200, 0)
    assert slack.person("U9").get("/networks").json["total"] == 0


def test_an_unlinked_person_sees_what_is_public_in_the_workspaces_network_alone(slack, world, writing):
    with writing() as session:
        for network in (world.network, world.other):
            session.get_one(Network, network.id).allows_public = True
        shown = make_idea(session, team=world.team, visibility=Visibility.PUBLIC)
        make_idea(session, team=world.other_team, visibility=Visibility.PUBLIC)
    assert [item["id"] for item in slack.person("U9").get("/change-ideas").json["items"]] == [shown.id]


@pytest.mark.parametrize(
    "path", ["/me", "/members", "/teams", "/tokens", f"/change-ideas/{'0' * 32}/history"]
)
def test_a_door_of_members_tells_an_unlinked_person_how_to_link(slack, path):
    answer = slack.person("U9").get(path)
    assert refusal(answer) == (403, "not-linked")
    assert "link" in answer.json["detail"]


def test_an_unlinked_person_writes_nothing(slack):
    answer = slack.person("U9").post("/change-ideas", {"title": "x", "description": "y"})
    assert refusal(answer) == (403, "not-linked")


def test_nobody_is_an_admin_through_a_bot(slack, world):
    assert slack.person("U2").get("/me").json["member"]["id"] == world.admin.member.id
    body = {"member_id": "teacher", "name": "mine"}
    assert refusal(slack.person("U2").post("/tokens", body)) == (403, "forbidden")


def test_a_bot_that_does_not_say_for_whom_it_acts_has_its_own_doors_alone(slack):
    for path in ("/me", "/change-ideas", "/search?q=x"):
        assert refusal(slack.bot.get(path)) == (403, "forbidden"), path
    assert slack.bot.get("/bot/workspaces").status_code == 200


def test_a_bots_own_doors_are_closed_to_people(slack, world, stranger):
    assert refusal(world.admin.get("/bot/workspaces")) == (403, "forbidden")
    assert refusal(slack.person().get("/bot/workspaces")) == (403, "forbidden")
    assert refusal(slack.person("U9").post("/bot/link-requests", LINK)) == (403, "forbidden")
    assert stranger.get("/bot/workspaces").status_code == 401


def test_a_member_cannot_act_for_another(slack, world):
    headers = {"On-Behalf-Of": "slack - T1 U2"}
    assert refusal(world.teacher.get("/me", headers=headers)) == (403, "forbidden")


def test_somebody_without_a_token_cannot_act_for_anybody(slack, stranger):
    assert stranger.get("/me", headers={"On-Behalf-Of": "slack - T1 U1"}).status_code == 401


@pytest.mark.parametrize(
    "header",
    ["", "slack", "slack T1 U1", "slack - T1 U1 U2", "slack - t1 u1", "teams - T1 U1", "slack - T1 U1, x"],
)
def test_a_header_that_names_nobody_is_refused(slack, client, header):
    answer = Person(client, slack.headers | {"On-Behalf-Of": header}).get("/me")
    assert refusal(answer) == (422, "invalid")


def test_a_bot_learns_where_it_may_act(slack, world):
    (found,) = slack.bot.get("/bot/workspaces").json["items"]
    assert found == {
        "id": slack.workspace.id,
        "slack_team_id": "T1",
        "enterprise_id": None,
        "name": "District B",
        "network": {"id": world.network.id, "key": "core", "name": world.network.name},
        "district": {"id": world.here.id, "key": "here", "name": world.here.name},
        "purged_at": None,
    }
    assert [one["slack_team_id"] for one in slack.other.get("/bot/workspaces").json["items"]] == ["T2"]


def test_a_link_can_be_asked_for_where_the_bot_is_bound(slack, writing):
    answer = slack.bot.post("/bot/link-requests", LINK)
    assert answer.status_code == 201
    code = answer.json["url"].removeprefix("http://127.0.0.1:8000/link/")
    assert len(code) >= 43
    with writing() as session:
        row = session.scalars(select(LinkRequest)).one()
        assert code.encode() not in row.code_hash
        assert (row.slack_user_id, row.slack_user_name) == ("U9", "Ms. Ana")
    answer = slack.bot.post("/bot/link-requests", LINK | {"team_id": "T2"})
    assert refusal(answer) == (403, "workspace-not-bound")


@pytest.mark.parametrize("kind", ["guest", "bot", "stranger"])
def test_guests_bots_and_strangers_get_no_link(slack, kind):
    assert refusal(slack.bot.post("/bot/link-requests", LINK | {"kind": kind})) == (403, "forbidden")


def test_a_name_in_slack_that_is_an_address_is_not_kept(slack, writing):
    slack.bot.post("/bot/link-requests", LINK | {"user_name": "amy.lee@school.example"})
    with writing() as session:
        assert "amy.lee" not in session.scalars(select(LinkRequest.slack_user_name)).one()


def test_a_person_ends_their_own_link_and_nobody_elses(slack, writing):
    assert slack.person().delete("/me/slack-link").json == {"linked": False}
    assert refusal(slack.person().get("/me")) == (403, "not-linked")
    assert slack.person("U2").get("/me").status_code == 200
    with writing() as session:
        entry = session.scalars(select(AuditEntry)).one()
        assert (entry.action, entry.actor, entry.slack_user_id) == ("unlinked", "person", "U1")


def test_a_member_without_slack_has_no_link_to_end(slack, world):
    assert refusal(world.teacher.delete("/me/slack-link")) == (403, "forbidden")
    assert refusal(slack.person("U9").delete("/me/slack-link")) == (403, "not-linked")


def test_the_rate_limit_counts_each_person_and_not_the_bot(slack, app):
    app.extensions["hub"].limits = type(app.extensions["hub"].limits)(2)
    for user in ("U1", "U9"):
        statuses = [slack.person(user).get("/change-ideas").status_code for _ in range(3)]
        assert statuses == [200, 200, 429], user
    assert {slack.bot.get("/bot/workspaces").status_code for _ in range(5)} == {200}


def test_a_member_is_counted_once_with_and_without_slack(slack, app, world):
    app.extensions["hub"].limits = type(app.extensions["hub"].limits)(2)
    assert slack.person().get("/me").status_code == 200
    assert world.teacher.get("/me").status_code == 200
    assert slack.person().get("/me").status_code == 429


def test_a_repeated_post_of_a_linked_person_gets_the_first_answer(slack):
    body = {"title": "Cards", "description": "A card."}
    first, second = (slack.person().post("/change-ideas", body, key="once") for _ in range(2))
    assert first.json["id"] == second.json["id"]
    assert second.headers["Idempotency-Replayed"] == "true"


def test_a_coach_is_a_coach_through_a_bot(slack, world, writing):
    with writing() as session:
        coach = make_member(session, network=world.network, role=RoleGroup.COACH)
        make_link(session, workspace=slack.workspace, member=coach, user="U3")
    answer = slack.person("U3").post(f"/drivers/{world.driver.id}/merge", {"into": "nothing"}, version=1)
    assert answer.status_code == 422


QUESTION = {"query": "Who tried question prompts?"}


def test_an_unlinked_person_is_answered_with_what_is_public(slack, world, writing):
    with writing() as session:
        session.get_one(Network, world.network.id).allows_public = True
    answer = slack.person("U9").post("/suggestions", QUESTION)
    assert (answer.status_code, answer.json["id"]) == (200, None)


def test_an_unlinked_person_in_a_closed_network_is_told_how_to_link(slack):
    assert refusal(slack.person("U9").post("/suggestions", QUESTION)) == (403, "not-linked")
    assert refusal(slack.person("U9").get("/search?q=prompts")) == (403, "not-linked")


def test_a_linked_persons_question_is_theirs(slack, world):
    answer = slack.person().post("/suggestions", QUESTION)
    body = {"change_idea": world.idea.id, "verdict": "useful"}
    assert answer.json["id"]
    assert slack.person("U2").post(f"/suggestions/{answer.json['id']}/feedback", body).status_code == 404


def test_a_bot_learns_when_a_text_was_removed_in_the_networks_of_its_workspaces(slack, world):
    purge = {"kind": "change_idea", "record_id": world.idea.id, "text": world.idea.title}
    assert world.admin.post("/purges", purge).status_code == 200
    (found,) = slack.bot.get("/bot/workspaces").json["items"]
    assert found["purged_at"] is not None
    assert [one["purged_at"] for one in slack.other.get("/bot/workspaces").json["items"]] == [None]
