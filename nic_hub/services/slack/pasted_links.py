"""An address of the hub that somebody pasted: which record it is, and what may be shown of it there."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal
from nic_hub.errors import NotFound
from nic_hub.models import ChangeIdea, HelpWanted, PdsaCycle, ProblemOfPractice, Record, Storyboard, Tool
from nic_hub.services.kinds import kind_of
from nic_hub.services.presenting import present_one
from nic_hub.services.records import get_record

#: What can be shown in a line: by its place in an address, with the fields of its title and its summary.
_SHOWN: dict[str, tuple[type[Record], str, tuple[str, ...]]] = {
    "change-ideas": (ChangeIdea, "title", ("description",)),
    "tools": (Tool, "title", ("description",)),
    "pdsa-cycles": (PdsaCycle, "question", ("learning", "result", "what")),
    "storyboards": (Storyboard, "title", ("focus", "learning")),
    "problems": (ProblemOfPractice, "statement", ("root_causes",)),
    "help-wanted": (HelpWanted, "question", ("detail",)),
}
_PATH = re.compile(r"(?:/api/v1)?/([a-z-]+)/([0-9a-f]{32})/?(?:[?#].*)?", re.ASCII)
LONGEST = 300
_NOTHING = "There is nothing at this address that can be shown here."


def resolve_link(session: Session, principal: Principal, url: str, *, public_url: str) -> dict[str, Any]:
    """Return what is shown of a pasted address.

    Raises:
        NotFound: it is not the hub's, or the audience may not see the record.
    """
    match = _PATH.fullmatch(url.removeprefix(public_url)) if url.startswith(public_url + "/") else None
    if match is None or match[1] not in _SHOWN:
        raise NotFound(_NOTHING)
    model, title, summaries = _SHOWN[match[1]]
    told = present_one(session, principal, get_record(session, principal, model, match[2]))
    if told["withdrawn_at"] is not None or told["archived_at"] is not None:
        raise NotFound(_NOTHING)
    summary = next((told[name] for name in summaries if told.get(name)), "")
    return {
        "kind": kind_of(model),
        "id": told["id"],
        "title": _shorten(told[title] or kind_of(model).replace("_", " ")),
        "summary": _shorten(summary),
        "url": url,
    }


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
