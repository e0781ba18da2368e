"""What a text that is about to be posted resembles: its driver, and ideas that somebody wrote before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.privacy.privacy import redact
from nic_hub.domain.suggesting.asking import has_content
from nic_hub.domain.visibility import Principal
from nic_hub.models import ChangeIdea
from nic_hub.search.engine import SearchEngine
from nic_hub.services.access.sight import Sight
from nic_hub.services.access.visibility import readable
from nic_hub.services.suggesting.candidates import Known, Match, find_known
from nic_hub.services.suggesting.matching import find_matches
from nic_hub.services.suggesting.questions import count_votes
from nic_hub.services.suggesting.understanding import InferredDriver, infer_driver

#: How surely an idea must be about the same thing to be shown as a look-alike, and how many are shown.
ALIKE, MOST = 0.20, 3
#: A longer text says no more about its driver, and takes longer to read.
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a text resembles, for one person.

    Args:
        driver: the driver it is most likely about.
        alike: ideas near it, the nearest first, with how near they are.
    """

    driver: InferredDriver | None
    alike: Sequence[tuple[Match, Known]]


def find_likeness(session: Session, principal: Principal, engine: SearchEngine, text: str) -> Likeness:
    """Find what a text resembles, among what the person may read. Nothing is stored."""
    sight, words = Sight.of(engine.facts.catch_up(session), principal), redact(text[:LONGEST])
    if not has_content(words):
        return Likeness(None, ())
    matches = find_matches(session, sight, engine, words, None)
    known = find_known(sight, [match.idea_id for match in matches])
    votes = count_votes(matches, known)
    alike = [
        (each, known[each.idea_id]) for each in matches if each.idea_id in known and each.relevance >= ALIKE
    ]
    return Likeness(infer_driver(sight, query=words, matches=votes, embed=engine.embed), alike[:MOST])


def tell_likeness(session: Session, principal: Principal, found: Likeness) -> dict[str, Any]:
    """Tell the driver with its confidence, and the look-alikes with their teams."""
    ids = [match.idea_id for match, _ in found.alike]
    query = select(ChangeIdea).where(ChangeIdea.id.in_(ids), readable(principal, ChangeIdea))
    ideas = {idea.id: idea for idea in session.scalars(query)} if ids else {}
    alike = [
        _told(principal, match, known, ideas[match.idea_id])
        for match, known in found.alike
        if match.idea_id in ideas
    ]
    return {"driver": _driver(found.driver), "look_alikes": alike, "message": _message(alike)}


def _driver(found: InferredDriver | None) -> dict[str, Any] | None:
    if found is None:
        return None
    driver = found.driver
    confidence = {"confidence": round(found.share, 2), "is_sure": found.is_sure}
    return {"id": driver.id, "key": driver.key, "name": driver.name, **confidence}


def _told(principal: Principal, match: Match, known: Known, idea: ChangeIdea) -> dict[str, Any]:
    team = known.team
    return {
        "change_idea": {"id": idea.id, "key": idea.key, "title": idea.title},
        "team": {"id": team.id, "key": team.key, "name": team.name},
        "is_own_team": idea.team_id in principal.whole.own_teams,
        "relevance": round(match.relevance, 2),
    }


def _message(alike: Sequence[dict[str, Any]]) -> str:
    teams = len({each["team"]["id"] for each in alike})
    if not teams:
        return "Nobody whose work you may read wrote something near this."
    return f"{'One team' if teams == 1 else f'{teams} teams'} wrote something near this."
