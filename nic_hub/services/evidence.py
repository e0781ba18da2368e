"""Evidence of change ideas, computed from the cycles and adoptions the viewer may see, when they ask.

Never stored. It is worked out from facts (``search.facts``), in one way, wherever they come from: a
suggestion weighs those that the process keeps in memory, a record that is shown those that its transaction
reads.

A replication counts for its source through its children unless ``keeps_core = no``. Withdrawn and archived
cycles do not count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from nic_hub.domain.evidence.cycle_facts import CycleFacts
from nic_hub.domain.evidence.evidence import Evidence, weigh
from nic_hub.domain.evidence.idea_status import network_status, statuses_by_team
from nic_hub.domain.evidence.under_way import was_left
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import AdoptionState, Direction, IdeaStatus, KeepsCore
from nic_hub.models import ChangeIdea, PdsaCycle
from nic_hub.search.fact_reading import MAX_GENERATIONS, read_facts_about
from nic_hub.search.facts import CycleRow, IdeaRow
from nic_hub.services.access.sight import Sight


@dataclass(frozen=True, slots=True)
class IdeaEvidence:
    """What is known of one idea.

    Evidence, the cycles it was derived from, and the state of each adopting team's adoption.
    """

    evidence: Evidence
    cycles: tuple[CycleFacts, ...]
    adoptions: Mapping[str, AdoptionState]

    @property
    def team_status(self) -> Mapping[str, IdeaStatus]:
        """Return what the idea is to each team that tested or adopted it."""
        return statuses_by_team(self.cycles, self.adoptions)

    @property
    def status(self) -> IdeaStatus:
        """Return what the idea is to the network."""
        return network_status(self.team_status.values())


def weigh_ideas(
    session: Session, principal: Principal, ideas: Collection[ChangeIdea]
) -> dict[str, IdeaEvidence]:
    """Sum up what the viewer may know of each idea, as this transaction sees it.

    Args:
        session: an open session.
        principal: the viewer; a hidden cycle changes no number.
        ideas: change ideas the viewer may read.

    Returns:
        By idea id. A constant number of queries, whatever the number of ideas.
    """
    sight = Sight.of(read_facts_about(session, [idea.id for idea in ideas]), principal)
    return {idea.id: weigh_idea(sight, sight.facts.ideas.rows[idea.id]) for idea in ideas}


def weigh_idea(sight: Sight, idea: IdeaRow) -> IdeaEvidence:
    """Sum up what a viewer may know of one idea that they may read."""
    cycles = tuple(_find_cycles(sight, idea))
    adoptions = {adoption.team_id: adoption.state for adoption in sight.adoptions_of(idea.id)}
    return IdeaEvidence(weigh(cycles, reported_direction(idea)), cycles, adoptions)


def read_tests(
    session: Session, principal: Principal, cycles: Collection[PdsaCycle]
) -> dict[str, CycleFacts]:
    """Return what the viewer may know of some cycles they may read, each by its id.

    Those that were taken back or archived do not count, and are left out.
    """
    wanted = {cycle.id for cycle in cycles}
    idea_ids = sorted({cycle.change_idea_id for cycle in cycles})
    sight = Sight.of(read_facts_about(session, idea_ids), principal)
    ideas = (sight.facts.ideas.rows[idea_id] for idea_id in idea_ids)
    rows = (row for idea in ideas for row in sight.cycles_of(idea) if row.id in wanted)
    return {row.id: _facts_of(sight, row) for row in rows}


def reported_direction(idea: IdeaRow) -> Direction | None:
    """Return the direction of an outcome that was told without a cycle; None when nothing was told."""
    if not idea.has_outcome:
        return None
    return idea.reported_direction or Direction.CANT_TELL


def _find_cycles(sight: Sight, idea: IdeaRow) -> Iterator[CycleFacts]:
    """Return the cycles of an idea and of what came from it, with whether the core was kept on the way."""
    generation = [(idea, True)]
    # On damaged data that holds a loop this must end, too.
    for _ in range(MAX_GENERATIONS + 1):
        for member, core_kept in generation:
            for cycle in sight.cycles_of(member):
                yield _facts_of(sight, cycle, of_variant=member is not idea, core_kept=core_kept)
        generation = list(_next_generation(sight, generation))
        if not generation:
            break


def _next_generation(
    sight: Sight, generation: Iterable[tuple[IdeaRow, bool]]
) -> Iterator[tuple[IdeaRow, bool]]:
    for idea, core_kept in generation:
        for child in sight.children_of(idea.id):
            yield child, core_kept and child.keeps_core != KeepsCore.NO


def _facts_of(
    sight: Sight, cycle: CycleRow, *, of_variant: bool = False, core_kept: bool = True
) -> CycleFacts:
    team = sight.facts.teams.rows[cycle.team_id]
    return CycleFacts(
        idea_id=cycle.change_idea_id,
        team_id=cycle.team_id,
        school_id=team.school_id,
        district_id=team.district_id,
        status=cycle.status,
        cycle_type=cycle.cycle_type,
        scale=cycle.scale,
        as_planned=cycle.as_planned,
        # Whether few students met a prediction tells how many did, so it does not count for other teams.
        prediction_met=None if sight.is_kept_in_team(cycle) else cycle.prediction_met,
        direction=cycle.direction,
        decision=cycle.decision,
        started_on=cycle.started_on,
        closed_on=cycle.closed_on,
        has_prediction=cycle.has_prediction,
        has_observations=cycle.has_observations,
        has_result=cycle.has_result,
        # A measure that the viewer may not see must not raise the strength.
        has_measure=sight.sees_measure(cycle.measure_id),
        of_variant=of_variant,
        core_kept=core_kept,
        was_left=was_left(cycle.status, cycle.started_on, sight.today),
        provenance=cycle.provenance,
    )
