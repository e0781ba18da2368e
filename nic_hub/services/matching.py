"""The change ideas that search brings for a question: each counts by its best record, cycle or tool."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.relevance import Evidently, relevance_of
from nic_hub.domain.visibility import Principal, own_grants, read_grants
from nic_hub.models import ChangeIdeaDriver, ChangeIdeaTool
from nic_hub.search.engine import Hit, SearchEngine
from nic_hub.services.candidates import Match

#: Records that search brings, and ideas that are looked at closely.
HITS = 80
CLOSELY = 16
#: Ideas of other drivers that are looked at beside a stated one: enough to name the nearest.
BESIDE = 4
SEARCHED = ("change_idea", "pdsa_cycle", "tool")


def find_matches(
    session: Session,
    principal: Principal,
    engine: SearchEngine,
    text: str,
    drivers: Collection[str] | None,
) -> list[Match]:
    """Search, and return the ideas that were found, the most relevant first.

    Args:
        session: an open session.
        principal: who asks.
        engine: searches the records.
        text: what is searched for.
        drivers: ids of the drivers an answer must be on; None when no driver was stated. A few ideas of other
            drivers are returned too, to be named as near.
    """

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
        return _match_ideas(session, search())[:CLOSELY]
    # A filter inside the search finds what is rare. The others bring what it misses: ideas that work on the
    # driver beside their main one, and tools, which have no driver of their own.
    also_on_it = _find_also_on(session, drivers)
    inside = search(driver_ids=drivers) + (search(idea_ids=also_on_it) if also_on_it else [])
    found = _match_ideas(session, _each_once([*inside, *search()]))
    on_it = {hit.idea_id for hit in inside}
    return [
        *[match for match in found if match.idea_id in on_it][:CLOSELY],
        *[match for match in found if match.idea_id not in on_it][:BESIDE],
    ]


def _find_also_on(session: Session, drivers: Collection[str]) -> list[str]:
    query = select(ChangeIdeaDriver.change_idea_id).where(ChangeIdeaDriver.driver_id.in_(sorted(drivers)))
    return list(session.scalars(query))


def _each_once(hits: Iterable[Hit]) -> list[Hit]:
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(hit.record_id, hit)
    return list(first.values())


def _match_ideas(session: Session, hits: Sequence[Hit]) -> list[Match]:
    matches = [_match(idea_id, found) for idea_id, found in _by_idea(session, hits).items()]
    return sorted(matches, key=lambda match: (-match.relevance, match.idea_id))


def _by_idea(session: Session, hits: Sequence[Hit]) -> dict[str, list[Hit]]:
    """Gather the hits under the idea each belongs to; a tool may belong to several."""
    tool_ids = [hit.record_id for hit in hits if hit.kind == "tool"]
    query = select(ChangeIdeaTool.tool_id, ChangeIdeaTool.change_idea_id).where(
        ChangeIdeaTool.tool_id.in_(tool_ids)
    )
    ideas_of: dict[str, list[str]] = defaultdict(list)
    for tool_id, idea_id in session.execute(query) if tool_ids else ():
        ideas_of[tool_id].append(idea_id)
    found: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        owners = ideas_of[hit.record_id] if hit.kind == "tool" else [hit.idea_id or ""]
        for idea_id in owners:
            found[idea_id].append(hit)
    return found


def _match(idea_id: str, hits: Sequence[Hit]) -> Match:
    records = [Evidently(hit.dense or 0.0, hit.lexical, hit.likeness) for hit in hits]
    return Match(idea_id, relevance_of(records), max(hit.score for hit in hits))
