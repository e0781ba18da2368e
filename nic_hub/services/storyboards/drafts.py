"""A storyboard drafted from a team's cycles: every sentence is a copy of what a record says, and links to it.

After a result stands whether the prediction was met, so that a miss is told, too. Why a cycle was cancelled
is a challenge.

What no record says stays blank and is asked for. Numbers about few students stay where they are: a storyboard
is shared more widely than they may be. By itself it is shared no more widely than what it copies.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain import required
from nic_hub.domain.publishing import REQUIRED, STORYBOARD_CONTENT, Publishable
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import (
    BEGUN,
    CycleStatus,
    Decision,
    HelpWantedState,
    PredictionMet,
    Visibility,
)
from nic_hub.errors import Invalid
from nic_hub.models import (
    ChangeIdea,
    HelpWanted,
    Network,
    PdsaCycle,
    ProblemOfPractice,
    Record,
    Storyboard,
    StoryboardSentence,
    Team,
)
from nic_hub.services.access.visibility import readable
from nic_hub.services.kinds import RECORD_KINDS, kind_of
from nic_hub.services.records import create_record
from nic_hub.services.references import find_readable, resolve_links
from nic_hub.services.searchable import is_small_cell, without_numbers
from nic_hub.services.storyboards.sources import find_width, list_standing

MOST_CYCLES = 20
#: Each field of a storyboard that is a field of its cycles.
_COPIED = (
    ("changes_tested", "what"),
    ("prediction", "prediction"),
    ("result", "result"),
    ("learning", "learning"),
)
_SAID = (*(source for _, source in _COPIED), "prediction_met", "reason", "next_step", "cancel_reason")
_MET = {
    PredictionMet.MET: "The prediction was met.",
    PredictionMet.PARTLY: "The prediction was partly met.",
    PredictionMet.NOT: "The prediction was not met.",
    PredictionMet.CANT_TELL: "Whether the prediction was met, we cannot tell.",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """Some words of a storyboard, and the record they were copied from."""

    field: str
    text: str
    record: Record


@dataclass(frozen=True, slots=True)
class StoryboardDraft:
    """A drafted storyboard, its sentences, and what is asked for."""

    storyboard: Storyboard
    sentences: Sequence[StoryboardSentence]
    missing: Mapping[str, str]


def draft_storyboard(
    session: Session,
    principal: Principal,
    *,
    team: str | None = None,
    cycles: Sequence[str] = (),
    title: str | None = None,
    confirmed: Collection[str] = (),
) -> StoryboardDraft:
    """Draft a storyboard from the cycles that were named, or from all that the team has started.

    Raises:
        Forbidden: the person does not write for the team.
        Invalid: there is no such cycle, they are of several teams, or there is nothing to tell of.
    """
    told = _find_cycles(session, principal, team, cycles)
    ideas = _ideas_of(session, principal, told)
    sentences = [*_sentences(session, principal, told, ideas)]
    values: dict[str, Any] = {
        name: "\n".join(each.text for each in sentences if each.field == name) or None
        for name in STORYBOARD_CONTENT
    }
    # Copies were looked at when they were first written; the title may be new.
    values |= {"visibility": find_width((each.record for each in sentences), Visibility.NETWORK)}
    board = create_record(
        session,
        principal,
        Storyboard,
        _values(told, ideas, title, values),
        confirmed=[*STORYBOARD_CONTENT, *confirmed],
    )
    session.flush()
    rows = [_row(board, place, each) for place, each in enumerate(sentences)]
    session.add_all(rows)
    return StoryboardDraft(board, rows, find_missing({**values, "driver_id": board.driver_id}, told))


def list_sentences(session: Session, principal: Principal, board: Storyboard) -> list[dict[str, Any]]:
    """Tell the sentences that still stand in a storyboard; a record the person may not read is not named."""
    standing = list_standing(session, board)
    seen = {
        kind: find_readable(
            session, principal, RECORD_KINDS[kind], [row.record_id for row in standing if row.kind == kind]
        )
        for kind in {row.kind for row in standing}
    }
    return [_tell(row, is_seen=row.record_id in seen[row.kind]) for row in standing]


def find_missing(values: Mapping[str, Any], cycles: Sequence[PdsaCycle]) -> dict[str, str]:
    """Say what the team is asked for, by field; of a cycle without a result, why there is none yet."""
    lacking = required.find_missing(values, REQUIRED[Publishable.STORYBOARD])
    missing = {problem.pointer.removeprefix("/"): problem.detail for problem in lacking}
    waiting = [cycle for cycle in cycles if not cycle.result and cycle.status != CycleStatus.CANCELLED]
    if waiting and "result" not in missing:
        asked = "; ".join(str(cycle.question or cycle.what or "a cycle") for cycle in waiting)
        missing["result"] = f'Also write "No result yet, because ..." for what has none: {asked}'
    return missing


def _find_cycles(
    session: Session, principal: Principal, team: str | None, named: Sequence[str]
) -> list[PdsaCycle]:
    query = select(PdsaCycle).where(
        readable(principal, PdsaCycle), PdsaCycle.archived_at.is_(None), PdsaCycle.withdrawn_at.is_(None)
    )
    if named:
        query = query.where(
            PdsaCycle.id.in_(resolve_links(session, principal, PdsaCycle, named, "cycle_ids"))
        )
    else:
        query = query.where(PdsaCycle.status.in_(BEGUN))
    own = (
        principal.writing_teams
        if team is None
        else resolve_links(session, principal, Team, [team], "team_id")
    )
    rows = session.scalars(query.where(PdsaCycle.team_id.in_(own)).order_by(PdsaCycle.created_at)).all()
    if not rows or (named and len(rows) < len(set(named))):
        raise Invalid.field("cycle_ids", "There is no such cycle of your team that has started.")
    if len({row.team_id for row in rows}) > 1:
        raise Invalid.field("team_id", "Say for which of your teams you write this.")
    if len(rows) > MOST_CYCLES:
        raise Invalid.field("cycle_ids", f"Name the cycles to tell of: {MOST_CYCLES} at most.")
    return [*rows]


def _ideas_of(session: Session, principal: Principal, cycles: Sequence[PdsaCycle]) -> list[ChangeIdea]:
    wanted = ChangeIdea.id.in_({cycle.change_idea_id for cycle in cycles}), ChangeIdea.withdrawn_at.is_(None)
    query = select(ChangeIdea).where(*wanted, readable(principal, ChangeIdea))
    return [*session.scalars(query.order_by(ChangeIdea.created_at))]


def _sentences(
    session: Session, principal: Principal, cycles: Sequence[PdsaCycle], ideas: Sequence[ChangeIdea]
) -> Iterator[Sentence]:
    problems = {idea.problem_id for idea in ideas if idea.problem_id}
    query = select(ProblemOfPractice).where(
        ProblemOfPractice.id.in_(problems),
        ProblemOfPractice.withdrawn_at.is_(None),
        readable(principal, ProblemOfPractice),
    )
    for problem in session.scalars(query) if problems else ():
        yield Sentence("focus", problem.statement, problem)
    for idea in ideas:
        yield Sentence("changes_tested", idea.title, idea)
    min_n = session.get_one(Network, cycles[0].network_id).min_n
    for cycle in cycles:
        yield from _of_cycle(cycle, min_n)
    wanted = select(HelpWanted).where(
        HelpWanted.team_id == cycles[0].team_id,
        HelpWanted.state == HelpWantedState.OPEN,
        HelpWanted.archived_at.is_(None),
        HelpWanted.withdrawn_at.is_(None),
        readable(principal, HelpWanted),
    )
    for call in session.scalars(wanted):
        yield Sentence("help_wanted", call.question, call)


def _of_cycle(cycle: PdsaCycle, min_n: int) -> Iterator[Sentence]:
    """Copy what a cycle says; why it was adopted is a success, why it was changed or ended a challenge."""
    says = {name: getattr(cycle, name) for name in _SAID}
    if is_small_cell(cycle, min_n):
        says |= without_numbers(says)
    for field, source in _COPIED:
        if says.get(source):
            yield Sentence(field, says[source], cycle)
    # The result stands right before it; what a few students met is not told.
    if says.get("result") and says["prediction_met"]:
        yield Sentence("result", _MET[says["prediction_met"]], cycle)
    if cycle.status == CycleStatus.CANCELLED and says.get("cancel_reason"):
        yield Sentence("challenges", says["cancel_reason"], cycle)
    if says.get("reason") and cycle.decision:
        field = "successes" if cycle.decision == Decision.ADOPT else "challenges"
        yield Sentence(field, says["reason"], cycle)
    if says.get("next_step"):
        yield Sentence("next_step", says["next_step"], cycle)


def _values(
    cycles: Sequence[PdsaCycle], ideas: Sequence[ChangeIdea], title: str | None, told: Mapping[str, Any]
) -> dict[str, Any]:
    drivers = {idea.driver_id for idea in ideas}
    more = f" and {len(ideas) - 1} more" if len(ideas) > 1 else ""
    return {
        **told,
        "title": title or (f"{ideas[0].title}{more}" if ideas else "What we tested"),
        "team_id": cycles[0].team_id,
        "driver_id": drivers.pop() if len(drivers) == 1 else None,
        "change_idea_ids": [idea.id for idea in ideas],
        "source": f"Drafted from {len(cycles)} {'cycle' if len(cycles) == 1 else 'cycles'} of the team",
    }


def _row(board: Storyboard, place: int, sentence: Sentence) -> StoryboardSentence:
    return StoryboardSentence(
        network_id=board.network_id,
        storyboard_id=board.id,
        position=place,
        field=sentence.field,
        text=sentence.text,
        kind=kind_of(type(sentence.record)),
        record_id=sentence.record.id,
    )


def _tell(row: StoryboardSentence, *, is_seen: bool) -> dict[str, Any]:
    link = {"kind": row.kind, "id": row.record_id} if is_seen else {"kind": None, "id": None}
    return {"field": row.field, "text": row.text, **link}
