"""Find what belongs to a lineage: ideas and versions of tools that came from each other, adoptions, tests.

Every record is read under the read rule, and a branch is followed only through what the reader may see: what
is hidden leaves neither a gap nor a number, and a descendant of something hidden begins a lineage.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session

from nic_hub.domain.evidence.cycle_facts import CycleFacts
from nic_hub.domain.lineage.telling import Place
from nic_hub.domain.visibility import Principal
from nic_hub.models import Adoption, ChangeIdea, District, PdsaCycle, School, Team, Tool, ToolVersion
from nic_hub.services.access.visibility import readable
from nic_hub.services.evidence import read_tests

#: Ideas, or versions of a tool, in one lineage: more would be no picture any more.
MOST_BRANCHES = 100


@dataclass(slots=True)
class Family:
    """Ideas that came from each other, and who took them over, by their ids.

    Args:
        is_cut: whether there are more.
    """

    ideas: dict[str, ChangeIdea] = field(default_factory=dict)
    adoptions: dict[str, Adoption] = field(default_factory=dict)
    is_cut: bool = False


def find_family(session: Session, principal: Principal, start: ChangeIdea) -> Family:
    """Go from an idea to all it is connected with, one generation at a time, through what the person sees."""
    family, young = Family({start.id: start}), [start]
    while young and not family.is_cut:
        ids = [idea.id for idea in young]
        # An adoption made an idea of its own team; another team's, which it names, it tells nothing of.
        made = tuple_(Adoption.resulting_idea_id, Adoption.team_id).in_([(i.id, i.team_id) for i in young])
        adoptions = find_adoptions(session, principal, or_(Adoption.change_idea_id.in_(ids), made))
        family.adoptions |= {adoption.id: adoption for adoption in adoptions}
        named = {idea.parent_id for idea in young} | {each.change_idea_id for each in adoptions}
        results = [(each.resulting_idea_id, each.team_id) for each in adoptions if each.resulting_idea_id]
        related = or_(
            ChangeIdea.parent_id.in_(ids),
            ChangeIdea.id.in_([one for one in named if one]),
            tuple_(ChangeIdea.id, ChangeIdea.team_id).in_(results),
        )
        young = _add_relatives(session, principal, related, family)
    return family


def _add_relatives(session: Session, principal: Principal, related: Any, family: Family) -> list[ChangeIdea]:
    """Find the ideas that a family does not have yet, and add them as far as they fit in."""
    room = MOST_BRANCHES - len(family.ideas)
    query = select(ChangeIdea).where(related, readable(principal, ChangeIdea))
    new = query.where(ChangeIdea.id.not_in(sorted(family.ideas)))
    found = list(session.scalars(new.order_by(ChangeIdea.created_at, ChangeIdea.id).limit(room + 1)))
    family.is_cut = len(found) > room
    family.ideas |= {idea.id: idea for idea in found[:room]}
    return found[:room]


def find_adoptions(session: Session, principal: Principal, condition: Any) -> list[Adoption]:
    """Return adoptions in use that the person may read, the oldest first."""
    in_use = Adoption.archived_at.is_(None), Adoption.withdrawn_at.is_(None)
    query = select(Adoption).where(condition, *in_use, readable(principal, Adoption))
    return list(session.scalars(query.order_by(Adoption.created_at, Adoption.id)))


def find_versions(session: Session, principal: Principal, tool: Tool) -> list[ToolVersion]:
    """Return the versions of a tool, the first one first, and at most one more than are told."""
    query = select(ToolVersion).where(ToolVersion.tool_id == tool.id, readable(principal, ToolVersion))
    return list(session.scalars(query.order_by(ToolVersion.number).limit(MOST_BRANCHES + 1)))


def find_tests(
    session: Session, principal: Principal, version_ids: Collection[str]
) -> dict[str, list[CycleFacts]]:
    """Return what the person may know of the cycles in which each version of a tool was used."""
    used = PdsaCycle.tool_version_id.in_(sorted(version_ids))
    cycles = session.scalars(select(PdsaCycle).where(used, readable(principal, PdsaCycle))).all()
    facts = read_tests(session, principal, cycles)
    found: dict[str, list[CycleFacts]] = {version_id: [] for version_id in version_ids}
    for cycle in cycles:
        if cycle.tool_version_id and cycle.id in facts:
            found[cycle.tool_version_id].append(facts[cycle.id])
    return found


def find_places(session: Session, principal: Principal, team_ids: Iterable[str]) -> dict[str, Place]:
    """Return whose a branch is, by team; who is not signed in does not learn it."""
    query = select(Team).where(Team.id.in_(sorted(set(team_ids))), readable(principal, Team))
    teams: Sequence[Team] = session.scalars(query).all()
    schools = _find_names(session, principal, School, (team.school_id for team in teams))
    districts = _find_names(session, principal, District, (team.district_id for team in teams))
    places: dict[str, Place] = defaultdict(Place)
    for team in teams:
        own = {"id": team.id, "name": team.name}
        places[team.id] = Place(own, schools.get(team.school_id), districts.get(team.district_id))
    return places


def _find_names(
    session: Session, principal: Principal, model: type[Any], ids: Iterable[str | None]
) -> dict[str | None, Mapping[str, str]]:
    wanted = sorted({one for one in ids if one})
    query = select(model.id, model.name).where(model.id.in_(wanted), readable(principal, model))
    return {row.id: {"id": row.id, "name": row.name} for row in session.execute(query)}
