"""What to think of beside a PDSA cycle: it jumps ahead, others do not see it, or see numbers about a few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.evidence.idea_status import warn_before, warn_of_hidden_test
from nic_hub.domain.privacy.uncounted import lacks_count, warn_of_uncounted
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import CycleStatus
from nic_hub.models import ChangeIdea, PdsaCycle
from nic_hub.services.access.visibility import readable
from nic_hub.services.evidence import IdeaEvidence, weigh_ideas

#: Where a team tells how many students did what.
TELLING = ("who", "observations", "surprises", "result", "learning", "reason")


def add_warnings(
    session: Session,
    principal: Principal,
    rows: Sequence[PdsaCycle],
    shown: list[dict[str, Any]],
    limits: Mapping[str, int],
) -> None:
    """Add to each cycle what its reader is to think of, as ``warnings``.

    Args:
        session: a reading transaction.
        principal: who reads.
        rows: the cycles.
        shown: what is shown of each of them.
        limits: the small-cell limit of each network.
    """
    ids = {row.change_idea_id for row in rows}
    query = select(ChangeIdea).where(ChangeIdea.id.in_(sorted(ids)), readable(principal, ChangeIdea))
    ideas = {idea.id: idea for idea in session.scalars(query)}
    known = weigh_ideas(session, principal, list(ideas.values()))
    for row, values in zip(rows, shown, strict=True):
        warnings = _scale_warnings(row, known.get(row.change_idea_id))
        if row.team_id in principal.own_teams:
            warnings += _hidden_warnings(row, ideas.get(row.change_idea_id))
            warnings += _uncounted_warnings(row, limits[row.network_id])
        values["warnings"] = warnings


def _hidden_warnings(row: PdsaCycle, idea: ChangeIdea | None) -> list[str]:
    """Tell a team that others do not see its test; what was cancelled nobody waits for."""
    if idea is None or row.status == CycleStatus.CANCELLED or row.archived_at is not None:
        return []
    warning = warn_of_hidden_test(row.visibility, idea.visibility, is_draft=idea.is_draft)
    return [warning] if warning else []


def _uncounted_warnings(row: PdsaCycle, min_n: int) -> list[str]:
    """Ask a team for the count of its students, where others read that there were a few."""
    if not lacks_count(row.status, row.visibility, row.student_count):
        return []
    warning = warn_of_uncounted([getattr(row, name) for name in TELLING], min_n)
    return [warning] if warning else []


def _scale_warnings(row: PdsaCycle, known: IdeaEvidence | None) -> list[str]:
    if known is None:
        return []
    warning = warn_before(known.cycles, row.scale, row.started_on or row.closed_on)
    return [warning] if warning else []
