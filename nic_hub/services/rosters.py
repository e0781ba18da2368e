"""Short lists that hang on one record.

A team's people, a measure's points, a tool's version, a member's teams and tokens.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal
from nic_hub.errors import NotFound, Unauthenticated
from nic_hub.models import (
    ApiToken,
    CoachAssignment,
    DataPoint,
    Measure,
    Member,
    Membership,
    Network,
    Team,
    Tool,
    ToolVersion,
)
from nic_hub.services.presenting import present, present_one
from nic_hub.services.visibility import readable


def list_memberships(session: Session, principal: Principal, team: Team) -> list[Membership]:
    """Return who is or was part of a team, the longest-serving first."""
    mine = select(Membership).where(Membership.team_id == team.id, readable(principal, Membership))
    return list(session.scalars(mine.order_by(Membership.started_on, Membership.id)))


def list_coaches(session: Session, principal: Principal, team: Team) -> list[CoachAssignment]:
    """Return who coaches or coached a team."""
    mine = select(CoachAssignment).where(
        CoachAssignment.team_id == team.id, readable(principal, CoachAssignment)
    )
    return list(session.scalars(mine.order_by(CoachAssignment.started_on, CoachAssignment.id)))


def list_points(
    session: Session, principal: Principal, measures: Iterable[Measure], *, archived: bool = False
) -> list[DataPoint]:
    """Return the data points of measures by date and group, or those that their team took out."""
    state = DataPoint.archived_at.is_not(None) if archived else DataPoint.archived_at.is_(None)
    ids = sorted(measure.id for measure in measures)
    mine = select(DataPoint).where(DataPoint.measure_id.in_(ids), state, readable(principal, DataPoint))
    return list(session.scalars(mine.order_by(DataPoint.date, DataPoint.student_group, DataPoint.id)))


def get_point(session: Session, principal: Principal, measure: Measure, point_id: str) -> DataPoint:
    """Return one data point of a measure.

    Raises:
        NotFound: the measure has no such data point for this person.
    """
    wanted = DataPoint.id == point_id, DataPoint.measure_id == measure.id
    row = session.scalar(select(DataPoint).where(*wanted, readable(principal, DataPoint)))
    if row is None:
        raise NotFound("This measure has no data point with this id.")
    return row


def get_version(session: Session, principal: Principal, tool: Tool, version_id: str) -> ToolVersion:
    """Return one version of a tool.

    Raises:
        NotFound: the tool has no such version.
    """
    wanted = ToolVersion.id == version_id, ToolVersion.tool_id == tool.id
    row = session.scalar(select(ToolVersion).where(*wanted, readable(principal, ToolVersion)))
    if row is None:
        raise NotFound("This tool has no version with this id.")
    return row


def list_tokens(session: Session, principal: Principal) -> list[ApiToken]:
    """Return one's own tokens, or all of the network for an admin; the newest first."""
    mine = select(ApiToken).where(readable(principal, ApiToken))
    return list(session.scalars(mine.order_by(ApiToken.created_at.desc(), ApiToken.id)))


def describe_me(session: Session, principal: Principal) -> dict[str, Any]:
    """Return who asks: the member, the teams the person works in, sponsors or heads, and the network.

    Raises:
        Unauthenticated: nobody is signed in.
    """
    if principal.member_id is None:
        raise Unauthenticated("Sign in first: send a token.")
    own = Team.id.in_(sorted(principal.own_teams)), readable(principal, Team)
    teams = session.scalars(select(Team).where(*own).order_by(Team.name, Team.id))
    return {
        "member": present_one(session, principal, session.get_one(Member, principal.member_id)),
        "teams": present(session, principal, list(teams)),
        "network": present_one(session, principal, session.get_one(Network, principal.network_id)),
        "linked": principal.workspace_id is not None,
    }
