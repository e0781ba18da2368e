"""Change ideas: adapted and retagged. The lineage of an idea has no loops."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.lineage.lineage import leads_back
from nic_hub.domain.publishing import Publishable, find_unpublishable
from nic_hub.domain.required import refuse
from nic_hub.domain.visibility import Principal
from nic_hub.errors import Invalid
from nic_hub.models import Adoption, ChangeIdea
from nic_hub.services.descent import read_ancestors
from nic_hub.services.lifecycle import level_of_driver, values_of
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
            so is a published idea without a secondary driver.
    """

    def check(resolved: Mapping[str, Any]) -> None:
        if not idea.is_draft:
            _refuse_unpublishing(session, idea, resolved)
        parent_id = resolved.get("parent_id")
        if parent_id is not None and was_made_of(session, parent_id, idea):
            raise Invalid.field("parent_id", "The one you chose was made of this idea: choose another.")

    return change_record(
        session, principal, idea, values, expected_version=expected_version, confirmed=confirmed, check=check
    )


def _refuse_unpublishing(session: Session, idea: ChangeIdea, resolved: Mapping[str, Any]) -> None:
    """Refuse a change that takes from a published idea what publishing it required."""
    stood = values_of(idea)
    merged = {**stood, **resolved}
    level = level_of_driver(session, merged)
    lacks = find_unpublishable(Publishable.CHANGE_IDEA, merged, level, stood=stood)
    taken = [problem for problem in lacks if problem.pointer.lstrip("/") in resolved]
    refuse(taken, "keep this change idea published")


def was_made_of(session: Session, parent_id: str, idea: ChangeIdea) -> bool:
    """Say whether an adoption made an idea, or what that comes from, of another one or its descendants."""
    line = read_ancestors(session, ChangeIdea, "parent_id", parent_id)
    made = select(Adoption.change_idea_id).where(Adoption.resulting_idea_id.in_(line))
    return any(
        leads_back(idea.id, source_id, read_ancestors(session, ChangeIdea, "parent_id", source_id))
        for source_id in filter(None, session.scalars(made))
    )
