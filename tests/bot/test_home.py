"""The Home tab: one's tests and what each needs, what others run on the same drivers, settings, help."""

from datetime import UTC, datetime

import pytest

from nic_hub.domain.vocabulary import CycleStatus
from nic_hub.models import TeamFocusDriver
from tests.factories import make_adoption, make_cycle, make_help_wanted, make_idea
from tests.fake_slack.validation import problems_of_view

TODAY = datetime.now(UTC).date()


@pytest.fixture
def busy(hub):
    """Ana's team tests something and took something over; the far team runs a test on the same driver."""
    with hub.writing() as session:
        row = {"team_id": hub.team.id, "driver_id": hub.driver.id, "network_id": hub.network.id}
        session.add(TeamFocusDriver(**row))
        own = make_idea(session, team=hub.team, driver_id=hub.driver.id, title="Own idea")
        made = make_cycle(session, idea=own, team=hub.team, status=CycleStatus.STUDIED)
        live = make_idea(session, team=hub.far, driver_id=hub.driver.id, title="Live idea")
        make_cycle(session, idea=live, team=hub.far, status=CycleStatus.RUNNING, started_on=TODAY)
        make_adoption(session, team=hub.team, change_idea_id=hub.idea.id)
        make_help_wanted(session, team=hub.far, driver_id=hub.driver.id, question="Who tried <@U1> cards?")
        return {"own": made, "live": live}


@pytest.fixture
def home(town, busy):
    """What Ana sees."""
    town.ana.opens_home()
    town.settle()
    return town.slack.home(town.ana)


def pressed(town, home, title):
    """Press the button beside a line, and return the window."""
    line = next(block for block in home.blocks if title in str(block.get("text")) and "accessory" in block)
    town.ana.clicks(home, line["accessory"]["action_id"])
    town.settle()
    return town.slack.views(town.ana)[-1]


@pytest.mark.parametrize(
    "part",
    [
        "Hello Ana",
        "Own idea",
        "Decide: adopt, adapt or abandon",
        "Live idea",
        "Far team",
        "Sentence starters for shy speakers",
        "Help wanted on your drivers",
        "Linked as Ana. Teams: Room team.",
        "You work on: Asking when lost.",
        "/hub subscribe",
    ],
)
def test_it_shows_what_waits_for_somebody(home, part):
    assert part in home.all_text


def test_slack_takes_it_and_nothing_in_it_mentions(home):
    assert problems_of_view(home.content) == []
    assert "<@U1>" not in str(home.blocks)


def test_the_hub_is_asked_once(town, busy, start_bot, app):
    asked = []

    def listen(environ, start_response):
        asked.append(environ["PATH_INFO"])
        return app.wsgi_app(environ, start_response)

    town.bot.workers.stop()
    start_bot(hub=listen)
    town.ana.opens_home()
    town.settle()
    assert asked == ["/api/v1/home"]


def test_a_test_is_decided_from_there(town, home):
    assert "What comes next?" in pressed(town, home, "Own idea").all_text


@pytest.mark.parametrize("title", ["Live idea", "Sentence starters"])
def test_the_cycles_of_what_others_test_open_from_there(town, home, title):
    assert "Predicted" in pressed(town, home, title).all_text


def test_without_drivers_it_says_what_to_do(town):
    town.ana.opens_home()
    town.settle()
    assert "named no drivers" in town.slack.home(town.ana).all_text


def test_a_draft_whose_test_nobody_else_sees_is_named(town, hub):
    with hub.writing() as session:
        draft = make_idea(session, team=hub.team, published=False, title="Hidden cards")
        make_cycle(session, idea=draft, team=hub.team, status=CycleStatus.RUNNING)
    town.ana.opens_home()
    town.settle()
    shown = town.slack.home(town.ana)
    assert "Tested, but seen by your team alone" in shown.all_text
    assert "Publish it: until then nobody outside your team sees its tests." in shown.all_text
