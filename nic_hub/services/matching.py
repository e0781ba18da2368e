"""The change ideas that search brings for a question: each counts by its best record, cycle or tool."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.domain.relevance import Evidently, relevance_of
from nic_hub.domain.visibility import own_grants, read_grants
from nic_hub.search.engine import Hit, SearchEngine
from nic_hub.search.facts import Facts
from nic_hub.services.candidates import Match
from nic_hub.services.sight import Sight

#: Records that search brings, and ideas that are looked at closely.
HITS = 80
CLOSELY = 16
#: Ideas of other drivers that are looked at beside a stated one: enough to name the nearest.
BESIDE = 4
SEARCHED = ("change_idea", "pdsa_cycle", "tool")


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

    def search(**wishes: Any) -> list[Hit]:
        return engine.search(
            session,
            text,
            read_grants(principal),
            own_grants=own_grants(principal),
            limit=HITS,
            network_id=principal.searched_network_id,
            kinds=SEARCHED,
            **wishes,
        )

    if drivers is None:
        return _match_ideas(facts, search())[:CLOSELY]
    # A filter inside the search finds what is rare. The others bring what it misses: ideas that work on the
    # driver beside their main one, and tools, which have no driver of their own.
    also_on_it = _find_also_on(facts, drivers)
    inside = search(driver_ids=drivers) + (search(idea_ids=also_on_it) if also_on_it else [])
    found = _match_ideas(facts, _each_once([*inside, *search()]))
    on_it = {hit.idea_id for hit in inside}
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


def _match_ideas(facts: Facts, hits: Sequence[Hit]) -> list[Match]:
    matches = [_match(idea_id, found) for idea_id, found in _by_idea(facts, hits).items()]
    return sorted(matches, key=lambda match: (-match.relevance, match.idea_id))


def _by_idea(facts: Facts, hits: Sequence[Hit]) -> dict[str, list[Hit]]:
    """Gather the hits under the idea each belongs to; a tool may belong to several."""
    found: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        for idea_id in _owners(facts, hit):
            found[idea_id].append(hit)
    return found


def _owners(facts: Facts, hit: Hit) -> list[str]:
    if hit.kind != "tool":
        return [hit.idea_id or ""]
    return [link.change_idea_id for link in facts.idea_tools.where("tool_id", hit.record_id)]


def _match(idea_id: str, hits: Sequence[Hit]) -> Match:
    records = [Evidently(hit.dense or 0.0, hit.lexical, hit.likeness) for hit in hits]
    return Match(idea_id, relevance_of(records), max(hit.score for hit in hits))
