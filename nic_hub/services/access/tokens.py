"""API tokens: made once, stored as a hash, ended by date, by hand or by leaving."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from nic_hub.domain.privacy.privacy import refuse_private
from nic_hub.domain.visibility import Principal
from nic_hub.errors import Invalid, NotFound, Unauthenticated
from nic_hub.models import ApiToken, BotClient, Member, Network, utc_now
from nic_hub.services.access.principals import load_principal
from nic_hub.services.access.visibility import readable

#: So that a leaked token is recognised for what it is.
TOKEN_PREFIX = "nic_"  # noqa: S105
MAX_DAYS = 730
#: ``last_used_at`` is written at most this often, so that reading does not mean writing.
LAST_USE_GRAIN = timedelta(minutes=5)

#: Whose a token is. Each request asks this, so it is made once.
WHOSE = (
    select(ApiToken, Member, Network.archived_at)
    .join(Member, Member.id == ApiToken.member_id)
    .join(Network, Network.id == ApiToken.network_id)
    .where(ApiToken.token_hash == bindparam("token_hash"))
)
_REFUSAL = "This token is not known, has ended or was revoked. Ask your network's admin for a new one."


def create_token(
    session: Session, member: Member, *, name: str, days: int = 90, confirmed: Collection[str] = ()
) -> str:
    """Make a token for a member and return it; it cannot be shown again.

    Args:
        session: an open writing session.
        member: whose token it is.
        name: what it is for, in the member's words.
        days: how long it lasts, 1 to 730.
        confirmed: fields confirmed not to hold a student's data.

    Raises:
        Invalid: ``days`` is out of range, the member has left, or the name looks private.
    """
    refuse_private({"name": name}, confirmed)
    if not 1 <= days <= MAX_DAYS:
        raise Invalid.field("days", f"A token lasts 1 to {MAX_DAYS} days.")
    if has_left(member, utc_now()):
        raise Invalid.field("member_id", "This member has left the network and gets no token.")
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    expires_at = utc_now() + timedelta(days=days)
    row = ApiToken(
        network_id=member.network_id,
        member_id=member.id,
        name=name,
        token_hash=hash_secret(token),
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    return token


def authenticate(session: Session, token: str) -> tuple[Principal, ApiToken]:
    """Find whose token this is.

    Returns:
        What the member may do today, and the token's row.

    Raises:
        Unauthenticated: the token is unknown, expired or revoked, or its member has left.
    """
    found = session.execute(WHOSE, {"token_hash": hash_secret(token)}).one_or_none()
    if found is None:
        raise Unauthenticated(_REFUSAL)
    row, member, network_archived_at = found
    now = utc_now()
    if row.revoked_at is not None or row.expires_at <= now:
        raise Unauthenticated(_REFUSAL)
    if has_left(member, now) or network_archived_at is not None:
        raise Unauthenticated(_REFUSAL)
    return load_principal(session, member, now.date()), row


def is_use_worth_noting(row: ApiToken | BotClient, now: datetime) -> bool:
    """Say whether ``last_used_at`` is old enough to be written again."""
    return row.last_used_at is None or now - row.last_used_at >= LAST_USE_GRAIN


def note_use(session: Session, row: ApiToken | BotClient, used_at: datetime) -> None:
    """Write down when a token, of a member or a bot, was used."""
    table = type(row)
    session.execute(update(table).where(table.id == row.id).values(last_used_at=used_at))


def revoke_token(session: Session, principal: Principal, token_id: str) -> ApiToken:
    """End a token at once: one's own, or anybody's for an admin.

    Raises:
        NotFound: there is no such token for this person.
    """
    row = session.scalar(select(ApiToken).where(ApiToken.id == token_id, readable(principal, ApiToken)))
    if row is None:
        raise NotFound("There is no such token.")
    row.revoked_at = row.revoked_at or utc_now()
    return row


def revoke_all(session: Session, member_id: str) -> None:
    """End every token of a member who leaves."""
    live = ApiToken.member_id == member_id, ApiToken.revoked_at.is_(None)
    session.execute(update(ApiToken).where(*live).values(revoked_at=utc_now()))


def has_left(member: Member, now: datetime) -> bool:
    """Say whether the member has left the network or was archived."""
    return member.archived_at is not None or (member.left_on is not None and member.left_on <= now.date())


def hash_secret(secret: str) -> bytes:
    """Return what is stored of a secret: its SHA-256."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def list_tokens(session: Session, principal: Principal) -> list[ApiToken]:
    """Return one's own tokens, or all of the network for an admin; the newest first."""
    mine = select(ApiToken).where(readable(principal, ApiToken))
    return list(session.scalars(mine.order_by(ApiToken.created_at.desc(), ApiToken.id)))
