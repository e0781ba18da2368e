"""Aims and drivers, kept by the coaches."""

import pytest

from nic_hub.domain.vocabulary import DriverLevel, DriverStatus
from nic_hub.errors import Conflict, Forbidden, Invalid, Stale
from nic_hub.models import Aim, Driver
from nic_hub.services.records import create_record
from nic_hub.services.theory import change_driver, create_driver, merge_driver
from tests.factories import (
    make_aim,
    make_driver,
    make_help_wanted,
    make_idea,
    make_measure,
    make_problem,
    make_storyboard,
)
from tests.services.conftest import PEOPLE


def secondary(town, **values):
    told = {"name": "Asking", "definition": "A lever", "level": DriverLevel.SECONDARY}
    return told | {"aim_id": town.primary.aim_id, "parent_id": town.primary.id} | values


def parent_problem(error):
    return [problem.pointer for problem in error.value.problems] == ["/parent_id"]


@pytest.mark.parametrize("name", [name for name in PEOPLE if name not in {"coach", "outsider"}])
def test_only_a_coach_keeps_the_drivers(session, town, name):
    for act in (
        lambda: create_driver(session, town.who(name), secondary(town)),
        lambda: change_driver(session, town.who(name), town.driver, {"name": "Other"}, expected_version=1),
        lambda: merge_driver(session, town.who(name), town.driver, town.other_driver, expected_version=1),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_coach_adds_a_driver_and_an_aim(session, town):
    assert create_driver(session, town.who("coach"), secondary(town)).parent_id == town.primary.id
    aim = create_record(session, town.who("coach"), Aim, {"statement": "s", "population": "p", "grades": "g"})
    assert aim.network_id == town.network.id


def test_a_secondary_driver_needs_a_primary_parent_of_the_same_aim(session, town):
    other_aim = make_aim(session, network=town.network)
    for wrong in (
        secondary(town, parent_id=None),
        secondary(town, parent_id=town.driver.id),
        secondary(town, aim_id=other_aim.id),
    ):
        with pytest.raises(Invalid) as error:
            create_driver(session, town.who("coach"), wrong)
        assert parent_problem(error)


def test_a_primary_driver_has_no_parent(session, town):
    with pytest.raises(Invalid) as error:
        create_driver(session, town.who("coach"), secondary(town, level=DriverLevel.PRIMARY))
    assert parent_problem(error)


def test_a_driver_may_be_renamed_retired_and_moved(session, town):
    other = make_driver(session, network=town.network, aim=session.get(Aim, town.primary.aim_id))
    values = {"name": "Questions", "status": DriverStatus.RETIRED, "parent_id": other.id}
    change_driver(session, town.who("coach"), town.driver, values, expected_version=1)
    assert (town.driver.name, town.driver.status, town.driver.parent_id) == ("Questions", "retired", other.id)


def test_a_driver_cannot_be_moved_below_a_secondary_one(session, town):
    with pytest.raises(Invalid) as error:
        change_driver(
            session,
            town.who("coach"),
            town.driver,
            {"parent_id": town.other_driver.id},
            expected_version=1,
        )
    assert parent_problem(error)


def test_a_driver_is_not_called_merged(session, town):
    with pytest.raises(Invalid, match="merge call"):
        change_driver(
            session, town.who("coach"), town.driver, {"status": DriverStatus.MERGED}, expected_version=1
        )


# Merging.


def merge(session, town, driver, into):
    session.flush()
    return merge_driver(session, town.who("coach"), driver, into, expected_version=driver.version)


@pytest.mark.parametrize("make", [make_idea, make_problem, make_storyboard, make_measure, make_help_wanted])
def test_what_hangs_on_a_driver_goes_along_drafts_too(session, town, make):
    draft = {} if make is make_help_wanted else {"published": False}
    rows = [make(session, team=town.team, driver_id=town.driver.id, **extra) for extra in ({}, draft)]
    merge(session, town, town.driver, town.other_driver)
    session.flush()
    assert {row.driver_id for row in rows} == {town.other_driver.id}


def test_a_merged_driver_says_into_which(session, town):
    driver = merge(session, town, town.driver, town.other_driver)
    assert (driver.status, driver.merged_into_id) == (DriverStatus.MERGED, town.other_driver.id)


def test_the_drivers_below_go_along(session, town):
    other = make_driver(session, network=town.network, aim=session.get(Aim, town.primary.aim_id))
    merge(session, town, town.primary, other)
    assert {town.driver.parent_id, town.other_driver.parent_id} == {other.id}


def test_others_keep_their_driver(session, town):
    idea = make_idea(session, team=town.team, driver_id=town.primary.id)
    merge(session, town, town.driver, town.other_driver)
    assert idea.driver_id == town.primary.id


@pytest.mark.parametrize("case", ["itself", "another level", "a retired one"])
def test_a_driver_merges_into_another_active_one_of_its_level(session, town, case):
    town.other_driver.status = DriverStatus.RETIRED
    into = {"itself": town.driver, "another level": town.primary, "a retired one": town.other_driver}[case]
    with pytest.raises(Conflict):
        merge(session, town, town.driver, into)


def test_merging_asks_for_the_version(session, town):
    with pytest.raises(Stale):
        merge_driver(session, town.who("coach"), town.driver, town.other_driver, expected_version=7)
    assert session.get(Driver, town.driver.id).status == DriverStatus.ACTIVE
