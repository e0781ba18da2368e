"""Who may write what, for records of any kind: teams their own, coaches the theory, admins the people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from nic_hub.domain.visibility import Principal, may_administer, may_curate, may_propose, may_write
from nic_hub.domain.vocabulary import TermStatus
from nic_hub.errors import Conflict, Forbidden
from nic_hub.models import Aim, Driver, Entity, Network, Record, Team, ToolVersion, VocabularyTerm

#: What a coach may change in another team's record: its place in the driver tree.
RETAGGED = frozenset({"driver_id", "other_driver_ids"})
#: What a team may change about itself.
OWN_TEAM_FIELDS = frozenset({"context", "focus_driver_ids"})
_WHO_MAY = {
    "team": "Only the members who do this team's work may do that; sponsors and principals may read.",
    "coach": "Only a hub coach may change the theory: aims and drivers. Ask your coach.",
    "word": "Teams, district leaders and planners propose words; a hub coach decides, and keeps them after.",
    "admin": "Only a network admin may change people, schools and districts. Ask your admin.",
}


def refuse_withdrawn(row: Entity) -> None:
    """Refuse to change what was taken back: its tombstone says all there is to say.

    Raises:
        Conflict: it was withdrawn.
    """
    if isinstance(row, Record) and row.withdrawn_at is not None:
        raise Conflict("This was withdrawn and cannot change any more. Write a new record instead.")


def refuse_archived(row: Entity) -> None:
    """Refuse to go on with what was put away: it stands in no list, so nobody would see it.

    Raises:
        Conflict: it is archived.
    """
    if row.archived_at is not None:
        raise Conflict("This is archived. Restore it first, then go on with it.")


def check_may_change(principal: Principal, row: Entity | Network, fields: Collection[str] = ()) -> None:
    """Refuse a change this person may not make.

    Args:
        principal: who wants to change.
        row: the record.
        fields: the fields to change; a coach may retag, a team may describe itself.

    Raises:
        Forbidden: the sentence says who may.
    """
    if _may_change(principal, row, frozenset(fields)):
        return
    raise Forbidden(_WHO_MAY[_guardian(type(row))])


def check_may_follow(principal: Principal, row: Entity | Network) -> None:
    """Refuse the history of a record: it began with drafts, which a sponsor of the team never reads.

    Raises:
        Forbidden: the sentence says who may.
    """
    check_may_change(principal, row)
    if isinstance(row, Record) and not may_write(principal, row.team_id, is_draft=True):
        raise Forbidden(_WHO_MAY["team"])


def refuse_foreign_team(principal: Principal, row: Entity, values: Mapping[str, Any]) -> None:
    """Refuse to hand a record to a team the person does not write for.

    Raises:
        Forbidden: they do not write for the new team.
    """
    team_id = values.get("team_id")
    if isinstance(row, Record | ToolVersion) and team_id not in (None, row.team_id):
        check_may_create(principal, type(row), values)


def check_may_create(principal: Principal, model: type[Entity], values: Mapping[str, Any]) -> None:
    """Refuse a new record this person may not write.

    Args:
        principal: who wants to write.
        model: the table's class.
        values: its columns; of a team's record, ``team_id`` counts.

    Raises:
        Forbidden: the sentence says who may.
    """
    if issubclass(model, Record | ToolVersion):
        allowed = may_write(principal, values.get("team_id"), is_draft=issubclass(model, Record))
    elif model is VocabularyTerm:
        allowed = may_propose(principal)
    else:
        allowed = may_curate(principal) if model in (Aim, Driver) else may_administer(principal)
    if not allowed:
        raise Forbidden(_WHO_MAY[_guardian(model)])


def _may_change(principal: Principal, row: Entity | Network, fields: frozenset[str]) -> bool:
    if isinstance(row, Record):
        own = may_write(principal, row.team_id, is_draft=row.is_draft)
        retags = bool(fields) and fields <= RETAGGED and not row.is_draft and may_curate(principal)
        return own or retags
    if isinstance(row, ToolVersion):
        return may_write(principal, row.team_id)
    if isinstance(row, VocabularyTerm):
        return may_curate(principal) or _is_own_proposal(principal, row)
    if isinstance(row, Team) and fields and fields <= OWN_TEAM_FIELDS and may_write(principal, row.id):
        return True
    return may_curate(principal) if isinstance(row, Aim | Driver) else may_administer(principal)


def _is_own_proposal(principal: Principal, row: VocabularyTerm) -> bool:
    """Say whether the person proposed a word, and no coach has decided yet."""
    return row.status == TermStatus.PROPOSED and row.proposed_by_id == principal.member_id


def _guardian(model: type[Entity | Network]) -> str:
    if issubclass(model, Record | ToolVersion):
        return "team"
    if model is VocabularyTerm:
        return "word"
    return "coach" if model in (Aim, Driver) else "admin"
