"""Slack workspaces and the bots that act in them: bindings, links of people, and who did what.

A bot client belongs to no network: it serves the workspaces that are bound to it, each of one network.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from nic_hub.domain.vocabulary import AuditAction
from nic_hub.models.base import ID_LENGTH, Base, InNetwork, id_column, optional_ref, ref, utc_now

#: Slack's ids of workspaces, organisations, channels and people are shorter.
SLACK_ID_LENGTH = 64


class BotClient(Base):
    """A program that acts for linked people. Only its token's SHA-256 is stored."""

    __tablename__ = "bot_client"

    id: Mapped[str] = id_column()
    key: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    last_used_at: Mapped[datetime | None] = mapped_column(default=None)


class Workspace(Base, InNetwork):
    """A Slack workspace bound to a network, and to a district unless it is the hub's own.

    ``enterprise_id`` is empty where the workspace belongs to no Enterprise Grid organisation; ``bound_by_id``
    is empty when the operator bound it at the command line.
    """

    __tablename__ = "workspace"
    __refs__ = {"district_id": "district", "bound_by_id": "member"}

    bot_client_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("bot_client.id"))
    enterprise_id: Mapped[str] = mapped_column(String(SLACK_ID_LENGTH), default="")
    slack_team_id: Mapped[str] = mapped_column(String(SLACK_ID_LENGTH))
    district_id: Mapped[str | None] = optional_ref()
    name: Mapped[str]
    bound_by_id: Mapped[str | None] = optional_ref()
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class SlackLink(Base, InNetwork):
    """That a person in a workspace is a member of its network, until it ends."""

    __tablename__ = "slack_link"
    __refs__ = {"workspace_id": "workspace", "member_id": "member"}

    workspace_id: Mapped[str] = ref()
    slack_user_id: Mapped[str] = mapped_column(String(SLACK_ID_LENGTH))
    member_id: Mapped[str] = ref()
    linked_at: Mapped[datetime] = mapped_column(default=utc_now)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


class LinkRequest(Base, InNetwork):
    """A one-time link for one person of a workspace. Only the SHA-256 of its code is stored."""

    __tablename__ = "link_request"
    __refs__ = {"workspace_id": "workspace"}

    workspace_id: Mapped[str] = ref()
    slack_user_id: Mapped[str] = mapped_column(String(SLACK_ID_LENGTH))
    slack_user_name: Mapped[str]
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    expires_at: Mapped[datetime]
    mails_sent: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class AuditEntry(Base, InNetwork):
    """Who bound, linked, ended or was refused what. ``actor`` says who did it when no member did."""

    __tablename__ = "audit_entry"
    __refs__ = {"workspace_id": "workspace", "member_id": "member"}

    action: Mapped[AuditAction]
    actor: Mapped[str] = mapped_column(String(40))
    workspace_id: Mapped[str] = ref()
    slack_user_id: Mapped[str | None] = mapped_column(String(SLACK_ID_LENGTH), default=None)
    member_id: Mapped[str | None] = optional_ref()
    detail: Mapped[str | None] = mapped_column(default=None)


def _one_alive(name: str, model: type[Workspace | SlackLink], *columns: str) -> Index:
    """Let the database itself refuse a second row that has not ended."""
    alive = model.ended_at.is_(None)
    keys = [getattr(model, column) for column in columns]
    return Index(name, *keys, unique=True, sqlite_where=alive, postgresql_where=alive)


_one_alive("uq_workspace_alive", Workspace, "enterprise_id", "slack_team_id")
_one_alive("uq_slack_link_alive", SlackLink, "workspace_id", "slack_user_id")
