"""The change ideas that may answer a question, with all that ranking and explanation need to know of each.

Everything is loaded under the read rule of the person who asks, so what search brought is checked here once
more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.context import Context
from nic_hub.domain.context_fit import ContextFit, fit
from nic_hub.domain.lineage import find_root
from nic_hub.domain.ranking import Candidate, candour_score, recency_score
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import CycleStatus, DriverStatus, TeamStatus
from nic_hub.models import (
    ChangeIdea,
    ChangeIdeaDriver,
    ChangeIdeaTool,
    Driver,
    PdsaCycle,
    Storyboard,
    StoryboardIdea,
    Team,
    Tool,
)
from nic_hub.services.evidence import IdeaEvidence, weigh_ideas
from nic_hub.services.understanding import Understanding
from nic_hub.services.visibility import readable

#: Cycles whose context tells in which conditions an idea was tested.
_TRIED = (CycleStatus.RUNNING, CycleStatus.STUDIED, CycleStatus.CLOSED)


@dataclass(frozen=True, slots=True)
class Match:
    """An idea that search brought.

    How surely it is about what was asked, and how well the text matches. Both 0 to 1.
    """

    idea_id: str
    relevance: float
    text: float


@dataclass(frozen=True, slots=True)
class Material:
    """One candidate with what explains it.

    Args:
        cycles: the cycles of the idea that the asker may see, newest first.
        tools: the tools of the idea that the asker may see.
    """

    candidate: Candidate
    idea: ChangeIdea
    team: Team
    driver: Driver
    known: IdeaEvidence
    cycles: Sequence[PdsaCycle] = ()
    tools: Sequence[Tool] = field(default=())


def find_ideas(
    session: Session, principal: Principal, idea_ids: Collection[str]
) -> dict[str, tuple[ChangeIdea, Team, Driver]]:
    """Load the published ideas the person may read, with team and driver.

    Ideas of retired drivers are left out.
    """
    query = (
        select(ChangeIdea, Team, Driver)
        .join(Team, Team.id == ChangeIdea.team_id)
        .join(Driver, Driver.id == ChangeIdea.driver_id)
        .where(
            ChangeIdea.id.in_(sorted(idea_ids)),
            readable(principal, ChangeIdea),
            ChangeIdea.published_at.is_not(None),
            ChangeIdea.archived_at.is_(None),
            ChangeIdea.withdrawn_at.is_(None),
            Driver.status != DriverStatus.RETIRED,
        )
    )
    rows = session.execute(query).all() if idea_ids else []
    return {idea.id: (idea, team, driver) for idea, team, driver in rows}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded of all candidates at once, each by idea id."""

    rows: Mapping[str, tuple[ChangeIdea, Team, Driver]]
    known: Mapping[str, IdeaEvidence]
    cycles: Mapping[str, list[PdsaCycle]]
    tools: Mapping[str, list[Tool]]
    other_drivers: Mapping[str, list[str]]
    told: Collection[str]
    roots: Mapping[str, str]


def load(session: Session, principal: Principal, idea_ids: Collection[str]) -> Loaded:
    """Load what is needed to weigh these ideas, as far as the person may read it.

    The number of queries does not depend on the number of ideas.
    """
    rows = find_ideas(session, principal, idea_ids)
    ideas = {idea_id: row[0] for idea_id, row in rows.items()}
    return Loaded(
        rows=rows,
        known=weigh_ideas(session, principal, list(ideas.values())),
        cycles=_find_cycles(session, principal, ideas),
        tools=_find_tools(session, principal, ideas),
        other_drivers=_find_other_drivers(session, ideas),
        told=_find_told(session, principal, ideas),
        roots=find_roots(session, ideas.values()),
    )


def gather(
    matches: Sequence[Match], loaded: Loaded, understanding: Understanding, today: date
) -> list[Material]:
    """Make a candidate of each match that was loaded, in the order of the matches."""
    found = [match for match in matches if match.idea_id in loaded.rows]
    return [_material(match, loaded, understanding, today) for match in found]


def _material(match: Match, loaded: Loaded, understanding: Understanding, today: date) -> Material:
    idea, team, driver = loaded.rows[match.idea_id]
    cycles, tools = loaded.cycles.get(idea.id, []), loaded.tools.get(idea.id, [])
    evidence = loaded.known[idea.id].evidence
    candidate = Candidate(
        idea_id=idea.id,
        team_id=idea.team_id,
        district_id=team.district_id,
        lineage_root=loaded.roots[idea.id],
        relevance=match.relevance,
        text=match.text,
        relation=understanding.relation_to([idea.driver_id, *loaded.other_drivers.get(idea.id, [])]),
        evidence=evidence,
        fit=best_fit(understanding.context, cycles, team),
        has_usable_tool=any(tool.link or tool.body for tool in tools),
        candour=_candour(idea, cycles, loaded.told),
        recency=recency_score(evidence.last_tested, today, is_reachable=team.status == TeamStatus.ACTIVE),
    )
    return Material(candidate, idea, team, driver, loaded.known[idea.id], cycles, tools)


def best_fit(asker: Context, cycles: Iterable[PdsaCycle], team: Team) -> ContextFit:
    """Compare the asker's context with those the idea was tested in; the nearest one counts."""
    tested = [cycle.context for cycle in cycles if cycle.status in _TRIED and cycle.context]
    contexts: list[dict[str, Any] | None] = [*tested] or [team.context]
    fits = [fit(asker, Context.of(context)) for context in contexts]
    return max(fits, key=lambda each: (each.score, len(each.same)))


def _candour(idea: ChangeIdea, cycles: Sequence[PdsaCycle], told: Collection[str]) -> float:
    surprised = any(cycle.surprises or cycle.cancel_reason for cycle in cycles)
    adapted = any(cycle.decision in {"adapt", "abandon"} for cycle in cycles)
    return candour_score(
        tells_challenges=surprised or idea.id in told, tells_adaptations=adapted or bool(idea.what_changed)
    )


def _find_cycles(
    session: Session, principal: Principal, ideas: Mapping[str, ChangeIdea]
) -> dict[str, list[PdsaCycle]]:
    query = select(PdsaCycle).where(
        PdsaCycle.change_idea_id.in_(sorted(ideas)),
        PdsaCycle.published_at.is_not(None),
        PdsaCycle.archived_at.is_(None),
        PdsaCycle.withdrawn_at.is_(None),
        readable(principal, PdsaCycle),
    )
    found: dict[str, list[PdsaCycle]] = defaultdict(list)
    for cycle in session.scalars(query) if ideas else ():
        found[cycle.change_idea_id].append(cycle)
    for cycles in found.values():
        cycles.sort(
            key=lambda cycle: (cycle.closed_on or cycle.started_on or date.min, cycle.id), reverse=True
        )
    return found


def _find_tools(
    session: Session, principal: Principal, ideas: Mapping[str, ChangeIdea]
) -> dict[str, list[Tool]]:
    query = (
        select(ChangeIdeaTool.change_idea_id, Tool)
        .join(Tool, Tool.id == ChangeIdeaTool.tool_id)
        .where(
            ChangeIdeaTool.change_idea_id.in_(sorted(ideas)),
            Tool.published_at.is_not(None),
            Tool.archived_at.is_(None),
            Tool.withdrawn_at.is_(None),
            readable(principal, Tool),
        )
        .order_by(ChangeIdeaTool.position)
    )
    return _grouped(session.execute(query).all() if ideas else ())


def _find_other_drivers(session: Session, ideas: Mapping[str, ChangeIdea]) -> dict[str, list[str]]:
    query = select(ChangeIdeaDriver.change_idea_id, ChangeIdeaDriver.driver_id)
    wanted = query.where(ChangeIdeaDriver.change_idea_id.in_(sorted(ideas)))
    return _grouped(session.execute(wanted).all() if ideas else ())


def _find_told(session: Session, principal: Principal, ideas: Mapping[str, ChangeIdea]) -> set[str]:
    """Return the ideas whose challenges are told on a published storyboard."""
    query = (
        select(StoryboardIdea.change_idea_id)
        .join(Storyboard, Storyboard.id == StoryboardIdea.storyboard_id)
        .where(
            StoryboardIdea.change_idea_id.in_(sorted(ideas)),
            Storyboard.published_at.is_not(None),
            Storyboard.archived_at.is_(None),
            Storyboard.withdrawn_at.is_(None),
            readable(principal, Storyboard),
        )
    )
    return set(session.scalars(query)) if ideas else set()


def find_roots(session: Session, ideas: Iterable[ChangeIdea]) -> dict[str, str]:
    """Return the oldest ancestor of each idea, seen or not: it only keeps two of one lineage apart."""
    parent_of: dict[str, str | None] = {idea.id: idea.parent_id for idea in ideas}
    wanted = list(parent_of)
    pending = {parent for parent in parent_of.values() if parent} - parent_of.keys()
    while pending:
        # An ancestor that is missing from damaged data has no parent, and so the search ends.
        parent_of.update(dict.fromkeys(pending))
        query = select(ChangeIdea.id, ChangeIdea.parent_id).where(ChangeIdea.id.in_(sorted(pending)))
        parent_of.update({row.id: row.parent_id for row in session.execute(query)})
        pending = {parent for parent in parent_of.values() if parent} - parent_of.keys()
    return {idea_id: find_root(idea_id, parent_of) for idea_id in wanted}


def _grouped(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found
