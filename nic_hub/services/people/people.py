"""Members, teams and schools: kept by a network's admin, with an audit trail."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nic_hub.domain.placement import find_misplaced_team
from nic_hub.domain.required import refuse_wrong
from nic_hub.domain.visibility import Principal
from nic_hub.errors import Invalid
from nic_hub.models import Account, CoachAssignment, Member, Membership, School, Team, utc_now
from nic_hub.services.access.tokens import has_left, revoke_all
from nic_hub.services.lifecycle import values_of
from nic_hub.services.people.admins import keep_an_admin
from nic_hub.services.records import change_record, create_record
from nic_hub.services.slack.slack_links import end_links


def add_member(
    session: Session, principal: Principal, values: Mapping[str, Any], *, confirmed: Collection[str] = ()
) -> Member:
    """Add a person to the network; a known e-mail address is the same account in every network.

    Raises:
        Forbidden: only an admin may.
        Invalid: this account is a member already.
    """
    columns, email = split_email(values)
    member = create_record(session, principal, Member, columns, confirmed=confirmed)
    _connect(session, member, email)
    return member


def change_member(
    session: Session,
    principal: Principal,
    member: Member,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    confirmed: Collection[str] = (),
) -> Member:
    """Change a member. Leaving ends every token, link and part in a team on that day; their work stays.

    Raises:
        Forbidden, Stale, Invalid: as the gates say.
        Conflict: the last admin cannot leave.
    """
    columns, email = split_email(values)
    change_record(session, principal, member, columns, expected_version=expected_version, confirmed=confirmed)
    if "email" in values:
        _connect(session, member, email)
    keep_an_admin(session, member.network_id)
    if member.left_on is not None:
        _end_parts(session, member, member.left_on)
    if has_left(member, utc_now()):
        revoke_all(session, member.id)
        end_links(session, member.id)
    return member


def _end_parts(session: Session, member: Member, left_on: date) -> None:
    """End what a member does in teams with the day of leaving; coming back is a new beginning."""
    parts: tuple[type[Any], ...] = (Membership, CoachAssignment)
    for model in parts:
        open_ended = or_(model.ended_on.is_(None), model.ended_on > left_on)
        for row in session.scalars(select(model).where(model.member_id == member.id, open_ended)):
            row.ended_on = max(row.started_on, left_on)


def split_email(values: Mapping[str, Any]) -> tuple[dict[str, Any], str | None]:
    """Take the e-mail address out of a member's values: it belongs to the account."""
    columns = {name: value for name, value in values.items() if name != "email"}
    return columns, normalise_email(values.get("email"))


def normalise_email(email: str | None) -> str | None:
    """Return an e-mail address as accounts keep it: trimmed and in lower case."""
    return email.strip().lower() or None if email else None


def find_or_make_account(session: Session, email: str | None, name: str) -> Account:
    """Return the account with this e-mail address, or a new one."""
    known = session.scalar(select(Account).where(Account.email == email)) if email else None
    account = known or Account(email=email, name=name)
    session.add(account)
    return account


def create_team(
    session: Session, principal: Principal, values: Mapping[str, Any], *, confirmed: Collection[str] = ()
) -> Team:
    """Add a team; a school's team belongs to the school's district.

    Raises:
        Forbidden, Invalid, Duplicate: as the gates say.
    """
    team = create_record(session, principal, Team, values, confirmed=confirmed)
    place_team(session, team)
    return team


def change_team(
    session: Session,
    principal: Principal,
    team: Team,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    confirmed: Collection[str] = (),
) -> Team:
    """Change a team; its own members may change its context and focus drivers.

    Raises:
        Forbidden, Stale, Invalid: as the gates say.
    """
    change_record(session, principal, team, values, expected_version=expected_version, confirmed=confirmed)
    if "school_id" in values and "district_id" not in values:
        team.district_id = None if team.school_id else team.district_id
    place_team(session, team)
    return team


def change_school(
    session: Session,
    principal: Principal,
    school: School,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    confirmed: Collection[str] = (),
) -> School:
    """Change a school; its teams go with it into another district.

    Raises:
        Forbidden, Stale, Invalid: as the gates say.
    """
    change_record(session, principal, school, values, expected_version=expected_version, confirmed=confirmed)
    for team in session.scalars(select(Team).where(Team.school_id == school.id)):
        team.district_id = school.district_id
    return school


def place_team(session: Session, team: Team) -> None:
    """Put a school's team into its school's district.

    Raises:
        Invalid: the team has no place, or the district is not the school's.
    """
    district_id = None
    if team.school_id is not None:
        with session.no_autoflush:
            district_id = session.get_one(School, team.school_id).district_id
        team.district_id = team.district_id or district_id
    refuse_wrong(find_misplaced_team(values_of(team), district_id))


def _connect(session: Session, member: Member, email: str | None) -> None:
    """Connect a member with the account of this e-mail address; one account is one member of a network."""
    with session.no_autoflush:
        account = find_or_make_account(session, email, member.name)
        taken = select(Member.id).where(
            Member.network_id == member.network_id, Member.account_id == account.id, Member.id != member.id
        )
        if session.scalar(taken) is not None:
            raise Invalid.field("email", "Another member of this network has this e-mail address.")
    member.account_id = account.id
