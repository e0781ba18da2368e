"""Change ideas: adapted and retagged. The lineage of an idea has no loops."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.lineage import refuse_loop
from nic_hub.domain.visibility import Principal
from nic_hub.errors import Invalid
from nic_hub.models import ChangeIdea
from nic_hub.services.records import change_record


def change_idea(
    session: Session,
    principal: Principal,
    idea: ChangeIdea,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    confirmed: Collection[str] = (),
) -> ChangeIdea:
    """Change an idea; a coach may retag it.

    Raises:
        Forbidden, Stale, Invalid: as the gates say; a parent that comes from the idea itself is refused, and
            so is a
            published idea without a driver.
    """

    def check(resolved: Mapping[str, Any]) -> None:
        if resolved.get("parent_id") is not None:
            refuse_loop(idea.id, resolved["parent_id"], find_parents(session, idea.network_id))
        if not idea.is_draft and "driver_id" in resolved and resolved["driver_id"] is None:
            raise Invalid.field("driver_id", "A published idea keeps a driver: choose another one.")

    return change_record(
        session, principal, idea, values, expected_version=expected_version, confirmed=confirmed, check=check
    )


def find_parents(session: Session, network_id: str) -> dict[str, str | None]:
    """Return the parent of every adapted idea of a network, seen or not: a loop is a loop."""
    query = select(ChangeIdea.id, ChangeIdea.parent_id)
    rows = session.execute(
        query.where(ChangeIdea.network_id == network_id, ChangeIdea.parent_id.is_not(None))
    )
    return {row.id: row.parent_id for row in rows}
