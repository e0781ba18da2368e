"""What waits for a member: the own teams' open cycles and what each needs next, and what goes on nearby."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nic_hub.domain.evidence.under_way import earliest_start
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import (
    BEGUN,
    UNDECIDED,
    AdoptionState,
    CycleStatus,
    DriverStatus,
    HelpWantedState,
    Visibility,
)
from nic_hub.models import (
    Adoption,
    ChangeIdea,
    Driver,
    HelpWanted,
    Member,
    PdsaCycle,
    Team,
    TeamFocusDriver,
)
from nic_hub.services.access.visibility import readable
from nic_hub.services.presenting import present

#: Shown of each list; a home is no archive.
MOST = 10
_NEEDS = {
    CycleStatus.PLANNED: ("plan", "Finish the plan with its prediction, then start."),
    CycleStatus.RUNNING: ("do", "Write down what you see, until the study date."),
    CycleStatus.STUDIED: ("act", "Decide: adopt, adapt or abandon, and say why."),
}
_STUDY_NOW = ("study", "The study date has come: what happened, and was the prediction met?")
_ADOPTION_NEEDS = {
    AdoptionState.INTERESTED: "Plan a first small test, or say that you leave it, and why.",
    AdoptionState.TRYING: "Test it; on the study date say what became of it.",
}
_FOLLOW_UP = "The study date has come: was it adopted, adapted or dropped? Say what you changed, and why."
_PUBLISH = "Publish it: until then nobody outside your team sees its tests."


def describe_home(session: Session, principal: Principal, *, today: date) -> dict[str, Any]:
    """Return what a member's home shows.

    Args:
        session: an open session.
        principal: the member.
        today: the day, for what is due.
    """
    mine, drivers = sorted(principal.writing_teams), _focus_drivers(session, principal)
    open_cycles = _find(session, principal, PdsaCycle, _own(PdsaCycle, mine), PdsaCycle.status.in_(_NEEDS))
    live = _find(session, principal, PdsaCycle, ~_own(PdsaCycle, mine), *_runs_on(drivers, today))
    adoptions = _find(session, principal, Adoption, _own(Adoption, mine), Adoption.state.in_(UNDECIDED))
    wanted = _find(session, principal, HelpWanted, ~_own(HelpWanted, mine), *_waits_on(drivers))
    drafts = _find(session, principal, ChangeIdea, _own(ChangeIdea, mine), *_tested_in_hiding(mine))
    tell = _Teller(session, principal, [*open_cycles, *live, *adoptions, *drafts])
    return {
        "open_cycles": [tell(row) | _next_step(row, today) for row in open_cycles],
        "live_on_my_drivers": [tell(row) for row in live],
        "adoptions": [tell(row) | _follow_up(row, today) for row in adoptions],
        "draft_ideas": [tell(row) | {"needs": _PUBLISH} for row in drafts],
        "help_wanted": [
            {name: told[name] for name in ("id", "question", "team_id", "driver_id")}
            for told in present(session, principal, wanted)
        ],
        "focus_drivers": [{"id": row.id, "name": row.name} for row in _told_drivers(session, drivers)],
        "settings": {
            "linked": principal.workspace_id is not None,
            "name": session.get_one(Member, principal.member_id).name,
            "teams": [{"id": row.id, "name": row.name} for row in _teams(session, principal)],
        },
    }


def _find(session: Session, principal: Principal, model: type[Any], *conditions: Any) -> Sequence[Any]:
    """Return the newest records in use that the person may read."""
    in_use = model.archived_at.is_(None), model.withdrawn_at.is_(None)
    query = select(model).where(readable(principal, model), *in_use, *conditions)
    return session.scalars(query.order_by(model.updated_at.desc(), model.id).limit(MOST)).all()


def _own(model: type[Any], teams: Collection[str]) -> Any:
    return model.team_id.in_(teams)


def _runs_on(drivers: Collection[str], today: date) -> tuple[Any, ...]:
    on_drivers = select(ChangeIdea.id).where(ChangeIdea.driver_id.in_(drivers))
    begun = func.coalesce(PdsaCycle.started_on, today)
    is_live = PdsaCycle.status == CycleStatus.RUNNING, begun >= earliest_start(today)
    return *is_live, PdsaCycle.change_idea_id.in_(on_drivers)


def _tested_in_hiding(teams: Collection[str]) -> tuple[Any, ...]:
    """Find the drafts of which the teams run or ran a test that others were to see."""
    in_use = PdsaCycle.archived_at.is_(None), PdsaCycle.withdrawn_at.is_(None)
    shared = _own(PdsaCycle, teams), PdsaCycle.visibility != Visibility.TEAM
    tested = select(PdsaCycle.change_idea_id).where(*shared, *in_use, PdsaCycle.status.in_(BEGUN))
    return ChangeIdea.published_at.is_(None), ChangeIdea.id.in_(tested)


def _waits_on(drivers: Collection[str]) -> tuple[Any, ...]:
    return HelpWanted.driver_id.in_(drivers), HelpWanted.state == HelpWantedState.OPEN


def _focus_drivers(session: Session, principal: Principal) -> list[str]:
    mine = TeamFocusDriver.team_id.in_(sorted(principal.own_teams))
    return sorted(set(session.scalars(select(TeamFocusDriver.driver_id).where(mine))))


def _told_drivers(session: Session, ids: Collection[str]) -> Sequence[Driver]:
    in_use = Driver.archived_at.is_(None), Driver.status == DriverStatus.ACTIVE
    query = select(Driver).where(Driver.id.in_(ids), *in_use)
    return session.scalars(query.order_by(Driver.position, Driver.name).limit(MOST)).all()


def _teams(session: Session, principal: Principal) -> Sequence[Team]:
    mine = Team.id.in_(sorted(principal.own_teams))
    return session.scalars(select(Team).where(mine).order_by(Team.name, Team.id)).all()


def _next_step(cycle: PdsaCycle, today: date) -> dict[str, Any]:
    """Say what a cycle needs next, in a sentence."""
    is_due = cycle.status == CycleStatus.RUNNING and cycle.study_on is not None and cycle.study_on <= today
    phase, needs = _STUDY_NOW if is_due else _NEEDS[cycle.status]
    return {"status": cycle.status, "study_on": cycle.study_on, "phase": phase, "needs": needs}


def _follow_up(adoption: Adoption, today: date) -> dict[str, Any]:
    """Say what an adoption needs next, in a sentence; once its study date has come, what became of it."""
    is_due = adoption.study_on is not None and adoption.study_on <= today
    needs = _FOLLOW_UP if is_due else _ADOPTION_NEEDS[adoption.state]
    told = {"state": adoption.state, "study_on": adoption.study_on}
    return {**told, "is_due": is_due, "needs": needs}


def _idea_of(row: Any) -> str | None:
    """Return the id of the idea that a record is about; an idea is about itself."""
    idea: str | None = row.id if isinstance(row, ChangeIdea) else row.change_idea_id
    return idea


class _Teller:
    """Tells a record by its idea and its team, as far as the person may know them."""

    def __init__(self, session: Session, principal: Principal, rows: Sequence[Any]) -> None:
        ideas = sorted({idea for row in rows if (idea := _idea_of(row))})
        teams = sorted({row.team_id for row in rows})
        titles = select(ChangeIdea.id, ChangeIdea.title).where(
            ChangeIdea.id.in_(ideas), readable(principal, ChangeIdea), ChangeIdea.withdrawn_at.is_(None)
        )
        names = select(Team.id, Team.name).where(Team.id.in_(teams), readable(principal, Team))
        self._titles = dict(session.execute(titles).all())
        self._names = dict(session.execute(names).all())

    def __call__(self, row: Any) -> dict[str, Any]:
        """Return the record's id, the idea's title, and the team."""
        title = self._titles.get(_idea_of(row) or "")
        return {
            "id": row.id,
            "title": title or "A change idea",
            "change_idea_id": _idea_of(row) if title else None,
            "team": {"id": row.team_id, "name": self._names.get(row.team_id, "")},
        }
