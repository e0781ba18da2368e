"""The change ideas that search brings for a question: each counts by what belongs to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.domain.relevance import Evidently, relevance_of
from nic_hub.domain.visibility import own_grants, read_grants
from nic_hub.search.engine import Hit, SearchEngine
from nic_hub.search.facts import Facts
from nic_hub.search.likeness import AskedWords
from nic_hub.services.candidates import Match
from nic_hub.services.sight import Sight
from nic_hub.services.understanding import told

#: Records that search brings, and ideas that are looked at closely.
HITS = 80
CLOSELY = 16
#: Ideas of other drivers that are looked at beside a stated one: enough to name the nearest.
BESIDE = 4
SEARCHED = ("change_idea", "pdsa_cycle", "tool", "problem")


def find_matches(
    session: Session,
    sight: Sight,
    engine: SearchEngine,
    text: str,
    drivers: Collection[str] | None,
) -> list[Match]:
    """Search, and return the ideas that were found, the most relevant first.

    Args:
        session: an open session.
        sight: what the asker may know; the facts say which ideas a tool belongs to.
        engine: searches the records.
        text: what is searched for.
        drivers: ids of the drivers an answer must be on; None when no driver was stated. A few ideas of other
            drivers are returned too, to be named as near.
    """
    facts, principal = sight.facts, sight.reader.principal
    grants, own = read_grants(principal), own_grants(principal)

    def search(**wishes: Any) -> list[Hit]:
        return engine.search(
            session,
            text,
            grants,
            own_grants=own,
            limit=HITS,
            network_id=principal.searched_network_id,
            kinds=SEARCHED,
            **wishes,
        )

    matching = _Matching(sight, engine, engine.ask(session, text, grants, own))
    if drivers is None:
        return matching.match_ideas(search())[:CLOSELY]
    # A filter inside the search finds what is rare. The others bring what it misses: ideas that work on the
    # driver beside their main one, and tools, which have no driver of their own.
    also_on_it = _find_also_on(facts, drivers)
    inside = search(driver_ids=drivers) + (search(idea_ids=also_on_it) if also_on_it else [])
    found = matching.match_ideas(_each_once([*inside, *search()]))
    on_it = {owner for hit in inside for owner in matching.owners(hit)}
    return [
        *[match for match in found if match.idea_id in on_it][:CLOSELY],
        *[match for match in found if match.idea_id not in on_it][:BESIDE],
    ]


def _find_also_on(facts: Facts, drivers: Collection[str]) -> list[str]:
    links = (facts.idea_drivers.where("driver_id", driver_id) for driver_id in drivers)
    return sorted({link.change_idea_id for of_driver in links for link in of_driver})


def _each_once(hits: Iterable[Hit]) -> list[Hit]:
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.record_id, hit)
    return list(first.values())


@dataclass(frozen=True, slots=True)
class _Matching:
    """Brings the records that were found to the ideas they belong to."""

    sight: Sight
    engine: SearchEngine
    asked: AskedWords

    def match_ideas(self, hits: Sequence[Hit]) -> list[Match]:
        """Return the ideas of some hits, the most relevant first."""
        found: dict[str, list[Hit]] = defaultdict(list)
        for hit in hits:
            for idea_id in self.owners(hit):
                found[idea_id].append(hit)
        matches = [self._match(idea_id, of_idea) for idea_id, of_idea in found.items()]
        return sorted(matches, key=lambda match: (-match.relevance, match.idea_id))

    def owners(self, hit: Hit) -> list[str]:
        """Return the ideas a hit belongs to: several may have one tool, or answer one problem.

        One that the asker may not read must not take the place of another, which would tell that it is there.
        """
        return [idea_id for idea_id in self._linked(hit) if self.sight.find_idea(idea_id)]

    def _linked(self, hit: Hit) -> list[str]:
        facts = self.sight.facts
        if hit.kind == "tool":
            return [link.change_idea_id for link in facts.idea_tools.where("tool_id", hit.record_id)]
        if hit.kind == "problem":
            return [idea.id for idea in facts.ideas.where("problem_id", hit.record_id)]
        return [hit.idea_id or ""]

    def _match(self, idea_id: str, hits: Sequence[Hit]) -> Match:
        own = [Evidently(hit.dense or 0.0, hit.lexical, hit.said) for hit in hits if hit.kind != "problem"]
        problems = [hit.said for hit in hits if hit.kind == "problem"]
        relevance = relevance_of(own, [*problems, *self._said_by_driver(idea_id)])
        return Match(idea_id, relevance, max(hit.score for hit in hits))

    def _said_by_driver(self, idea_id: str) -> list[tuple[float, ...]]:
        idea = self.sight.facts.ideas.get(idea_id)
        driver = self.sight.facts.drivers.get(idea.driver_id) if idea else None
        return [self.asked.said_in(self.engine.read(told(driver)))] if driver else []
