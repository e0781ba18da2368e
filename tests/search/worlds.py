"""A small world to search: documents without the records behind them, and grants that see them."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Grant
from nic_hub.models import Network, SearchDocument

NETWORK = "n" * 32
EVERYTHING = (Grant.of(network_id=[NETWORK]),)


def add_network(session: Session, network_id: str = NETWORK) -> None:
    """Add a network, so that documents may point to it."""
    session.add(Network(id=network_id, key=network_id, name="Core", problem="Too few students ask."))


def make_document(text: str, record_id: str, **values: Any) -> SearchDocument:
    """Make a document that everybody in the network may see."""
    facets: dict[str, Any] = {
        "network_id": NETWORK,
        "kind": "change_idea",
        "record_id": record_id,
        "visibility": "network",
        "is_draft": False,
        "is_hidden": False,
        "is_archived": False,
        "is_withdrawn": False,
        "tested": False,
        "title": text.split("\n", 1)[0][:80],
    }
    if values.get("kind", "change_idea") == "change_idea":
        facets["idea_id"] = record_id
    text_hash = hashlib.sha256(text.encode()).digest()
    return SearchDocument(**facets | {"text": text, "text_hash": text_hash} | values)
