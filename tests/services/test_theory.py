"""Aims and drivers, kept by the coaches."""

import pytest
from sqlalchemy import select

from nic_hub.domain.vocabulary import DriverLevel, DriverStatus
from nic_hub.errors import Conflict, Forbidden, Invalid, Stale
from nic_hub.models import Aim, ChangeIdea, Driver, Subscription, Workspace
from nic_hub.services.links import LINKS
from nic_hub.services.records import change_record, create_record, list_history
from nic_hub.services.references import find_reference
from nic_hub.services.theory import change_driver, create_driver, merge_driver
from tests.factories import (
    NOW,
    make_aim,
    make_bot,
    make_driver,
    make_help_wanted,
    make_idea,
    make_measure,
    make_problem,
    make_storyboard,
    make_workspace,
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


def change(session, town, driver, **values):
    session.flush()
    return change_driver(session, town.who("coach"), driver, values, expected_version=driver.version)


def test_the_drivers_below_one_follow_it_to_another_aim(session, town):
    aim = make_aim(session, network=town.network)
    change(session, town, town.primary, aim_id=aim.id)
    assert {town.driver.aim_id, town.other_driver.aim_id} == {aim.id}


def test_a_driver_with_others_below_it_stays_primary(session, town):
    other = make_driver(session, network=town.network, aim=session.get(Aim, town.primary.aim_id))
    with pytest.raises(Invalid) as error:
        change(session, town, town.primary, level=DriverLevel.SECONDARY, parent_id=other.id)
    assert [problem.pointer for problem in error.value.problems] == ["/level"]


@pytest.mark.parametrize(
    ("values", "is_refused"),
    [({}, True), ({"archived_at": NOW}, True), ({"published": False}, False), ({"withdrawn_at": NOW}, False)],
)
def test_a_driver_with_published_ideas_stays_secondary(session, town, values, is_refused):
    make_idea(session, team=town.team, driver_id=town.driver.id, **values)
    wanted = {"level": DriverLevel.PRIMARY, "parent_id": None}
    if not is_refused:
        assert change(session, town, town.driver, **wanted).level == DriverLevel.PRIMARY
        return
    with pytest.raises(Invalid) as error:
        change(session, town, town.driver, **wanted)
    assert [problem.pointer for problem in error.value.problems] == ["/level"]


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


@pytest.mark.parametrize("case", ["itself", "another level", "another aim", "a retired one"])
def test_a_driver_merges_into_another_active_one_of_its_level_and_aim(session, town, case):
    town.other_driver.status = DriverStatus.RETIRED
    far = make_driver(session, network=town.network, parent=make_driver(session, network=town.network))
    into = {"itself": town.driver, "another level": town.primary, "another aim": far}
    with pytest.raises(Conflict):
        merge(session, town, town.driver, into.get(case, town.other_driver))


def test_drivers_are_not_merged_in_a_circle(session, town):
    merge(session, town, town.driver, town.other_driver)
    town.driver.status = DriverStatus.ACTIVE
    with pytest.raises(Invalid):
        merge(session, town, town.other_driver, town.driver)


def test_merging_asks_for_the_version(session, town):
    with pytest.raises(Stale):
        merge_driver(session, town.who("coach"), town.driver, town.other_driver, expected_version=7)
    assert session.get(Driver, town.driver.id).status == DriverStatus.ACTIVE


def lists_of(session, row, name):
    session.flush()
    link = LINKS[type(row)][name]
    owner, other = getattr(link.table, link.owner), getattr(link.table, link.other)
    return list(session.scalars(select(other).where(owner == row.id).order_by(link.table.position)))


@pytest.mark.parametrize("has_both", [False, True])
def test_a_team_that_works_on_a_merged_driver_works_on_the_other_one_once(session, town, has_both):
    more = [town.other_driver.id] if has_both else []
    values = {"focus_driver_ids": [town.driver.id, *more]}
    change_record(session, town.who("teacher"), town.team, values, expected_version=town.team.version)
    merge(session, town, town.driver, town.other_driver)
    assert lists_of(session, town.team, "focus_driver_ids") == [town.other_driver.id]


@pytest.mark.parametrize("has_both", [False, True])
def test_an_idea_that_touches_a_merged_driver_touches_the_other_one_once(session, town, has_both):
    more = [town.other_driver.id] if has_both else []
    values = {"other_driver_ids": [*more, town.driver.id]}
    idea = make_idea(session, team=town.team, driver_id=town.primary.id)
    session.flush()
    change_record(session, town.who("teacher"), idea, values, expected_version=idea.version)
    merge(session, town, town.driver, town.other_driver)
    assert lists_of(session, idea, "other_driver_ids") == [town.other_driver.id]


@pytest.mark.parametrize("main", ["driver", "other_driver"])
def test_the_main_driver_of_an_idea_is_not_among_its_others_after_a_merge(session, town, main):
    other = town.driver if main == "other_driver" else town.other_driver
    idea = make_idea(session, team=town.team, driver_id=getattr(town, main).id)
    session.flush()
    values = {"other_driver_ids": [other.id]}
    change_record(session, town.who("teacher"), idea, values, expected_version=idea.version)
    merge(session, town, town.driver, town.other_driver)
    assert idea.driver_id == town.other_driver.id
    assert lists_of(session, idea, "other_driver_ids") == []


def test_the_history_of_a_team_tells_that_its_driver_was_merged(session, town):
    values = {"focus_driver_ids": [town.driver.id]}
    change_record(session, town.who("teacher"), town.team, values, expected_version=town.team.version)
    merge(session, town, town.driver, town.other_driver)
    session.flush()
    last = list_history(session, town.who("admin"), town.team)[-1]
    assert last.changes["focus_driver_ids"] == [[town.driver.id], [town.other_driver.id]]


@pytest.mark.parametrize("status", [DriverStatus.ACTIVE, DriverStatus.RETIRED])
def test_a_merged_driver_does_not_come_back(session, town, status):
    driver = merge(session, town, town.driver, town.other_driver)
    session.flush()
    with pytest.raises(Conflict, match=f"merged into “{town.other_driver.name}”"):
        change_driver(session, town.who("coach"), driver, {"status": status}, expected_version=driver.version)
    assert (driver.status, driver.merged_into_id) == (DriverStatus.MERGED, town.other_driver.id)


def test_a_merged_driver_may_be_called_something_else(session, town):
    driver = merge(session, town, town.driver, town.other_driver)
    session.flush()
    change_driver(
        session, town.who("coach"), driver, {"name": "Asking, once"}, expected_version=driver.version
    )
    assert driver.name == "Asking, once"


# A channel that hears of a merged driver.


def subscribed(session, town, driver, **values):
    """Make a subscription of one channel."""
    known = session.scalar(select(Workspace))
    workspace = known or make_workspace(session, network=town.network, bot=make_bot(session)[0])
    told = {"workspace_id": workspace.id, "channel_id": "C1", "subscribed_by_id": town.people["teacher"].id}
    row = Subscription(network_id=town.network.id, driver_id=driver.id, **told, **values)
    session.add(row)
    session.flush()
    return row


def test_a_channel_hears_of_the_driver_into_which_its_own_was_merged(session, town):
    row = subscribed(session, town, town.driver)
    merge(session, town, town.driver, town.other_driver)
    assert (row.driver_id, row.ended_at) == (town.other_driver.id, None)


@pytest.mark.parametrize("ended_at", [None, NOW])
def test_a_channel_that_knows_both_drivers_hears_of_the_one_that_stays_once(session, town, ended_at):
    old = subscribed(session, town, town.driver)
    new = subscribed(session, town, town.other_driver, ended_at=ended_at)
    merge(session, town, town.driver, town.other_driver)
    assert (old.driver_id, new.driver_id) == (town.driver.id, town.other_driver.id)
    assert old.ended_at is not None
    assert new.ended_at is None


def test_a_subscription_that_had_ended_does_not_begin_anew_with_a_merge(session, town):
    row = subscribed(session, town, town.driver, ended_at=NOW)
    merge(session, town, town.driver, town.other_driver)
    assert (row.driver_id, row.ended_at) == (town.driver.id, NOW)


# What a merged driver is called after.


def test_the_id_and_the_key_of_a_merged_driver_name_the_one_it_was_merged_into(session, town):
    last = make_driver(session, network=town.network, parent=town.primary)
    merge(session, town, town.driver, town.other_driver)
    merge(session, town, town.other_driver, last)
    principal = town.who("teacher")
    for name in (town.driver.id, town.driver.key, town.other_driver.key, last.key):
        assert find_reference(session, principal, Driver, name, "/driver") == last.id
        assert town.sight().find_driver(name).id == last.id


def test_what_is_written_on_a_merged_driver_is_written_on_the_other_one(session, town):
    merge(session, town, town.driver, town.other_driver)
    values = {"title": "t", "description": "d", "driver_id": town.driver.key}
    idea = create_record(session, town.who("teacher"), ChangeIdea, values)
    assert idea.driver_id == town.other_driver.id


def test_a_driver_that_is_in_use_again_is_called_by_its_own_name(session, town):
    merge(session, town, town.driver, town.other_driver)
    town.driver.status = DriverStatus.ACTIVE
    session.flush()
    assert find_reference(session, town.who("teacher"), Driver, town.driver.key, "/driver") == town.driver.id
    assert town.sight().find_driver(town.driver.key).id == town.driver.id
