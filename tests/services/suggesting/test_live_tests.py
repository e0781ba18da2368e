"""Someone is testing this now: running cycles on the driver that is asked about, for who may see them."""

from datetime import date, timedelta

import pytest

from nic_hub.domain.evidence.under_way import LIVE_FOR
from nic_hub.domain.vocabulary import CycleStatus
from nic_hub.models import utc_now
from nic_hub.services.suggesting.live_tests import MOST
from nic_hub.services.suggesting.public_answers import tell_publicly
from tests.factories import make_cycle, make_idea
from tests.services.conftest import TODAY


@pytest.fixture
def run(session, town):
    """Make a cycle that another team runs on the town's driver."""

    def make(*, team=None, idea_values=None, **values):
        team = team or town.far
        told = {"driver_id": town.driver.id, "title": "Wall of doubts", **(idea_values or {})}
        idea = make_idea(session, team=team, **told)
        cycle = {
            "status": CycleStatus.RUNNING,
            "started_on": date(2026, 9, 21),
            "study_on": date(2026, 10, 9),
        }
        return make_cycle(session, idea=idea, team=team, **{**cycle, **values})

    return make


def live(desk, town, who="teacher", **wishes):
    return desk.ask(who, **{"driver": town.driver.id, **wishes})["live_tests"]


def test_a_running_test_is_told_with_its_idea_team_and_days(desk, town, run):
    cycle = run()
    (told,) = live(desk, town)
    assert told["id"] == cycle.id
    assert told["change_idea"]["title"] == "Wall of doubts"
    assert told["team"]["name"] == town.far.name
    assert (told["started_on"], told["study_on"]) == (date(2026, 9, 21), date(2026, 10, 9))


def test_it_is_told_when_nobody_has_tested_it_yet(desk, town, run):
    run()
    shown = desk.ask(driver=town.driver.id, query="robots that fold paper cranes")
    assert shown["suggestions"] == []
    assert len(shown["live_tests"]) == 1


def test_the_newest_are_told_and_no_more_than_fit(desk, town, run):
    cycles = [run(started_on=date(2026, 9, day)) for day in (1, 5, 3, 7)]
    told = [test["id"] for test in live(desk, town)]
    assert (told, MOST) == ([cycles[place].id for place in (3, 1, 2)], 3)


def test_what_nobody_has_ended_for_half_a_year_is_no_live_test(desk, town, run):
    run(started_on=TODAY - LIVE_FOR)
    run(started_on=TODAY - LIVE_FOR - timedelta(days=1))
    assert [test["started_on"] for test in live(desk, town)] == [TODAY - LIVE_FOR]


def test_none_is_told_where_it_is_not_sure_what_was_asked(desk, town, run):
    run()
    desk.idea(title="Hourglass for shy speakers")
    sure, unsure = (desk.ask(query=query) for query in ("hourglass for shy speakers", "shy penguins"))
    assert (sure["understood_as"]["driver"]["id"], len(sure["live_tests"])) == (town.driver.id, 1)
    assert "I am not sure" in unsure["message"]
    assert unsure["live_tests"] == []


@pytest.mark.parametrize("status", [status for status in CycleStatus if status != CycleStatus.RUNNING])
def test_what_is_not_running_is_no_live_test(desk, town, run, status):
    run(status=status)
    assert live(desk, town) == []


@pytest.mark.parametrize(
    "hidden", [{"visibility": "team"}, {"hidden_at": utc_now()}, {"archived_at": utc_now()}]
)
def test_a_test_the_asker_may_not_see_is_not_told(desk, town, run, hidden):
    run(**hidden)
    assert live(desk, town) == []


@pytest.mark.parametrize(
    "hidden", [{"visibility": "team"}, {"withdrawn_at": utc_now()}, {"archived_at": utc_now()}]
)
def test_a_test_of_an_idea_out_of_sight_is_not_told(desk, town, run, hidden):
    run(idea_values=hidden)
    assert live(desk, town) == []


def test_ones_own_test_and_one_on_another_driver_are_not_told(desk, town, run):
    run(team=town.team)
    run(idea_values={"driver_id": town.other_driver.id})
    assert live(desk, town) == []


def test_below_a_primary_driver_all_of_its_drivers_count(desk, town, run):
    run()
    assert len(live(desk, town, driver=town.primary.id)) == 1


def test_without_a_driver_nothing_is_guessed(desk, town, run):
    run()
    assert desk.ask(query="robots that fold paper cranes")["live_tests"] == []


def test_a_test_that_ended_since_is_not_told_any_more(desk, town, run):
    cycle = run()
    assert len(live(desk, town)) == 1
    cycle.status = CycleStatus.CLOSED
    assert live(desk, town) == []


def test_who_is_not_signed_in_does_not_learn_the_team(desk, town, run):
    run()
    (told,) = tell_publicly(desk.ask(driver=town.driver.id))["live_tests"]
    assert (told["team"], told["change_idea"]["title"]) == (None, "Wall of doubts")
