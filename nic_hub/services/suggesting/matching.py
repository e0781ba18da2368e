"""The change ideas that search brings for a question: each counts by what belongs to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.domain.suggesting.relevance import Figures, weigh_relevance
from nic_hub.domain.visibility import own_grants, read_grants
from nic_hub.search.asking import Asking, Hit
from nic_hub.search.engine import SearchEngine
from nic_hub.search.facets import Filter
from nic_hub.search.facts import Facts
from nic_hub.search.likeness import Likeness, bring_together
from nic_hub.services.access.sight import Sight
from nic_hub.services.suggesting.candidates import Match
from nic_hub.services.suggesting.understanding import told

#: Records that search brings, and ideas that are looked at closely.
HITS = 48
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
    principal = sight.reader.principal
    asking = engine.ask(session, text, read_grants(principal), own_grants(principal))
    matching, anywhere = Matching(sight, asking), _anywhere(sight)
    if drivers is None:
        (hits,) = asking.search([anywhere], HITS)
        return matching.match_ideas(hits)[:CLOSELY]
    *inside, beside = asking.search([*_on_drivers(sight.facts, anywhere, drivers), anywhere], HITS)
    found = matching.match_ideas(_each_once([*_all_of(inside), *beside]))
    on_it = {owner for hit in _all_of(inside) for owner in matching.owners(hit)}
    return [
        *[match for match in found if match.idea_id in on_it][:CLOSELY],
        *[match for match in found if match.idea_id not in on_it][:BESIDE],
    ]


def count_unread(session: Session, sight: Sight, engine: SearchEngine) -> int:
    """Count the records that may hold an answer for the asker, but have not been read by the model yet."""
    principal, wish = sight.reader.principal, _anywhere(sight)
    return engine.count_unread(session, read_grants(principal), own_grants(principal), wish)


def _anywhere(sight: Sight) -> Filter:
    """Say what is searched among: what may hold an answer, in the network in which the person asks."""
    return Filter(network_id=sight.reader.principal.searched_network_id, kinds=SEARCHED)


def _on_drivers(facts: Facts, anywhere: Filter, drivers: Collection[str]) -> list[Filter]:
    """Say what to search among for ideas on some drivers: a filter inside the search finds what is rare.

    The second brings what the first misses: ideas that work on the driver beside their main one.
    """
    also_on_it = _find_also_on(facts, drivers)
    also = [replace(anywhere, idea_ids=also_on_it)] if also_on_it else []
    return [replace(anywhere, driver_ids=drivers), *also]


def _find_also_on(facts: Facts, drivers: Collection[str]) -> list[str]:
    links = (facts.idea_drivers.where("driver_id", driver_id) for driver_id in drivers)
    return sorted({link.change_idea_id for of_driver in links for link in of_driver})


def _all_of(found: Iterable[Sequence[Hit]]) -> list[Hit]:
    return [hit for hits in found for hit in hits]


def _each_once(hits: Iterable[Hit]) -> list[Hit]:
    first: dict[int, Hit] = {}
    for hit in hits:
        first.setdefault(hit.row, hit)
    return list(first.values())


@dataclass(frozen=True, slots=True)
class Matching:
    """Brings the records that were found to the ideas they belong to."""

    sight: Sight
    asking: Asking

    def match_ideas(self, hits: Sequence[Hit]) -> list[Match]:
        """Return the ideas of some hits, the most relevant first."""
        found = self.by_idea(hits)
        relevance = weigh_relevance(self.figures_of(found))
        matches = [Match(idea_id, *each) for idea_id, each in zip(found, relevance, strict=True)]
        return sorted(matches, key=lambda match: (-match.relevance, match.idea_id))

    def by_idea(self, hits: Sequence[Hit]) -> dict[str, list[Hit]]:
        """Return what was found of each idea, by its id."""
        found: dict[str, list[Hit]] = defaultdict(list)
        for hit in hits:
            for idea_id in self.owners(hit):
                found[idea_id].append(hit)
        return found

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

    def figures_of(self, found: Mapping[str, Sequence[Hit]]) -> list[Figures]:
        """Return what search says of each idea, in their order."""
        likeness = self._compare(found)
        said = likeness.said.sum(axis=1).tolist()
        return [*map(_figures, found.values(), said, likeness.echoed.tolist())]

    def _compare(self, found: Mapping[str, Sequence[Hit]]) -> Likeness:
        """Return how near each idea, with all that belongs to it, and the question come to saying the same.

        The only place where these figures come from: the records of the idea that were found, the problem it
        answers, and its driver.

        Args:
            found: by the id of an idea, what was found of it.

        Returns:
            The likeness of the ideas, in their order.
        """
        hits = _each_once(_all_of(found.values()))
        driver_of = {idea_id: self._driver_of(idea_id) for idea_id in found}
        drivers = [*dict.fromkeys(driver for driver in driver_of.values() if driver)]
        place_of: dict[Any, int] = {key: at for at, key in enumerate([*(hit.row for hit in hits), *drivers])}
        groups = [
            [place_of[key] for key in (*(hit.row for hit in of_idea), driver_of[idea_id]) if key is not None]
            for idea_id, of_idea in found.items()
        ]
        return bring_together(self.asking.hold_against(hits, map(self._tell, drivers)), groups)

    def _driver_of(self, idea_id: str) -> str | None:
        idea = self.sight.facts.ideas.get(idea_id)
        return idea.driver_id if idea else None

    def _tell(self, driver_id: str) -> str:
        return told(self.sight.facts.drivers.rows[driver_id])


def _figures(hits: Sequence[Hit], said: float, echoed: float) -> Figures:
    """Bring together what search says of an idea: of itself, its cycles and its tools, the best counts."""
    meaning = words = 0.0
    for hit in hits:
        if hit.kind != "problem":
            meaning, words = max(meaning, hit.dense or 0.0), max(words, hit.lexical)
    return Figures(meaning, words, said, echoed)
