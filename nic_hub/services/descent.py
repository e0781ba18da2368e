"""Records that come from others of their kind: read upwards, and kept from leading back to themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.lineage.lineage import LINEAGES, refuse_loop
from nic_hub.models import Entity
from nic_hub.services.kinds import kind_of


def read_ancestors(session: Session, model: type[Any], column: str, start: str) -> dict[str, str | None]:
    """Return the parents of a record and of all it comes from, seen or not: a loop is a loop.

    One statement. It ends on stored data that does hold a loop.
    """
    one = select(model.id, getattr(model, column).label("parent"))
    way = one.where(model.id == start).cte(recursive=True)
    above = one.join(way, model.id == way.c.parent)
    return {row.id: row.parent for row in session.execute(select(way.union(above)))}


def refuse_loops(session: Session, row: Entity, values: Mapping[str, Any]) -> None:
    """Refuse a change after which a record would come from itself.

    Args:
        session: an open session.
        row: the record, as it is stored.
        values: the columns that change; references by id.

    Raises:
        Invalid: the column is named.
    """
    for kind, column in LINEAGES:
        if kind == kind_of(type(row)) and values.get(column) is not None:
            parents = read_ancestors(session, type(row), column, values[column])
            refuse_loop(row.id, values[column], parents, field=column)
