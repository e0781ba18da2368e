"""Where drivers, teams and versions of tools may stand."""

import pytest

from nic_hub.domain.placement import find_foreign_parent, find_misplaced_driver, find_misplaced_team
from nic_hub.domain.vocabulary import DriverLevel, TeamType

PRIMARY, SECONDARY = DriverLevel.PRIMARY, DriverLevel.SECONDARY
ABOVE = {"level": PRIMARY, "aim_id": "a1"}


def pointers(problems):
    return [problem.pointer for problem in problems]


@pytest.mark.parametrize(
    ("level", "parent", "wrong"),
    [
        (PRIMARY, None, []),
        (PRIMARY, ABOVE, ["/parent_id"]),
        (SECONDARY, ABOVE, []),
        (SECONDARY, None, ["/parent_id"]),
        (SECONDARY, {**ABOVE, "level": SECONDARY}, ["/parent_id"]),
        (SECONDARY, {**ABOVE, "aim_id": "a2"}, ["/parent_id"]),
    ],
)
def test_a_secondary_driver_stands_below_a_primary_one_of_its_aim(level, parent, wrong):
    driver = {"level": level, "aim_id": "a1", "parent_id": parent and "d1"}
    assert pointers(find_misplaced_driver(driver, parent)) == wrong


@pytest.mark.parametrize(
    ("school", "district", "kind", "wrong"),
    [
        ("s1", "d1", TeamType.LIT, []),
        ("s1", "d2", TeamType.LIT, ["/district_id"]),
        ("s1", None, TeamType.LIT, ["/district_id"]),
        (None, "d2", TeamType.DIT, []),
        (None, None, TeamType.DIT, ["/school_id"]),
        (None, None, TeamType.HUB, []),
    ],
)
def test_a_team_stands_in_the_district_of_its_school_or_in_one_or_is_the_hubs(school, district, kind, wrong):
    team = {"school_id": school, "district_id": district, "type": kind}
    assert pointers(find_misplaced_team(team, school and "d1")) == wrong


@pytest.mark.parametrize(
    ("parent", "wrong"), [(None, []), ({"tool_id": "t1"}, []), ({"tool_id": "t2"}, ["/parent_id"])]
)
def test_a_version_comes_from_one_of_the_same_tool(parent, wrong):
    assert pointers(find_foreign_parent({"tool_id": "t1"}, parent)) == wrong
