"""Members' parts in teams, and coaches' assignments: kept by a network's admin, with an audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal, may_administer, may_write
from nic_hub.domain.vocabulary import RoleGroup
from nic_hub.errors import Conflict, Forbidden, Invalid, NotFound
from nic_hub.models import CoachAssignment, Member, Membership, Team
from nic_hub.services.history import note_links
from nic_hub.services.references import find_reference

_NOT_ASSIGNED = "This coach is not assigned to the team. Ask your admin first."


def add_membership(
    session: Session, principal: Principal, team: Team, values: Mapping[str, Any]
) -> Membership:
    """Make a member part of a team from a day on.

    Raises:
        Forbidden: only an admin may.
        Invalid: there is no such member, or the part would end before its start.
    """
    _require_admin(principal)
    member = _member(session, principal, values["member_id"])
    started_on: date = values["started_on"]
    _refuse_end_before_start(started_on, values.get("ended_on"))
    same = (
        Membership.member_id == member.id,
        Membership.team_id == team.id,
        Membership.role == values["role"],
    )
    if session.scalar(select(Membership.id).where(*same, Membership.started_on == started_on)):
        raise Conflict("This member has that role in the team from that day already.")
    row = Membership(network_id=team.network_id, team_id=team.id, **{**values, "member_id": member.id})
    session.add(row)
    _tell(member, "team_roles", [], [f"{team.id}:{row.role}:{started_on.isoformat()}"])
    return row


def end_membership(
    session: Session, principal: Principal, team: Team, membership_id: str, ended_on: date
) -> Membership:
    """End a member's part in a team; from that day on its drafts are closed to them.

    Raises:
        Forbidden: only an admin may.
        NotFound: there is no such membership in this team.
        Invalid: it would end before its start.
    """
    _require_admin(principal)
    row = session.get(Membership, membership_id)
    if row is None or row.team_id != team.id:
        raise NotFound("There is no such membership in this team.")
    _refuse_end_before_start(row.started_on, ended_on)
    row.ended_on = ended_on
    told = f"{team.id}:{row.role}:{row.started_on.isoformat()}"
    _tell(session.get_one(Member, row.member_id), "team_roles", [told], [f"{told}:{ended_on.isoformat()}"])
    return row


def assign_coach(
    session: Session, principal: Principal, team: Team, values: Mapping[str, Any], *, today: date
) -> CoachAssignment:
    """Assign a coach to a team, or mend the assignment; one that had ended begins anew.

    Whether the coach reads drafts is the team's own word, and ends with the assignment.

    Raises:
        Forbidden: only an admin may assign; only the team may invite to its drafts.
        Invalid: the member is not a coach, is not assigned now, or would end before the start.
    """
    invites = "reads_drafts" in values
    if not (may_administer(principal) or invites):
        raise Forbidden("Only a network admin assigns coaches. Ask your admin.")
    if invites and not may_write(principal, team.id):
        raise Forbidden("Only the team itself can let a coach read its drafts.")
    member = _member(session, principal, values["member_id"])
    if RoleGroup.COACH not in member.roles:
        raise Invalid.field("member_id", "This member is not a coach.")
    row = _assignment(session, principal, team, member, today)
    days = {name: values[name] for name in ("started_on", "ended_on") if name in values}
    if may_administer(principal) and (days or not invites):
        _set_days(row, days, today)
    if invites:
        _invite(row, today, reads_drafts=values["reads_drafts"])
    _tell(member, "coaches", [], [f"{team.id}:{row.reads_drafts}:{row.ended_on}"])
    return row


def _assignment(
    session: Session, principal: Principal, team: Team, member: Member, today: date
) -> CoachAssignment:
    query = select(CoachAssignment).where(
        CoachAssignment.member_id == member.id, CoachAssignment.team_id == team.id
    )
    row = session.scalar(query)
    if row is None and not may_administer(principal):
        raise Invalid.field("member_id", _NOT_ASSIGNED)
    if row is None:
        values = {"member_id": member.id, "team_id": team.id, "reads_drafts": False}
        row = CoachAssignment(network_id=team.network_id, started_on=today, **values)
        session.add(row)
    return row


def _set_days(row: CoachAssignment, days: Mapping[str, Any], today: date) -> None:
    """Set from when to when a coach is assigned. Who comes back begins anew, without an invitation."""
    if _is_over(row.ended_on, today) and not _is_over(days.get("ended_on"), today):
        row.started_on, row.ended_on, row.reads_drafts = today, None, False
    row.started_on = days.get("started_on", row.started_on)
    row.ended_on = days.get("ended_on", row.ended_on)
    _refuse_end_before_start(row.started_on, row.ended_on)


def _invite(row: CoachAssignment, today: date, *, reads_drafts: bool) -> None:
    if _is_over(row.ended_on, today):
        raise Invalid.field("member_id", _NOT_ASSIGNED)
    row.reads_drafts = reads_drafts


def _is_over(ended_on: date | None, today: date) -> bool:
    return ended_on is not None and ended_on <= today


def _refuse_end_before_start(started_on: date, ended_on: date | None) -> None:
    if ended_on is not None and ended_on < started_on:
        raise Invalid.field(
            "ended_on", f"This would end before it starts, on {started_on.isoformat()}. Choose a later day."
        )


def _tell(member: Member, name: str, before: list[str], after: list[str]) -> None:
    """Leave a trace in the member's history."""
    note_links(member, name, before, after)


def _member(session: Session, principal: Principal, id_or_key: str) -> Member:
    member_id = find_reference(session, principal, Member, id_or_key, "/member_id")
    return session.get_one(Member, member_id)


def _require_admin(principal: Principal) -> None:
    if not may_administer(principal):
        raise Forbidden("Only a network admin may change people. Ask your admin.")
