"""Ask the team behind an idea, or the hub's coaches: a question for them alone, and answers for the asker.

The first answer stands beside the question. Each further one, of somebody else who had the question before
their eyes, is a row of its own with the same question and the same time of asking. Both are told to linked
people in Slack as notices. Where nobody would hear it, nothing is stored.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from nic_hub.domain.privacy.privacy import refuse_private
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import NoticeKind, RoleGroup
from nic_hub.errors import Conflict, Invalid, NotFound
from nic_hub.models import (
    ChangeIdea,
    Member,
    Membership,
    SlackLink,
    Team,
    TeamQuestion,
    Workspace,
    utc_now,
)
from nic_hub.services.access.principals import load_principal
from nic_hub.services.access.tokens import has_left
from nic_hub.services.access.visibility import readable
from nic_hub.services.known_names import names_in
from nic_hub.services.references import find_reference, hide_unreadable

MOST_A_DAY = 10
#: What all answers to a question have in common.
_ASKED = ("member_id", "team_id", "change_idea_id", "question", "created_at")
_NOBODY = (
    "Nobody who could answer has linked a Slack account yet, so this would reach no one. "
    "Post it as help wanted: every team of the network sees that."
)
_TOO_MANY = f"You have asked {MOST_A_DAY} questions today. Ask again tomorrow."
_OWN = "This is an idea of your own team. Ask them where you meet."
_NOT_YOURS = "There is no question to you with this id."
_ANSWERED = "You have answered this already."


def ask_team(
    session: Session,
    principal: Principal,
    *,
    question: str,
    change_idea: str | None = None,
    confirmed: Collection[str] = (),
) -> TeamQuestion:
    """Ask the team behind an idea; without an idea, the coaches.

    Raises:
        Invalid: there is no such idea for this person, or it is their own team's.
        PrivateText: the question seems to hold personal data.
        Conflict: it would reach nobody, or the person asks too much.
    """
    refuse_private({"question": question}, confirmed, known=names_in(session, principal))
    idea = _find_idea(session, principal, change_idea) if change_idea else None
    row = TeamQuestion(
        network_id=principal.network_id,
        member_id=principal.member_id,
        team_id=idea.team_id if idea else None,
        change_idea_id=idea.id if idea else None,
        question=question,
    )
    _refuse_too_many(session, principal)
    if not _reaches_somebody(session, row):
        raise Conflict(_NOBODY)
    session.add(row)
    return row


def answer_question(
    session: Session,
    principal: Principal,
    question_id: str,
    *,
    answer: str,
    confirmed: Collection[str] = (),
) -> TeamQuestion:
    """Answer a question to one's team, or to the coaches; the asker hears it.

    Raises:
        NotFound: nobody asked this person.
        PrivateText: the answer seems to hold personal data.
        Conflict: this person has answered.
    """
    refuse_private({"answer": answer}, confirmed, known=names_in(session, principal))
    mine = TeamQuestion.id == question_id, TeamQuestion.network_id == principal.network_id
    row = session.scalar(select(TeamQuestion).where(*mine, _asks(principal)))
    if row is None:
        raise NotFound(_NOT_YOURS)
    if session.scalar(select(_same_question(row, answered_by_id=principal.member_id).exists())):
        raise Conflict(_ANSWERED)
    if row.answered_at is not None:
        row = _once_more(session, row)
    row.answer, row.answered_by_id, row.answered_at = answer, principal.member_id, utc_now()
    return row


def _same_question(row: TeamQuestion, **more: Any) -> Select[TeamQuestion]:
    """Select a question with all of its answers, or some of them."""
    same = {name: getattr(row, name) for name in ("network_id", *_ASKED)}
    return select(TeamQuestion).filter_by(**same, **more)


def _once_more(session: Session, row: TeamQuestion) -> TeamQuestion:
    """Make room for one more answer to a question."""
    again = TeamQuestion(network_id=row.network_id, **{name: getattr(row, name) for name in _ASKED})
    session.add(again)
    return again


def find_news(
    session: Session, principal: Principal, since: datetime
) -> Iterator[tuple[NoticeKind, TeamQuestion, date]]:
    """Find what a person is to hear: questions to them without an answer, and answers to their own."""
    here = TeamQuestion.network_id == principal.network_id
    open_ones = TeamQuestion.created_at > since, TeamQuestion.answered_at.is_(None)
    for row in session.scalars(select(TeamQuestion).where(here, _asks(principal), *open_ones)):
        yield NoticeKind.QUESTION_ASKED, row, row.created_at.date()
    own = TeamQuestion.member_id == principal.member_id, TeamQuestion.answered_at > since
    for row in session.scalars(select(TeamQuestion).where(here, *own)):
        assert row.answered_at is not None
        yield NoticeKind.QUESTION_ANSWERED, row, row.answered_at.date()


def tell_question(session: Session, principal: Principal, row: TeamQuestion) -> dict[str, Any]:
    """Return what a notice tells of a question: who speaks, for which team, and what they say."""
    speaker = session.get_one(Member, row.answered_by_id or row.member_id)
    about = ChangeIdea.id == row.change_idea_id, ChangeIdea.withdrawn_at.is_(None)
    told = {
        "question_id": row.id,
        "person": speaker.name,
        "team": _team_name(session, row, speaker),
        "question": row.question,
        "answer": row.answer,
        "change_idea_id": row.change_idea_id,
        "title": session.scalar(select(ChangeIdea.title).where(*about, readable(principal, ChangeIdea))),
    }
    hide_unreadable(session, principal, [row], [told])
    return told


def _asks(principal: Principal) -> Any:
    """Return the condition that a question is another's, to this person's team or office."""
    asked = [TeamQuestion.team_id.in_(sorted(principal.writing_teams))]
    if principal.has(RoleGroup.COACH):
        asked.append(TeamQuestion.team_id.is_(None))
    return or_(*asked) & (TeamQuestion.member_id != principal.member_id)


def _find_idea(session: Session, principal: Principal, named: str) -> ChangeIdea:
    idea = session.get_one(ChangeIdea, find_reference(session, principal, ChangeIdea, named, "/change_idea"))
    if idea.team_id in principal.own_teams:
        raise Invalid.field("change_idea", _OWN)
    return idea


def _refuse_too_many(session: Session, principal: Principal) -> None:
    mine = TeamQuestion.member_id == principal.member_id
    today = mine, TeamQuestion.created_at > utc_now() - timedelta(days=1)
    asked = select(func.count(func.distinct(TeamQuestion.created_at))).where(*today)
    if (session.scalar(asked) or 0) >= MOST_A_DAY:
        raise Conflict(_TOO_MANY)


def _reaches_somebody(session: Session, row: TeamQuestion) -> bool:
    """Say whether somebody who may answer has linked an account."""
    linked = (
        select(Member)
        .join(SlackLink, SlackLink.member_id == Member.id)
        .join(Workspace, Workspace.id == SlackLink.workspace_id)
        .where(SlackLink.ended_at.is_(None), Workspace.ended_at.is_(None))
        .where(Member.network_id == row.network_id, Member.id != row.member_id)
    )
    if row.team_id is not None:
        in_team = select(Membership.member_id).where(Membership.team_id == row.team_id)
        linked = linked.where(Member.id.in_(in_team))
    now = utc_now()
    members = (member for member in session.scalars(linked).unique() if not has_left(member, now))
    return any(_may_answer(load_principal(session, member, now.date()), row) for member in members)


def _may_answer(principal: Principal, row: TeamQuestion) -> bool:
    if row.team_id is None:
        return principal.has(RoleGroup.COACH)
    return row.team_id in principal.writing_teams


def _team_name(session: Session, row: TeamQuestion, speaker: Member) -> str:
    """Return the team for which somebody speaks; empty for who works in none."""
    own = load_principal(session, speaker, utc_now().date()).own_teams
    speaks_for = [row.team_id] if row.answered_by_id and row.team_id else sorted(own)
    name = session.scalar(select(Team.name).where(Team.id.in_(speaks_for)).order_by(Team.name).limit(1))
    return name or ""
