"""The ramp of a change idea: its tests in their order, team by team, from the smallest scale to the widest.

A test that grew by more than one step on little evidence is told with a warning, from what was known when it
began. What else there is to think of beside a cycle is told with the cycle (``cycle_warnings``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.evidence.cycle_facts import CycleFacts
from nic_hub.domain.evidence.idea_status import warn_before, warn_of_hidden_test
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import Scale, Visibility
from nic_hub.models import ChangeIdea, PdsaCycle
from nic_hub.services.access.visibility import readable
from nic_hub.services.evidence import weigh_ideas
from nic_hub.services.lineage.relatives import find_places
from nic_hub.services.measures.gap_flags import find_gap_flags
from nic_hub.services.presenting import present

CYCLE = ("id", "status", "scale", "started_on", "closed_on", "decision", "direction", "prediction_met")

Shown = dict[str, Any]


def tell_ramp(
    session: Session, principal: Principal, idea: ChangeIdea, planned: Scale | None = None
) -> Shown:
    """Return the tests of an idea the person may read, in their order, team by team.

    Args:
        session: an open session.
        principal: the reader; a test they may not see is not there.
        idea: the idea.
        planned: the scale of a test somebody thinks of; it is told whether that jumps ahead, and whether
            nobody else would see it.
    """
    known = weigh_ideas(session, principal, [idea])[idea.id].cycles
    cycles = present(session, principal, find_cycles(session, principal, idea))
    gaps = find_gap_flags(session, principal, (cycle["measure_id"] for cycle in cycles))
    places = find_places(session, principal, [cycle["team_id"] for cycle in cycles])
    of_team: dict[str, list[Shown]] = defaultdict(list)
    for cycle in cycles:
        warning = warn_before(known, cycle["scale"], cycle["started_on"] or cycle["closed_on"])
        told = {**{name: cycle[name] for name in CYCLE}, "warnings": [warning] if warning else []}
        of_team[cycle["team_id"]].append(told)
    teams = [{"team": places[team].team, "cycles": of_team[team]} for team in of_team]
    return {
        "id": idea.id,
        "title": None if idea.withdrawn_at else idea.title,
        "teams": teams,
        "planned_warning": _warn_of_planned(principal, idea, known, planned),
        "gaps": [text for texts in gaps.values() for text in texts],
        "description": "\n".join(_describe(teams)) or "No test is recorded.",
    }


def find_cycles(session: Session, principal: Principal, idea: ChangeIdea) -> Sequence[PdsaCycle]:
    """Return the cycles of an idea in use that the person may read: those that began first come first."""
    in_use = PdsaCycle.archived_at.is_(None), PdsaCycle.withdrawn_at.is_(None)
    query = select(PdsaCycle).where(
        PdsaCycle.change_idea_id == idea.id, *in_use, readable(principal, PdsaCycle)
    )
    cycles = session.scalars(query).all()
    return sorted(cycles, key=lambda cycle: (cycle.started_on or date.max, cycle.created_at, cycle.id))


def _warn_of_planned(
    principal: Principal, idea: ChangeIdea, known: Iterable[CycleFacts], planned: Scale | None
) -> str | None:
    if planned is None:
        return None
    warnings = [warn_before(known, planned)]
    if idea.team_id in principal.own_teams:
        is_draft = idea.is_draft
        warnings.append(warn_of_hidden_test(Visibility.NETWORK, idea.visibility, is_draft=is_draft))
    return " ".join(each for each in warnings if each) or None


def _describe(teams: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """Say each team's ramp in a line."""
    for each in teams:
        name = each["team"]["name"] if each["team"] else "A team"
        yield f"{name}: {'; then '.join(_describe_cycle(cycle) for cycle in each['cycles'])}."


def _describe_cycle(cycle: Mapping[str, Any]) -> str:
    scale = str(cycle["scale"] or "scale not told").replace("_", " ")
    came_out = [cycle["direction"], cycle["decision"]]
    told = ", ".join(str(one).replace("_", " ") for one in came_out if one) or str(cycle["status"])
    jumps = ", ahead of the evidence" if cycle["warnings"] else ""
    return f"{scale} ({told}{jumps})"
