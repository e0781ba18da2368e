"""The texts of the few records that an answer shows. They are read from the database, under the read rule.

What is shown was chosen by facts in memory; here it is checked once more, by the database itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal
from nic_hub.models import ChangeIdea, PdsaCycle, Tool
from nic_hub.services.visibility import readable

#: What is shown of each kind of record.
SHOWN: dict[type[Any], tuple[str, ...]] = {
    ChangeIdea: (
        *("id", "key", "title", "description"),
        *("reported_outcome", "provenance", "source", "visibility"),
    ),
    PdsaCycle: ("id", "what", "prediction", "result", "learning", "reason", "provenance"),
    Tool: ("id", "key", "title", "type", "link"),
}


@dataclass(frozen=True, slots=True)
class Texts:
    """What is shown of records, each by its id; what the person may not read is not there."""

    ideas: Mapping[str, Mapping[str, Any]]
    cycles: Mapping[str, Mapping[str, Any]]
    tools: Mapping[str, Mapping[str, Any]]


def read_texts(
    session: Session,
    principal: Principal,
    *,
    idea_ids: Iterable[str],
    cycle_ids: Iterable[str],
    tool_ids: Iterable[str],
) -> Texts:
    """Read what is shown of some records, as far as the person may read it. One query a kind."""
    wanted = {ChangeIdea: idea_ids, PdsaCycle: cycle_ids, Tool: tool_ids}
    found = [_read(session, principal, model, sorted(set(ids))) for model, ids in wanted.items()]
    return Texts(*found)


def _read(session: Session, principal: Principal, model: Any, ids: list[str]) -> dict[str, dict[str, Any]]:
    rows = session.execute(_query(principal, model), {"ids": ids}) if ids else ()
    shown = (dict(zip(SHOWN[model], row, strict=True)) for row in rows)
    return {values["id"]: values for values in shown}


@lru_cache(maxsize=1024)
def _query(principal: Principal, model: Any) -> Select[Any]:
    """Make the query of a person once: making it takes longer than asking it."""
    columns = (getattr(model, name) for name in SHOWN[model])
    return select(*columns).where(model.id.in_(bindparam("ids", expanding=True)), readable(principal, model))
