"""Data points of measures: added, corrected, taken out and brought back by the team that counts.

A correction gives away no value about too few students: the day and the group of a point never change. What
is shown of points is in ``shown_points``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.days import check_counted_on
from nic_hub.domain.privacy.privacy import refuse_private
from nic_hub.domain.publishing import PublicationAction, require_state
from nic_hub.domain.required import refuse
from nic_hub.domain.visibility import Principal
from nic_hub.errors import Duplicate, Invalid
from nic_hub.models import DataPoint, Measure, PdsaCycle, utc_now
from nic_hub.services.access.permissions import check_may_change, check_may_follow, refuse_withdrawn
from nic_hub.services.history_entries import HistoryEntry, tell_history
from nic_hub.services.known_names import names_in
from nic_hub.services.lifecycle import values_of
from nic_hub.services.records import assign, check_version, free_text, publication_of
from nic_hub.services.references import find_reference


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
        Invalid: the numerator and denominator do not fit, the day is still to come, or a text looks private.
        Duplicate: that day and group have a value already.
    """
    check_may_change(principal, measure)
    refuse_withdrawn(measure)
    refuse_private(free_text(values), confirmed, known=names_in(session, principal))
    check_rate(values)
    refuse(tuple(check_counted_on(values["date"], utc_now().date())), "add the data point")
    point = DataPoint(
        network_id=measure.network_id, measure_id=measure.id, **_resolved(session, principal, values)
    )
    _refuse_taken(session, point)
    session.add(point)
    return point


def change_point(
    session: Session,
    principal: Principal,
    measure: Measure,
    point: DataPoint,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    confirmed: Collection[str] = (),
) -> DataPoint:
    """Correct a value. Its day and group stay: they say which value it is.

    Raises:
        Forbidden, Stale: as for any change.
        Invalid: the numerator and denominator do not fit, or a text looks private.
    """
    _check_may_change(principal, measure, point, expected_version)
    refuse_private(free_text(values), confirmed, known=names_in(session, principal))
    resolved = _resolved(session, principal, values)
    check_rate({**values_of(point), **resolved})
    assign(point, resolved)
    return point


def archive_point(
    principal: Principal, measure: Measure, point: DataPoint, *, expected_version: int
) -> DataPoint:
    """Take a value out, for good or until it is brought back. Nothing is deleted.

    Raises:
        Forbidden, Stale: as for any change.
        Conflict: it was taken out already.
    """
    _check_may_change(principal, measure, point, expected_version)
    require_state(PublicationAction.ARCHIVE, publication_of(point))
    point.archived_at = utc_now()
    return point


def restore_point(
    principal: Principal, measure: Measure, point: DataPoint, *, expected_version: int
) -> DataPoint:
    """Bring back a value that was taken out.

    Raises:
        Forbidden, Stale: as for any change.
        Conflict: it was not taken out.
    """
    _check_may_change(principal, measure, point, expected_version)
    require_state(PublicationAction.RESTORE, publication_of(point))
    point.archived_at = None
    return point


def list_point_history(
    session: Session, principal: Principal, measure: Measure, point: DataPoint
) -> list[HistoryEntry]:
    """Return who changed what in a data point, oldest first: for those who may change it.

    Raises:
        Forbidden: the person may read the point as it is, but not how it came to be.
    """
    check_may_follow(principal, measure)
    return tell_history(session, principal, point)


def _check_may_change(
    principal: Principal, measure: Measure, point: DataPoint, expected_version: int
) -> None:
    check_may_change(principal, measure)
    check_version(point, expected_version)
    refuse_withdrawn(measure)


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
    taken = session.scalar(select(DataPoint).where(*same))
    if taken is None:
        return
    if taken.archived_at is not None:
        raise Duplicate(
            "The value for that day and group was taken out. "
            f"Restore the data point {taken.id}, then correct it."
        )
    raise Duplicate(
        f"This measure has a value for that day and group already. Correct the data point {taken.id} instead."
    )
