"""Which Slack workspaces are bound to which network, by the operator, and who may act from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal, through_bot
from nic_hub.domain.vocabulary import AuditAction
from nic_hub.errors import Conflict, NotFound, WorkspaceNotBound
from nic_hub.models import BotClient, District, Member, Network, Purge, SlackLink, Workspace, utc_now
from nic_hub.services.access.principals import load_principal
from nic_hub.services.access.tokens import has_left
from nic_hub.services.slack.audit import OPERATOR, note

NOT_BOUND = (
    "This Slack workspace is not bound to a network, or not to this bot. "
    "Ask the people who run the hub to bind it."
)


@dataclass(frozen=True, slots=True)
class SlackIdentity:
    """A person in Slack; ``enterprise_id`` is empty outside of an Enterprise Grid organisation."""

    enterprise_id: str
    team_id: str
    user_id: str


def bind_workspace(
    session: Session,
    *,
    bot: BotClient,
    network_key: str,
    team_id: str,
    enterprise_id: str = "",
    district_key: str | None = None,
    name: str,
) -> Workspace:
    """Bind a workspace to a network and to a bot, on the operator's word.

    Raises:
        NotFound: there is no such network or district.
        Conflict: the workspace is bound already.
    """
    network = _find_network(session, network_key)
    district = _find_district(session, network, district_key) if district_key else None
    if session.scalar(_alive(enterprise_id, team_id)) is not None:
        raise Conflict("This workspace is bound already. Unbind it first: its links end with that.")
    workspace = Workspace(
        network_id=network.id,
        bot_client_id=bot.id,
        enterprise_id=enterprise_id,
        slack_team_id=team_id,
        district_id=district.id if district else None,
        name=name,
    )
    session.add(workspace)
    session.flush()
    note(session, workspace, AuditAction.BOUND, actor=OPERATOR, detail=f"Bound to the bot {bot.key}.")
    return workspace


def unbind_workspace(session: Session, *, team_id: str, enterprise_id: str = "") -> Workspace:
    """End a binding at once, and with it every link of a person in it.

    Raises:
        NotFound: the workspace is not bound.
    """
    workspace = session.scalar(_alive(enterprise_id, team_id))
    if workspace is None:
        raise NotFound(f"The workspace {team_id} is not bound.")
    workspace.ended_at = utc_now()
    live = SlackLink.workspace_id == workspace.id, SlackLink.ended_at.is_(None)
    session.execute(update(SlackLink).where(*live).values(ended_at=utc_now()))
    note(session, workspace, AuditAction.UNBOUND, actor=OPERATOR)
    return workspace


def find_workspace(session: Session, bot_client_id: str, enterprise_id: str, team_id: str) -> Workspace:
    """Return the live workspace that is bound to this bot.

    Raises:
        WorkspaceNotBound: there is none, it belongs to another bot, or its network is archived.
    """
    open_network = select(Network.id).where(Network.archived_at.is_(None))
    query = _alive(enterprise_id, team_id).where(
        Workspace.bot_client_id == bot_client_id, Workspace.network_id.in_(open_network)
    )
    workspace = session.scalar(query)
    if workspace is None:
        raise WorkspaceNotBound(NOT_BOUND)
    return workspace


def act_for(session: Session, bot: BotClient, identity: SlackIdentity) -> Principal:
    """Return what a person in Slack may do through a bot.

    Somebody who is not linked to an active member reads what is public in the workspace's network; where the
    network lets nobody read, that is nothing.

    Raises:
        WorkspaceNotBound: the bot may not act in the workspace.
    """
    workspace = find_workspace(session, bot.id, identity.enterprise_id, identity.team_id)
    member = linked_member(session, workspace, identity.user_id)
    if member is None:
        principal = _passer_by(session, workspace)
    else:
        principal = load_principal(session, member, utc_now().date())
    return through_bot(
        principal, bot_client_id=bot.id, workspace_id=workspace.id, slack_user_id=identity.user_id
    )


def linked_member(session: Session, workspace: Workspace, slack_user_id: str) -> Member | None:
    """Return the active member a person of the workspace is linked to, if there is one."""
    live = (
        SlackLink.workspace_id == workspace.id,
        SlackLink.slack_user_id == slack_user_id,
        SlackLink.ended_at.is_(None),
    )
    member = session.scalar(select(Member).join(SlackLink, SlackLink.member_id == Member.id).where(*live))
    return None if member is None or has_left(member, utc_now()) else member


def list_for_bot(session: Session, principal: Principal) -> list[dict[str, Any]]:
    """Return the live workspaces that are bound to the bot that asks, with what tells it what to forget."""
    purged_at = _last_purges(session)
    query = (
        _described()
        .where(Workspace.bot_client_id == principal.bot_client_id, Workspace.ended_at.is_(None))
        .where(Network.archived_at.is_(None))
    )
    return [
        _describe(*row) | {"purged_at": purged_at.get(row[0].network_id)} for row in session.execute(query)
    ]


def _last_purges(session: Session) -> dict[str, datetime]:
    """Return when a text was last removed from the records of each network."""
    latest = select(Purge.network_id, func.max(Purge.created_at)).group_by(Purge.network_id)
    return dict(session.execute(latest).all())


def list_for_operator(session: Session) -> Iterator[dict[str, Any]]:
    """Yield every binding, ended ones too."""
    for row in session.execute(_described()):
        workspace, bot_key = row[0], session.get_one(BotClient, row[0].bot_client_id).key
        yield _describe(*row) | {"bot": bot_key, "ended_at": workspace.ended_at}


def _described() -> Select[Workspace, Network, District]:
    return (
        select(Workspace, Network, District)
        .join(Network, Network.id == Workspace.network_id)
        .outerjoin(District, District.id == Workspace.district_id)
        .order_by(Network.key, Workspace.name, Workspace.id)
    )


def _describe(workspace: Workspace, network: Network, district: District | None) -> dict[str, Any]:
    return {
        "id": workspace.id,
        "slack_team_id": workspace.slack_team_id,
        "enterprise_id": workspace.enterprise_id or None,
        "name": workspace.name,
        "network": _named(network),
        "district": _named(district) if district else None,
    }


def _named(row: Network | District) -> dict[str, str]:
    return {"id": row.id, "key": row.key, "name": row.name}


def _alive(enterprise_id: str, team_id: str) -> Select[Workspace]:
    return select(Workspace).where(
        Workspace.enterprise_id == enterprise_id,
        Workspace.slack_team_id == team_id,
        Workspace.ended_at.is_(None),
    )


def _passer_by(session: Session, workspace: Workspace) -> Principal:
    is_open = session.get_one(Network, workspace.network_id).allows_public
    return Principal(public_network_ids=frozenset({workspace.network_id} if is_open else ()))


def _find_network(session: Session, key: str) -> Network:
    network = session.scalar(select(Network).where(Network.key == key, Network.archived_at.is_(None)))
    if network is None:
        raise NotFound(f"There is no network with the key {key}.")
    return network


def _find_district(session: Session, network: Network, key: str) -> District:
    mine = District.network_id == network.id, District.key == key, District.archived_at.is_(None)
    district = session.scalar(select(District).where(*mine))
    if district is None:
        raise NotFound(f"The network {network.key} has no district with the key {key}.")
    return district


def links_of(session: Session, member_id: str) -> Sequence[SlackLink]:
    """Return the live links of a member."""
    live = SlackLink.member_id == member_id, SlackLink.ended_at.is_(None)
    return session.scalars(select(SlackLink).where(*live)).all()
