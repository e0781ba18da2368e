"""The names that a network itself knows: its people, places and tools are no students."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.privacy.people import NamesInUse
from nic_hub.domain.privacy.privacy import KnownNames
from nic_hub.domain.visibility import Principal
from nic_hub.models import District, Driver, Member, School, Team, Tool

#: Of these a part of the name is enough: "Lincoln" is the school.
_THINGS = (District.name, School.name, Team.name, Driver.name, Tool.title)


def names_in(session: Session, principal: Principal) -> KnownNames:
    """Return what reads the names of the person's network: asked only when a text seems to hold a name."""

    def read() -> NamesInUse:
        with session.no_autoflush:
            people = session.scalars(select(Member.name).where(Member.network_id == principal.network_id))
            things = [
                name
                for column in _THINGS
                for name in session.scalars(
                    select(column).where(column.class_.network_id == principal.network_id)
                )
            ]
            return NamesInUse.of(people, things)

    return read
