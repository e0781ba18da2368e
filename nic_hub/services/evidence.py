"""Evidence of change ideas, computed from the cycles and adoptions the viewer may see, when they ask.

Never stored.

A replication counts for its source through its children unless ``keeps_core = no``. Withdrawn and
archived cycles do not
count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from nic_hub.domain.evidence import CycleFacts, Evidence, weigh
from nic_hub.domain.idea_status import network_status, statuses_by_team
from nic_hub.domain.visibility import Principal, may_see_numbers
from nic_hub.domain.vocabulary import AdoptionState, Direction, IdeaStatus, KeepsCore
from nic_hub.models import Adoption, ChangeIdea, Measure, Network, PdsaCycle, Team
from nic_hub.services.visibility import readable

#: How far down a lineage replications are followed.
MAX_GENERATIONS = 20


@dataclass(frozen=True, slots=True)
class IdeaEvidence:
    """What is known of one idea.

    Evidence, status for the network and by team, and the cycles it was derived from.
    """

    evidence: Evidence
    status: IdeaStatus
    team_status: Mapping[str, IdeaStatus]
    cycles: tuple[CycleFacts, ...]


@dataclass(frozen=True, slots=True)
class _Descendant:
    idea_id: str
    core_kept: bool


def weigh_ideas(
    session: Session, principal: Principal, ideas: Collection[ChangeIdea]
) -> dict[str, IdeaEvidence]:
    """Sum up what the viewer may know of each idea.

    Args:
        session: an open session.
        principal: the viewer; a hidden cycle changes no number.
        ideas: change ideas the viewer may read.

    Returns:
        By idea id. A constant number of queries, whatever the number of ideas.
    """
    families = find_families(session, principal, [idea.id for idea in ideas])
    members = {member.idea_id for family in families.values() for member in family}
    cycles = find_cycle_facts(session, principal, members)
    adoptions = _find_adoptions(session, principal, [idea.id for idea in ideas])
    return {
        idea.id: _weigh(idea, _gather(families[idea.id], cycles), adoptions.get(idea.id, {}))
        for idea in ideas
    }


def find_families(
    session: Session, principal: Principal, idea_ids: Collection[str]
) -> dict[str, list[_Descendant]]:
    """Return each idea with its descendants, and whether each still keeps the core of the idea."""
    families = {idea_id: [_Descendant(idea_id, True)] for idea_id in idea_ids}
    frontier = {idea_id: [(idea_id, True)] for idea_id in idea_ids}
    for _ in range(MAX_GENERATIONS):
        children = _find_children(session, principal, frontier)
        if not children:
            break
        frontier = _next_generation(families, frontier, children)
    return families


def find_cycle_facts(
    session: Session, principal: Principal, idea_ids: Collection[str]
) -> dict[str, list[CycleFacts]]:
    """Return, by idea, the facts of the cycles the viewer may see. One query."""
    if not idea_ids:
        return {}
    found: dict[str, list[CycleFacts]] = defaultdict(list)
    for row in session.execute(_cycle_query(principal, idea_ids)):
        found[row.change_idea_id].append(_facts(row, principal))
    return found


def _cycle_query(principal: Principal, idea_ids: Collection[str]) -> Any:
    columns = (
        PdsaCycle.change_idea_id,
        PdsaCycle.team_id,
        PdsaCycle.status,
        PdsaCycle.cycle_type,
        PdsaCycle.scale,
        PdsaCycle.as_planned,
        PdsaCycle.prediction_met,
        PdsaCycle.direction,
        PdsaCycle.decision,
        PdsaCycle.started_on,
        PdsaCycle.closed_on,
        _measured(principal).label("has_measure"),
        PdsaCycle.provenance,
        PdsaCycle.prediction.is_not(None).label("has_prediction"),
        PdsaCycle.observations.is_not(None).label("has_observations"),
        PdsaCycle.result.is_not(None).label("has_result"),
        PdsaCycle.student_count,
        Network.min_n,
        Team.school_id,
        Team.district_id,
    )
    counted = PdsaCycle.archived_at.is_(None), PdsaCycle.withdrawn_at.is_(None)
    wanted = PdsaCycle.change_idea_id.in_(sorted(idea_ids))
    return (
        select(*columns)
        .join(Team, Team.id == PdsaCycle.team_id)
        .join(Network, Network.id == PdsaCycle.network_id)
        .where(wanted, *counted, readable(principal, PdsaCycle))
    )


def _measured(principal: Principal) -> ColumnElement[bool]:
    """Say that a cycle has a measure which the viewer may see: a hidden one must not raise the strength."""
    measure = aliased(Measure)
    return exists().where(measure.id == PdsaCycle.measure_id, readable(principal, measure))


def _facts(row: Any, principal: Principal) -> CycleFacts:
    # Whether few students met a prediction tells how many did, so it does not count for other teams.
    is_small = row.student_count is not None and row.student_count < row.min_n
    is_hidden = is_small and not may_see_numbers(principal, row.team_id)
    return CycleFacts(
        idea_id=row.change_idea_id,
        team_id=row.team_id,
        school_id=row.school_id,
        district_id=row.district_id,
        status=row.status,
        cycle_type=row.cycle_type,
        scale=row.scale,
        as_planned=row.as_planned,
        prediction_met=None if is_hidden else row.prediction_met,
        direction=row.direction,
        decision=row.decision,
        started_on=row.started_on,
        closed_on=row.closed_on,
        has_prediction=bool(row.has_prediction),
        has_observations=bool(row.has_observations),
        has_result=bool(row.has_result),
        has_measure=bool(row.has_measure),
        provenance=row.provenance,
    )


def _find_children(
    session: Session, principal: Principal, frontier: Mapping[str, Iterable[tuple[str, bool]]]
) -> dict[str, list[tuple[str, bool]]]:
    parents = {idea_id for generation in frontier.values() for idea_id, _ in generation}
    if not parents:
        return {}
    live = ChangeIdea.archived_at.is_(None), ChangeIdea.withdrawn_at.is_(None)
    query = select(ChangeIdea.id, ChangeIdea.parent_id, ChangeIdea.keeps_core).where(
        ChangeIdea.parent_id.in_(sorted(parents)), *live, readable(principal, ChangeIdea)
    )
    children: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for child_id, parent_id, keeps_core in session.execute(query):
        children[str(parent_id)].append((child_id, keeps_core != KeepsCore.NO))
    return children


def _next_generation(
    families: dict[str, list[_Descendant]],
    frontier: Mapping[str, list[tuple[str, bool]]],
    children: Mapping[str, list[tuple[str, bool]]],
) -> dict[str, list[tuple[str, bool]]]:
    following: dict[str, list[tuple[str, bool]]] = {}
    for idea_id, generation in frontier.items():
        born = [
            (child, kept and child_kept)
            for parent, kept in generation
            for child, child_kept in children.get(parent, ())
        ]
        families[idea_id] += [_Descendant(child, kept) for child, kept in born]
        following[idea_id] = born
    return following


def _gather(family: Iterable[_Descendant], cycles: Mapping[str, list[CycleFacts]]) -> tuple[CycleFacts, ...]:
    return tuple(
        replace(cycle, core_kept=member.core_kept)
        for member in family
        for cycle in cycles.get(member.idea_id, ())
    )


def _find_adoptions(
    session: Session, principal: Principal, idea_ids: Collection[str]
) -> dict[str, dict[str, AdoptionState]]:
    if not idea_ids:
        return {}
    live = Adoption.archived_at.is_(None), Adoption.withdrawn_at.is_(None)
    query = select(Adoption.change_idea_id, Adoption.team_id, Adoption.state).where(
        Adoption.change_idea_id.in_(sorted(idea_ids)), *live, readable(principal, Adoption)
    )
    found: dict[str, dict[str, AdoptionState]] = defaultdict(dict)
    for idea_id, team_id, state in session.execute(query.order_by(Adoption.created_at)):
        found[str(idea_id)][team_id] = state
    return found


def _weigh(
    idea: ChangeIdea, cycles: tuple[CycleFacts, ...], adoptions: Mapping[str, AdoptionState]
) -> IdeaEvidence:
    statuses = statuses_by_team(cycles, adoptions)
    return IdeaEvidence(
        evidence=weigh(cycles, reported_direction(idea)),
        status=network_status(list(statuses.values())),
        team_status=statuses,
        cycles=cycles,
    )


def reported_direction(idea: ChangeIdea) -> Direction | None:
    """Return the direction of an outcome that was told without a cycle; None when nothing was told."""
    if not idea.reported_outcome:
        return None
    return idea.reported_direction or Direction.CANT_TELL
