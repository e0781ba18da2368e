"""Enterprise Grid: one installation for a whole organisation; its workspaces are bound one by one."""

from types import SimpleNamespace

import httpx
import pytest
from sqlalchemy import select

from bot.installations import Installation
from bot.rounds import Rounds
from nic_hub.models import Adoption, Network, Subscription
from tests.bot.conftest import ASKED_FOR, QUESTION, over_http
from tests.factories import make_link, make_workspace

UNBOUND = "not connected to this hub"


@pytest.fixture
def grid(slack, bot, hub):
    """Two schools that are bound, one that is not; Ida and Joe are linked, the app is installed for all."""
    office, here, there, nowhere = (
        slack.workspace(team_id, enterprise="E1") for team_id in ("T90", "T91", "T92", "T93")
    )
    made = office.install(org_wide=True)
    bot.installations.save(
        Installation(enterprise_id="E1", team_id="", token=made.token, bot_user_id=made.bot.id)
    )
    with hub.writing() as session:
        for place, district, member, user in (
            (here, hub.here, hub.ana, "U91"),
            (there, hub.there, hub.bea, "U92"),
        ):
            bound = make_workspace(
                session,
                network=hub.network,
                bot=hub.client,
                district_id=district.id,
                slack_team_id=place.id,
                enterprise_id="E1",
            )
            make_link(session, workspace=bound, member=member, user=user)
    ida, joe, kim = here.user("U91", "ida"), there.user("U92", "joe"), nowhere.user("U93", "kim")
    return SimpleNamespace(office=office, here=here, there=there, nowhere=nowhere, ida=ida, joe=joe, kim=kim)


@pytest.fixture
def told(slack, bot):
    """Return what the app said last in a conversation, ephemeral or not."""

    def read(place):
        slack.wait_until(bot.inbox.is_empty, 20)
        return slack.answers(place)[-1]

    return read


def test_somebody_of_a_bound_workspace_is_answered(grid, told):
    assert grid.ida.says(QUESTION).payload["authorizations"][0]["team_id"] is None
    assert ASKED_FOR in told(grid.ida.dm).all_text


def test_in_a_channel_of_a_bound_workspace_the_network_is_shown(grid, told):
    room = grid.here.channel("C91", members=[grid.ida])
    grid.ida.mentions(QUESTION, room)
    assert ASKED_FOR in told(room).all_text


def test_a_command_and_buttons_act_for_who_used_them(grid, told, slack, hub):
    grid.ida.command("/tried", QUESTION)
    answer = told(grid.ida.dm)
    grid.ida.clicks(answer, "cycles.0")
    told(grid.ida.dm)
    assert "Four questions" in slack.views(grid.ida)[-1].all_text


def test_a_form_is_saved_for_the_team_of_who_sent_it(grid, told, slack, hub):
    grid.ida.says(QUESTION)
    grid.ida.clicks(told(grid.ida.dm), "try.0")
    told(grid.ida.dm)
    grid.ida.submits(slack.views(grid.ida)[-1], {"who": "Two of us"})
    told(grid.ida.dm)
    with hub.writing() as session:
        assert session.scalars(select(Adoption)).one().team_id == hub.team.id


def test_a_workspace_that_nobody_bound_gets_nothing(grid, told, slack, hub):
    with hub.writing() as session:
        session.get_one(Network, hub.network.id).allows_public = True
    grid.kim.says(QUESTION)
    assert UNBOUND in told(grid.kim.dm).all_text
    assert ASKED_FOR not in told(grid.kim.dm).all_text


def test_a_binding_outside_of_the_organisation_does_not_count_in_it(grid, told, hub):
    with hub.writing() as session:
        bound = make_workspace(session, network=hub.network, bot=hub.client, slack_team_id="T93")
        make_link(session, workspace=bound, member=hub.ana, user="U93")
    grid.kim.says(QUESTION)
    assert UNBOUND in told(grid.kim.dm).all_text


def test_a_channel_of_two_workspaces_is_shown_the_public_alone(grid, told):
    room = grid.here.channel(
        "C91", members=[grid.ida, grid.joe], shared_with=[grid.there], is_org_shared=True
    )
    for person in (grid.ida, grid.joe):
        person.mentions(QUESTION, room)
        assert ASKED_FOR not in told(room).all_text


def test_somebody_of_another_workspace_in_the_channel_makes_it_public(grid, told):
    room = grid.here.channel("C91", members=[grid.ida, grid.joe])
    grid.ida.mentions(QUESTION, room)
    assert ASKED_FOR not in told(room).all_text


def test_where_only_the_organisation_of_the_person_is_named_nobody_acts(grid, told, town):
    # Slack names Joe's organisation in a channel that is shared outside of it, and not his workspace.
    room = town.t1.channel("C92", members=[town.ana, grid.joe], shared_with=[grid.there], is_ext_shared=True)
    asked = grid.joe.mentions(QUESTION, room, via=town.t1)
    assert asked.payload["event"]["user_team"] == "E1"
    said = told(room)
    assert said.to is grid.joe
    assert "does not tell me for sure who you are" in said.all_text


def test_home_is_that_of_the_persons_own_workspace(grid, told, slack):
    grid.ida.opens_home()
    told_home = slack.wait_until(lambda: slack.home(grid.ida))
    slack.wait_until(lambda: "Hello Ana" in told_home.all_text)


def subscribe(grid, told, hub, person, room):
    person.command("/hub", "subscribe", room)
    person.clicks(told(room), "subscribe", hub.driver.id)
    told(room)


def live_subscriptions(hub):
    with hub.writing() as session:
        rows = session.scalars(select(Subscription).where(Subscription.ended_at.is_(None)))
        return {row.channel_id for row in rows}


@pytest.mark.parametrize("remove", ["uninstall", "revoke_tokens"])
def test_removing_it_ends_what_is_the_organisations_and_nothing_else(grid, told, town, hub, remove):
    room = grid.here.channel("C91", members=[grid.ida])
    subscribe(grid, told, hub, grid.ida, room)
    subscribe(grid, told, hub, town.ana, town.room)
    assert live_subscriptions(hub) == {"C91", town.room.id}
    getattr(grid.office, remove)()
    town.settle()
    assert live_subscriptions(hub) == {town.room.id}
    assert town.bot.installations.find("E1", "T91") is None
    assert town.bot.installations.find("", "T1") is not None


def test_a_workspace_with_an_installation_of_its_own_keeps_it(grid, told, town, hub):
    made = grid.there.install()
    own = Installation(enterprise_id="E1", team_id="T92", token=made.token, bot_user_id=made.bot.id)
    town.bot.installations.save(own)
    grid.office.uninstall()
    town.settle()
    assert town.bot.installations.find("E1", "T92").token == made.token


def test_a_digest_reaches_a_channel_of_the_organisation(grid, told, hub, bot, slack):
    room = grid.here.channel("C91", members=[grid.ida])
    subscribe(grid, told, hub, grid.ida, room)
    due = {"team_id": "T91", "channel_id": room.id}
    speaker = bot.services.speaker(bot.installations.find("E1", "T91"))
    assert Rounds(bot.services)._may_hear(speaker, due)


@over_http
def test_an_administrator_installs_it_for_the_whole_organisation(slack, bot, hub):
    office = slack.workspace("T90", enterprise="E1")
    admin = office.user("U90", "admin")
    browser = httpx.Client(transport=httpx.WSGITransport(app=bot.web()), base_url="https://bot.test")
    asked = browser.get("/slack/install")
    signed_in = {"Fake-Signed-In": f"T90 {admin.id}", "Fake-Org-Wide": "yes"}
    back = httpx.get(asked.headers["Location"], headers=signed_in, follow_redirects=False)
    assert browser.get(back.headers["Location"]).status_code == 200
    found = bot.installations.find("E1", "T91")
    assert (found.enterprise_id, found.team_id, found.token) == ("E1", "", office.installation.token)
