"""The theory of improvement: the aim, the driver tree under it, and the words in which it is spoken of."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from nic_hub.domain.vocabulary import DriverLevel, DriverStatus, TermOrigin, TermRelation, TermStatus
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


class VocabularyTerm(Base, Entity):
    """A word of one district, or of the whole network, and how it relates to a word that others use.

    Both are texts: what a word names may be an idea, a tool, a driver, or nothing that is recorded.
    """

    __tablename__ = "vocabulary_term"
    __refs__ = {"district_id": "district", "proposed_by_id": "member", "decided_by_id": "member"}

    local_term: Mapped[str]
    district_id: Mapped[str | None] = optional_ref()
    shared_term: Mapped[str]
    relation: Mapped[TermRelation]
    note: Mapped[str | None] = mapped_column(default=None)
    status: Mapped[TermStatus] = mapped_column(default=TermStatus.PROPOSED)
    proposed_from: Mapped[TermOrigin] = mapped_column(default=TermOrigin.PERSON)
    proposed_by_id: Mapped[str | None] = optional_ref()
    decided_by_id: Mapped[str | None] = optional_ref()
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
