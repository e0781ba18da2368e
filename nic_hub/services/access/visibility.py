"""The read rule of ``domain.visibility`` as SQL, for every table.

Each query for somebody passes through ``readable``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, inspect, not_, or_, true
from sqlalchemy.orm import aliased

from nic_hub.domain.visibility import Grant, Principal, may_administer, may_curate, own_grants, read_grants
from nic_hub.domain.vocabulary import TermStatus
from nic_hub.models import (
    Adoption,
    Aim,
    ApiToken,
    ChangeIdea,
    DataPoint,
    Driver,
    Feedback,
    Measure,
    Network,
    PdsaCycle,
    Record,
    Report,
    Suggestion,
    TeamQuestion,
    Tool,
    ToolVersion,
    VocabularyTerm,
)


def readable(principal: Principal, model: Any) -> ColumnElement[bool]:
    """Return the condition under which this person may read rows of a table.

    Args:
        principal: who asks.
        model: the table's class, or an alias of it.
    """
    return _condition(principal, model)


@lru_cache(maxsize=4096)
def _condition(principal: Principal, model: Any) -> ColumnElement[bool]:
    """Make the condition, and keep it: making it takes longer than asking the database.

    It depends on nothing but its arguments.
    """
    return _rule_for(model)(principal, model)


def compile_grants(model: type[Any], grants: Iterable[Grant]) -> ColumnElement[bool]:
    """Turn grants into SQL over the columns of one table; no grant means no row."""
    return or_(false(), *(_all_of(model, grant) for grant in grants))


def _all_of(model: type[Any], grant: Grant) -> ColumnElement[bool]:
    return and_(true(), *(_one_of(getattr(model, name), values) for name, values in grant.conditions.items()))


def _one_of(column: Any, values: frozenset[Any]) -> Any:
    """Compare with a list; what must not hold is written as that, which databases plan better."""
    return not_(column) if values == {False} else column.in_(sorted(values))


def _team_record(principal: Principal, model: type[Any]) -> ColumnElement[bool]:
    return compile_grants(model, read_grants(principal))


def _narrower(principal: Principal, model: type[Any], anchor: ColumnElement[bool]) -> ColumnElement[bool]:
    """Apply the record's own rule and its anchor's; a team always sees its own."""
    own = compile_grants(model, own_grants(principal))
    return or_(own, and_(_team_record(principal, model), anchor))


def _anchored(principal: Principal, target: Any, reference: Any) -> ColumnElement[bool]:
    """Say that the referred record may be read, or that there is none."""
    other = _other(target)
    return or_(reference.is_(None), exists().where(other.id == reference, readable(principal, other)))


@cache
def _other(target: type[Any]) -> Any:
    """Return the one alias under which a table is asked for an anchor; no rule anchors a table in itself."""
    return aliased(target)


def _cycle(principal: Principal, model: type[Any]) -> ColumnElement[bool]:
    """Show a cycle with its idea; of a withdrawn idea, to the cycle's own team alone."""
    idea = _other(ChangeIdea)
    stands = exists().where(
        idea.id == model.change_idea_id, not_(idea.is_withdrawn), readable(principal, idea)
    )
    return _narrower(principal, model, stands)


def _adoption(principal: Principal, model: type[Any]) -> ColumnElement[bool]:
    idea = _anchored(principal, ChangeIdea, model.change_idea_id)
    version = _anchored(principal, ToolVersion, model.tool_version_id)
    return _narrower(principal, model, and_(idea, version))


def _tool_version(principal: Principal, model: type[Any]) -> ColumnElement[bool]:
    return _anchored(principal, Tool, model.tool_id)


def _data_point(principal: Principal, model: type[Any]) -> ColumnElement[bool]:
    """Show a value with its measure, none of a withdrawn one; what was taken out stays with its team."""
    measure = _other(Measure)
    own = compile_grants(measure, own_grants(principal))
    shown = measure.withdrawn_at.is_(None), readable(principal, measure)
    return exists().where(measure.id == model.measure_id, *shown, or_(model.archived_at.is_(None), own))


def _in_sight(principal: Principal, model: type[Any]) -> ColumnElement[bool]:
    """Limit to the person's network, or to the open ones for somebody who is not signed in."""
    if principal.is_member:
        return model.network_id == principal.network_id  # type: ignore[no-any-return]
    return model.network_id.in_(sorted(principal.public_network_ids))  # type: ignore[no-any-return]


def _structure(principal: Principal, model: type[Any]) -> ColumnElement[bool]:
    """Limit to the person's network; for somebody who is not signed in that is none, and so no row."""
    return model.network_id == principal.network_id  # type: ignore[no-any-return]


def _network(principal: Principal, model: type[Any]) -> ColumnElement[bool]:
    if principal.is_member:
        return model.id == principal.network_id  # type: ignore[no-any-return]
    return model.id.in_(sorted(principal.public_network_ids))  # type: ignore[no-any-return]


def _own_row(principal: Principal, model: type[Any]) -> ColumnElement[bool]:
    return _own(principal, model.member_id)


def _own(principal: Principal, made_by: Any) -> ColumnElement[bool]:
    """Show what somebody made to that member alone: to no audience, and to nobody who is no member."""
    if principal.behind or not principal.is_member:
        return _nobody()
    return made_by == principal.member_id  # type: ignore[no-any-return]


def _nobody() -> ColumnElement[bool]:
    return false()


def _token(principal: Principal, model: type[Any]) -> ColumnElement[bool]:
    return _structure(principal, model) if may_administer(principal) else _own_row(principal, model)


def _report(principal: Principal, model: type[Any]) -> ColumnElement[bool]:
    if may_curate(principal) or may_administer(principal):
        return _structure(principal, model)
    return _own(principal, model.reporter_id)


def _vocabulary_term(principal: Principal, model: type[Any]) -> ColumnElement[bool]:
    """Show what is approved to the network; what is not, to coaches and to who proposed it."""
    in_network = _structure(principal, model)
    if may_curate(principal):
        return in_network
    own = _own(principal, model.proposed_by_id)
    return and_(in_network, or_(model.status == TermStatus.APPROVED, own))


_RULES: dict[type[Any], Callable[[Principal, type[Any]], ColumnElement[bool]]] = {
    PdsaCycle: _cycle,
    Adoption: _adoption,
    ToolVersion: _tool_version,
    DataPoint: _data_point,
    Network: _network,
    Aim: _in_sight,
    Driver: _in_sight,
    Suggestion: _own_row,
    Feedback: _own_row,
    TeamQuestion: _own_row,
    ApiToken: _token,
    Report: _report,
    VocabularyTerm: _vocabulary_term,
}


def _rule_for(model: Any) -> Callable[[Principal, type[Any]], ColumnElement[bool]]:
    table_class = inspect(model).mapper.class_
    return _RULES.get(table_class) or (_team_record if issubclass(table_class, Record) else _structure)
