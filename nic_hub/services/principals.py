"""Find out what a member may do today: their roles, teams, assignments and districts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal, under_ceiling
from nic_hub.domain.vocabulary import Ceiling, RoleGroup, TeamRole
from nic_hub.errors import FieldProblem, Forbidden, Invalid, NotLinked
from nic_hub.models import CoachAssignment, Member, Membership, Network, School, Team, Workspace
from nic_hub.services.references import find_reference

#: Who is one of a district's people by address alone. A coach reads those of assigned teams; a planner
#: and an admin read no district.
DISTRICT_PEOPLE = frozenset({RoleGroup.TEACHER, RoleGroup.PRINCIPAL, RoleGroup.DISTRICT})


def public_principal(session: Session) -> Principal:
    """Return the principal of somebody who is not signed in.

    The open networks' public records, nothing else.
    """
    open_networks = select(Network.id).where(Network.allows_public, Network.archived_at.is_(None))
    return Principal(public_network_ids=frozenset(session.scalars(open_networks)))


def choose_network(session: Session, principal: Principal, named: str | None, pointer: str) -> Principal:
    """Return the principal of a search, which looks into one network.

    Args:
        session: an open session.
        principal: who searches; a member's network is their own.
        named: id or key of the network, needed by somebody who is not signed in where several are open.
        pointer: where it was named.

    Raises:
        Invalid: there is no such network for this person, or it must be named.
        Forbidden: what is found is for everybody, and nothing of the network is public.
        NotLinked: a bot asks for somebody who sees nothing of the network before they are linked.
    """
    if named is not None:
        network_id = find_reference(session, principal, Network, named, pointer)
        is_settled = principal.whole.is_member or principal.is_unlinked
        return principal if is_settled else Principal(public_network_ids=frozenset({network_id}))
    if principal.is_member or len(principal.public_network_ids) == 1:
        return principal
    if principal.behind is not None:
        raise Forbidden(
            "Nothing of this network is public, so nothing can be shown to everybody here. Ask in private."
        )
    if principal.is_unlinked:
        raise NotLinked("This network shows nothing to people who are not linked. Ask the bot for a link.")
    open_networks = select(Network.key).where(Network.id.in_(sorted(principal.public_network_ids)))
    keys = ", ".join(session.scalars(open_networks.order_by(Network.key)))
    detail = f"Several networks let everybody read. Name one of them in `network`: {keys}."
    raise Invalid(detail, [FieldProblem(pointer, detail)])


def show_to(session: Session, principal: Principal, ceiling: Ceiling) -> Principal:
    """Return what a person may show to an audience.

    The district of an audience is that of the Slack workspace, or one's own outside of Slack.
    """
    network = session.get(Network, principal.network_id) if principal.network_id else None
    workspace = session.get(Workspace, principal.workspace_id) if principal.workspace_id else None
    districts = {workspace.district_id or ""} if workspace else principal.own_district_ids
    return under_ceiling(
        principal,
        ceiling,
        is_public=network is not None and network.allows_public,
        district_teams=principal.district_teams & _teams_of(session, districts),
    )


def load_principal(session: Session, member: Member, today: date) -> Principal:
    """Gather what this member may do today.

    Args:
        session: an open session.
        member: the member who asks.
        today: the day on which memberships and assignments must be in force.
    """
    part_of = _team_roles(session, member.id, today)
    coached = _coached(session, member, today)
    headed = _teams_headed(session, member)
    sponsored = frozenset(team for team, role in part_of if _is_sponsor(member, role))
    writing = frozenset(team for team, role in part_of if not _is_sponsor(member, role))
    own_districts = _districts_of(session, sponsored | writing) | _home_districts(session, member)
    read_districts = own_districts | _districts_of(session, frozenset(coached))
    return Principal(
        network_id=member.network_id,
        member_id=member.id,
        account_id=member.account_id,
        roles=member.roles,
        writing_teams=writing,
        sponsored_teams=sponsored,
        coached_teams=frozenset(coached),
        inviting_teams=frozenset(team for team, reads_drafts in coached.items() if reads_drafts) - headed,
        district_teams=_teams_of(session, read_districts),
        own_district_ids=frozenset(own_districts),
    )


def in_force(model: type[Any], today: date) -> ColumnElement[bool]:
    """Return the condition that a membership or an assignment holds on this day."""
    return and_(model.started_on <= today, or_(model.ended_on.is_(None), model.ended_on > today))


def _is_sponsor(member: Member, role: TeamRole) -> bool:
    return role == TeamRole.SPONSOR or RoleGroup.PRINCIPAL in member.roles


def _team_roles(session: Session, member_id: str, today: date) -> list[tuple[str, TeamRole]]:
    query = select(Membership.team_id, Membership.role)
    rows = session.execute(query.where(Membership.member_id == member_id, in_force(Membership, today)))
    return [(team_id, role) for team_id, role in rows]


def _coached(session: Session, member: Member, today: date) -> dict[str, bool]:
    """Return the teams a coach is assigned to, and which of them invite; none for who is no coach now."""
    if RoleGroup.COACH not in member.roles:
        return {}
    query = select(CoachAssignment.team_id, CoachAssignment.reads_drafts)
    mine = CoachAssignment.member_id == member.id, in_force(CoachAssignment, today)
    return dict(session.execute(query.where(*mine)).all())


def _teams_headed(session: Session, member: Member) -> frozenset[str]:
    """Return the teams of a principal's school: whoever else the principal is, their drafts stay closed."""
    if RoleGroup.PRINCIPAL not in member.roles or member.school_id is None:
        return frozenset()
    return frozenset(session.scalars(select(Team.id).where(Team.school_id == member.school_id)))


def _home_districts(session: Session, member: Member) -> set[str]:
    """Return the districts a member belongs to by address, directly or through the school."""
    if member.roles.isdisjoint(DISTRICT_PEOPLE):
        return set()
    school = session.get_one(School, member.school_id) if member.school_id else None
    return {district for district in (member.district_id, school and school.district_id) if district}


def _districts_of(session: Session, team_ids: Collection[str]) -> set[str]:
    query = select(Team.district_id).where(Team.id.in_(sorted(team_ids)))
    return {district for district in session.scalars(query) if district}


def _teams_of(session: Session, district_ids: Collection[str]) -> frozenset[str]:
    query = select(Team.id).where(Team.district_id.in_(sorted(district_ids)))
    return frozenset(session.scalars(query))
