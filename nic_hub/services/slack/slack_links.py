"""Link a person in Slack to a member: a one-time code, confirmed on a page of the hub, and the way back.

Whoever holds the code may see which Slack account it is for, and nothing of the network. The member proves
who they are on the page; an e-mail address or a name that Slack tells proves nothing.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.privacy.privacy import redact
from nic_hub.domain.privacy.shapes import NAMING
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import AuditAction, SlackUserKind
from nic_hub.errors import Conflict, Forbidden, NotFound, NotLinked
from nic_hub.models import Account, LinkRequest, Member, Network, SlackLink, Team, Workspace, utc_now
from nic_hub.services.access.principals import load_principal
from nic_hub.services.access.tokens import has_left, hash_secret
from nic_hub.services.slack.audit import HUB, PERSON, note
from nic_hub.services.slack.workspaces import SlackIdentity, find_workspace, links_of

LINK_LASTS = timedelta(minutes=10)
#: E-mails sent for one code: more would only fill a mailbox.
MAX_MAILS = 3
_ENDED = "This link has ended: it works once, for ten minutes. Go back to Slack and ask for a new one."
_ELSEWHERE = (
    "You are a member of another network than this Slack workspace. "
    "Ask the admin of the workspace's network to add you, or use your own workspace."
)


@dataclass(frozen=True, slots=True)
class OpenLink:
    """What the page says of a link: which Slack account it is for, and where."""

    request: LinkRequest
    workspace: Workspace
    network: Network


def request_link(
    session: Session,
    principal: Principal,
    identity: SlackIdentity,
    *,
    user_name: str,
    kind: SlackUserKind = SlackUserKind.MEMBER,
) -> tuple[str, datetime]:
    """Make a one-time link for a person in Slack.

    Returns:
        Its code, which is stored as a hash, and when it ends.

    Raises:
        WorkspaceNotBound: the bot may not act in the workspace.
        Forbidden: guests, bots and strangers of shared channels are never linked.
    """
    assert principal.bot_client_id is not None
    workspace = find_workspace(session, principal.bot_client_id, identity.enterprise_id, identity.team_id)
    if kind != SlackUserKind.MEMBER:
        raise Forbidden("Guests, bots and people of other organisations cannot be linked.")
    code = secrets.token_urlsafe(32)
    row = LinkRequest(
        network_id=workspace.network_id,
        workspace_id=workspace.id,
        slack_user_id=identity.user_id,
        slack_user_name=redact(user_name, keep=NAMING),
        code_hash=hash_secret(code),
        expires_at=utc_now() + LINK_LASTS,
    )
    session.add(row)
    session.flush()
    return code, row.expires_at


def open_link(session: Session, code: str) -> OpenLink:
    """Return what a code is for, as long as it may be used.

    Raises:
        NotFound: the code is unknown, used or too old, or its workspace is not bound any more.
    """
    query = (
        select(LinkRequest, Workspace, Network)
        .join(Workspace, Workspace.id == LinkRequest.workspace_id)
        .join(Network, Network.id == LinkRequest.network_id)
        .where(LinkRequest.code_hash == hash_secret(code), LinkRequest.used_at.is_(None))
        .where(LinkRequest.expires_at > utc_now())
        .where(Workspace.ended_at.is_(None), Network.archived_at.is_(None))
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound(_ENDED)
    return OpenLink(*found)


@dataclass(frozen=True, slots=True)
class MailedLink:
    """To whom a link to sign in goes, and what it says."""

    member_id: str
    email: str
    slack_user: str
    workspace: str


def find_for_mail(session: Session, code: str, email: str) -> MailedLink | None:
    """Find the member of a code's network with this e-mail address, and count the e-mail.

    Returns:
        Whom to write to; None when no member has the address, or enough e-mails were sent for this code.

    Raises:
        NotFound: the code has ended.
    """
    link = open_link(session, code)
    mine = Account.email == email.strip().lower(), Member.network_id == link.workspace.network_id
    member = session.scalar(select(Member).join(Account, Account.id == Member.account_id).where(*mine))
    if member is None or has_left(member, utc_now()) or link.request.mails_sent >= MAX_MAILS:
        return None
    link.request.mails_sent += 1
    to = session.get_one(Account, member.account_id).email
    assert to is not None
    return MailedLink(member.id, to, link.request.slack_user_name, link.workspace.name)


def describe_member(session: Session, member_id: str) -> dict[str, Any]:
    """Return what the page shows of a member to themselves: the name, and the teams."""
    member = session.get_one(Member, member_id)
    own = load_principal(session, member, utc_now().date()).own_teams
    teams = session.scalars(select(Team.name).where(Team.id.in_(sorted(own))).order_by(Team.name))
    return {"name": member.name, "teams": list(teams)}


def check_member(session: Session, link: OpenLink, member_id: str) -> Member:
    """Return the member who wants to be linked.

    Raises:
        Forbidden: they are a member of another network, or have left.
    """
    member = session.get_one(Member, member_id)
    if member.network_id != link.workspace.network_id:
        raise Forbidden(_ELSEWHERE)
    if has_left(member, utc_now()):
        raise Forbidden("You have left this network, so your Slack account cannot be linked.")
    return member


def note_refusal(session: Session, code: str, reason: str) -> None:
    """Write down that somebody tried to link an account and was refused; an ended link leaves no trace."""
    try:
        link = open_link(session, code)
    except NotFound:
        return
    who = {"actor": PERSON, "slack_user_id": link.request.slack_user_id}
    note(session, link.workspace, AuditAction.REFUSED, detail=reason, **who)


def confirm_link(session: Session, code: str, member_id: str) -> SlackLink:
    """Link the Slack account of a code to a member; the code is used up. An earlier link of the account ends.

    Raises:
        NotFound: the code has ended.
        Forbidden: the member belongs to another network, or has left.
    """
    link = open_link(session, code)
    member = check_member(session, link, member_id)
    link.request.used_at = utc_now()
    _end_earlier(session, link)
    row = SlackLink(
        network_id=link.workspace.network_id,
        workspace_id=link.workspace.id,
        slack_user_id=link.request.slack_user_id,
        member_id=member.id,
    )
    session.add(row)
    who = {"actor": PERSON, "slack_user_id": row.slack_user_id, "member_id": member.id}
    note(session, link.workspace, AuditAction.LINKED, **who)
    return row


def _end_earlier(session: Session, link: OpenLink) -> None:
    """End what the account was linked to before, and write that before the new link."""
    same = (
        SlackLink.workspace_id == link.workspace.id,
        SlackLink.slack_user_id == link.request.slack_user_id,
        SlackLink.ended_at.is_(None),
    )
    for row in session.scalars(select(SlackLink).where(*same)):
        _end(session, row, actor=PERSON, detail="Linked anew.")
    session.flush()


def unlink(session: Session, principal: Principal) -> None:
    """End the link through which this person asks, at once.

    Raises:
        NotLinked: there is none.
        Conflict: the person does not ask through Slack.
    """
    if principal.workspace_id is None:
        raise Conflict("You are not asking through Slack, so there is no link to end here.")
    row = session.scalar(
        select(SlackLink).where(
            SlackLink.workspace_id == principal.workspace_id,
            SlackLink.slack_user_id == principal.slack_user_id,
            SlackLink.ended_at.is_(None),
        )
    )
    if row is None:
        raise NotLinked("Your Slack account is not linked.")
    _end(session, row, actor=PERSON)


def end_links(session: Session, member_id: str) -> None:
    """End every link of a member who leaves."""
    for row in links_of(session, member_id):
        _end(session, row, actor=HUB, detail="The member left the network.")


def _end(session: Session, row: SlackLink, *, actor: str, detail: str | None = None) -> None:
    row.ended_at = utc_now()
    workspace = session.get_one(Workspace, row.workspace_id)
    who = {"actor": actor, "slack_user_id": row.slack_user_id, "member_id": row.member_id}
    note(session, workspace, AuditAction.UNLINKED, detail=detail, **who)
