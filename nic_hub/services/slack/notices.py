"""What a linked member is told in Slack by itself: that a team took over an idea, that a study date has come.

What is due is found when a bot asks; its row keeps it from being told twice. It goes to a person who may read
the record at that moment, and to nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import UNDECIDED, CycleStatus, NoticeKind
from nic_hub.errors import NotFound
from nic_hub.models import (
    Adoption,
    ChangeIdea,
    Member,
    Network,
    Notice,
    PdsaCycle,
    SlackLink,
    Team,
    TeamQuestion,
    Tool,
    ToolVersion,
    Workspace,
    utc_now,
)
from nic_hub.services.access.principals import load_principal
from nic_hub.services.access.tokens import has_left
from nic_hub.services.access.visibility import readable
from nic_hub.services.references import hide_unreadable
from nic_hub.services.slack.quiet_hours import CLAIM_LASTS, is_quiet, local_day
from nic_hub.services.slack.team_questions import find_news, tell_question

#: What is older than this is no news.
FRESH = timedelta(days=7)
MOST = 50
#: What only some notices tell.
_UNTOLD = dict.fromkeys(
    ("cycle_id", "adoption_id", "study_on", "question_id", "person", "question", "answer")
)
_BEFORE_STUDY = (CycleStatus.PLANNED, CycleStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A linked member, with where and as whom they are reached."""

    member: Member
    principal: Principal
    workspace: Workspace
    slack_user_id: str


@dataclass(frozen=True, slots=True)
class DueNotice:
    """A notice that a bot has claimed, with what it tells."""

    row: Notice
    recipient: Recipient
    record: dict[str, Any]


def claim_notices(session: Session, principal: Principal, *, now: datetime) -> list[DueNotice]:
    """Return what is due to people in the bot's workspaces; it is the caller's for ten minutes."""
    return list(islice(_claim_all(session, principal, now), MOST))


def _claim_all(session: Session, principal: Principal, now: datetime) -> Iterator[DueNotice]:
    """Claim one notice after the other: what is not taken from here stays free for the next who asks."""
    for recipient in _recipients(session, principal, now):
        network = session.get_one(Network, recipient.member.network_id)
        if not is_quiet(network, now):
            yield from _claim_for(session, recipient, local_day(network, now), now)


def mark_delivered(session: Session, principal: Principal, notice_id: str) -> Notice:
    """Write down that a notice was delivered. A second word changes nothing.

    Raises:
        NotFound: the bot's workspaces have no such notice.
    """
    mine = select(Workspace.id).where(Workspace.bot_client_id == principal.bot_client_id)
    row = session.scalar(select(Notice).where(Notice.id == notice_id, Notice.workspace_id.in_(mine)))
    if row is None:
        raise NotFound("Your workspaces have no such notice.")
    row.delivered_at = row.delivered_at or utc_now()
    return row


def _recipients(session: Session, principal: Principal, now: datetime) -> list[Recipient]:
    """Return every linked, active member once, where they were linked last."""
    query = (
        select(SlackLink, Member, Workspace)
        .join(Member, Member.id == SlackLink.member_id)
        .join(Workspace, Workspace.id == SlackLink.workspace_id)
        .join(Network, Network.id == Workspace.network_id)
        .where(Workspace.bot_client_id == principal.bot_client_id, Workspace.ended_at.is_(None))
        .where(SlackLink.ended_at.is_(None), Network.archived_at.is_(None))
        .order_by(SlackLink.linked_at, SlackLink.id)
    )
    latest = {member.id: (link, member, place) for link, member, place in session.execute(query)}
    return [
        Recipient(member, load_principal(session, member, now.date()), place, link.slack_user_id)
        for link, member, place in latest.values()
        if not has_left(member, now)
    ]


def _claim_for(session: Session, recipient: Recipient, today: date, now: datetime) -> Iterator[DueNotice]:
    news = find_news(session, recipient.principal, now - FRESH)
    for kind, record, due_on in (*_due(session, recipient, today, now), *news):
        same = {"kind": kind, "record_id": record.id, "member_id": recipient.member.id, "due_on": due_on}
        row = _claim(session, recipient, same, now)
        if row is not None:
            yield DueNotice(row, recipient, _tell(session, recipient, record))


def _due(
    session: Session, recipient: Recipient, today: date, now: datetime
) -> Iterator[tuple[NoticeKind, Adoption | PdsaCycle, date]]:
    for adoption in _started(session, recipient, now):
        yield NoticeKind.ADOPTION_STARTED, adoption, adoption.created_at.date()
    to_study: list[Adoption | PdsaCycle] = [
        *_cycles_to_study(session, recipient, today),
        *_adoptions_to_study(session, recipient, today),
    ]
    for record in to_study:
        assert record.study_on is not None
        yield NoticeKind.STUDY_DUE, record, record.study_on


def _started(session: Session, recipient: Recipient, now: datetime) -> Sequence[Adoption]:
    """Return what others took over lately of what the recipient's teams made."""
    teams = sorted(recipient.principal.writing_teams)
    ideas = select(ChangeIdea.id).where(ChangeIdea.team_id.in_(teams))
    versions = select(ToolVersion.id).where(ToolVersion.team_id.in_(teams))
    return session.scalars(
        _live(recipient, Adoption)
        .where(Adoption.change_idea_id.in_(ideas) | Adoption.tool_version_id.in_(versions))
        .where(Adoption.created_at > now - FRESH, Adoption.team_id.not_in(teams))
        # What began long ago, and was only brought in now, is no news.
        .where(Adoption.started_on.is_(None) | (Adoption.started_on > (now - FRESH).date()))
        .order_by(Adoption.created_at, Adoption.id)
    ).all()


def _cycles_to_study(session: Session, recipient: Recipient, today: date) -> Sequence[PdsaCycle]:
    query = _due_for(recipient, PdsaCycle, today).where(PdsaCycle.status.in_(_BEFORE_STUDY))
    return session.scalars(query).all()


def _adoptions_to_study(session: Session, recipient: Recipient, today: date) -> Sequence[Adoption]:
    """Return adoptions without a cycle: where there is one, its own study date counts."""
    with_cycle = select(PdsaCycle.adoption_id).where(
        PdsaCycle.adoption_id.is_not(None), PdsaCycle.archived_at.is_(None)
    )
    query = _due_for(recipient, Adoption, today).where(
        Adoption.state.in_(UNDECIDED), Adoption.id.not_in(with_cycle)
    )
    return session.scalars(query).all()


def _due_for(recipient: Recipient, model: type[Any], today: date) -> Any:
    """Select the records the recipient began in a team of theirs, and whose study date came this week."""
    return _live(recipient, model).where(
        model.author_id == recipient.member.id,
        model.team_id.in_(sorted(recipient.principal.writing_teams)),
        model.study_on <= today,
        model.study_on > today - FRESH,
    )


def _live(recipient: Recipient, model: type[Any]) -> Any:
    return select(model).where(
        readable(recipient.principal, model),
        model.archived_at.is_(None),
        model.withdrawn_at.is_(None),
        model.hidden_at.is_(None),
    )


def _claim(session: Session, recipient: Recipient, same: dict[str, Any], now: datetime) -> Notice | None:
    """Return the row of a notice that nobody has claimed or delivered; written at its first claim."""
    row = session.scalar(select(Notice).filter_by(**same))
    if row is not None and (row.delivered_at is not None or now - row.claimed_at < CLAIM_LASTS):
        return None
    if row is None:
        row = Notice(network_id=recipient.member.network_id, workspace_id=recipient.workspace.id, **same)
        session.add(row)
    row.claimed_at, row.workspace_id = now, recipient.workspace.id
    session.flush()
    return row


def _tell(
    session: Session, recipient: Recipient, record: Adoption | PdsaCycle | TeamQuestion
) -> dict[str, Any]:
    """Return what the notice speaks of, as far as the recipient may know it."""
    if isinstance(record, TeamQuestion):
        return {**_UNTOLD, **tell_question(session, recipient.principal, record)}
    ids = (None, record.id) if isinstance(record, Adoption) else (record.id, record.adoption_id)
    told = {
        **_UNTOLD,
        "cycle_id": ids[0],
        "adoption_id": ids[1],
        "change_idea_id": record.change_idea_id,
        "title": _title(session, recipient.principal, record),
        "team": session.get_one(Team, record.team_id).name,
        "study_on": record.study_on,
    }
    hide_unreadable(session, recipient.principal, [record], [told])
    return told


def _title(session: Session, principal: Principal, record: Adoption | PdsaCycle) -> str | None:
    """Return what the idea is called, or the tool that was taken over; None where it may not be known."""
    version = select(ToolVersion.tool_id).where(ToolVersion.id == record.tool_version_id)
    idea = ChangeIdea.id == record.change_idea_id, ChangeIdea.withdrawn_at.is_(None)
    tool = Tool.id.in_(version), Tool.withdrawn_at.is_(None)
    return session.scalar(
        select(ChangeIdea.title).where(*idea, readable(principal, ChangeIdea))
    ) or session.scalar(select(Tool.title).where(*tool, readable(principal, Tool)))
