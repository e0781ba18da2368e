"""Measures and their data points."""

from __future__ import annotations

from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from nic_hub.domain.vocabulary import BetterDirection, MeasureKind, MeasureSubject
from nic_hub.models.base import Base, Record, Versioned, optional_ref, ref


class Measure(Base, Record):
    """What a team counts, and which way is better.

    ``target`` is what is aimed at next, ``goal`` what is aimed at in the end. A person marks on the chart the
    days on which a new median starts (``phase_starts``) and those with a special cause (``special_days``),
    written as 2026-01-31.
    """

    __tablename__ = "measure"
    __refs__ = {"driver_id": "driver"}

    name: Mapped[str]
    kind: Mapped[MeasureKind]
    operational_definition: Mapped[str]
    unit: Mapped[str]
    better: Mapped[BetterDirection]
    subject: Mapped[MeasureSubject] = mapped_column(default=MeasureSubject.STUDENT)
    driver_id: Mapped[str | None] = optional_ref()
    baseline: Mapped[float | None] = mapped_column(default=None)
    target: Mapped[float | None] = mapped_column(default=None)
    goal: Mapped[float | None] = mapped_column(default=None)
    phase_starts: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'"))
    special_days: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'"))


class DataPoint(Base, Versioned):
    """One value on one day.

    A rate keeps its numerator and denominator. ``n`` is the number of people behind it. The day and the group
    never change: they say which value it is.
    """

    __tablename__ = "data_point"
    __refs__ = {"measure_id": "measure", "cycle_id": "pdsa_cycle"}
    __unique__ = (("measure_id", "date", "student_group"),)

    measure_id: Mapped[str] = ref()
    date: Mapped[date]
    value: Mapped[float]
    numerator: Mapped[float | None] = mapped_column(default=None)
    denominator: Mapped[float | None] = mapped_column(default=None)
    n: Mapped[int | None] = mapped_column(default=None)
    student_group: Mapped[str] = mapped_column(default="")
    note: Mapped[str | None] = mapped_column(default=None)
    cycle_id: Mapped[str | None] = optional_ref()
