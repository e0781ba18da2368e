"""What the evidence needs to know of one cycle, wherever the facts come from."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from nic_hub.domain.evidence.under_way import OPEN
from nic_hub.domain.vocabulary import (
    AsPlanned,
    CycleStatus,
    CycleType,
    Decision,
    Direction,
    PredictionMet,
    Provenance,
    Scale,
)


class CycleFacts(NamedTuple):
    """What the evidence needs to know of one cycle.

    Args:
        school_id: the school of a school's team; None for a district team, whose cycle is no school's.
        of_variant: it tests what came from the idea in question, and not that idea itself.
        core_kept: False when it tests an adaptation that gave up the core of the idea in question.
        was_left: it began long ago and nobody ended it (``domain.evidence.under_way``).
    """

    idea_id: str
    team_id: str
    status: CycleStatus
    school_id: str | None = None
    district_id: str | None = None
    cycle_type: CycleType = CycleType.PDSA
    scale: Scale | None = None
    as_planned: AsPlanned | None = None
    prediction_met: PredictionMet | None = None
    direction: Direction | None = None
    decision: Decision | None = None
    started_on: date | None = None
    closed_on: date | None = None
    has_prediction: bool = False
    has_observations: bool = False
    has_result: bool = False
    has_measure: bool = False
    of_variant: bool = False
    core_kept: bool = True
    provenance: Provenance = Provenance.REPORTED
    was_left: bool = False

    @property
    def is_under_way(self) -> bool:
        """Say whether somebody is testing now."""
        return self.status in OPEN and not self.was_left

    @property
    def is_closed(self) -> bool:
        """Say whether the cycle ended with a decision."""
        return self.status == CycleStatus.CLOSED

    @property
    def is_complete(self) -> bool:
        """Say whether a result was held against a prediction made before."""
        return self.is_closed and self.has_prediction and self.has_result

    @property
    def was_tried(self) -> bool:
        """Say whether something was seen: a cycle that was stopped half-way may have taught something too."""
        was_seen = self.has_observations or self.has_result
        return self.status == CycleStatus.CLOSED or (was_seen and self.status != CycleStatus.PLANNED)

    @property
    def was_begun(self) -> bool:
        """Say whether a team began to test and did not stop before something was seen."""
        return self.status in OPEN or self.was_tried

    @property
    def last_day(self) -> date | None:
        """Return the last day that is known of the cycle."""
        return self.closed_on or self.started_on
