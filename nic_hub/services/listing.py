"""Lists: what this person may read of a table, filtered, sorted and cut into pages.

Counts are counts of what the person may read. A text filter never looks into what a cycle found, since those
fields may be hidden for a small cell, nor into any text of a cycle that is shown without its numbers: letter
by letter, what finds it would tell them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, false, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import Publication
from nic_hub.errors import FieldProblem, Invalid
from nic_hub.models import (
    Aim,
    ChangeIdea,
    ChangeIdeaDriver,
    ChangeIdeaTool,
    District,
    Driver,
    Entity,
    Member,
    Membership,
    Network,
    PdsaCycle,
    Record,
    School,
    Team,
    Tool,
)
from nic_hub.services.access.small_cells import kept_from
from nic_hub.services.access.visibility import readable
from nic_hub.services.references import find_reference
from nic_hub.services.searchable import CONCLUDED, FOUND, SEARCHED_FIELDS

MAX_PAGE = 100_000
MAX_PAGE_SIZE = 100
#: Filters that a withdrawn record may be found by: its tombstone says no more.
TOLD_BY_A_TOMBSTONE = frozenset({"team", "district", "visibility", "key", "status", "parent", "change_idea"})
#: Columns that a tombstone tells, so that a list of withdrawn records may be sorted by them.
SORTED_WITH_TOMBSTONES = frozenset({"created_at", "updated_at", "key"})
Row = TypeVar("Row")
SORTABLE = (
    "created_at",
    "updated_at",
    "title",
    "name",
    "key",
    "started_on",
    "closed_on",
    "position",
    "number",
    "local_term",
)


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list is asked for.

    Args:
        filters: by name (``driver``, ``team``, ``status``, ``text``, ...); None means not asked.
        sort: a sortable column, with ``-`` before it for descending; None for the newest change
            first, and for drivers as the tree is drawn. What has no value comes last either way.
        page: from 1.
        page_size: 1 to 100.
    """

    filters: Mapping[str, Any] = field(default_factory=dict)
    sort: str | None = None
    page: int = 1
    page_size: int = 20


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list. ``total`` counts what the person may read, over all pages."""

    items: list[Row]
    page: int
    page_size: int
    total: int


def list_records(session: Session, principal: Principal, model: type[Any], query: ListQuery) -> Page[Any]:
    """Return one page of what the person may read.

    Raises:
        Invalid: a filter names a record that does not exist for this person, or the sort is not possible.
    """
    base = select(model).where(
        readable(principal, model), *_conditions(session, principal, model, query.filters)
    )
    total = session.scalar(select(func.count()).select_from(base.with_only_columns(model.id).subquery())) or 0
    ordered = (
        _order(base, model, query.sort).offset((query.page - 1) * query.page_size).limit(query.page_size)
    )
    return Page(list(session.scalars(ordered)), query.page, query.page_size, total)


def sortable_columns(model: type[Any]) -> list[str]:
    """List the columns a table can be sorted by."""
    return [name for name in SORTABLE if name in model.__table__.columns]


def filter_names(model: type[Any]) -> list[str]:
    """List the filters a table knows."""
    return [name for name, (applies, _) in _FILTERS.items() if applies(model)]


def _order(base: Select[Any], model: type[Any], sort: str | None) -> Select[Any]:
    if model is Driver and not sort:
        return _in_tree(base)
    wanted = sort or "-updated_at"
    name = wanted.removeprefix("-")
    if name not in sortable_columns(model):
        detail = f"This list can be sorted by: {', '.join(sortable_columns(model))}."
        raise Invalid(detail, [FieldProblem("?sort", detail)])
    column = _told(model, name)
    ordered = column.desc() if wanted.startswith("-") else column.asc()
    # Databases do not agree on where an empty value belongs.
    return base.order_by(ordered.nulls_last(), model.id)


def _in_tree(base: Select[Any]) -> Select[Any]:
    """Order drivers as the tree is drawn: each primary driver, and those below it."""
    above = aliased(Driver)
    place = func.coalesce(above.position, Driver.position)
    root = func.coalesce(above.id, Driver.id)
    below = Driver.parent_id.is_not(None)
    return base.outerjoin(above, above.id == Driver.parent_id).order_by(
        place, root, below, Driver.position, Driver.id
    )


def _told(model: type[Any], name: str) -> Any:
    """Return a column as far as it is told: the order of withdrawn titles would tell the titles."""
    column = getattr(model, name)
    if not _is_record(model) or name in SORTED_WITH_TOMBSTONES:
        return column
    return case((model.withdrawn_at.is_(None), column))


def _conditions(
    session: Session, principal: Principal, model: type[Any], filters: Mapping[str, Any]
) -> list[ColumnElement[bool]]:
    asked = {name: value for name, value in filters.items() if value is not None}
    found = [_FILTERS[name][1](session, principal, model, value) for name, value in asked.items()]
    if "status" not in asked:
        found.append(model.archived_at.is_(None))
    if "status" not in asked or not asked.keys() <= TOLD_BY_A_TOMBSTONE:
        found.append(not_(_withdrawn(model)))
    return found


def _has(column: str) -> Callable[[type[Any]], bool]:
    return lambda model: column in model.__table__.columns


def _by_driver(session: Session, principal: Principal, model: type[Any], name: str) -> ColumnElement[bool]:
    driver_id = find_reference(session, principal, Driver, name, "?driver")
    family = select(Driver.id).where(or_(Driver.id == driver_id, Driver.parent_id == driver_id))
    if model is PdsaCycle:
        return PdsaCycle.change_idea_id.in_(
            select(ChangeIdea.id).where(_on_driver(family), readable(principal, ChangeIdea))
        )
    return _on_driver(family) if model is ChangeIdea else model.driver_id.in_(family)


def _on_driver(family: Any) -> ColumnElement[bool]:
    others = select(ChangeIdeaDriver.change_idea_id).where(ChangeIdeaDriver.driver_id.in_(family))
    return or_(ChangeIdea.driver_id.in_(family), ChangeIdea.id.in_(others))


def _by_district(session: Session, principal: Principal, model: type[Any], name: str) -> ColumnElement[bool]:
    district_id = find_reference(session, principal, District, name, "?district")
    if "district_id" in model.__table__.columns:
        return model.district_id == district_id  # type: ignore[no-any-return]
    return model.team_id.in_(select(Team.id).where(Team.district_id == district_id))  # type: ignore[no-any-return]


def _by_tool(session: Session, principal: Principal, model: type[Any], name: str) -> ColumnElement[bool]:
    tool_id = find_reference(session, principal, Tool, name, "?tool")
    if model is ChangeIdea:
        return ChangeIdea.id.in_(
            select(ChangeIdeaTool.change_idea_id).where(ChangeIdeaTool.tool_id == tool_id)
        )
    condition: ColumnElement[bool] = model.tool_id == tool_id
    return condition


def _by_member_team(
    session: Session, principal: Principal, model: type[Any], name: str
) -> ColumnElement[bool]:
    team_id = find_reference(session, principal, Team, name, "?team")
    if model is Member:
        return Member.id.in_(select(Membership.member_id).where(Membership.team_id == team_id))
    return model.team_id == team_id  # type: ignore[no-any-return]


def _by_status(session: Session, principal: Principal, model: type[Any], value: str) -> ColumnElement[bool]:
    """Select by the state in words; withdrawn says more than archived, and both say more than the rest."""
    archived: ColumnElement[bool] = model.archived_at.is_not(None)
    withdrawn: ColumnElement[bool] = _withdrawn(model)
    if value == Publication.WITHDRAWN:
        return withdrawn
    if value == Publication.ARCHIVED:
        return and_(archived, not_(withdrawn))
    return and_(_in_state(model, value), not_(archived), not_(withdrawn))


def _in_state(model: type[Any], value: str) -> ColumnElement[bool]:
    if "status" not in model.__table__.columns:
        draft: ColumnElement[bool] = model.is_draft
        return draft if value == Publication.DRAFT else not_(draft)
    known = value in list(model.__table__.columns["status"].type.enum_class)
    return _equals("status")(None, None, model, value) if known else false()


def _withdrawn(model: type[Any]) -> ColumnElement[bool]:
    withdrawn: ColumnElement[bool] = model.withdrawn_at.is_not(None) if _is_record(model) else false()
    return withdrawn


def _by_text(session: Session, principal: Principal, model: type[Any], value: str) -> ColumnElement[bool]:
    columns = [getattr(model, name) for name in _text_columns(model)]
    holds = or_(*(column.icontains(value, autoescape=True) for column in columns))
    return and_(holds, not_(kept_from(principal))) if model is PdsaCycle else holds


def _text_columns(model: type[Any]) -> Sequence[str]:
    names = SEARCHED_FIELDS.get(model, ("name", "statement", "definition", "local_term", "shared_term"))
    return [name for name in names if name in model.__table__.columns and name not in FOUND + CONCLUDED]


def _reference(column: str, target: type[Any]) -> Callable[..., ColumnElement[bool]]:
    def condition(session: Session, principal: Principal, model: type[Any], name: str) -> ColumnElement[bool]:
        pointer = f"?{column.removesuffix('_id')}"
        wanted = find_reference(session, principal, target, name, pointer)
        return getattr(model, column) == wanted  # type: ignore[no-any-return]

    return condition


def _equals(column: str) -> Callable[..., ColumnElement[bool]]:
    return lambda session, principal, model, value: getattr(model, column) == value


def _is_record(model: type[Any]) -> bool:
    return issubclass(model, Record)


def _has_team(model: type[Any]) -> bool:
    return "team_id" in model.__table__.columns or model is Member


_FILTERS: dict[str, tuple[Callable[[type[Any]], bool], Callable[..., ColumnElement[bool]]]] = {
    "driver": (lambda model: _has("driver_id")(model) or model is PdsaCycle, _by_driver),
    "team": (_has_team, _by_member_team),
    "district": (lambda model: _has("district_id")(model) or _is_record(model), _by_district),
    "school": (_has("school_id"), _reference("school_id", School)),
    "aim": (_has("aim_id"), _reference("aim_id", Aim)),
    "change_idea": (_has("change_idea_id"), _reference("change_idea_id", ChangeIdea)),
    "parent": (
        _has("parent_id"),
        lambda s, p, model, name: _reference("parent_id", model)(s, p, model, name),
    ),
    "tool": (lambda model: model is ChangeIdea or _has("tool_id")(model), _by_tool),
    "decision": (_has("decision"), _equals("decision")),
    "state": (_has("state"), _equals("state")),
    "level": (_has("level"), _equals("level")),
    "type": (_has("type"), _equals("type")),
    "relation": (_has("relation"), _equals("relation")),
    "proposed_from": (_has("proposed_from"), _equals("proposed_from")),
    "visibility": (_has("visibility"), _equals("visibility")),
    "key": (_has("key"), _equals("key")),
    "status": (lambda model: issubclass(model, Record | Network) or _has("status")(model), _by_status),
    "text": (lambda model: bool(_text_columns(model)) and issubclass(model, Entity | Network), _by_text),
}
