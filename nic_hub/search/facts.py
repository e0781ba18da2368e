"""The facts that suggestions weigh, as a process keeps them in memory: who, where, how it went. No texts.

Nothing is decided here: a fact is a column of a row, or whether a column says something. Who may know it
follows from its ``standing`` (``domain.visibility``), when it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from nic_hub.domain.visibility import Standing
from nic_hub.domain.vocabulary import (
    AdoptionState,
    AsPlanned,
    CycleStatus,
    CycleType,
    Decision,
    Direction,
    DriverLevel,
    DriverStatus,
    KeepsCore,
    PredictionMet,
    Provenance,
    Scale,
    TeamStatus,
    TeamType,
    Verdict,
)
from nic_hub.domain.words.local_terms import LocalTerm
from nic_hub.search.tables import Table


class NetworkRow(NamedTuple):
    """A network; ``min_n`` is its small-cell limit."""

    id: str
    min_n: int


class DistrictRow(NamedTuple):
    """A district."""

    id: str
    key: str
    name: str


class TeamRow(NamedTuple):
    """A team; ``context`` is its JSON."""

    id: str
    key: str
    name: str
    type: TeamType
    status: TeamStatus
    school_id: str | None
    district_id: str | None
    context: str | None

    @property
    def named(self) -> dict[str, str]:
        """Return what names it where it is told of."""
        return {"id": self.id, "key": self.key, "name": self.name}


class DriverRow(NamedTuple):
    """A driver of a network's tree."""

    id: str
    network_id: str
    key: str
    name: str
    definition: str
    level: DriverLevel
    status: DriverStatus
    parent_id: str | None
    merged_into_id: str | None
    is_archived: bool

    @property
    def is_retired(self) -> bool:
        """Say whether the network works on it no more: retired, or taken out of the tree."""
        return self.is_archived or self.status == DriverStatus.RETIRED


class IdeaRow(NamedTuple):
    """A change idea."""

    id: str
    standing: Standing
    is_live: bool
    driver_id: str | None
    problem_id: str | None
    parent_id: str | None
    keeps_core: KeepsCore | None
    provenance: Provenance
    tells_changes: bool
    has_outcome: bool
    reported_direction: Direction | None

    @property
    def team_id(self) -> str:
        """Return the team it belongs to."""
        return self.standing.team_id


class CycleRow(NamedTuple):
    """A PDSA cycle; ``context`` is its JSON."""

    id: str
    standing: Standing
    is_live: bool
    change_idea_id: str
    measure_id: str | None
    status: CycleStatus
    cycle_type: CycleType
    scale: Scale | None
    as_planned: AsPlanned | None
    prediction_met: PredictionMet | None
    direction: Direction | None
    decision: Decision | None
    started_on: date | None
    closed_on: date | None
    provenance: Provenance
    has_prediction: bool
    has_observations: bool
    has_result: bool
    tells_challenges: bool
    student_count: int | None
    context: str | None

    @property
    def team_id(self) -> str:
        """Return the team that ran it."""
        return self.standing.team_id

    @property
    def running_in(self) -> str | None:
        """Return its network while it runs: so the few that do are found without looking at the others."""
        return self.standing.network_id if self.status == CycleStatus.RUNNING else None


class MeasureRow(NamedTuple):
    """A measure."""

    id: str
    standing: Standing


class ToolRow(NamedTuple):
    """A tool; it is usable when it has a link or a text."""

    id: str
    standing: Standing
    is_live: bool
    is_usable: bool


class AdoptionRow(NamedTuple):
    """A team's adoption of an idea, or of a version of a tool, which has no idea."""

    id: str
    standing: Standing
    is_live: bool
    change_idea_id: str | None
    state: AdoptionState
    created_at: datetime

    @property
    def team_id(self) -> str:
        """Return the team that adopts."""
        return self.standing.team_id


class StoryboardRow(NamedTuple):
    """A storyboard."""

    id: str
    standing: Standing
    is_live: bool


class IdeaDriver(NamedTuple):
    """Another driver an idea touches."""

    id: str
    change_idea_id: str
    driver_id: str


class IdeaTool(NamedTuple):
    """A tool that belongs to an idea."""

    id: str
    change_idea_id: str
    tool_id: str
    position: int


class IdeaStoryboard(NamedTuple):
    """A storyboard that tells of an idea."""

    id: str
    change_idea_id: str
    storyboard_id: str


class VerdictRow(NamedTuple):
    """What somebody thought of an idea that was suggested."""

    id: str
    change_idea_id: str
    member_id: str
    team_id: str | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts at one moment. Never changed: what changes in the database makes new ones.

    Args:
        remembered: what was worked out from these facts, by whom it is for. New facts begin with nothing.
    """

    networks: Table[NetworkRow]
    districts: Table[DistrictRow]
    teams: Table[TeamRow]
    drivers: Table[DriverRow]
    ideas: Table[IdeaRow]
    idea_drivers: Table[IdeaDriver]
    idea_tools: Table[IdeaTool]
    cycles: Table[CycleRow]
    measures: Table[MeasureRow]
    tools: Table[ToolRow]
    adoptions: Table[AdoptionRow]
    storyboards: Table[StoryboardRow]
    idea_storyboards: Table[IdeaStoryboard]
    verdicts: Table[VerdictRow]
    terms: Table[LocalTerm]
    remembered: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
