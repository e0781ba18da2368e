"""Write a world into a database, and find its people there."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal
from nic_hub.models import (
    Account,
    ApiToken,
    CoachAssignment,
    DataPoint,
    Feedback,
    Member,
    Membership,
    Network,
    Suggestion,
)
from nic_hub.services import history, search_documents
from nic_hub.services.kinds import KINDS
from nic_hub.services.links import LINKS
from nic_hub.services.principals import load_principal, public_principal
from tests.privacy.world import NOON, TODAY, Item, World


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
    session.add_all(DataPoint(**row) for row in world.points)
    for member in world.of("member"):
        session.add_all(_private_rows(world, member))
    session.flush()
    _note_links(session, world)
    session.expunge_all()


def principal_of(session: Session, viewer: Item | None) -> Principal:
    """Return what the hub takes a member of the world for."""
    if viewer is None:
        return public_principal(session)
    return load_principal(session, session.get_one(Member, viewer.id), TODAY)


def token_of(member: Item) -> str:
    """Return the token of a member."""
    return f"nic_{member.id}"


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


def _private_rows(world: World, member: Item) -> list[Any]:
    """What nobody else may see: a member's token, question and verdict."""
    mine = {"network_id": member.network, "member_id": member.id}
    secret, idea = f"zq{member.number}.secret", world.of("change_idea", member.network)[0]
    hashed = sha256(token_of(member).encode()).digest()
    suggestion = Suggestion(query=secret, **mine)
    return [
        ApiToken(name="phone", token_hash=hashed, expires_at=NOON + timedelta(days=1), **mine),
        suggestion,
        Feedback(suggestion_id=suggestion.id, change_idea_id=idea.id, verdict="useful", note=secret, **mine),
    ]


assert Network.__tablename__ in KINDS
