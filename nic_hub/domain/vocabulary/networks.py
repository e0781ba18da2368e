"""Networks, their theory and the people in them: levels, types, roles."""

from __future__ import annotations

from enum import StrEnum


class NetworkStatus(StrEnum):
    """Life of a network."""

    FORMING = "forming"
    ACTIVE = "active"
    ARCHIVED = "archived"


class DriverLevel(StrEnum):
    """Place of a driver in the driver diagram."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class DriverStatus(StrEnum):
    """Life of a driver."""

    ACTIVE = "active"
    RETIRED = "retired"
    MERGED = "merged"


class SchoolLevel(StrEnum):
    """Level of a school."""

    ELEMENTARY = "elementary"
    MIDDLE = "middle"
    HIGH = "high"
    K8 = "k8"
    K12 = "k12"
    OTHER = "other"


class TeamType(StrEnum):
    """Kind of team: local, district and instructional leadership teams, PLCs, and others."""

    LIT = "LIT"
    DIT = "DIT"
    ILT = "ILT"
    PLC = "PLC"
    DESIGN = "design"
    IMPLEMENTATION = "implementation"
    HUB = "hub"
    OTHER = "other"


class TeamStatus(StrEnum):
    """Life of a team."""

    FORMING = "forming"
    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"


class RoleGroup(StrEnum):
    """What a member is in the network; a member may hold several."""

    TEACHER = "teacher"
    COACH = "coach"
    PRINCIPAL = "principal"
    DISTRICT = "district"
    HUB = "hub"
    PLANNER = "planner"
    ADMIN = "admin"


class TeamRole(StrEnum):
    """What a member does in one team."""

    LEAD = "lead"
    FACILITATOR = "facilitator"
    SPONSOR = "sponsor"
    DATA_LEAD = "data_lead"
    CHAMPION = "champion"
    MEMBER = "member"
