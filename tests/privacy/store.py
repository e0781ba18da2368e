"""Write a world into a database, and find its people there."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal
from nic_hub.models import (
    Account,
    ApiToken,
    Attachment,
    CoachAssignment,
    Comment,
    DataPoint,
    Feedback,
    IdempotentAnswer,
    Member,
    Membership,
    Network,
    Suggestion,
    TeamQuestion,
)
from nic_hub.services import history, search_documents
from nic_hub.services.access.principals import load_principal, public_principal
from nic_hub.services.kinds import KINDS
from nic_hub.services.links import LINKS
from tests.privacy.world import NOON, TODAY, Item, World

#: The states of a member's tokens; the first is the one that lets in.
TOKENS = ("", "expired", "revoked")


class WatchedSession(Session):
    """A session as the hub opens it: every change leaves its history."""


history.watch(WatchedSession)
search_documents.watch(WatchedSession)


def store(session: Session, world: World) -> None:
    """Write a world; nothing is committed."""
    session.add_all(_row(item) for item in world.items.values())
    session.add_all(Account(id=one.id, name="", email=email_of(one)) for one in world.of("member"))
    session.add_all(row for item in world.items.values() for row in _links(item))
    session.add_all(Membership(**row) for row in world.memberships)
    session.add_all(CoachAssignment(**row) for row in world.assignments)
    session.add_all(DataPoint(**row | _before_correction(world, row)) for row in world.points)
    session.add_all(Comment(**row) for row in world.comments)
    session.add_all(Attachment(**row) for row in world.files)
    for member in world.of("member"):
        session.add_all(_private_rows(world, member))
    session.flush()
    _note_links(session, world)
    _correct(session, world)
    session.expunge_all()


def principal_of(session: Session, viewer: Item | None) -> Principal:
    """Return what the hub takes a member of the world for."""
    if viewer is None:
        return public_principal(session)
    return load_principal(session, session.get_one(Member, viewer.id), TODAY)


def token_of(member: Item) -> str:
    """Return the token of a member."""
    return f"nic_{member.id}"


def token_in(state: str, member: Item) -> str:
    """Return the token of a member that is in this state."""
    return f"{token_of(member)}{state}"


def email_of(member: Item) -> str:
    """Return the address of a member, which is nobody else's business."""
    return f"zq{member.number}.email@school.example"


def _row(item: Item) -> Any:
    """Make the row of an item; a member's account has the member's id."""
    account = {"account_id": item.id} if item.kind == "member" else {}
    return KINDS[item.kind](**item.values, **account)


def _links(item: Item) -> list[Any]:
    model = KINDS[item.kind]
    return [
        link.table(network_id=item.network, position=place, **{link.owner: item.id, link.other: other})
        for name, link in LINKS.get(model, {}).items()
        for place, other in enumerate(item.links[name])
    ]


def _note_links(session: Session, world: World) -> None:
    """Tell in the history of records how their links changed."""
    for item in world.items.values():
        row = session.get_one(KINDS[item.kind], item.id) if any(item.links.values()) else None
        for name, ids in item.links.items():
            if row is not None and ids:
                history.note_links(row, name, [], ids)
    session.flush()


def _before_correction(world: World, point: dict[str, Any]) -> dict[str, Any]:
    return {"n": world.corrected.get(point["id"], point["n"]), "version": 1}


def _correct(session: Session, world: World) -> None:
    """Correct the points that once spoke of other students."""
    for point in world.points:
        if point["id"] in world.corrected:
            session.get_one(DataPoint, point["id"]).n = point["n"]
    session.flush()


def _private_rows(world: World, member: Item) -> list[Any]:
    """What nobody else may see: a member's token, question and verdict."""
    mine = {"network_id": member.network, "member_id": member.id}
    ideas = world.of("change_idea", member.network)
    secret, idea = f"zq{member.number}.secret", ideas[member.number % len(ideas)]
    suggestion = Suggestion(query=secret, results=[{"change_idea_id": idea.id}], **mine)
    answers = {"again": NOON + timedelta(days=1), "old": NOON}
    return [
        *(ApiToken(name="phone", **_token(member, state), **mine) for state in TOKENS),
        *(_answer(key, until, secret, mine) for key, until in answers.items()),
        suggestion,
        TeamQuestion(question=secret, **mine),
        Feedback(
            suggestion_id=suggestion.id,
            change_idea_id=idea.id,
            note=secret,
            **_verdict(world, member),
            **mine,
        ),
    ]


def _verdict(world: World, member: Item) -> dict[str, Any]:
    """What the member thought of an idea; half of them spoke for their team and did not want it."""
    teams = [part["team_id"] for part in world.memberships if part["member_id"] == member.id]
    verdict = "useful" if member.number % 2 else "different_problem"
    return {"verdict": verdict, "team_id": next(iter(teams), None)}


def _token(member: Item, state: str) -> dict[str, Any]:
    ends = {"expires_at": NOON if state == "expired" else NOON + timedelta(days=1)}
    revoked = {"revoked_at": NOON if state == "revoked" else None}
    return {"token_hash": sha256(token_in(state, member).encode()).digest()} | ends | revoked


def _answer(key: str, until: datetime, secret: str, mine: dict[str, Any]) -> IdempotentAnswer:
    told = {"request_hash": b"", "status": 201, "body": json.dumps(secret).encode()}
    return IdempotentAnswer(idempotency_key=key, expires_at=until, **told, **mine)


assert Network.__tablename__ in KINDS
