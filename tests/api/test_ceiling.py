"""An answer for an audience: what each of them may read, and nothing of the asker's own."""

import pytest

from nic_hub.domain.vocabulary import Visibility
from nic_hub.models import Network
from nic_hub.search.indexer import embed_missing
from nic_hub.services.suggesting.public_answers import OF_TEAMS
from tests.factories import make_bot, make_cycle, make_idea, make_link, make_team, make_workspace, on_behalf

PUBLIC, NETWORK, DISTRICT = ({"Ceiling": name} for name in ("public", "network", "district"))


@pytest.fixture
def writing(app):
    return app.extensions["hub"].database.writing


@pytest.fixture
def ideas(world, writing):
    """One idea of the teacher's team for each width, by id."""
    with writing() as session:
        return {
            make_idea(session, team=world.team, driver_id=world.driver.id, visibility=each).id: each
            for each in Visibility
        }


def widths(answer, ideas):
    return {ideas[item["id"]] for item in answer.json["items"] if item["id"] in ideas}


def open_network(writing, world):
    with writing() as session:
        session.get_one(Network, world.network.id).allows_public = True


def test_without_a_ceiling_a_person_sees_their_own(world, ideas):
    assert widths(world.teacher.get("/change-ideas"), ideas) == set(Visibility)


def test_to_the_network_a_person_shows_what_every_member_may_read(world, ideas):
    answer = world.teacher.get("/change-ideas", headers=NETWORK)
    assert widths(answer, ideas) == {Visibility.NETWORK, Visibility.PUBLIC}
    assert world.draft.id not in [item["id"] for item in answer.json["items"]]
    assert answer.json["total"] == 3


def test_to_the_district_a_person_shows_its_records_too(world, ideas):
    answer = world.teacher.get("/change-ideas", headers=DISTRICT)
    assert widths(answer, ideas) == {Visibility.DISTRICT, Visibility.NETWORK, Visibility.PUBLIC}


def test_the_district_of_a_workspace_is_the_one_it_is_bound_to(client, world, writing, ideas):
    from tests.api.conftest import Person

    with writing() as session:
        bot, headers = make_bot(session)
        for team, district in (("T1", world.here), ("T2", world.there), ("T3", None)):
            workspace = make_workspace(
                session,
                network=world.network,
                bot=bot,
                slack_team_id=team,
                district_id=district.id if district else None,
            )
            make_link(session, workspace=workspace, member=world.teacher.member)
    seen = {
        team: Visibility.DISTRICT
        in widths(Person(client, on_behalf(headers, "U1", team) | DISTRICT).get("/change-ideas"), ideas)
        for team in ("T1", "T2", "T3")
    }
    assert seen == {"T1": True, "T2": False, "T3": False}


def test_of_the_workspaces_district_a_person_shows_nothing_they_may_not_read(client, world, writing):
    from tests.api.conftest import Person

    with writing() as session:
        bot, headers = make_bot(session)
        workspace = make_workspace(session, network=world.network, bot=bot, district_id=world.there.id)
        make_link(session, workspace=workspace, member=world.teacher.member)
        team = make_team(session, network=world.network, district_id=world.there.id)
        idea = make_idea(session, team=team, visibility=Visibility.DISTRICT)
    person = Person(client, on_behalf(headers, "U1", workspace.slack_team_id) | DISTRICT)
    assert idea.id not in {item["id"] for item in person.get("/change-ideas").json["items"]}


def test_to_everybody_a_person_shows_what_is_public_if_the_network_lets_them(world, writing, ideas):
    assert widths(world.teacher.get("/change-ideas", headers=PUBLIC), ideas) == set()
    open_network(writing, world)
    assert widths(world.teacher.get("/change-ideas", headers=PUBLIC), ideas) == {Visibility.PUBLIC}


def test_a_coach_shows_nobody_what_was_hidden(world, writing, ideas):
    shared = next(one for one, width in ideas.items() if width == Visibility.NETWORK)
    with writing() as session:
        from nic_hub.models import ChangeIdea, utc_now

        session.get_one(ChangeIdea, shared).hidden_at = utc_now()
    assert world.coach.get(f"/change-ideas/{shared}").status_code == 200
    assert world.coach.get(f"/change-ideas/{shared}", headers=NETWORK).status_code == 404


def test_numbers_about_few_students_are_not_shown_to_an_audience(world, writing):
    with writing() as session:
        few = make_cycle(session, idea=world.idea, team=world.team, student_count=4)
    path = f"/pdsa-cycles/{few.id}"
    assert world.teacher.get(path).json["result"]
    assert world.teacher.get(path, headers=NETWORK).json["result"] is None


def test_an_address_is_shown_to_no_audience(world):
    path = f"/members/{world.teacher.member.id}"
    assert world.teacher.get(path).json["email"] == "teacher@school.example"
    assert world.teacher.get(path, headers=NETWORK).json["email"] is None


def test_what_is_ones_own_alone_is_shown_to_no_audience(world):
    world.teacher.post(
        "/reports", {"kind": "change_idea", "record_id": world.idea.id, "reason": "It is copied."}
    )
    assert world.teacher.get("/reports").json["total"] == 1
    assert world.teacher.get("/reports", headers=NETWORK).json["total"] == 0
    assert world.teacher.get("/tokens", headers=NETWORK).json["total"] == 0


def test_a_door_of_members_shows_nothing_to_everybody(world, writing):
    open_network(writing, world)
    answer = world.teacher.get("/members", headers=PUBLIC)
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/forbidden")


@pytest.mark.parametrize("ceiling", ["", "team", "everyone", "public, network"])
def test_an_audience_that_does_not_exist_is_refused(world, ceiling):
    answer = world.teacher.get("/change-ideas", headers={"Ceiling": ceiling})
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/invalid")


def test_what_only_asks_for_headers_takes_a_ceiling(world):
    assert world.teacher.send("HEAD", "/change-ideas", headers=NETWORK).status_code == 200


def test_a_change_takes_no_ceiling(world):
    answer = world.teacher.post("/change-ideas", {"title": "x", "description": "y"}, headers=NETWORK)
    assert answer.status_code == 422


QUESTION = {"query": "zebra cards for zebra questions"}
ZEBRA = {"title": "Zebra cards for zebra questions", "description": "zebra cards for zebra questions"}


def test_a_question_is_answered_for_the_audience_and_stays_the_askers(world, writing):
    with writing() as session:
        near = make_idea(
            session, team=world.sister, driver_id=world.driver.id, **ZEBRA, visibility=Visibility.DISTRICT
        )
        make_cycle(session, idea=near, team=world.sister, visibility=Visibility.DISTRICT)
    told = [item["change_idea"]["id"] for item in ask(world.teacher)["suggestions"]]
    assert near.id in told
    answer = ask(world.teacher, NETWORK)
    assert near.id not in [item["change_idea"]["id"] for item in everything(answer)]
    assert answer["id"]
    # The asker's own team is never suggested to it, whoever listens.
    assert world.idea.id not in [item["change_idea"]["id"] for item in answer["suggestions"]]


def test_to_everybody_an_answer_names_no_team(world, writing):
    open_network(writing, world)
    with writing() as session:
        shown = make_idea(
            session, team=world.sister, driver_id=world.driver.id, **ZEBRA, visibility=Visibility.PUBLIC
        )
        make_cycle(session, idea=shown, team=world.sister, visibility=Visibility.PUBLIC)
    answer = ask(world.teacher, PUBLIC)
    assert [item["change_idea"]["id"] for item in answer["suggestions"]] == [shown.id]
    assert [(item["team"], item["latest_cycle"]) for item in answer["suggestions"]] == [(None, None)]
    codes = {reason["code"] for item in answer["suggestions"] for reason in item["reasons"]}
    assert codes - OF_TEAMS == codes != set()
    assert all((answer["id"], answer["message"]))


def test_where_nothing_is_public_an_answer_for_everybody_is_refused(world):
    answer = world.teacher.post("/suggestions", QUESTION, headers=PUBLIC)
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/forbidden")


def ask(person, headers=None, **more):
    hub = person.client.application.extensions["hub"]
    embed_missing(hub.database, hub.search.embedder)
    answer = person.post("/suggestions", {**QUESTION, **more}, headers=headers or {})
    assert answer.status_code == 200, answer.json
    return answer.json


def everything(answer):
    return [*answer["suggestions"], *answer["nearest"], *answer["your_history"]]


def test_a_repeated_question_for_an_audience_shows_it_the_same(world):
    first, second = (
        world.teacher.post("/suggestions", QUESTION, headers=NETWORK, key="once").json for _ in range(2)
    )
    assert first == second


def test_an_answer_can_be_read_again_as_far_as_one_may_see_it_today(world, writing):
    with writing() as session:
        idea = make_idea(session, team=world.far, driver_id=world.driver.id, **ZEBRA)
        cycle = make_cycle(session, idea=idea, team=world.far)
    first = ask(world.teacher)
    again = world.teacher.get(f"/suggestions/{first['id']}")
    assert [item["change_idea"] for item in again.json["suggestions"]] == [
        item["change_idea"] for item in first["suggestions"]
    ]
    assert again.json["suggestions"][0]["latest_cycle"]["id"] == cycle.id
    with writing() as session:
        session.merge(idea).visibility = Visibility.TEAM
    assert world.teacher.get(f"/suggestions/{first['id']}").json["suggestions"] == []
    assert world.colleague.get(f"/suggestions/{first['id']}").status_code == 404


def test_the_latest_test_comes_in_parts(world, writing):
    with writing() as session:
        idea = make_idea(session, team=world.far, driver_id=world.driver.id, **ZEBRA)
        cycle = make_cycle(session, idea=idea, team=world.far)
    (told,) = ask(world.teacher)["suggestions"]
    assert told["latest_cycle"] == {
        "id": cycle.id,
        "team": {"id": world.far.id, "key": world.far.key, "name": world.far.name},
        "done": "Prompts on the desks",
        "predicted": "At least six questions a lesson.",
        "found": "Four questions a lesson.",
        "prediction_met": "partly",
        "direction": "improved",
        "decision": "adapt",
        "reason": "Half of them never looked at the wall.",
        "learning": "Prompts must lie on the desks.",
        "ended_on": "2026-09-18",
        "synthetic": False,
        "numbers_kept_in_team": False,
    }


def test_of_a_test_with_few_students_the_numbers_stay_in_the_team(world, writing):
    with writing() as session:
        idea = make_idea(session, team=world.far, driver_id=world.driver.id, **ZEBRA)
        make_cycle(
            session,
            idea=idea,
            team=world.far,
            student_count=4,
            learning="3 of 4 asked.",
            reason="All 4 left.",
        )
    (told,) = ask(world.teacher)["suggestions"]
    latest = told["latest_cycle"]
    assert latest["numbers_kept_in_team"] is True
    assert latest["predicted"] is latest["found"] is latest["prediction_met"] is None
    assert latest["learning"] == "… of … asked."
    assert latest["reason"] == "… … left."
