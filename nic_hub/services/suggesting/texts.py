"""The texts of the few records that an answer shows, with whether they may be shown.

What is shown was chosen by facts in memory. Here it is checked once more, by what the database says of each
record as its text is read, by one fixed statement a kind, the same for everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import GRANT_COLUMNS, Reader, Standing
from nic_hub.models import ChangeIdea, PdsaCycle, Tool
from nic_hub.models.plain import ask

#: What is shown of each kind of record.
SHOWN: dict[type[Any], tuple[str, ...]] = {
    ChangeIdea: (
        *("id", "key", "title", "description"),
        *("reported_outcome", "provenance", "source", "visibility"),
    ),
    PdsaCycle: ("id", "what", "prediction", "result", "learning", "reason", "provenance", "study_on"),
    Tool: ("id", "key", "title", "type", "link"),
}
_STANDING = len(GRANT_COLUMNS)


@dataclass(frozen=True, slots=True)
class Texts:
    """What is shown of records, each by its id; what the person may not read is not there."""

    ideas: Mapping[str, Mapping[str, Any]]
    cycles: Mapping[str, Mapping[str, Any]]
    tools: Mapping[str, Mapping[str, Any]]


def read_texts(
    session: Session,
    reader: Reader,
    *,
    idea_ids: Iterable[str],
    cycle_ids: Iterable[str],
    tool_ids: Iterable[str],
) -> Texts:
    """Read what is shown of some records, as far as the person may read it. One query a kind."""
    return Texts(
        ideas=_read(session, reader, ChangeIdea, idea_ids),
        cycles=_read_cycles(session, reader, cycle_ids),
        tools=_read(session, reader, Tool, tool_ids),
    )


def _read(session: Session, reader: Reader, model: Any, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    rows = _rows(session, _QUERIES[model], ids)
    return _by_id(model, (shown for standing, shown in rows if reader.reads(standing)))


def _read_cycles(session: Session, reader: Reader, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Read cycles: each hangs on its idea; of a withdrawn one, a team reads its own alone."""
    rows = (
        (own, Standing(*rest[:_STANDING]), rest[_STANDING:]) for own, rest in _rows(session, _CYCLES, ids)
    )
    return _by_id(
        PdsaCycle,
        (
            shown
            for own, idea, shown in rows
            if reader.reads(own, anchor=reader.reads(idea) and not idea.is_withdrawn)
        ),
    )


def _rows(session: Session, query: Select[Any], ids: Iterable[str]) -> Iterable[tuple[Standing, Any]]:
    wanted = sorted(set(ids))
    rows = ask(session, query, {"ids": wanted}) if wanted else ()
    return ((Standing(*row[:_STANDING]), row[_STANDING:]) for row in rows)


def _by_id(model: Any, rows: Iterable[Any]) -> dict[str, dict[str, Any]]:
    shown = (dict(zip(SHOWN[model], row, strict=True)) for row in rows)
    return {values["id"]: values for values in shown}


def _columns(model: Any, names: Iterable[str]) -> list[Any]:
    return [getattr(model, name) for name in names]


def _query(model: Any, *also: Any) -> Select[Any]:
    columns = (*_columns(model, GRANT_COLUMNS), *also, *_columns(model, SHOWN[model]))
    return select(*columns).where(model.id.in_(bindparam("ids", expanding=True)))


_QUERIES = {model: _query(model) for model in (ChangeIdea, Tool)}
_CYCLES = _query(PdsaCycle, *_columns(ChangeIdea, GRANT_COLUMNS)).join(
    ChangeIdea, ChangeIdea.id == PdsaCycle.change_idea_id
)
