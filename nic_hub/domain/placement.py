"""Where a record stands: a driver in its tree, a team in its district, a version of a tool beside the others.

The same rules hold for what somebody writes and for what comes in a file. References are ids or keys, as long
as those of one record and of the one it stands below are alike.

Source: the domain guide, section 3 (Driver, Team, ToolVersion).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nic_hub.domain.vocabulary import DriverLevel, TeamType
from nic_hub.errors import FieldProblem

Fields = Mapping[str, Any]


def find_misplaced_driver(driver: Fields, parent: Fields | None) -> Iterator[FieldProblem]:
    """Yield why a driver may not stand where it does.

    Args:
        driver: its level, aim and parent.
        parent: level and aim of the driver above it; None where there is none.
    """
    if driver["level"] == DriverLevel.PRIMARY:
        if driver["parent_id"] is not None:
            yield FieldProblem("/parent_id", "A primary driver has no parent. Leave this out.")
    elif parent is None or (parent["level"], parent["aim_id"]) != (DriverLevel.PRIMARY, driver["aim_id"]):
        detail = "A secondary driver needs a primary driver of the same aim as its parent."
        yield FieldProblem("/parent_id", detail)


def find_misplaced_team(team: Fields, district_of_school: str | None) -> Iterator[FieldProblem]:
    """Yield why a team may not stand where it does.

    Args:
        team: its type, school and district.
        district_of_school: the district of its school; None where it has none.
    """
    if district_of_school is not None and team["district_id"] != district_of_school:
        detail = "The school belongs to another district. Leave the district out."
        yield FieldProblem("/district_id", detail)
    if team["school_id"] is None and team["district_id"] is None and team["type"] != TeamType.HUB:
        detail = "Name the team's school or district; only a hub team has neither."
        yield FieldProblem("/school_id", detail)


def find_foreign_parent(version: Fields, parent: Fields | None) -> Iterator[FieldProblem]:
    """Yield that a version of a tool says it comes from a version of another one.

    Args:
        version: its tool.
        parent: the tool of the version it comes from; None where it comes from none.
    """
    if parent is not None and parent["tool_id"] != version["tool_id"]:
        detail = "The version this one comes from belongs to another tool."
        yield FieldProblem("/parent_id", detail)
