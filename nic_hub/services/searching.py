"""Search: records that fit a question, best first, among what the person may read.

Search finds ids under the read rule; what is shown of them is loaded under it once more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal, own_grants, read_grants
from nic_hub.models import District, Driver, Record, Team
from nic_hub.search.asking import Hit
from nic_hub.search.engine import SearchEngine
from nic_hub.services.access.sight import Sight
from nic_hub.services.access.small_cells import find_kept
from nic_hub.services.access.visibility import readable
from nic_hub.services.kinds import RECORD_KINDS
from nic_hub.services.listing import Page
from nic_hub.services.references import find_reference, hide_unreadable
from nic_hub.services.searchable import CONCLUDED, FOUND, searched_values, title_of
from nic_hub.services.suggesting.hearing import hear_words, redact_question, search_in_all_words

#: Nobody reads further; a better question finds more.
MAX_FOUND = 200
SUMMARY_LENGTH = 300
#: A record without a word of the question is found from this cosine on, for everything has some. How it was
#: chosen stands in benchmarks/README.md ("Where a search ends").
NEAR_IN_MEANING = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """What is searched for.

    Args:
        q: the question, or some words.
        kind: kinds of records; empty for all.
        driver, team, district: id or key.
        tested: only cycles that were tried, or only what is none.
        page, page_size: which part of the records that were found.
    """

    q: str
    kind: Sequence[str] = ()
    driver: str | None = None
    team: str | None = None
    district: str | None = None
    tested: bool | None = None
    page: int = 1
    page_size: int = 20


def search_records(
    session: Session, principal: Principal, engine: SearchEngine, request: SearchRequest
) -> Page[dict[str, Any]]:
    """Return one page of the records that fit, best first; none where nothing has to do with the question.

    Raises:
        Invalid: a filter names a record that does not exist for this person.
    """
    hits = _search(session, principal, engine, request)
    may_be_read = _find_readable(session, principal, hits)
    found = [hit for hit in hits if hit.record_id in may_be_read]
    first = (request.page - 1) * request.page_size
    page = found[first : first + request.page_size]
    rows = _load(session, page)
    kept = find_kept(session, principal, rows.values())
    shown = [_describe(hit, rows[hit.record_id], is_kept=hit.record_id in kept) for hit in page]
    hide_unreadable(session, principal, [rows[hit.record_id] for hit in page], shown)
    return Page(shown, request.page, request.page_size, len(found))


def _search(
    session: Session, principal: Principal, engine: SearchEngine, request: SearchRequest
) -> list[Hit]:
    """Search in the words of the question, and in those its local words are mapped to."""
    grants, wishes = read_grants(principal), _filters(session, principal, request)
    wishes |= {"own_grants": own_grants(principal), "limit": MAX_FOUND}
    sight = Sight.of(engine.facts.catch_up(session), principal)
    heard = hear_words(sight, redact_question(sight, request.q))

    def search(words: str) -> list[Hit]:
        return [hit for hit in engine.search(session, words, grants, **wishes) if has_to_do_with(hit)]

    return search_in_all_words(heard, search)[:MAX_FOUND]


def has_to_do_with(hit: Hit) -> bool:
    """Say whether a hit holds a word of the question, or comes near it in meaning."""
    return hit.lexical > 0 or (hit.dense is not None and hit.dense >= NEAR_IN_MEANING)


def _filters(session: Session, principal: Principal, request: SearchRequest) -> dict[str, Any]:
    return {
        "network_id": principal.searched_network_id,
        "kinds": list(request.kind) or None,
        "driver_ids": _driver_family(session, principal, request.driver),
        "team_ids": _named(session, principal, Team, request.team, "?team"),
        "district_ids": _named(session, principal, District, request.district, "?district"),
        "tested": request.tested,
    }


def _named(
    session: Session, principal: Principal, model: type[Any], name: str | None, pointer: str
) -> list[str] | None:
    return None if name is None else [find_reference(session, principal, model, name, pointer)]


def _driver_family(session: Session, principal: Principal, name: str | None) -> list[str] | None:
    """Return a driver and those below it."""
    if name is None:
        return None
    driver_id = find_reference(session, principal, Driver, name, "?driver")
    family = select(Driver.id).where(or_(Driver.id == driver_id, Driver.parent_id == driver_id))
    return list(session.scalars(family))


def _find_readable(session: Session, principal: Principal, hits: Iterable[Hit]) -> set[str]:
    """Check once more, in the records themselves, what the person may read; one query a kind."""
    return {
        record_id
        for kind, ids in _by_kind(hits).items()
        for record_id in session.scalars(
            select(RECORD_KINDS[kind].id).where(
                RECORD_KINDS[kind].id.in_(ids), readable(principal, RECORD_KINDS[kind])
            )
        )
    }


def _load(session: Session, hits: Iterable[Hit]) -> dict[str, Record]:
    """Load the records of hits that were checked; one query a kind."""
    return {
        row.id: row
        for kind, ids in _by_kind(hits).items()
        for row in session.scalars(select(RECORD_KINDS[kind]).where(RECORD_KINDS[kind].id.in_(ids)))
    }


def _by_kind(hits: Iterable[Hit]) -> dict[str, list[str]]:
    ids: dict[str, list[str]] = defaultdict(list)
    for hit in hits:
        ids[hit.kind].append(hit.record_id)
    return ids


def _describe(hit: Hit, row: Record, *, is_kept: bool) -> dict[str, Any]:
    values = searched_values(row, is_kept=is_kept)
    return {
        "kind": hit.kind,
        "id": row.id,
        "key": row.key,
        "title": title_of(values),
        "summary": _summary(values),
        "score": round(hit.score, 4),
        "team_id": row.team_id,
        "driver_id": getattr(row, "driver_id", None),
        "change_idea_id": getattr(row, "change_idea_id", None),
        "status": getattr(row, "status", row.publication),
        "provenance": row.provenance,
        "visibility": row.visibility,
        "updated_at": row.updated_at,
    }


def _summary(values: Mapping[str, Any]) -> str | None:
    """Return the beginning of what the record says first after its title; never what a cycle found."""
    told = [text for name, text in values.items() if name not in FOUND + CONCLUDED]
    text = next(map(str, filter(None, told[1:])), None)
    return text if text is None or len(text) <= SUMMARY_LENGTH else f"{text[: SUMMARY_LENGTH - 1]}…"
