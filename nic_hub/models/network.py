"""Networks and the people in them: districts, schools, teams, members, roles and tokens."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from nic_hub.domain.vocabulary import (
    Band,
    Locale,
    NetworkStatus,
    Provenance,
    RoleGroup,
    SchoolLevel,
    TeamRole,
    TeamStatus,
    TeamType,
)
from nic_hub.models.base import ID_LENGTH, Base, Entity, InNetwork, id_column, optional_ref, ref, utc_now


class Network(Base):
    """A networked improvement community. Networks never see each other's records."""

    __tablename__ = "network"

    id: Mapped[str] = id_column()
    key: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str]
    problem: Mapped[str]
    min_n: Mapped[int] = mapped_column(default=10)
    status: Mapped[NetworkStatus] = mapped_column(default=NetworkStatus.ACTIVE)
    allows_public: Mapped[bool] = mapped_column(default=False)
    time_zone: Mapped[str] = mapped_column(default="UTC")
    provenance: Mapped[Provenance] = mapped_column(default=Provenance.REPORTED)
    source: Mapped[str | None] = mapped_column(default=None)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)
    archived_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class District(Base, Entity):
    """A school district, by name or by code."""

    __tablename__ = "district"

    name: Mapped[str]
    size_band: Mapped[Band | None] = mapped_column(default=None)
    locale: Mapped[Locale | None] = mapped_column(default=None)
    student_group_bands: Mapped[dict[str, Any] | None] = mapped_column(default=None)


class School(Base, Entity):
    """A school of one district."""

    __tablename__ = "school"
    __refs__ = {"district_id": "district"}

    district_id: Mapped[str] = ref()
    name: Mapped[str]
    level: Mapped[SchoolLevel] = mapped_column(default=SchoolLevel.OTHER)
    size_band: Mapped[Band | None] = mapped_column(default=None)
    locale: Mapped[Locale | None] = mapped_column(default=None)
    student_group_bands: Mapped[dict[str, Any] | None] = mapped_column(default=None)


class Team(Base, Entity):
    """A team of a school or a district.

    A hub team has neither. ``district_id`` is set for a school's team as well.
    """

    __tablename__ = "team"
    __refs__ = {"school_id": "school", "district_id": "district", "successor_id": "team"}

    name: Mapped[str]
    type: Mapped[TeamType]
    status: Mapped[TeamStatus] = mapped_column(default=TeamStatus.ACTIVE)
    school_id: Mapped[str | None] = optional_ref()
    district_id: Mapped[str | None] = optional_ref()
    successor_id: Mapped[str | None] = optional_ref()
    context: Mapped[dict[str, Any] | None] = mapped_column(default=None)


class TeamFocusDriver(Base, InNetwork):
    """A driver a team works on."""

    __tablename__ = "team_focus_driver"
    __refs__ = {"team_id": "team", "driver_id": "driver"}
    __unique__ = (("team_id", "driver_id"),)

    team_id: Mapped[str] = ref()
    driver_id: Mapped[str] = ref()
    position: Mapped[int] = mapped_column(default=0)


class Account(Base):
    """A person who signs in; apart from the member this person is in each network."""

    __tablename__ = "account"

    id: Mapped[str] = id_column()
    email: Mapped[str | None] = mapped_column(String(320), unique=True, default=None)
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class Member(Base, Entity):
    """A person in one network. Leaving deletes no work: ``left_on`` is set, records stay."""

    __tablename__ = "member"
    __refs__ = {"district_id": "district", "school_id": "school"}

    account_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), ForeignKey("account.id"), default=None)
    name: Mapped[str]
    role_group: Mapped[RoleGroup] = mapped_column(default=RoleGroup.TEACHER)
    other_roles: Mapped[list[str]] = mapped_column(default=list)
    district_id: Mapped[str | None] = optional_ref()
    school_id: Mapped[str | None] = optional_ref()
    left_on: Mapped[date | None] = mapped_column(default=None)

    @property
    def roles(self) -> frozenset[RoleGroup]:
        """Return every role the member holds; what they may do is the union."""
        return frozenset({self.role_group, *(RoleGroup(role) for role in self.other_roles)})


class Membership(Base, InNetwork):
    """A member's part in a team, from a day to a day."""

    __tablename__ = "membership"
    __refs__ = {"member_id": "member", "team_id": "team"}
    __unique__ = (("member_id", "team_id", "role", "started_on"),)

    member_id: Mapped[str] = ref()
    team_id: Mapped[str] = ref()
    role: Mapped[TeamRole] = mapped_column(default=TeamRole.MEMBER)
    started_on: Mapped[date]
    ended_on: Mapped[date | None] = mapped_column(default=None)


class CoachAssignment(Base, InNetwork):
    """A coach's assignment to a team; ``reads_drafts`` is the team's own invitation."""

    __tablename__ = "coach_assignment"
    __refs__ = {"member_id": "member", "team_id": "team"}
    __unique__ = (("member_id", "team_id"),)

    member_id: Mapped[str] = ref()
    team_id: Mapped[str] = ref()
    reads_drafts: Mapped[bool] = mapped_column(default=False)
    started_on: Mapped[date]
    ended_on: Mapped[date | None] = mapped_column(default=None)


class ApiToken(Base, InNetwork):
    """A member's API token. Only its SHA-256 is stored; the token itself is shown once."""

    __tablename__ = "api_token"
    __refs__ = {"member_id": "member"}

    member_id: Mapped[str] = ref()
    name: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    last_used_at: Mapped[datetime | None] = mapped_column(default=None)
