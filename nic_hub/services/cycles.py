"""PDSA cycles: plan, start, study, close, cancel. The rules of each phase are ``domain.pdsa.pdsa``'s."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import not_, or_, select
from sqlalchemy.orm import Session

from nic_hub.domain.pdsa.pdsa import Action, advance, find_closing_day, refuse_locked, refuse_spoiling
from nic_hub.domain.privacy.privacy import refuse_private
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import AdoptionState, CycleStatus
from nic_hub.errors import Invalid
from nic_hub.models import Adoption, ChangeIdea, PdsaCycle, Team, utc_now
from nic_hub.services.access.permissions import check_may_change, refuse_archived, refuse_withdrawn
from nic_hub.services.descent import refuse_loops
from nic_hub.services.known_names import names_in
from nic_hub.services.lifecycle import values_of
from nic_hub.services.records import (
    assign,
    change_record,
    check_version,
    create_record,
    free_text,
)
from nic_hub.services.references import refuse_taken_back, resolve_references


def plan_cycle(
    session: Session, principal: Principal, values: Mapping[str, Any], *, confirmed: Collection[str] = ()
) -> PdsaCycle:
    """Write a new, planned cycle; the team's context is copied into it unless one is given.

    Raises:
        Forbidden, Invalid, Duplicate, Conflict: as the gates and the phases say.
    """
    refuse_locked(CycleStatus.PLANNED, {}, values)
    refuse_spoiling(CycleStatus.PLANNED, {}, values, utc_now().date())
    cycle = create_record(session, principal, PdsaCycle, _with_choice(values), confirmed=confirmed)
    with session.no_autoflush:
        refuse_taken_back(session.get_one(ChangeIdea, cycle.change_idea_id), "change_idea_id")
        _check_adoption(session, cycle.team_id, cycle.adoption_id)
        if cycle.context is None:
            cycle.context = session.get_one(Team, cycle.team_id).context
    return cycle


def change_cycle(
    session: Session,
    principal: Principal,
    cycle: PdsaCycle,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    confirmed: Collection[str] = (),
) -> PdsaCycle:
    """Fill in or mend fields of the phases that are open.

    Raises:
        Conflict: a field has locked (the prediction once the cycle runs) or its phase has not begun.
        Invalid: what a phase that has closed must tell would be gone, or a day cannot be, and every such
            field is named; or the adoption is another team's.
    """
    current = values_of(cycle)

    def check(resolved: Mapping[str, Any]) -> None:
        refuse_locked(cycle.status, current, resolved)
        refuse_spoiling(cycle.status, current, resolved, utc_now().date())
        _check_changed_idea(session, cycle, resolved)
        _check_changed_adoption(session, cycle, resolved)

    chosen = _with_choice(values)
    return change_record(
        session, principal, cycle, chosen, expected_version=expected_version, confirmed=confirmed, check=check
    )


def take_step(
    session: Session,
    principal: Principal,
    cycle: PdsaCycle,
    action: Action,
    values: Mapping[str, Any],
    *,
    expected_version: int,
    today: date,
    confirmed: Collection[str] = (),
) -> PdsaCycle:
    """Start, study, close or cancel a cycle, together with the fields sent along.

    A cycle is shared from its start, as widely as its visibility says.

    Raises:
        Forbidden, Stale: as for any change.
        Conflict: the step does not belong to where the cycle stands, a field has locked, or it is archived.
        Invalid: fields of a phase that closes, or has closed, are empty; every one is named.
    """
    check_may_change(principal, cycle)
    check_version(cycle, expected_version)
    refuse_withdrawn(cycle)
    refuse_archived(cycle)
    resolved = resolve_references(session, principal, PdsaCycle, _with_choice(values))
    refuse_private(free_text(resolved), confirmed, known=names_in(session, principal))
    refuse_loops(session, cycle, resolved)
    refuse_locked(_writing_status(cycle.status, action), values_of(cycle), resolved)
    _check_changed_idea(session, cycle, resolved)
    _check_changed_adoption(session, cycle, resolved)
    cycle_status = advance({**values_of(cycle), **resolved}, cycle.status, action, today)
    assign(cycle, {**resolved, "status": cycle_status})
    _stamp(cycle, action, today)
    if action == Action.START:
        _note_trying(session, cycle)
    return cycle


def _check_changed_idea(session: Session, cycle: PdsaCycle, resolved: Mapping[str, Any]) -> None:
    """Refuse to test another idea that was taken back; a plan that was made before may stay."""
    idea_id = resolved.get("change_idea_id")
    if idea_id not in {None, cycle.change_idea_id}:
        refuse_taken_back(session.get_one(ChangeIdea, idea_id), "change_idea_id")


def _check_changed_adoption(session: Session, cycle: PdsaCycle, resolved: Mapping[str, Any]) -> None:
    linked = {"team_id": cycle.team_id, "adoption_id": cycle.adoption_id}
    if resolved.keys() & linked:
        _check_adoption(session, **{name: resolved.get(name, value) for name, value in linked.items()})


def _check_adoption(session: Session, team_id: str, adoption_id: str | None) -> None:
    """Refuse the adoption of another team: it is that team's to undo, and the cycles of it go with it.

    Raises:
        Invalid: the adoption is not the team's.
    """
    if adoption_id is not None and session.get_one(Adoption, adoption_id).team_id != team_id:
        raise Invalid.field(
            "adoption_id", "This adoption is another team's. Name your own team's, or leave this out."
        )


def _writing_status(status: CycleStatus, action: Action) -> CycleStatus:
    """Return the status whose open phases may be written with a step: closing writes the act phase."""
    return CycleStatus.STUDIED if action == Action.CLOSE else status


def _stamp(cycle: PdsaCycle, action: Action, today: date) -> None:
    if action == Action.START:
        cycle.published_at = utc_now()
        cycle.started_on = cycle.started_on or today
    if action == Action.CLOSE:
        cycle.closed_on = find_closing_day(cycle.started_on, cycle.closed_on, today)


def _note_trying(session: Session, cycle: PdsaCycle) -> None:
    """Say that a team tries what it was interested in: a cycle of it has begun."""
    tested = or_(
        Adoption.id == cycle.adoption_id,
        Adoption.change_idea_id == cycle.change_idea_id,
        Adoption.resulting_idea_id == cycle.change_idea_id,
    )
    waiting = select(Adoption).where(
        tested,
        Adoption.team_id == cycle.team_id,
        Adoption.state == AdoptionState.INTERESTED,
        Adoption.archived_at.is_(None),
        not_(Adoption.is_withdrawn),
    )
    for adoption in session.scalars(waiting):
        adoption.state = AdoptionState.TRYING


def _with_choice(values: Mapping[str, Any]) -> dict[str, Any]:
    """Record that the team chose who may see the cycle."""
    return {**values, "visibility_chosen": True} if values.get("visibility") else dict(values)
