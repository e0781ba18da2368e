"""Channels that want to hear of a driver each week: begun by a linked member, ended by one or by the bot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from nic_hub.domain.privacy.privacy import redact
from nic_hub.domain.visibility import Principal
from nic_hub.errors import NotFound
from nic_hub.models import Driver, Subscription, Workspace, utc_now
from nic_hub.services.references import find_reference

#: A subscription with its driver and its workspace.
Told = tuple[Subscription, Driver, Workspace]


def subscribe(session: Session, principal: Principal, *, channel_id: str, driver: str) -> Subscription:
    """Let a channel hear of a driver; a channel that does already goes on as it is.

    Raises:
        Invalid: there is no such driver in the network.
    """
    driver_id = find_reference(session, principal, Driver, driver, "/driver")
    same = (
        Subscription.workspace_id == principal.workspace_id,
        Subscription.channel_id == channel_id,
        Subscription.driver_id == driver_id,
    )
    row = session.scalar(select(Subscription).where(*same)) or Subscription(
        network_id=principal.network_id,
        workspace_id=principal.workspace_id,
        channel_id=channel_id,
        driver_id=driver_id,
        subscribed_by_id=principal.member_id,
    )
    if row.ended_at is not None:
        assert principal.member_id is not None
        _begin_anew(row, principal.member_id, utc_now())
    session.add(row)
    return row


def move_subscriptions(session: Session, old: Driver, new: Driver) -> None:
    """Let the channels that hear of a driver hear of another one in its place."""
    live = Subscription.driver_id == old.id, Subscription.ended_at.is_(None)
    for row in session.scalars(select(Subscription).where(*live)):
        same = (
            Subscription.workspace_id == row.workspace_id,
            Subscription.channel_id == row.channel_id,
            Subscription.driver_id == new.id,
        )
        known = session.scalar(select(Subscription).where(*same))
        if known is None:
            row.driver_id = new.id
            continue
        if known.ended_at is not None:
            _begin_anew(known, row.subscribed_by_id, row.subscribed_at)
        _end(row, "The driver was merged into one of which the channel hears, too.")


def _begin_anew(row: Subscription, member_id: str, now: datetime) -> None:
    row.subscribed_by_id, row.subscribed_at = member_id, now
    row.ended_at = row.reason = None


def list_subscriptions(
    session: Session, principal: Principal, *, team_id: str | None = None, channel_id: str | None = None
) -> Sequence[Told]:
    """Return the live subscriptions of the bot's workspaces, of one workspace or one channel."""
    query = _of_bot(principal).where(Subscription.ended_at.is_(None))
    query = query.where(Workspace.slack_team_id == team_id) if team_id else query
    query = query.where(Subscription.channel_id == channel_id) if channel_id else query
    rows = session.execute(query.order_by(Workspace.slack_team_id, Subscription.channel_id, Driver.name))
    return [(row, driver, workspace) for row, driver, workspace in rows]


def tell_subscription(session: Session, row: Subscription) -> Told:
    """Return a subscription with its driver and its workspace."""
    return row, session.get_one(Driver, row.driver_id), session.get_one(Workspace, row.workspace_id)


def unsubscribe(session: Session, principal: Principal, subscription_id: str) -> Subscription:
    """End a subscription of the workspace in which the member asks.

    Raises:
        NotFound: the workspace has no such subscription.
    """
    row = session.get(Subscription, subscription_id)
    if row is None or row.workspace_id != principal.workspace_id:
        raise NotFound("There is no such subscription in this workspace.")
    return _end(row, "A member ended it.")


def stop_subscription(
    session: Session, principal: Principal, subscription_id: str, *, reason: str
) -> Subscription:
    """End a subscription because the bot cannot post there any more.

    Raises:
        NotFound: the bot's workspaces have no such subscription.
    """
    query = _of_bot(principal).where(Subscription.id == subscription_id)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound("Your workspaces have no such subscription.")
    return _end(found[0], redact(reason))


def _end(row: Subscription, reason: str) -> Subscription:
    if row.ended_at is None:
        row.ended_at, row.reason = utc_now(), reason
    return row


def _of_bot(principal: Principal) -> Select[Subscription, Driver, Workspace]:
    return (
        select(Subscription, Driver, Workspace)
        .join(Driver, Driver.id == Subscription.driver_id)
        .join(Workspace, Workspace.id == Subscription.workspace_id)
        .where(Workspace.bot_client_id == principal.bot_client_id, Workspace.ended_at.is_(None))
    )
