"""Links between records.

An idea's tools and other drivers, a team's focus drivers, what a storyboard tells of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import Principal
from nic_hub.models import (
    ChangeIdea,
    ChangeIdeaDriver,
    ChangeIdeaTool,
    Driver,
    Entity,
    Storyboard,
    StoryboardIdea,
    StoryboardTool,
    Team,
    TeamFocusDriver,
    Tool,
)
from nic_hub.services.access.visibility import readable
from nic_hub.services.history import note_links
from nic_hub.services.references import resolve_links


@dataclass(frozen=True, slots=True)
class Link:
    """A list of references kept in a table of its own.

    Args:
        table: the link table's class.
        owner: the column of the record the list belongs to.
        other: the column of the linked record.
        target: class of the linked record.
    """

    table: type[Any]
    owner: str
    other: str
    target: type[Any]


#: The lists of each kind of record, by field name.
LINKS: dict[type[Any], dict[str, Link]] = {
    Team: {"focus_driver_ids": Link(TeamFocusDriver, "team_id", "driver_id", Driver)},
    ChangeIdea: {
        "tool_ids": Link(ChangeIdeaTool, "change_idea_id", "tool_id", Tool),
        "other_driver_ids": Link(ChangeIdeaDriver, "change_idea_id", "driver_id", Driver),
    },
    Storyboard: {
        "change_idea_ids": Link(StoryboardIdea, "storyboard_id", "change_idea_id", ChangeIdea),
        "tool_ids": Link(StoryboardTool, "storyboard_id", "tool_id", Tool),
    },
}


def split_links(model: type[Any], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Split the values of a body into column values and lists of references."""
    names = LINKS.get(model, {})
    columns = {name: value for name, value in values.items() if name not in names}
    return columns, {name: list(values[name]) for name in names if name in values}


def resolve_lists(
    session: Session, principal: Principal, model: type[Any], lists: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """Replace what is named in lists of references, by id or key, by ids.

    Raises:
        Invalid: a linked record does not exist for this person; it is named by its place.
    """
    known = LINKS.get(model, {})
    return {
        name: resolve_links(session, principal, known[name].target, wanted, name)
        for name, wanted in lists.items()
    }


def set_links(
    session: Session, principal: Principal, row: Entity, lists: Mapping[str, Sequence[str]]
) -> None:
    """Replace lists of references by resolved ones; links the person cannot see stay as they are."""
    # Written together with the row's own change, so that both are one version and one entry of its history.
    with session.no_autoflush:
        for name, after in lists.items():
            link = LINKS[type(row)][name]
            before = find_links(session, principal, [row.id], link).get(row.id, [])
            if before != after:
                _replace(session, row, link, before, after)
                note_links(row, name, before, list(after))


def rename_in_links(session: Session, target: type[Any], old_id: str, new_id: str) -> None:
    """Let each list that names a record name another one in its place, once.

    What a record names as its main driver is not among its other drivers any more.
    """
    with session.no_autoflush:
        for model, lists in LINKS.items():
            for name, link in lists.items():
                if link.target is target:
                    _rename(session, model, name, old_id, new_id)


def _rename(session: Session, model: type[Any], name: str, old_id: str, new_id: str) -> None:
    link = LINKS[model][name]
    owner, other = getattr(link.table, link.owner), getattr(link.table, link.other)
    naming = select(owner).where(other.in_([old_id, new_id]))
    for row in session.scalars(select(model).where(model.id.in_(naming))):
        listed = select(other).where(owner == row.id).order_by(link.table.position, link.table.id)
        before = list(session.scalars(listed))
        after = dict.fromkeys(new_id if one == old_id else one for one in before)
        after.pop(getattr(row, "driver_id", None), None)
        if before != list(after):
            _replace(session, row, link, before, list(after))
            note_links(row, name, before, list(after))


def find_links(
    session: Session, principal: Principal, owner_ids: Sequence[str], link: Link
) -> dict[str, list[str]]:
    """Return, for each record, the ids of the linked records that the person may read, in their order.

    One query.
    """
    owner, other = getattr(link.table, link.owner), getattr(link.table, link.other)
    query = (
        select(owner, other)
        .join(link.target, link.target.id == other)
        .where(owner.in_(owner_ids), readable(principal, link.target))
        .order_by(link.table.position)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for owner_id, other_id in session.execute(query):
        found[owner_id].append(other_id)
    return found


def _replace(session: Session, row: Entity, link: Link, before: Sequence[str], after: Sequence[str]) -> None:
    owner, other = getattr(link.table, link.owner), getattr(link.table, link.other)
    session.execute(delete(link.table).where(owner == row.id, other.in_([*before, *after])))
    for position, other_id in enumerate(after):
        values = {link.owner: row.id, link.other: other_id}
        session.add(link.table(network_id=row.network_id, position=position, **values))
