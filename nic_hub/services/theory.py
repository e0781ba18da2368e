"""Aims and drivers: kept by the coaches. A merged driver hands its records to the one it was merged into."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import DriverLevel, DriverStatus
from nic_hub.errors import Conflict, Invalid
from nic_hub.models import ChangeIdea, Driver, HelpWanted, Measure, ProblemOfPractice, Storyboard
from nic_hub.services.links import rename_in_links
from nic_hub.services.permissions import check_may_change
from nic_hub.services.records import change_record, check_version, create_record
from nic_hub.services.subscriptions import move_subscriptions

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
    """Rename, move or retire a driver.

    Raises:
        Forbidden, Stale, Invalid: as the gates say.
    """
    if values.get("status") == DriverStatus.MERGED:
        raise Invalid.field("status", "To merge a driver, use its merge call and say into which.")
    change_record(session, principal, driver, values, expected_version=expected_version, confirmed=confirmed)
    check_place(session, driver)
    return driver


def merge_driver(
    session: Session, principal: Principal, driver: Driver, into: Driver, *, expected_version: int
) -> Driver:
    """Merge a driver into another of the same level; everything that hangs on it moves along.

    Its id and its key name the other one from now on.

    Raises:
        Forbidden, Stale: as for any change.
        Conflict: they are the same, of different levels, or the target is no longer active.
    """
    check_may_change(principal, driver)
    check_version(driver, expected_version)
    if driver.id == into.id or driver.level != into.level or into.status != DriverStatus.ACTIVE:
        raise Conflict("Choose another active driver of the same level to merge into.")
    for row in _hanging_rows(session, driver):
        row.driver_id = into.id
    rename_in_links(session, Driver, driver.id, into.id)
    move_subscriptions(session, driver, into)
    for child in session.scalars(select(Driver).where(Driver.parent_id == driver.id)):
        child.parent_id = into.id
    driver.status, driver.merged_into_id = DriverStatus.MERGED, into.id
    return driver


def check_place(session: Session, driver: Driver) -> None:
    """Refuse a secondary driver without a primary parent of the same aim, and a primary one with a parent.

    Raises:
        Invalid: ``parent_id`` is wrong.
    """
    if driver.level == DriverLevel.PRIMARY:
        if driver.parent_id is not None:
            raise Invalid.field("parent_id", "A primary driver has no parent.")
        return
    parent = session.get(Driver, driver.parent_id) if driver.parent_id else None
    if parent is None or parent.level != DriverLevel.PRIMARY or parent.aim_id != driver.aim_id:
        raise Invalid.field(
            "parent_id", "A secondary driver needs a primary driver of the same aim as its parent."
        )


def _hanging_rows(session: Session, driver: Driver) -> list[Any]:
    return [
        row for model in HANGING for row in session.scalars(select(model).where(model.driver_id == driver.id))
    ]
