"""Bot clients: programs that act for linked people, each with a token of its own."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.errors import Duplicate, NotFound, Unauthenticated
from nic_hub.models import BotClient, utc_now
from nic_hub.services.access.tokens import hash_secret

#: So that a bot's token is told from a member's, and a leaked one is recognised.
BOT_TOKEN_PREFIX = "nicbot_"  # noqa: S105
_REFUSAL = "This bot's token is not known, has ended or was revoked. Ask the people who run the hub."


def create_bot(session: Session, *, key: str, name: str, days: int) -> str:
    """Make a bot client and return its token; it cannot be shown again.

    Raises:
        Duplicate: another bot has this key.
    """
    if session.scalar(select(BotClient.id).where(BotClient.key == key)) is not None:
        raise Duplicate(f"There is a bot with the key {key} already. Choose another key.")
    token = BOT_TOKEN_PREFIX + secrets.token_urlsafe(32)
    expires_at = utc_now() + timedelta(days=days)
    session.add(BotClient(key=key, name=name, token_hash=hash_secret(token), expires_at=expires_at))
    session.flush()
    return token


def find_bot(session: Session, key: str) -> BotClient:
    """Return the bot client with this key.

    Raises:
        NotFound: there is none.
    """
    bot = session.scalar(select(BotClient).where(BotClient.key == key))
    if bot is None:
        raise NotFound(f"There is no bot with the key {key}.")
    return bot


def list_bots(session: Session) -> Sequence[BotClient]:
    """Return all bot clients by key."""
    return session.scalars(select(BotClient).order_by(BotClient.key)).all()


def revoke_bot(session: Session, key: str) -> None:
    """End a bot's token at once.

    Raises:
        NotFound: there is no such bot.
    """
    bot = find_bot(session, key)
    bot.revoked_at = bot.revoked_at or utc_now()


def is_bot_token(token: str) -> bool:
    """Say whether a token is of a bot's form."""
    return token.startswith(BOT_TOKEN_PREFIX)


def authenticate_bot(session: Session, token: str) -> BotClient:
    """Find which bot's token this is.

    Raises:
        Unauthenticated: the token is unknown, expired or revoked.
    """
    bot = session.scalar(select(BotClient).where(BotClient.token_hash == hash_secret(token)))
    if bot is None or bot.revoked_at is not None or bot.expires_at <= utc_now():
        raise Unauthenticated(_REFUSAL)
    return bot
