"""Data points of measures. A value about too few students is shown to the own team only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.privacy import refuse_private
from nic_hub.domain.small_cells import Cell, find_hidden
from nic_hub.domain.visibility import Principal, may_see_numbers
from nic_hub.domain.vocabulary import MeasureSubject
from nic_hub.errors import Duplicate, Invalid
from nic_hub.models import DataPoint, Measure, Network, PdsaCycle
from nic_hub.services.lifecycle import values_of
from nic_hub.services.permissions import check_may_change, refuse_withdrawn
from nic_hub.services.records import free_text
from nic_hub.services.references import find_readable, find_reference

#: What is blanked of a hidden cell.
CELL = ("value", "numerator", "denominator", "n", "note")


def add_point(
    session: Session,
    principal: Principal,
    measure: Measure,
    values: Mapping[str, Any],
    *,
    confirmed: Collection[str] = (),
) -> DataPoint:
    """Add one value of one day, of all students or of one group.

    Raises:
        Forbidden: only the team's own members write its data.
        Invalid: the numerator and denominator do not fit, or a text looks private.
        Duplicate: that day and group have a value already.
    """
    check_may_change(principal, measure)
    refuse_withdrawn(measure)
    refuse_private(free_text(values), confirmed)
    check_rate(values)
    point = DataPoint(
        network_id=measure.network_id, measure_id=measure.id, **_resolved(session, principal, values)
    )
    _refuse_taken(session, point)
    session.add(point)
    return point


def check_rate(values: Mapping[str, Any]) -> None:
    """Refuse a rate whose parts contradict each other.

    Raises:
        Invalid: the field is named.
    """
    numerator, denominator = values.get("numerator"), values.get("denominator")
    if (numerator is None) != (denominator is None):
        raise Invalid.field("denominator", "A rate needs both: the numerator and the denominator.")
    if denominator is not None and denominator <= 0:
        raise Invalid.field("denominator", "The denominator is the number of cases, more than zero.")


def present_points(
    session: Session, principal: Principal, measure: Measure, points: Sequence[DataPoint]
) -> list[dict[str, Any]]:
    """Return what this person is shown of a measure's points.

    A cell about fewer than ``min_n`` students is blanked for other teams, and with it what would tell it.
    """
    shown = [values_of(point) for point in points]
    cycles = find_readable(
        session, principal, PdsaCycle, (point.cycle_id for point in points if point.cycle_id)
    )
    hidden = _hidden_cells(session, principal, measure)
    for point, values in zip(points, shown, strict=True):
        values["is_hidden"] = point.id in hidden
        if point.id in hidden:
            values.update(dict.fromkeys(CELL))
        if point.cycle_id not in cycles:
            values["cycle_id"] = None
    return shown


def _hidden_cells(session: Session, principal: Principal, measure: Measure) -> frozenset[str]:
    if may_see_numbers(principal, measure.team_id) or measure.subject != MeasureSubject.STUDENT:
        return frozenset()
    limit = session.get_one(Network, measure.network_id).min_n
    all_points = session.scalars(select(DataPoint).where(DataPoint.measure_id == measure.id))
    return find_hidden(map(_cell, all_points), limit)


def _cell(point: DataPoint) -> Cell:
    """Say of how many students a point speaks: of a rate, of its denominator."""
    students = point.denominator if point.n is None else point.n
    return Cell(point.id, point.date, point.student_group, None if students is None else int(students))


def _resolved(session: Session, principal: Principal, values: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(values)
    if given.get("cycle_id"):
        given["cycle_id"] = find_reference(session, principal, PdsaCycle, given["cycle_id"], "/cycle_id")
    return given


def _refuse_taken(session: Session, point: DataPoint) -> None:
    same = (
        DataPoint.measure_id == point.measure_id,
        DataPoint.date == point.date,
        DataPoint.student_group == (point.student_group or ""),
    )
    if session.scalar(select(DataPoint.id).where(*same)) is not None:
        raise Duplicate("This measure has a value for that day and group already.")
