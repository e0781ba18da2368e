"""The names that a network itself knows: its people, places and tools are no students.

Of tools those that the writer may read: what one team keeps to itself must not show in what another is asked.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.privacy.people import NamesInUse
from nic_hub.domain.privacy.privacy import KnownNames
from nic_hub.domain.visibility import Principal
from nic_hub.models import District, Driver, Member, School, Team, Tool
from nic_hub.services.access.visibility import readable

#: Of these a part of the name is enough: "Lincoln" is the school.
_THINGS = (District.name, School.name, Team.name, Driver.name)


def names_in(session: Session, principal: Principal) -> KnownNames:
    """Return what reads the names of the person's network: asked only when a text seems to hold a name."""

    def read() -> NamesInUse:
        with session.no_autoflush:
            here = principal.network_id
            people = session.scalars(select(Member.name).where(Member.network_id == here))
            things = [select(column).where(column.class_.network_id == here) for column in _THINGS]
            things += [select(Tool.title).where(readable(principal, Tool), Tool.withdrawn_at.is_(None))]
            return NamesInUse.of(people, (name for each in things for name in session.scalars(each)))

    return read
