"""Publish, withdraw and hide: what happens to a whole record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.domain.publishing import PublicationAction, Publishable, require_publishable, require_state
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import DriverLevel, Visibility
from nic_hub.models import ChangeIdea, Driver, Measure, ProblemOfPractice, Record, Storyboard, Tool, utc_now
from nic_hub.services.access.permissions import check_may_change
from nic_hub.services.records import check_version
from nic_hub.services.storyboards.sources import refuse_numbers_of_few, refuse_wider_than_sources

#: Records that are drafts first; the others are shared from the moment they are made (or, a cycle, started).
PUBLISHABLE: dict[type[Record], Publishable] = {
    ProblemOfPractice: Publishable.PROBLEM,
    ChangeIdea: Publishable.CHANGE_IDEA,
    Tool: Publishable.TOOL,
    Measure: Publishable.MEASURE,
    Storyboard: Publishable.STORYBOARD,
}


def publish_record(
    session: Session,
    principal: Principal,
    row: Record,
    *,
    expected_version: int,
    visibility: Visibility | None = None,
) -> None:
    """Share a draft with the network, or as widely as it or ``visibility`` says.

    Raises:
        Forbidden, Stale: as for any change.
        Conflict: it is not a draft.
        Invalid: it lacks something, and every such field is named; or it is a storyboard that would show to
            more people what it copies, without ``visibility``, or numbers about few students.
    """
    check_may_change(principal, row)
    check_version(row, expected_version)
    require_state(PublicationAction.PUBLISH, row.publication)
    require_publishable(PUBLISHABLE[type(row)], values_of(row), level_of_driver(session, values_of(row)))
    if isinstance(row, Storyboard):
        _check_sources(session, row, visibility)
    row.visibility = visibility or row.visibility
    row.published_at = utc_now()


def _check_sources(session: Session, board: Storyboard, visibility: Visibility | None) -> None:
    if visibility is None:
        refuse_wider_than_sources(session, board)
    refuse_numbers_of_few(session, board, visibility or board.visibility)


def withdraw_record(principal: Principal, row: Record, *, expected_version: int) -> None:
    """Take back what was shared.

    It stays as a tombstone, so that what others built on it keeps its lineage.
    """
    check_may_change(principal, row)
    check_version(row, expected_version)
    require_state(PublicationAction.WITHDRAW, row.publication)
    row.withdrawn_at = utc_now()


def values_of(row: Any) -> dict[str, Any]:
    """Return all column values of a row by name."""
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def level_of_driver(session: Session, values: Mapping[str, Any]) -> DriverLevel | None:
    """Return the level of the driver that a record names; None where it names none."""
    driver_id = values.get("driver_id")
    return session.get_one(Driver, driver_id).level if driver_id else None
