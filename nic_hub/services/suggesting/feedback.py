"""What the asker thought of a suggestion. It decides what this team is not shown again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.privacy.privacy import redact
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import Verdict
from nic_hub.errors import Invalid, NotFound
from nic_hub.models import ChangeIdea, Feedback, Suggestion, utc_now
from nic_hub.services.access.visibility import readable
from nic_hub.services.references import find_reference


def get_suggestion(session: Session, principal: Principal, suggestion_id: str) -> Suggestion:
    """Return an answer the person got; nobody sees another's.

    Raises:
        NotFound: this person got no such answer.
    """
    mine = select(Suggestion).where(Suggestion.id == suggestion_id, readable(principal, Suggestion))
    row = session.scalar(mine)
    if row is None:
        raise NotFound("There is no such answer of yours.")
    return row


def give_feedback(
    session: Session,
    principal: Principal,
    suggestion: Suggestion,
    *,
    change_idea: str,
    verdict: Verdict,
    note: str | None,
) -> Feedback:
    """Keep what the asker thought of one suggested idea; a second word replaces the first.

    Raises:
        Invalid: the idea was not among the suggestions.
    """
    idea_id = find_reference(session, principal, ChangeIdea, change_idea, "/change_idea")
    if idea_id not in {result["change_idea_id"] for result in suggestion.results}:
        raise Invalid.field("change_idea", "This idea was not suggested in this answer.")
    same = (Feedback.suggestion_id == suggestion.id, Feedback.change_idea_id == idea_id)
    row = session.scalar(select(Feedback).where(*same)) or Feedback(
        network_id=suggestion.network_id,
        suggestion_id=suggestion.id,
        change_idea_id=idea_id,
        member_id=principal.member_id,
        team_id=suggestion.team_id,
        verdict=verdict,
    )
    row.verdict, row.note, row.updated_at = verdict, redact(note) if note else None, utc_now()
    session.add(row)
    return row
