"""Who bound a workspace, linked a person, ended that or was refused: written with the deed, never changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.vocabulary import AuditAction
from nic_hub.models import AuditEntry, Network, Workspace

#: Who acts when it is no member of the network.
OPERATOR, BOT, PERSON, HUB = "operator", "bot", "person", "hub"


def note(
    session: Session,
    workspace: Workspace,
    action: AuditAction,
    *,
    actor: str,
    slack_user_id: str | None = None,
    member_id: str | None = None,
    detail: str | None = None,
) -> None:
    """Write down what happened, in the same transaction.

    Args:
        session: an open writing session.
        workspace: the workspace it is about.
        action: what happened.
        actor: who did it: the operator, the bot, the person, or the hub by itself.
        slack_user_id: the person in the workspace it is about.
        member_id: the member it is about.
        detail: why, in one sentence; never a secret or an address.
    """
    session.add(
        AuditEntry(
            network_id=workspace.network_id,
            workspace_id=workspace.id,
            action=action,
            actor=actor,
            slack_user_id=slack_user_id,
            member_id=member_id,
            detail=detail,
        )
    )


def list_entries(
    session: Session, network: str | None = None, limit: int = 200
) -> Sequence[tuple[AuditEntry, Workspace]]:
    """Return the newest entries, of all networks or of the one with this key."""
    query = select(AuditEntry, Workspace).join(Workspace, Workspace.id == AuditEntry.workspace_id)
    if network is not None:
        query = query.join(Network, Network.id == AuditEntry.network_id).where(Network.key == network)
    newest = query.order_by(AuditEntry.created_at.desc(), AuditEntry.id).limit(limit)
    return [(entry, workspace) for entry, workspace in session.execute(newest)]
