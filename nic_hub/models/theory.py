"""The theory of improvement: the aim and the driver tree under it."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from nic_hub.domain.vocabulary import DriverLevel, DriverStatus
from nic_hub.models.base import Base, Entity, optional_ref, ref


class Aim(Base, Entity):
    """What the network wants to reach.

    For whom, how much, by when. A changed aim is a new row with ``previous_id``.
    """

    __tablename__ = "aim"
    __refs__ = {"previous_id": "aim"}

    statement: Mapped[str]
    population: Mapped[str]
    grades: Mapped[str]
    measure: Mapped[str | None] = mapped_column(default=None)
    baseline: Mapped[float | None] = mapped_column(default=None)
    target: Mapped[float | None] = mapped_column(default=None)
    due_on: Mapped[date | None] = mapped_column(default=None)
    previous_id: Mapped[str | None] = optional_ref()


class Driver(Base, Entity):
    """A lever of the aim, not a task. A secondary driver has a parent; a merged one says into which."""

    __tablename__ = "driver"
    __refs__ = {"aim_id": "aim", "parent_id": "driver", "merged_into_id": "driver"}

    aim_id: Mapped[str] = ref()
    parent_id: Mapped[str | None] = optional_ref()
    level: Mapped[DriverLevel]
    name: Mapped[str]
    definition: Mapped[str]
    status: Mapped[DriverStatus] = mapped_column(default=DriverStatus.ACTIVE)
    merged_into_id: Mapped[str | None] = optional_ref()
    position: Mapped[int] = mapped_column(default=0)
