"""Find out what a member may do today: their roles, teams, assignments and districts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, or_, select
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal, under_ceiling
from nic_hub.domain.vocabulary import Ceiling, RoleGroup, TeamRole
from nic_hub.errors import FieldProblem, Forbidden, Invalid, NotLinked
from nic_hub.models import CoachAssignment, Member, Membership, Network, School, Team, Workspace
from nic_hub.models.plain import ask
from nic_hub.services.references import find_reference

#: Who is one of a district's people by address alone. A coach reads those of assigned teams; a planner
#: and an admin read no district.
DISTRICT_PEOPLE = frozenset({RoleGroup.TEACHER, RoleGroup.PRINCIPAL, RoleGroup.DISTRICT})

# Each request asks these, twice when it changes something.
_membership, _assignment = Membership.__table__, CoachAssignment.__table__
_team, _school = Team.__table__, School.__table__
_MEMBER: BindParameter[str] = bindparam("member_id")
_TODAY: BindParameter[date] = bindparam("today")
#: The teams a member is part of on a day, with the role there and the team's district.
MEMBERSHIPS = (
    select(_membership.c.team_id, _membership.c.role, _team.c.district_id)
    .join(_team, _team.c.id == _membership.c.team_id)
    .where(
        _membership.c.member_id == _MEMBER,
        _membership.c.started_on <= _TODAY,
        or_(_membership.c.ended_on.is_(None), _membership.c.ended_on > _TODAY),
    )
)
#: The teams a coach is assigned to on a day, with whether they invite, and the team's district.
ASSIGNMENTS = (
    select(_assignment.c.team_id, _assignment.c.reads_drafts, _team.c.district_id)
    .join(_team, _team.c.id == _assignment.c.team_id)
    .where(
        _assignment.c.member_id == _MEMBER,
        _assignment.c.started_on <= _TODAY,
        or_(_assignment.c.ended_on.is_(None), _assignment.c.ended_on > _TODAY),
    )
)
TEAMS_OF_A_SCHOOL = select(_team.c.id).where(_team.c.school_id == bindparam("school_id"))
TEAMS_OF_DISTRICTS = select(_team.c.id).where(_team.c.district_id.in_(bindparam("ids", expanding=True)))
DISTRICT_OF_A_SCHOOL = select(_school.c.district_id).where(_school.c.id == bindparam("school_id"))


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
            "Nothing of this network is public, so I show nothing where others read along. "
            "Ask in a direct message."
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
    part_of = _part_of(session, member.id, today)
    coached = _coached(session, member, today)
    headed = _teams_headed(session, member)
    sponsored = frozenset(each.team_id for each in part_of if _is_sponsor(member, each.role))
    writing = frozenset(each.team_id for each in part_of if not _is_sponsor(member, each.role))
    own_districts = {each.district_id for each in part_of} | _home_districts(session, member)
    read_districts = own_districts | {each.district_id for each in coached.values()}
    return Principal(
        network_id=member.network_id,
        member_id=member.id,
        account_id=member.account_id,
        roles=member.roles,
        writing_teams=writing,
        sponsored_teams=sponsored,
        coached_teams=frozenset(coached),
        inviting_teams=frozenset(team for team, each in coached.items() if each.reads_drafts) - headed,
        district_teams=_teams_of(session, read_districts),
        own_district_ids=frozenset(district for district in own_districts if district),
    )


class _Part(NamedTuple):
    """A member's part in a team."""

    team_id: str
    role: TeamRole
    district_id: str | None


class _Assignment(NamedTuple):
    """A coach's assignment to a team."""

    team_id: str
    reads_drafts: bool
    district_id: str | None


def _is_sponsor(member: Member, role: TeamRole) -> bool:
    return role == TeamRole.SPONSOR or RoleGroup.PRINCIPAL in member.roles


def _part_of(session: Session, member_id: str, today: date) -> list[_Part]:
    rows = ask(session, MEMBERSHIPS, {"member_id": member_id, "today": today})
    return [_Part(*row) for row in rows]


def _coached(session: Session, member: Member, today: date) -> Mapping[str, _Assignment]:
    """Return the assignments of a coach, each by its team; none for who is no coach now."""
    if RoleGroup.COACH not in member.roles:
        return {}
    rows = ask(session, ASSIGNMENTS, {"member_id": member.id, "today": today})
    return {row[0]: _Assignment(*row) for row in rows}


def _teams_headed(session: Session, member: Member) -> frozenset[str]:
    """Return the teams of a principal's school: whoever else the principal is, their drafts stay closed."""
    if RoleGroup.PRINCIPAL not in member.roles or member.school_id is None:
        return frozenset()
    return frozenset(
        team_id for (team_id,) in ask(session, TEAMS_OF_A_SCHOOL, {"school_id": member.school_id})
    )


def _home_districts(session: Session, member: Member) -> set[str | None]:
    """Return the districts a member belongs to by address, directly or through the school."""
    if member.roles.isdisjoint(DISTRICT_PEOPLE):
        return set()
    school = {"school_id": member.school_id}
    found = ask(session, DISTRICT_OF_A_SCHOOL, school) if member.school_id else []
    return {member.district_id, *(district_id for (district_id,) in found)}


def _teams_of(session: Session, district_ids: Collection[str | None]) -> frozenset[str]:
    wanted = sorted(district for district in district_ids if district)
    return frozenset(team_id for (team_id,) in ask(session, TEAMS_OF_DISTRICTS, {"ids": wanted}))
