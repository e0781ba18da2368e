"""The driver that some words seem to be about, and what they resemble: for whoever files an idea."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal
from nic_hub.search.engine import SearchEngine
from nic_hub.services.likeness import find_likeness, tell_likeness


def propose_driver(session: Session, principal: Principal, engine: SearchEngine, text: str) -> dict[str, Any]:
    """Return the driver that a text is most likely about, if one stands out, and ideas near the text.

    It is read as a question is: from the ideas like it and from the drivers' own words. Nothing is stored.
    """
    return tell_likeness(session, principal, find_likeness(session, principal, engine, text))
