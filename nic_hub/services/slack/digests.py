"""The weekly digest of a channel: what was found on a driver, failures included, and where help is wanted.

One for each subscription and week, whatever happens: its row is written when a bot claims it. Where there is
nothing new there is no digest. All in it is what every member of the network may read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal, under_ceiling
from nic_hub.domain.vocabulary import (
    Ceiling,
    CycleStatus,
    Decision,
    Direction,
    HelpWantedState,
    PredictionMet,
)
from nic_hub.errors import NotFound
from nic_hub.models import (
    ChangeIdea,
    Digest,
    Driver,
    HelpWanted,
    Member,
    Network,
    PdsaCycle,
    Subscription,
    utc_now,
)
from nic_hub.services.access.principals import load_principal
from nic_hub.services.access.tokens import has_left
from nic_hub.services.access.visibility import readable
from nic_hub.services.presenting import present
from nic_hub.services.slack.quiet_hours import CLAIM_LASTS, is_quiet, local_day, week_of
from nic_hub.services.slack.subscriptions import Told, list_subscriptions

MOST_RESULTS, MOST_CALLS = 10, 5
#: A first digest tells of the week before the subscription.
LOOK_BACK = timedelta(days=7)
_LEFT = "The member who subscribed has left the network."
_TOLD = ("prediction", "result", "prediction_met", "direction", "decision", "learning", "closed_on")


@dataclass(frozen=True, slots=True)
class DueDigest:
    """A digest that a bot has claimed, with all it tells."""

    row: Digest
    told: Told
    results: Sequence[dict[str, Any]]
    help_wanted: Sequence[dict[str, Any]]


def claim_digests(session: Session, principal: Principal, *, now: datetime) -> list[DueDigest]:
    """Return the digests that are due in the bot's workspaces; they are the caller's for ten minutes.

    A subscription of a member who has left the network ends.
    """
    due = []
    for told in list_subscriptions(session, principal):
        network = session.get_one(Network, told[0].network_id)
        if network.archived_at is None and not is_quiet(network, now):
            due.append(_claim(session, told, network, now))
    return [each for each in due if each is not None]


def mark_posted(session: Session, principal: Principal, digest_id: str, *, message_ts: str) -> Digest:
    """Write down that a digest stands in its channel. A second word changes nothing.

    Raises:
        NotFound: the bot's workspaces have no such digest.
    """
    row = session.get(Digest, digest_id)
    mine = {told[0].id for told in list_subscriptions(session, principal)}
    if row is None or row.subscription_id not in mine:
        raise NotFound("Your workspaces have no such digest.")
    if row.posted_at is None:
        row.posted_at, row.message_ts = utc_now(), message_ts
    return row


def _claim(session: Session, told: Told, network: Network, now: datetime) -> DueDigest | None:
    subscription, driver, _ = told
    member = session.get_one(Member, subscription.subscribed_by_id)
    if has_left(member, now):
        subscription.ended_at, subscription.reason = now, _LEFT
        return None
    week = week_of(network, now)
    earlier = session.scalars(select(Digest).where(Digest.subscription_id == subscription.id)).all()
    row = next((one for one in earlier if one.week == week), None)
    if row is not None and (row.posted_at is not None or now - row.claimed_at < CLAIM_LASTS):
        return None
    since = _since(subscription, earlier)
    audience = _audience(session, member, network, now)
    results = _find_results(session, audience, _family(session, driver), since)
    calls = _find_calls(session, audience, _family(session, driver), since)
    if not results and not calls:
        return None
    return DueDigest(_write(session, subscription, row, week, now), told, results, calls)


def _write(
    session: Session, subscription: Subscription, row: Digest | None, week: str, now: datetime
) -> Digest:
    if row is None:
        row = Digest(network_id=subscription.network_id, subscription_id=subscription.id, week=week)
        session.add(row)
    row.claimed_at = now
    session.flush()
    return row


def _since(subscription: Subscription, earlier: Sequence[Digest]) -> datetime:
    """Return from when on something is new: since the last digest that was posted had been gathered."""
    posted = [one.claimed_at for one in earlier if one.posted_at is not None]
    return max([subscription.subscribed_at - LOOK_BACK, *posted])


def _audience(session: Session, member: Member, network: Network, now: datetime) -> Principal:
    """Return what every member of the network may read."""
    person = load_principal(session, member, local_day(network, now))
    return under_ceiling(person, Ceiling.NETWORK, is_public=False, district_teams=frozenset())


def _family(session: Session, driver: Driver) -> list[str]:
    below = Driver.network_id == driver.network_id, Driver.parent_id == driver.id
    return sorted({driver.id, *session.scalars(select(Driver.id).where(*below))})


def _find_results(
    session: Session, audience: Principal, drivers: Sequence[str], since: datetime
) -> list[dict[str, Any]]:
    ideas = select(ChangeIdea.id).where(
        ChangeIdea.driver_id.in_(drivers), readable(audience, ChangeIdea), ChangeIdea.withdrawn_at.is_(None)
    )
    query = select(PdsaCycle).where(
        readable(audience, PdsaCycle),
        PdsaCycle.change_idea_id.in_(ideas),
        PdsaCycle.status.in_((CycleStatus.STUDIED, CycleStatus.CLOSED)),
        PdsaCycle.updated_at > since,
        PdsaCycle.archived_at.is_(None),
        PdsaCycle.withdrawn_at.is_(None),
    )
    newest = session.scalars(query.order_by(PdsaCycle.updated_at.desc(), PdsaCycle.id).limit(MOST_RESULTS))
    return [_result(session, told) for told in present(session, audience, list(newest))]


def _result(session: Session, told: dict[str, Any]) -> dict[str, Any]:
    """Return what a digest tells of a cycle, from what its audience is shown of it."""
    return {
        "cycle_id": told["id"],
        "change_idea": {
            "id": told["change_idea_id"],
            "title": session.get_one(ChangeIdea, told["change_idea_id"]).title,
        },
        "team_id": told["team_id"],
        **{name: told[name] for name in _TOLD},
        "prediction": None if told["small_cell"] else told["prediction"],
        "failed": _has_failed(told),
        "numbers_kept_in_team": told["small_cell"],
        "synthetic": told["provenance"] == "synthetic",
    }


def _has_failed(told: dict[str, Any]) -> bool:
    signs = (told["prediction_met"], told["decision"], told["direction"])
    return not {PredictionMet.NOT, Decision.ABANDON, Direction.WORSE}.isdisjoint(signs)


def _find_calls(
    session: Session, audience: Principal, drivers: Sequence[str], since: datetime
) -> list[dict[str, Any]]:
    query = select(HelpWanted).where(
        readable(audience, HelpWanted),
        HelpWanted.driver_id.in_(drivers),
        HelpWanted.state == HelpWantedState.OPEN,
        or_(HelpWanted.published_at > since, HelpWanted.created_at > since),
        HelpWanted.archived_at.is_(None),
        HelpWanted.withdrawn_at.is_(None),
    )
    newest = session.scalars(query.order_by(HelpWanted.created_at.desc(), HelpWanted.id).limit(MOST_CALLS))
    shown = present(session, audience, list(newest))
    return [{name: told[name] for name in ("id", "question", "detail", "team_id")} for told in shown]
