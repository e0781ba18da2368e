"""What the hub's operator does at the command line, who is no member and may reach every network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal
from nic_hub.errors import Forbidden, Invalid, NotFound
from nic_hub.models import ApiToken, Member, Network, Team, utc_now
from nic_hub.services.access.principals import load_principal
from nic_hub.services.access.tokens import has_left


@dataclass(frozen=True, slots=True)
class KnownToken:
    """What is known of a token; the token itself is not.

    Args:
        state: ``valid``, ``expired`` or ``revoked``.
        ends_at: when it expires or expired, or was revoked.
    """

    id: str
    network: str
    member: str
    name: str
    state: str
    ends_at: datetime
    last_used_at: datetime | None


def find_member(session: Session, key: str, network: str | None = None) -> Member:
    """Find a member by key; the network has to be named when several have a member with this key.

    Raises:
        NotFound: there is none.
        Invalid: there are several.
    """
    query = (
        select(Member, Network.key).join(Network, Network.id == Member.network_id).where(Member.key == key)
    )
    found = session.execute(query.where(Network.key == network) if network else query).all()
    if not found:
        where = f"in the network {network}" if network else "in any network"
        raise NotFound(f"There is no member with the key {key} {where}.")
    if len(found) > 1:
        networks = ", ".join(sorted(row[1] for row in found))
        raise Invalid(f"Several networks have a member {key}: {networks}. Say which one with --network.")
    return found[0][0]


def require_team(session: Session, principal: Principal, team: str | None) -> None:
    """Refuse a member of several teams who does not say for which one they ask.

    Raises:
        Invalid: the keys of the teams are named.
    """
    if team is None and len(principal.own_teams) > 1:
        keys = session.scalars(select(Team.key).where(Team.id.in_(principal.own_teams)).order_by(Team.key))
        raise Invalid(f"This member works in several teams: {', '.join(keys)}. Say which one with --team.")


def act_as(session: Session, member: Member) -> Principal:
    """Return what a member may do today.

    Raises:
        Forbidden: the member has left.
    """
    now = utc_now()
    if has_left(member, now):
        raise Forbidden(f"The member {member.key} has left the network.")
    return load_principal(session, member, now.date())


def list_tokens(
    session: Session, network: str | None = None, member: str | None = None
) -> Iterator[KnownToken]:
    """Yield all tokens, or those of one network or one member, by their keys."""
    query = (
        select(ApiToken, Network.key, Member.key)
        .join(Member, Member.id == ApiToken.member_id)
        .join(Network, Network.id == ApiToken.network_id)
        .order_by(Network.key, Member.key, ApiToken.created_at, ApiToken.id)
    )
    query = query.where(Network.key == network) if network else query
    query = query.where(Member.key == member) if member else query
    for row, network_key, member_key in session.execute(query):
        state, ends_at = _state(row, utc_now())
        yield KnownToken(row.id, network_key, member_key, row.name, state, ends_at, row.last_used_at)


def end_token(session: Session, token_id: str) -> None:
    """End any token at once.

    Raises:
        NotFound: there is no such token.
    """
    row = session.get(ApiToken, token_id)
    if row is None:
        raise NotFound(f"There is no token with the ID {token_id}.")
    row.revoked_at = row.revoked_at or utc_now()


def _state(row: ApiToken, now: datetime) -> tuple[str, datetime]:
    if row.revoked_at is not None:
        return "revoked", row.revoked_at
    return ("expired" if row.expires_at <= now else "valid"), row.expires_at
