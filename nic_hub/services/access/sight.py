"""The facts that one person may know: the read rule of ``domain.visibility``, held against rows in memory.

The same rule as ``services.access.visibility`` makes SQL of: a cycle or an adoption is seen by who may see
what it hangs on, too. Each look at facts for somebody passes through here. What was found out for one person
about the facts of one moment is kept with these facts, and goes with them when anything changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nic_hub.domain.lineage.lineage import find_root
from nic_hub.domain.visibility import Principal, Reader, may_see_numbers, reader_for
from nic_hub.domain.vocabulary import Decision, Direction, DriverStatus, PredictionMet
from nic_hub.domain.words.local_terms import LocalTerm
from nic_hub.models import utc_now
from nic_hub.search.facts import AdoptionRow, CycleRow, DriverRow, Facts, IdeaRow, StoryboardRow, ToolRow

#: People for whom is kept what was found out about facts, and of how many ideas each: 2 kB an idea.
KEPT_SIGHTS, KEPT_IDEAS = 16, 1_000


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person may know of the facts of one moment.

    Args:
        facts: all facts.
        reader: the read rule for the person.
        today: the day, for what is under way.
        known: what was found out about ideas, by their ids (``services.suggesting.candidates``).
    """

    facts: Facts
    reader: Reader
    today: date
    known: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Facts, principal: Principal, today: date | None = None) -> Sight:
        """Return what a person may know of some facts, on this day unless another one is named."""
        day = today or utc_now().date()
        kept: dict[str, Any] | None = facts.remembered.get((principal, day))
        if kept is None or len(kept) > KEPT_IDEAS:
            if len(facts.remembered) >= KEPT_SIGHTS:
                facts.remembered.clear()
            kept = facts.remembered[principal, day] = {}
        return cls(facts, reader_for(principal), day, kept)

    def drivers(self) -> tuple[DriverRow, ...]:
        """Return the drivers of the network in which the person asks; who may ask there knows its theory."""
        return self.facts.drivers.where("network_id", self.reader.principal.searched_network_id or "")

    def terms(self) -> list[LocalTerm]:
        """Return the words in use in the person's network; who is no member of one is told of none."""
        network_id = self.reader.principal.network_id
        return [term for term in self.facts.terms.where("network_id", network_id or "") if term.is_used]

    def find_driver(self, id_or_key: str) -> DriverRow | None:
        """Return the driver of that network with an id, or else the one with a key.

        Of a merged one, the driver it was merged into.
        """
        by_id = {driver.id: driver for driver in self.drivers()}
        by_key = {driver.key: driver for driver in by_id.values()}
        found = by_id.get(id_or_key) or by_key.get(id_or_key)
        heirs = {one.id: one.merged_into_id for one in by_id.values() if one.status == DriverStatus.MERGED}
        return found and by_id.get(find_root(found.id, heirs))

    def find_idea(self, idea_id: str) -> IdeaRow | None:
        """Return an idea that the person may read, whatever became of it."""
        idea = self.facts.ideas.get(idea_id)
        return idea if idea and self.reader.reads(idea.standing) else None

    def children_of(self, idea_id: str) -> list[IdeaRow]:
        """Return the ideas that came from an idea, without those that were taken back."""
        children = self.facts.ideas.where("parent_id", idea_id)
        return [child for child in children if child.is_live and self.reader.reads(child.standing)]

    def cycles_of(self, idea: IdeaRow) -> list[CycleRow]:
        """Return the cycles of an idea that the person may read, without those that were taken back.

        Of a withdrawn idea, those of the person's own teams alone.
        """
        cycles = self.facts.cycles.where("change_idea_id", idea.id)
        anchor = not idea.standing.is_withdrawn
        return [each for each in cycles if each.is_live and self.reader.reads(each.standing, anchor=anchor)]

    def adoptions_of(self, idea_id: str) -> list[AdoptionRow]:
        """Return the adoptions of an idea that the person may read, without those that were taken back.

        The oldest first. An adoption has one source, so it hangs on nothing but the idea.
        """
        adoptions = self.facts.adoptions.where("change_idea_id", idea_id)
        seen = [each for each in adoptions if each.is_live and self.reader.reads(each.standing)]
        return sorted(seen, key=lambda adoption: adoption.created_at)

    def sees_measure(self, measure_id: str | None) -> bool:
        """Say whether there is such a measure for the person."""
        measure = self.facts.measures.get(measure_id)
        return measure is not None and self.reader.reads(measure.standing)

    def tools_of(self, idea_id: str) -> list[ToolRow]:
        """Return the published tools of an idea, in their order."""
        found = self.facts.idea_tools.where("change_idea_id", idea_id)
        links = sorted(found, key=lambda link: (link.position, link.id))
        tools = (self.facts.tools.get(link.tool_id) for link in links)
        return [tool for tool in tools if tool and self.is_shared(tool)]

    def limit_of(self, cycle: CycleRow) -> int:
        """Return the small-cell limit of a cycle's network."""
        return self.facts.networks.rows[cycle.standing.network_id].min_n

    def is_kept_in_team(self, cycle: CycleRow) -> bool:
        """Say whether a cycle's numbers are about so few students that they are kept from the person."""
        is_few = cycle.student_count is not None and cycle.student_count < self.limit_of(cycle)
        return is_few and not may_see_numbers(self.reader.principal, cycle.team_id)

    def shows_failure(self, cycle: CycleRow) -> bool:
        """Say whether a cycle tells the person of a failure: abandoned, worse, or a prediction not met.

        Whether a prediction about too few students was met stays in the team: it would tell the number.
        """
        is_missed = cycle.prediction_met == PredictionMet.NOT and not self.is_kept_in_team(cycle)
        return is_missed or cycle.decision == Decision.ABANDON or cycle.direction == Direction.WORSE

    def is_told(self, idea_id: str) -> bool:
        """Say whether a published storyboard tells of an idea."""
        links = self.facts.idea_storyboards.where("change_idea_id", idea_id)
        boards = (self.facts.storyboards.get(link.storyboard_id) for link in links)
        return any(self.is_shared(board) for board in boards if board)

    def is_shared(self, record: CycleRow | IdeaRow | ToolRow | StoryboardRow) -> bool:
        """Say whether a record is published, in use, and may be read by the person by its own standing."""
        standing = record.standing
        return record.is_live and not standing.is_draft and self.reader.reads(standing)
