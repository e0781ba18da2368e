"""PDSA cycles: plan, do, study, act."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from nic_hub.domain.vocabulary import (
    AsPlanned,
    CycleStatus,
    CycleType,
    Decision,
    Direction,
    PredictionMet,
    Scale,
)
from nic_hub.models.base import Base, Record, optional_ref, ref


class PdsaCycle(Base, Record):
    """One small test of a change idea. Its fields are filled phase by phase (see ``domain.pdsa.pdsa``).

    ``context`` is the team's context as it was; it does not change once the cycle runs. ``student_count`` is
    the number of students the numbers speak of; under the network's ``min_n`` they are shown to the own team
    only.
    """

    __tablename__ = "pdsa_cycle"
    __refs__ = {
        "change_idea_id": "change_idea",
        "measure_id": "measure",
        "tool_version_id": "tool_version",
        "previous_cycle_id": "pdsa_cycle",
        "adoption_id": "adoption",
    }

    change_idea_id: Mapped[str] = ref()
    cycle_type: Mapped[CycleType] = mapped_column(default=CycleType.PDSA)
    status: Mapped[CycleStatus] = mapped_column(default=CycleStatus.PLANNED)
    tool_version_id: Mapped[str | None] = optional_ref()
    previous_cycle_id: Mapped[str | None] = optional_ref()
    adoption_id: Mapped[str | None] = optional_ref()
    visibility_chosen: Mapped[bool] = mapped_column(default=False)
    context: Mapped[dict[str, Any] | None] = mapped_column(default=None)

    question: Mapped[str | None] = mapped_column(default=None)
    prediction: Mapped[str | None] = mapped_column(default=None)
    measure_id: Mapped[str | None] = optional_ref()
    predicted_value: Mapped[float | None] = mapped_column(default=None)
    who: Mapped[str | None] = mapped_column(default=None)
    what: Mapped[str | None] = mapped_column(default=None)
    when: Mapped[str | None] = mapped_column(default=None)
    where: Mapped[str | None] = mapped_column(default=None)
    data_plan: Mapped[str | None] = mapped_column(default=None)
    scale: Mapped[Scale | None] = mapped_column(default=None)
    study_on: Mapped[date | None] = mapped_column(default=None)

    as_planned: Mapped[AsPlanned | None] = mapped_column(default=None)
    observations: Mapped[str | None] = mapped_column(default=None)
    surprises: Mapped[str | None] = mapped_column(default=None)

    result: Mapped[str | None] = mapped_column(default=None)
    result_value: Mapped[float | None] = mapped_column(default=None)
    student_count: Mapped[int | None] = mapped_column(default=None)
    prediction_met: Mapped[PredictionMet | None] = mapped_column(default=None)
    direction: Mapped[Direction | None] = mapped_column(default=None)
    learning: Mapped[str | None] = mapped_column(default=None)

    decision: Mapped[Decision | None] = mapped_column(default=None)
    reason: Mapped[str | None] = mapped_column(default=None)
    next_step: Mapped[str | None] = mapped_column(default=None)

    cancel_reason: Mapped[str | None] = mapped_column(default=None)
    started_on: Mapped[date | None] = mapped_column(default=None)
    closed_on: Mapped[date | None] = mapped_column(default=None)
