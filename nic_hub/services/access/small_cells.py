"""From how many students on others read numbers, and which cycles, in the database, speak of fewer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, not_, select
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal
from nic_hub.models import Network, PdsaCycle, Record


def find_limits(session: Session, rows: Sequence[Record]) -> dict[str, int]:
    """Return the small-cell limit of each row's network. One query, however many rows."""
    ids = sorted({row.network_id for row in rows})
    return dict(session.execute(select(Network.id, Network.min_n).where(Network.id.in_(ids))).all())


def kept_from(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for cycles whose numbers this person is not shown: another team's about a few."""
    limit = select(Network.min_n).where(Network.id == PdsaCycle.network_id).scalar_subquery()
    own = PdsaCycle.team_id.in_(sorted(principal.own_teams))
    return and_(PdsaCycle.student_count.is_not(None), PdsaCycle.student_count < limit, not_(own))


def find_kept(session: Session, principal: Principal, rows: Iterable[Record]) -> set[str]:
    """Return the ids of those of some records whose numbers this person is not shown; one query."""
    ids = sorted(row.id for row in rows if isinstance(row, PdsaCycle) and row.student_count is not None)
    query = select(PdsaCycle.id).where(PdsaCycle.id.in_(ids), kept_from(principal))
    return set(session.scalars(query)) if ids else set()
