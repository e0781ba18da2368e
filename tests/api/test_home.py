"""A member's home, and addresses of the hub that somebody pasted."""

from datetime import timedelta

import pytest

from nic_hub.domain.evidence.under_way import LIVE_FOR
from nic_hub.domain.vocabulary import CycleStatus, Visibility
from nic_hub.models import Network, TeamFocusDriver, utc_now
from tests.factories import make_adoption, make_cycle, make_help_wanted, make_idea

HUB = "http://127.0.0.1:8000"


@pytest.fixture
def writing(app):
    return app.extensions["hub"].database.writing


@pytest.fixture
def home(world, writing):
    """The teacher's team works on D5; another team tests something on it and wants help."""
    with writing() as session:
        focus = {"team_id": world.team.id, "driver_id": world.driver.id, "network_id": world.network.id}
        session.add(TeamFocusDriver(**focus))
        theirs = make_idea(session, team=world.far, driver_id=world.driver.id, title="Their idea")
        running = {"team": world.far, "status": CycleStatus.RUNNING, "started_on": utc_now().date()}
        live = make_cycle(session, idea=theirs, **running)
        hidden = make_cycle(session, idea=theirs, **running, visibility=Visibility.TEAM)
        left_lying = {"started_on": running["started_on"] - LIVE_FOR - timedelta(days=2)}
        make_cycle(session, idea=theirs, **running | left_lying)
        wanted = make_help_wanted(session, team=world.far, driver_id=world.driver.id)
        make_help_wanted(session, team=world.far)
        adopted = make_adoption(session, team=world.team, change_idea_id=theirs.id)
        for status in (CycleStatus.PLANNED, CycleStatus.RUNNING, CycleStatus.STUDIED):
            make_cycle(session, idea=world.idea, team=world.team, status=status)
    return {"live": live, "hidden": hidden, "wanted": wanted, "adopted": adopted}


def test_it_says_what_each_open_cycle_needs_next(world, home):
    told = world.teacher.get("/home").json["open_cycles"]
    assert {(one["status"], one["phase"]) for one in told} == {
        ("planned", "plan"),
        ("running", "do"),
        ("studied", "act"),
    }
    assert {one["title"] for one in told} == {world.idea.title}
    assert all(one["needs"] for one in told)


def test_on_its_study_date_a_running_cycle_needs_study(world, writing):
    with writing() as session:
        make_cycle(
            session,
            idea=world.idea,
            team=world.team,
            status=CycleStatus.RUNNING,
            study_on=world.cycle.closed_on,
        )
    (told,) = world.teacher.get("/home").json["open_cycles"]
    assert told["phase"] == "study"


def test_it_shows_what_goes_on_nearby_as_far_as_one_may_see_it(world, home):
    told = world.teacher.get("/home").json
    assert [one["id"] for one in told["live_on_my_drivers"]] == [home["live"].id]
    assert told["live_on_my_drivers"][0]["team"]["name"] == world.far.name
    assert [one["id"] for one in told["help_wanted"]] == [home["wanted"].id]
    assert [one["id"] for one in told["adoptions"]] == [home["adopted"].id]


def test_drafts_of_a_team_are_not_on_its_sponsors_home(world, home):
    assert world.sponsor.get("/home").json["open_cycles"] == []


def test_somebody_without_a_team_has_an_empty_home(world, home):
    told = world.planner.get("/home").json
    assert [told[name] for name in ("open_cycles", "live_on_my_drivers", "adoptions", "help_wanted")] == [
        []
    ] * 4


def test_it_says_who_one_is_and_what_ones_teams_work_on(world, home):
    told = world.teacher.get("/home").json
    assert told["settings"] == {
        "linked": False,
        "name": world.teacher.member.name,
        "teams": [{"id": world.team.id, "name": world.team.name}],
    }
    assert told["focus_drivers"] == [{"id": world.driver.id, "name": world.driver.name}]
    assert world.planner.get("/home").json["focus_drivers"] == []


def resolve(person, url, **options):
    return person.get("/links/resolve", query_string={"url": url}, **options)


@pytest.mark.parametrize(
    "path", ["/api/v1/change-ideas/{}", "/change-ideas/{}", "/change-ideas/{}?from=mail#top"]
)
def test_an_address_of_the_hub_says_what_it_is(world, path):
    url = HUB + path.format(world.idea.id)
    told = resolve(world.teacher, url).json
    assert told == {
        "kind": "change_idea",
        "id": world.idea.id,
        "title": world.idea.title,
        "summary": world.idea.description,
        "url": url,
    }


def test_it_shows_what_the_audience_may_see(world):
    draft = f"{HUB}/change-ideas/{world.draft.id}"
    assert resolve(world.teacher, draft).status_code == 200
    assert resolve(world.teacher, draft, headers={"Ceiling": "network"}).status_code == 404
    shared = f"{HUB}/change-ideas/{world.idea.id}"
    assert resolve(world.teacher, shared, headers={"Ceiling": "network"}).status_code == 200
    assert resolve(world.teacher, shared, headers={"Ceiling": "public"}).status_code == 404


def test_to_everybody_what_is_public_is_shown(world, writing):
    with writing() as session:
        session.get_one(Network, world.network.id).allows_public = True
        idea = make_idea(session, team=world.team, visibility=Visibility.PUBLIC)
    told = resolve(world.teacher, f"{HUB}/change-ideas/{idea.id}", headers={"Ceiling": "public"})
    assert told.json["title"] == idea.title


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/change-ideas/{}",
        HUB + ".elsewhere.example/change-ideas/{}",
        HUB + "/members/{}",
        HUB + "/change-ideas/{}/history",
        HUB + "/healthz",
        "not an address {}",
    ],
)
def test_no_other_address_shows_anything(world, url):
    assert resolve(world.teacher, url.format(world.idea.id)).status_code == 404


def test_what_was_taken_back_is_not_shown(world):
    assert world.teacher.post(f"/change-ideas/{world.idea.id}/withdraw", version=1).status_code == 200
    assert resolve(world.teacher, f"{HUB}/change-ideas/{world.idea.id}").status_code == 404


def test_a_long_summary_is_cut(world, writing):
    with writing() as session:
        idea = make_idea(session, team=world.team, description="x" * 1_000)
    assert len(resolve(world.teacher, f"{HUB}/change-ideas/{idea.id}").json["summary"]) == 300


@pytest.fixture
def tested_draft(world, writing):
    """A draft of the teacher's team with a running test that others were to see."""
    with writing() as session:
        make_cycle(session, idea=world.draft, team=world.team, status=CycleStatus.RUNNING)
    return world.draft


def test_it_names_the_drafts_whose_tests_nobody_else_sees(world, tested_draft):
    (told,) = world.teacher.get("/home").json["draft_ideas"]
    assert (told["id"], told["title"]) == (tested_draft.id, tested_draft.title)
    assert told["needs"] == "Publish it: until then nobody outside your team sees its tests."


@pytest.mark.parametrize("who", ["neighbour", "colleague", "sponsor", "principal", "coach"])
def test_only_who_works_on_a_draft_is_asked_to_publish_it(world, tested_draft, who):
    assert getattr(world, who).get("/home").json["draft_ideas"] == []


@pytest.mark.parametrize(
    "change",
    [
        {"status": CycleStatus.PLANNED},
        {"status": CycleStatus.CANCELLED},
        {"visibility": Visibility.TEAM},
        {"archived_at": utc_now()},
    ],
)
def test_a_draft_that_keeps_no_test_from_others_may_stay_one(world, writing, change):
    with writing() as session:
        made = {"idea": world.draft, "team": world.team, "status": CycleStatus.RUNNING}
        make_cycle(session, **made | change)
    assert world.teacher.get("/home").json["draft_ideas"] == []


def test_once_it_is_published_it_waits_for_nothing(world, tested_draft):
    idea = world.teacher.get(f"/change-ideas/{tested_draft.id}").json
    world.teacher.post(f"/change-ideas/{idea['id']}/publish", {}, version=idea["version"])
    assert world.teacher.get("/home").json["draft_ideas"] == []
