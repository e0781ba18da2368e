"""The change ideas that may answer a question, with all that ranking and explanation need to know of each.

It is taken from the facts that the process keeps in memory, as far as the person who asks may know them; so
what search brought is checked here once more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from nic_hub.domain.context.context import Context
from nic_hub.domain.context.fit import ContextFit, fit
from nic_hub.domain.lineage.lineage import find_root
from nic_hub.domain.suggesting.ranking import Candidate, candour_score, recency_score
from nic_hub.domain.vocabulary import BEGUN, Decision, TeamStatus
from nic_hub.domain.words.local_terms import Mapped
from nic_hub.search.facts import CycleRow, DriverRow, IdeaRow, TeamRow, ToolRow
from nic_hub.services.access.sight import Sight
from nic_hub.services.evidence import IdeaEvidence, weigh_idea
from nic_hub.services.suggesting.understanding import Understanding


@dataclass(frozen=True, slots=True)
class Match:
    """An idea that search brought.

    How surely it is about what was asked, and how well its texts match beside those of the idea that matches
    best. Both 0 to 1. By which mapping of a local word, when not by the question's own words.
    """

    idea_id: str
    relevance: float
    text: float
    mapped: Mapped | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the asker may know of one idea.

    Args:
        root: the oldest known ancestor: it keeps two of one lineage apart.
        drivers: ids of its drivers, the main one first.
        cycles: the published cycles of the idea, newest first.
        tools: the published tools of the idea.
        contexts: those it was tried in, each once, as they are stored; its team's where it was not tried.
        candour: see ``domain.suggesting.ranking.candour_score``.
    """

    idea: IdeaRow
    team: TeamRow
    driver: DriverRow
    root: str
    drivers: Sequence[str | None]
    evidence: IdeaEvidence
    cycles: Sequence[CycleRow]
    tools: Sequence[ToolRow]
    contexts: Sequence[str | None]
    candour: float


@dataclass(frozen=True, slots=True)
class Material:
    """One candidate with what explains it."""

    candidate: Candidate
    known: Known


def find_known(sight: Sight, idea_ids: Collection[str]) -> dict[str, Known]:
    """Return what the asker may know of the ideas that may be suggested to them, each by its id.

    Ideas of drivers that are retired or archived are left out.
    """
    found = ((idea_id, _recall(sight, idea_id)) for idea_id in idea_ids)
    return {idea_id: known for idea_id, known in found if known}


def _recall(sight: Sight, idea_id: str) -> Known | None:
    """Find out what the asker may know of an idea, once for these facts."""
    if idea_id not in sight.known:
        sight.known[idea_id] = _know(sight, idea_id)
    known: Known | None = sight.known[idea_id]
    return known


def _know(sight: Sight, idea_id: str) -> Known | None:
    idea = sight.find_idea(idea_id)
    driver = sight.facts.drivers.get(idea.driver_id) if idea else None
    if idea is None or driver is None or not sight.is_shared(idea) or driver.is_retired:
        return None
    team = sight.facts.teams.rows[idea.team_id]
    cycles = _newest_first(cycle for cycle in sight.cycles_of(idea) if not cycle.standing.is_draft)
    others = (link.driver_id for link in sight.facts.idea_drivers.where("change_idea_id", idea.id))
    return Known(
        idea=idea,
        team=team,
        driver=driver,
        root=root_of(sight, idea.id),
        drivers=(idea.driver_id, *others),
        evidence=weigh_idea(sight, idea),
        cycles=cycles,
        tools=sight.tools_of(idea.id),
        contexts=contexts_of(cycles, team),
        candour=_candour(sight, idea, cycles),
    )


def _newest_first(cycles: Iterable[CycleRow]) -> list[CycleRow]:
    return sorted(
        cycles, key=lambda cycle: (cycle.closed_on or cycle.started_on or date.min, cycle.id), reverse=True
    )


def gather(
    matches: Sequence[Match],
    known: Mapping[str, Known],
    understanding: Understanding,
    today: date,
) -> list[Material]:
    """Make a candidate of each match that may be suggested, in the order of the matches."""
    found = [match for match in matches if match.idea_id in known]
    return [_material(match, known[match.idea_id], understanding, today) for match in found]


def _material(match: Match, known: Known, understanding: Understanding, today: date) -> Material:
    idea, team, evidence = known.idea, known.team, known.evidence.evidence
    candidate = Candidate(
        idea_id=idea.id,
        team_id=idea.team_id,
        district_id=team.district_id,
        lineage_root=known.root,
        relevance=match.relevance,
        text=match.text,
        relation=understanding.relation_to(known.drivers),
        evidence=evidence,
        fit=best_fit(understanding.context, known.contexts),
        has_usable_tool=any(tool.is_usable for tool in known.tools),
        candour=known.candour,
        recency=recency_score(evidence.last_tested, today, is_reachable=team.status == TeamStatus.ACTIVE),
        mapped=match.mapped,
    )
    return Material(candidate, known)


def contexts_of(cycles: Iterable[CycleRow], team: TeamRow) -> tuple[str | None, ...]:
    """Return the contexts an idea was tried in, each once; its team's where it was not tried."""
    tried = dict.fromkeys(cycle.context for cycle in cycles if cycle.status in BEGUN and cycle.context)
    return (*tried,) or (team.context,)


def best_fit(asker: Context, contexts: Iterable[str | None]) -> ContextFit:
    """Compare the asker's context with those an idea stands for; the nearest one counts."""
    fits = [_fit(asker, context) for context in contexts]
    return max(fits, key=lambda each: (each.score, len(each.same)))


@lru_cache(maxsize=20_000)
def _fit(asker: Context, tested: str | None) -> ContextFit:
    """Compare two contexts, and keep what was found: teams test in few contexts, and ask from few."""
    return fit(asker, Context.stored(tested))


def _candour(sight: Sight, idea: IdeaRow, cycles: Sequence[CycleRow]) -> float:
    surprised = any(cycle.tells_challenges for cycle in cycles)
    adapted = any(cycle.decision in {Decision.ADAPT, Decision.ABANDON} for cycle in cycles)
    return candour_score(
        tells_challenges=surprised or sight.is_told(idea.id),
        tells_adaptations=adapted or idea.tells_changes,
    )


def root_of(sight: Sight, idea_id: str) -> str:
    """Return the oldest known ancestor of an idea: it keeps two of one lineage apart.

    What an ancestor out of sight comes from is not asked: it must not show in an answer.
    """
    parent_of: dict[str, str | None] = {}
    step: str | None = idea_id
    while step is not None and step not in parent_of:
        # An ancestor out of sight, or missing from damaged data, has no parent, and so the search ends.
        idea = sight.find_idea(step)
        parent_of[step] = idea.parent_id if idea else None
        step = parent_of[step]
    return find_root(idea_id, parent_of)
