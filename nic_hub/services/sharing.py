"""Storyboards, adoptions and calls for help: how knowledge leaves its team."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.adopting import find_untold, find_wrong_source
from nic_hub.domain.days import find_adoption_day_problems
from nic_hub.domain.lineage.lineage import refuse_loop
from nic_hub.domain.publishing import require_publishable
from nic_hub.domain.required import refuse, refuse_wrong
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import AdoptionState, CycleStatus
from nic_hub.errors import Conflict, Invalid
from nic_hub.models import Adoption, ChangeIdea, HelpWanted, PdsaCycle, Record, Tool, ToolVersion, utc_now
from nic_hub.services.access.permissions import check_may_change, refuse_withdrawn
from nic_hub.services.cycles import plan_cycle
from nic_hub.services.descent import read_ancestors
from nic_hub.services.ideas import was_made_of
from nic_hub.services.lifecycle import PUBLISHABLE, level_of_driver, values_of
from nic_hub.services.records import assign, change_record, create_record
from nic_hub.services.references import refuse_put_away

#: The wish for a first cycle, beside what is stored of an adoption.
DRAFT_CYCLE = "draft_cycle"
UNDO_WITHIN = timedelta(hours=1)
DAYS = ("started_on", "study_on")
#: Where the cycles of an adoption stand that was not begun in earnest.
_LEFT_ALONE = frozenset({CycleStatus.PLANNED, CycleStatus.CANCELLED})


def start_adoption(
    session: Session, principal: Principal, values: Mapping[str, Any], *, confirmed: Collection[str] = ()
) -> Adoption:
    """Take over another team's idea or tool version. It is shared from the start.

    Raises:
        Forbidden, Invalid, Duplicate: as the gates say; there must be exactly one source, of another team,
            that its team has neither taken back nor put away.
    """
    columns = {name: value for name, value in values.items() if name != DRAFT_CYCLE}
    adoption = create_record(session, principal, Adoption, columns, confirmed=confirmed)
    adoption.published_at = utc_now()
    _check_source(session, adoption)
    _refuse_put_away(session, adoption)
    _check_result(session, adoption, adoption.team_id, adoption.resulting_idea_id)
    refuse_wrong(find_untold(values_of(adoption)))
    _check_days(columns, {}, "take this over")
    _note_descent(session, adoption)
    if values.get(DRAFT_CYCLE):
        _draft_cycle(session, principal, adoption, confirmed)
    return adoption


def _draft_cycle(
    session: Session, principal: Principal, adoption: Adoption, confirmed: Collection[str]
) -> None:
    """Plan the first test of what was taken over; it keeps the lineage, and is a draft of the team."""
    if adoption.change_idea_id is None:
        raise Invalid.field(DRAFT_CYCLE, "Only of a change idea a cycle can be drafted. Plan it by hand.")
    session.flush()
    planned = {
        "change_idea_id": adoption.change_idea_id,
        "adoption_id": adoption.id,
        "team_id": adoption.team_id,
        "who": adoption.who,
        "study_on": adoption.study_on,
    }
    plan_cycle(session, principal, planned, confirmed=confirmed)


def undo_adoption(session: Session, principal: Principal, adoption: Adoption, *, now: datetime) -> Adoption:
    """Take back an adoption that was started by mistake, and cycles that are planned or cancelled.

    All of them are archived.

    Raises:
        Forbidden: only the adopting team may.
        Conflict: it is too late, it was withdrawn, or a cycle of it has started.
    """
    check_may_change(principal, adoption)
    refuse_withdrawn(adoption)
    if adoption.archived_at is not None:
        return adoption
    if now - adoption.created_at > UNDO_WITHIN:
        raise Conflict("An adoption can be undone within an hour. Set its state to dropped, and say why.")
    # Another team's cycle is not this team's to archive, whatever it names.
    own = PdsaCycle.adoption_id == adoption.id, PdsaCycle.team_id == adoption.team_id
    cycles = session.scalars(select(PdsaCycle).where(*own)).all()
    if any(cycle.status not in _LEFT_ALONE for cycle in cycles):
        raise Conflict("A cycle of this adoption has started. Cancel the cycle first.")
    for cycle in cycles:
        cycle.archived_at = cycle.archived_at or now
    adoption.archived_at = now
    return adoption


def change_adoption(
    session: Session,
    principal: Principal,
    adoption: Adoption,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    confirmed: Collection[str] = (),
) -> Adoption:
    """Say how far the adoption has come; what was adapted or why it was dropped must be told.

    Raises:
        Forbidden, Stale, Invalid: as the gates say.
    """

    def check(resolved: Mapping[str, Any]) -> None:
        for source in ("change_idea_id", "tool_version_id"):
            if source in resolved and resolved[source] != getattr(adoption, source):
                raise Conflict("The source of an adoption does not change. Start a new adoption instead.")
        stood = values_of(adoption)
        merged = {**stood, **resolved}
        if resolved.keys() & {"team_id", "resulting_idea_id"}:
            _check_result(session, adoption, merged["team_id"], merged["resulting_idea_id"])
        refuse_wrong(find_untold(merged, stood))
        _check_days(resolved, stood, "change the adoption")

    changed = change_record(
        session,
        principal,
        adoption,
        values,
        expected_version=expected_version,
        confirmed=confirmed,
        check=check,
    )
    _note_descent(session, changed)
    return changed


def ask_for_help(
    session: Session, principal: Principal, values: Mapping[str, Any], *, confirmed: Collection[str] = ()
) -> HelpWanted:
    """Post a question nobody has an answer for yet. It is shared at once.

    Raises:
        Forbidden, Invalid, Duplicate: as the gates say.
    """
    row = create_record(session, principal, HelpWanted, values, confirmed=confirmed)
    row.published_at = utc_now()
    return row


def change_shared(
    session: Session,
    principal: Principal,
    row: Record,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    confirmed: Collection[str] = (),
) -> Record:
    """Change a record that is a draft first; once published it keeps what publishing required.

    Raises:
        Forbidden, Stale, Invalid: as the gates say.
    """

    def check(resolved: Mapping[str, Any]) -> None:
        if not row.is_draft:
            stood = values_of(row)
            merged = {**stood, **resolved}
            level = level_of_driver(session, merged)
            require_publishable(PUBLISHABLE[type(row)], merged, level, stood=stood)

    return change_record(
        session, principal, row, values, expected_version=expected_version, confirmed=confirmed, check=check
    )


def _check_days(values: Mapping[str, Any], stood: Mapping[str, Any], purpose: str) -> None:
    """Refuse days that cannot be; days that are not touched stay."""
    if all(values.get(name, stood.get(name)) == stood.get(name) for name in DAYS):
        return
    told = {"state": AdoptionState.INTERESTED, **dict.fromkeys(DAYS), **stood, **values}
    started_on, study_on = (told[name] for name in DAYS)
    problems = find_adoption_day_problems(told["state"], started_on, study_on, utc_now().date())
    refuse(problems, purpose)


def _check_source(session: Session, adoption: Adoption) -> None:
    refuse_wrong(find_wrong_source(values_of(adoption), _source_team(session, adoption)))


def _refuse_put_away(session: Session, adoption: Adoption) -> None:
    """Refuse a source that is no longer offered; another team's adaptation outlives its tool."""
    if adoption.change_idea_id is not None:
        refuse_put_away(session.get_one(ChangeIdea, adoption.change_idea_id), "change_idea_id")
        return
    version = session.get_one(ToolVersion, adoption.tool_version_id)
    tool = session.get_one(Tool, version.tool_id)
    for source in (version, tool) if version.team_id == tool.team_id else (version,):
        refuse_put_away(source, "tool_version_id")


def _source_team(session: Session, adoption: Adoption) -> str | None:
    if adoption.change_idea_id is not None:
        return session.get_one(ChangeIdea, adoption.change_idea_id).team_id
    version_id = adoption.tool_version_id
    return session.get_one(ToolVersion, version_id).team_id if version_id is not None else None


def _check_result(session: Session, adoption: Adoption, team_id: str, resulting_idea_id: str | None) -> None:
    """Refuse a resulting idea of another team, or one that the source itself comes from."""
    if resulting_idea_id is None:
        return
    if session.get_one(ChangeIdea, resulting_idea_id).team_id != team_id:
        raise Invalid.field(
            "resulting_idea_id", "This idea is another team's. Name the one that your own team made."
        )
    if adoption.change_idea_id is None:
        return
    parents = read_ancestors(session, ChangeIdea, "parent_id", adoption.change_idea_id)
    refuse_loop(resulting_idea_id, adoption.change_idea_id, parents, field="resulting_idea_id")


def _note_descent(session: Session, adoption: Adoption) -> None:
    """Let the idea that an adoption resulted in come from the source: then its tests count there, too.

    An idea of another team, a withdrawn one, or one that comes from somewhere else already, stays as it is;
    so does one that more people see than the adoption, whose words they would read there, and one of which
    the source was made in its turn.
    """
    if adoption.resulting_idea_id is None or adoption.change_idea_id is None:
        return
    made = session.get_one(ChangeIdea, adoption.resulting_idea_id)
    if made.team_id != adoption.team_id or made.parent_id not in {None, adoption.change_idea_id}:
        return
    if made.withdrawn_at is not None or adoption.visibility.width < made.visibility.width:
        return
    if made.parent_id is None and was_made_of(session, adoption.change_idea_id, made):
        return
    told = {"what_changed": adoption.what_changed, "why_changed": adoption.why}
    told = {**told, "keeps_core": adoption.keeps_core, "parent_id": adoption.change_idea_id}
    assign(made, {name: value for name, value in told.items() if getattr(made, name) is None})
