"""The lineage of an idea or a tool across schools: who took it over, what they made of it, what came out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nic_hub.domain.lineage.telling import Edge, EdgeKind, Lineage, Node, number_branches
from nic_hub.domain.visibility import Principal
from nic_hub.errors import NotFound
from nic_hub.models import Adoption, ChangeIdea, Tool
from nic_hub.services.access.visibility import readable
from nic_hub.services.evidence import weigh_ideas
from nic_hub.services.lineage.branches import Branches, Shown, is_told, tell_idea, tell_version
from nic_hub.services.lineage.relatives import (
    MOST_BRANCHES,
    find_adoptions,
    find_family,
    find_places,
    find_tests,
    find_versions,
)
from nic_hub.services.presenting import present, present_one


def find_lineage(session: Session, principal: Principal, key: str) -> Lineage:
    """Return the lineage of an idea or a tool that is named by its id or key.

    Raises:
        NotFound: there is none for this person.
    """
    idea, tool = (_find_named(session, principal, model, key) for model in (ChangeIdea, Tool))
    if idea is not None:
        return tell_idea_lineage(session, principal, idea)
    if tool is not None:
        return tell_tool_lineage(session, principal, tool)
    raise NotFound(f"There is no change idea and no tool with the key {key}.")


def _find_named(session: Session, principal: Principal, model: type[Any], key: str) -> Any:
    named = or_(model.key == key, model.id == key)
    return session.scalar(select(model).where(named, readable(principal, model)))


def tell_idea_lineage(session: Session, principal: Principal, idea: ChangeIdea) -> Lineage:
    """Return the lineage of an idea the person may read: what it came from, and all that came from it."""
    family = find_family(session, principal, idea)
    ideas = sorted(family.ideas.values(), key=lambda one: (one.created_at, one.id))
    shown = {values["id"]: values for values in present(session, principal, ideas)}
    taken = _by_age(present(session, principal, list(family.adoptions.values())))
    makers = [each for each in taken if _makes(each, shown)]
    made_by = {each["resulting_idea_id"]: each for each in reversed(makers)}
    known = weigh_ideas(session, principal, ideas)
    tests = {
        one: [test for test in known[one].cycles if test.idea_id == one]
        for one, values in shown.items()
        if is_told(values)
    }
    others = [each for each in taken if not _makes(each, shown)]
    teams = {values["team_id"] for values in (*shown.values(), *others)}
    places = find_places(session, principal, teams | _teams_of(tests.values()))
    branches = Branches("change_idea_id", shown, others, tests, places)
    told = [tell_idea(values, made_by.get(one, {}), known[one], places) for one, values in shown.items()]
    edges = [*_idea_edges(shown, makers), *branches.edges()]
    return _make(idea, shown[idea.id]["title"], [*told, *branches.nodes()], edges, is_cut=family.is_cut)


def tell_tool_lineage(session: Session, principal: Principal, tool: Tool) -> Lineage:
    """Return the lineage of a tool the person may read: its versions, and who took over which."""
    versions = find_versions(session, principal, tool)
    told = versions[:MOST_BRANCHES]
    shown = {values["id"]: values for values in present(session, principal, told)}
    taken = present(
        session, principal, find_adoptions(session, principal, Adoption.tool_version_id.in_(list(shown)))
    )
    tests = find_tests(session, principal, shown)
    teams = {values["team_id"] for values in (*shown.values(), *taken)}
    places = find_places(session, principal, teams | _teams_of(tests.values()))
    branches = Branches("tool_version_id", shown, taken, tests, places)
    nodes = [tell_version(values, tool, tests[one], places) for one, values in shown.items()]
    made = [
        Edge(one["parent_id"], one["id"], EdgeKind.TOOL_VERSION)
        for one in shown.values()
        if one["parent_id"] in shown
    ]
    title = present_one(session, principal, tool)["title"]
    is_cut = len(versions) > MOST_BRANCHES
    return _make(tool, title, [*nodes, *branches.nodes()], [*made, *branches.edges()], is_cut=is_cut)


def _make(
    row: ChangeIdea | Tool, title: str | None, nodes: list[Node], edges: list[Edge], *, is_cut: bool
) -> Lineage:
    return Lineage(
        kind=row.__tablename__,
        id=row.id,
        title=title,
        nodes=nodes,
        edges=edges,
        numbers=number_branches(nodes, edges),
        is_cut=is_cut,
    )


def _by_age(taken: Iterable[Shown]) -> list[Shown]:
    return sorted(taken, key=lambda each: (each["created_at"], each["id"]))


def _makes(adoption: Shown, shown: Mapping[str, Shown]) -> bool:
    """Say whether an adoption made an idea of the lineage, one of its team: then that idea is the branch."""
    made = shown.get(adoption["resulting_idea_id"])
    return adoption["change_idea_id"] in shown and made is not None and made["team_id"] == adoption["team_id"]


def _teams_of(tests: Iterable[Sequence[Any]]) -> set[str]:
    return {test.team_id for each in tests for test in each}


def _idea_edges(shown: Mapping[str, Shown], makers: Iterable[Shown]) -> list[Edge]:
    """Return from what each idea came: from its parent, and from what its team took over."""
    sources = [(values["parent_id"], one) for one, values in shown.items() if values["parent_id"] in shown]
    sources += [(adoption["change_idea_id"], adoption["resulting_idea_id"]) for adoption in makers]
    return [Edge(source, target, EdgeKind.ADAPTATION) for source, target in dict.fromkeys(sources)]
