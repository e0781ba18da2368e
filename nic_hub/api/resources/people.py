"""Districts, schools, teams and members; who is part of a team, and who coaches it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, fields

from nic_hub.api.access import Access
from nic_hub.api.answer_fields import list_of, texts
from nic_hub.api.operations import Asked, HubBlueprint
from nic_hub.api.resources.collection import Collection, cut_page, show_page
from nic_hub.api.resources.routes import make_collection
from nic_hub.api.schemas import (
    PageQuery,
    answer_schema,
    body_schema,
    make_schema,
    page_schema,
)
from nic_hub.domain.vocabulary import TeamRole
from nic_hub.fields import key_field, one_of
from nic_hub.services.people.people import add_member, change_member, change_school, change_team, create_team
from nic_hub.services.people.rosters import list_coaches, list_memberships
from nic_hub.services.people.team_people import add_membership, assign_coach, end_membership

DISTRICT = ("key", "name", "size_band", "locale", "student_group_bands")
SCHOOL = ("key", "district_id", "name", "level", "size_band", "locale", "student_group_bands")
TEAM = ("key", "name", "type", "status", "school_id", "district_id", "successor_id", "context")
MEMBER = ("key", "name", "role_group", "other_roles", "district_id", "school_id", "left_on")

#: What a membership and an assignment have in common.
PART: Mapping[str, fields.Field[Any]] = {
    **texts("id", "member_id", "team_id"),
    "started_on": fields.Date(required=True),
    "ended_on": fields.Date(required=True, allow_none=True),
}
Membership = make_schema(
    "Membership",
    {
        **PART,
        "role": one_of(TeamRole, required=True),
    },
)
NewMembership = make_schema(
    "NewMembership",
    {
        "member_id": key_field(required=True),
        "role": one_of(TeamRole, load_default=TeamRole.MEMBER),
        "started_on": fields.Date(required=True),
        "ended_on": fields.Date(allow_none=True),
    },
)
EndOfMembership = make_schema("EndOfMembership", {"ended_on": fields.Date(required=True)})
Coach = make_schema(
    "Coach",
    {
        **PART,
        "reads_drafts": fields.Boolean(required=True),
    },
)
CoachBody = make_schema(
    "CoachBody",
    {
        "member_id": key_field(required=True),
        "reads_drafts": fields.Boolean(
            truthy={True},
            falsy={False},
            metadata={
                "description": "The team's own invitation to read its drafts. It ends with the assignment."
            },
        ),
        "started_on": fields.Date(),
        "ended_on": fields.Date(allow_none=True),
    },
)


EMAIL = fields.Email(allow_none=True, metadata={"description": "Seen by the member and the admins alone."})
DISTRICTS = Collection(
    kind="district",
    path="districts",
    about="School districts of the network.",
    answer=answer_schema("District", "district"),
    creates=body_schema("DistrictBody", "district", DISTRICT),
    changes=body_schema("DistrictChange", "district", DISTRICT[1:]),
    reads=Access.MEMBER,
)
SCHOOLS = Collection(
    kind="school",
    path="schools",
    about="Schools of the districts.",
    answer=answer_schema("School", "school"),
    creates=body_schema("SchoolBody", "school", SCHOOL),
    changes=body_schema("SchoolChange", "school", SCHOOL[1:]),
    change=change_school,
    reads=Access.MEMBER,
)
TEAMS = Collection(
    kind="team",
    path="teams",
    about="Teams of schools and districts, and the hub's.",
    answer=answer_schema("Team", "team"),
    creates=body_schema("TeamBody", "team", TEAM),
    changes=body_schema("TeamChange", "team", TEAM[1:]),
    create=create_team,
    change=change_team,
    reads=Access.MEMBER,
)
MEMBERS = Collection(
    kind="member",
    path="members",
    about="The people of the network.",
    answer=answer_schema(
        "Member",
        "member",
        email=fields.String(required=True, allow_none=True),
        teams=list_of(Membership),
    ),
    creates=body_schema("MemberBody", "member", MEMBER, email=EMAIL),
    changes=body_schema("MemberChange", "member", MEMBER[1:], email=EMAIL),
    create=add_member,
    change=change_member,
    reads=Access.MEMBER,
)


def make_blueprints() -> list[HubBlueprint]:
    """Make the blueprints of districts, schools, teams and members."""
    teams = make_collection(TEAMS)
    add_roster(teams, "memberships", Membership, list_memberships, "List who is, or was, part of a team")
    add_roster(teams, "coaches", Coach, list_coaches, "List who coaches, or coached, a team")
    add_memberships(teams)
    add_coaching(teams)
    return [make_collection(DISTRICTS), make_collection(SCHOOLS), teams, make_collection(MEMBERS)]


def add_roster(
    blueprint: HubBlueprint, path: str, answer: type[Schema], find: Callable[..., list[Any]], summary: str
) -> None:
    """Add a list of people that hangs on a team."""

    @blueprint.operation(
        "GET",
        f"/<id:record_id>/{path}",
        access=Access.MEMBER,
        query=PageQuery(),
        answer=page_schema(answer)(),
        endpoint=path,
        summary=summary,
    )
    def roster(asked: Asked, record_id: str) -> Any:
        return show_page(asked, cut_page(asked, asked.call(find, TEAMS.get(asked, record_id))), as_they_are)


def add_memberships(blueprint: HubBlueprint) -> None:
    """Add joining and leaving a team."""

    @blueprint.operation(
        "POST",
        "/<id:record_id>/memberships",
        access=Access.ADMIN,
        body=NewMembership(),
        answer=Membership(),
        status=201,
        summary="Make a member part of a team",
    )
    def join(asked: Asked, record_id: str) -> Any:
        return asked.call(add_membership, TEAMS.get(asked, record_id), asked.body)

    @blueprint.operation(
        "POST",
        "/<id:record_id>/memberships/<id:membership_id>/end",
        access=Access.ADMIN,
        body=EndOfMembership(),
        answer=Membership(),
        summary="End a member's part in a team",
    )
    def leave(asked: Asked, record_id: str, membership_id: str) -> Any:
        team, ended_on = TEAMS.get(asked, record_id), asked.body["ended_on"]
        return asked.call(end_membership, team, membership_id, ended_on)


def add_coaching(blueprint: HubBlueprint) -> None:
    """Add the assignment of coaches."""

    @blueprint.operation(
        "POST",
        "/<id:record_id>/coaches",
        access=Access.MEMBER,
        body=CoachBody(),
        answer=Coach(),
        summary="Assign a coach (an admin), or let the coach read the team's drafts (the team)",
    )
    def assign(asked: Asked, record_id: str) -> Any:
        today = datetime.now(UTC).date()
        return asked.call(assign_coach, TEAMS.get(asked, record_id), asked.body, today=today)


def as_they_are(_session: Any, _principal: Any, rows: list[Any]) -> list[Any]:
    """Show rows that hold nothing to hide."""
    return rows
