"""Who asks: the member, with their teams and their network."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal
from nic_hub.errors import Unauthenticated
from nic_hub.models import Member, Network, Team
from nic_hub.services.access.visibility import readable
from nic_hub.services.presenting import present, present_one


def describe_me(session: Session, principal: Principal) -> dict[str, Any]:
    """Return who asks: the member, the teams the person works in, sponsors or heads, and the network.

    Raises:
        Unauthenticated: nobody is signed in.
    """
    if principal.member_id is None:
        raise Unauthenticated("Sign in first: send a token.")
    own = Team.id.in_(sorted(principal.own_teams)), readable(principal, Team)
    teams = session.scalars(select(Team).where(*own).order_by(Team.name, Team.id))
    return {
        "member": present_one(session, principal, session.get_one(Member, principal.member_id)),
        "teams": present(session, principal, list(teams)),
        "network": present_one(session, principal, session.get_one(Network, principal.network_id)),
        "linked": principal.workspace_id is not None,
    }
