"""A network is never without an admin: somebody must be able to let people in and out."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.vocabulary import RoleGroup
from nic_hub.errors import Conflict
from nic_hub.models import Member


def keep_an_admin(session: Session, network_id: str) -> None:
    """Refuse a change that leaves a network without an admin; who is about to leave does not count.

    Raises:
        Conflict: nobody is left who could administer.
    """
    session.flush()
    staying = select(Member).where(
        Member.network_id == network_id, Member.left_on.is_(None), Member.archived_at.is_(None)
    )
    if not any(RoleGroup.ADMIN in person.roles for person in session.scalars(staying)):
        raise Conflict("The network would have no admin. Make another member an admin first.")
