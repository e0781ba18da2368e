"""Aims and drivers: kept by the coaches. A merged driver hands its records to the one it was merged into."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.placement import find_misplaced_driver
from nic_hub.domain.publishing import find_unpublishable
from nic_hub.domain.required import refuse_wrong
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import DriverStatus
from nic_hub.errors import Conflict, Invalid
from nic_hub.models import ChangeIdea, Driver, HelpWanted, Measure, ProblemOfPractice, Storyboard
from nic_hub.services.access.permissions import check_may_change
from nic_hub.services.descent import refuse_loops
from nic_hub.services.lifecycle import PUBLISHABLE, values_of
from nic_hub.services.links import rename_in_links
from nic_hub.services.records import change_record, check_version, create_record
from nic_hub.services.slack.subscriptions import move_subscriptions

#: Tables whose records hang on a driver.
HANGING = (ChangeIdea, ProblemOfPractice, Storyboard, Measure, HelpWanted)


def create_driver(
    session: Session, principal: Principal, values: Mapping[str, Any], *, confirmed: Collection[str] = ()
) -> Driver:
    """Add a driver to the tree; a secondary one needs a primary one above it.

    Raises:
        Forbidden, Invalid, Duplicate: as the gates say.
    """
    driver = create_record(session, principal, Driver, values, confirmed=confirmed)
    check_place(session, driver)
    return driver


def change_driver(
    session: Session,
    principal: Principal,
    driver: Driver,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    confirmed: Collection[str] = (),
) -> Driver:
    """Rename, move or retire a driver. Those below it go along to another aim.

    Raises:
        Forbidden, Stale, Invalid: as the gates say; what stands on the driver would not fit its level.
        Conflict: a merged driver does not come back; what hung on it is another one's.
    """
    if values.get("status") == DriverStatus.MERGED:
        raise Invalid.field("status", "To merge a driver, use its merge call and say into which.")
    level = driver.level
    change_record(
        session,
        principal,
        driver,
        values,
        expected_version=expected_version,
        confirmed=confirmed,
        check=partial(_refuse_return, session, driver),
    )
    with session.no_autoflush:
        check_place(session, driver)
        _take_along(session, driver)
        if driver.level != level:
            _refuse_unfit_ideas(session, driver)
    return driver


def _refuse_return(session: Session, driver: Driver, resolved: Mapping[str, Any]) -> None:
    """Refuse a change that would bring back a merged driver."""
    if driver.merged_into_id and resolved.get("status", driver.status) != driver.status:
        name = session.get_one(Driver, driver.merged_into_id).name
        raise Conflict(
            f"This driver was merged into “{name}”, and its records are there now. Work with that one, "
            "or add a new driver."
        )


def merge_driver(
    session: Session, principal: Principal, driver: Driver, into: Driver, *, expected_version: int
) -> Driver:
    """Merge a driver into another of the same level and aim; everything that hangs on it moves along.

    Its id and its key name the other one from now on.

    Raises:
        Forbidden, Stale: as for any change.
        Conflict: they are the same, of different levels or aims, or the target is no longer active.
        Invalid: the target was merged into this one.
    """
    check_may_change(principal, driver)
    check_version(driver, expected_version)
    if driver.id == into.id or not _may_stand_in(driver, into):
        raise Conflict("Choose another active driver of the same level and aim to merge into.")
    refuse_loops(session, driver, {"merged_into_id": into.id})
    for row in _hanging_rows(session, driver):
        row.driver_id = into.id
    rename_in_links(session, Driver, driver.id, into.id)
    move_subscriptions(session, driver, into)
    for child in _those_below(session, driver):
        child.parent_id = into.id
    driver.status, driver.merged_into_id = DriverStatus.MERGED, into.id
    return driver


def _may_stand_in(driver: Driver, into: Driver) -> bool:
    is_alike = (driver.level, driver.aim_id) == (into.level, into.aim_id)
    return is_alike and into.status == DriverStatus.ACTIVE


def check_place(session: Session, driver: Driver) -> None:
    """Refuse a secondary driver without a primary parent of the same aim, and a primary one with a parent.

    Raises:
        Invalid: ``parent_id`` is wrong.
    """
    parent = session.get(Driver, driver.parent_id) if driver.parent_id else None
    refuse_wrong(find_misplaced_driver(values_of(driver), values_of(parent) if parent else None))


def _take_along(session: Session, driver: Driver) -> None:
    """Let the drivers below one follow it to its aim; refuse a level at which nothing can stand below it."""
    for child in _those_below(session, driver):
        child.aim_id = driver.aim_id
        if any(find_misplaced_driver(values_of(child), values_of(driver))):
            detail = "Other drivers stand below this one: move them to a primary driver first."
            raise Invalid.field("level", detail)


def _refuse_unfit_ideas(session: Session, driver: Driver) -> None:
    """Refuse a level at which the published ideas on a driver could not have been published."""
    shared = ChangeIdea.published_at.is_not(None), ChangeIdea.withdrawn_at.is_(None)
    for idea in session.scalars(select(ChangeIdea).where(ChangeIdea.driver_id == driver.id, *shared)):
        stood = values_of(idea)
        if find_unpublishable(PUBLISHABLE[ChangeIdea], stood, driver.level, stood=stood):
            detail = "Published change ideas are on this driver: move them to a secondary driver first."
            raise Invalid.field("level", detail)


def _those_below(session: Session, driver: Driver) -> Sequence[Driver]:
    return session.scalars(select(Driver).where(Driver.parent_id == driver.id)).all()


def _hanging_rows(session: Session, driver: Driver) -> list[Any]:
    return [
        row for model in HANGING for row in session.scalars(select(model).where(model.driver_id == driver.id))
    ]
