"""The driver that some words seem to be about: a proposal for whoever files an idea."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from nic_hub.domain.asking import has_content
from nic_hub.domain.privacy import redact
from nic_hub.domain.visibility import Principal
from nic_hub.search.engine import SearchEngine
from nic_hub.search.facts import DriverRow
from nic_hub.services.candidates import find_known
from nic_hub.services.matching import find_matches
from nic_hub.services.questions import count_votes
from nic_hub.services.sight import Sight
from nic_hub.services.understanding import infer_driver


def propose_driver(session: Session, principal: Principal, engine: SearchEngine, text: str) -> dict[str, Any]:
    """Return the driver that a text is most likely about, or none where no one stands out.

    It is read as a question is: from the ideas like it and from the drivers' own words. Nothing is stored.
    """
    sight, words = Sight.of(engine.facts.catch_up(session), principal), redact(text)
    if not has_content(words):
        return {"driver": None}
    matches = find_matches(session, sight, engine, words, None)
    known = find_known(sight, [match.idea_id for match in matches])
    votes = count_votes(matches, known)
    found = infer_driver(sight, query=words, matches=votes, embed=engine.embed)
    return {"driver": _named(found.driver) if found else None}


def _named(driver: DriverRow) -> dict[str, str]:
    return {"id": driver.id, "key": driver.key, "name": driver.name}
