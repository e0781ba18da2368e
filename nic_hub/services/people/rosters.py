"""Who is or was part of a team, and who coaches it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal
from nic_hub.models import CoachAssignment, Membership, Team
from nic_hub.services.access.visibility import readable


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
