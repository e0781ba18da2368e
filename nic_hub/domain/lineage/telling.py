"""The lineage of an idea or a tool: its branches, and all of it in words for those who can't see the picture.

A branch that somebody may not see is not here at all: who tells a lineage gives only what the reader may see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nic_hub.domain.evidence.evidence import Evidence
from nic_hub.domain.vocabulary import (
    AdoptionState,
    ChangeOrigin,
    Direction,
    IdeaStatus,
    KeepsCore,
    Publication,
)
from nic_hub.domain.wording import join

HIGHEST_STRENGTH = 5


class NodeKind(StrEnum):
    """What a branch is."""

    CHANGE_IDEA = "change_idea"
    TOOL_VERSION = "tool_version"
    #: A team took the source over, and made no idea of its own of it.
    ADOPTION = "adoption"
    #: A team tests another's idea or tool without having said that it takes it over.
    TEST = "test"


class EdgeKind(StrEnum):
    """How a branch came from another."""

    ADAPTATION = "adaptation"
    ADOPTION = "adoption"
    TEST = "test"
    TOOL_VERSION = "tool_version"


@dataclass(frozen=True, slots=True)
class Place:
    """Whose a branch is, as far as the reader may know it."""

    team: Mapping[str, str] | None = None
    school: Mapping[str, str] | None = None
    district: Mapping[str, str] | None = None

    @property
    def in_words(self) -> str:
        """Return "Team, School, District"; "a team" where the reader does not learn which."""
        known = [place["name"] for place in (self.team, self.school, self.district) if place]
        return ", ".join(dict.fromkeys(known)) or "a team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One branch.

    Args:
        id: of its record; of a team that only tests, of the source and the team.
        title: None for what was taken back.
        status: an idea's derived status, or how far an adoption has come.
        result: what is known of it; None for what was taken back.
        what_changed: on the way from its source, like the three after it.
    """

    id: str
    kind: NodeKind
    title: str | None
    place: Place
    publication: Publication
    status: IdeaStatus | AdoptionState | None = None
    result: Evidence | None = None
    what_changed: str | None = None
    why: str | None = None
    origin: ChangeOrigin | None = None
    keeps_core: KeepsCore | None = None

    @property
    def heading(self) -> str:
        """Return what is read first of the branch."""
        if self.publication == Publication.WITHDRAWN:
            return "Taken back by its team"
        return self.title or "Without a title"

    @property
    def standing(self) -> str:
        """Return its status and its result, on two axes that are never made one."""
        stages = [str(self.status)] if self.status else []
        if self.publication in {Publication.DRAFT, Publication.ARCHIVED}:
            stages.insert(0, str(self.publication))
        if self.result:
            stages.append(f"evidence {self.result.strength} of {HIGHEST_STRENGTH}, {self.direction}")
        return "; ".join(stages)

    @property
    def direction(self) -> str:
        """Return which way the result points, in words."""
        direction = self.result.direction if self.result else Direction.CANT_TELL
        told = {Direction.CANT_TELL: "which way cannot be told"}
        return told.get(direction, direction.in_words)

    @property
    def core(self) -> str:
        """Return what became of the core on the way, where somebody said it."""
        told = {KeepsCore.YES: "core kept", KeepsCore.NO: "core given up", KeepsCore.UNSURE: "core: not sure"}
        return told[self.keeps_core] if self.keeps_core else ""


@dataclass(frozen=True, slots=True)
class Edge:
    """That a branch came from another."""

    source: str
    target: str
    kind: EdgeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """A lineage as one reader may see it.

    Args:
        kind: kind of the record that was asked about.
        id: its id.
        title: its title; None for what was taken back.
        nodes: the branches.
        edges: how they came from each other.
        numbers: of the branches by their ids, in the order in which one reads them.
        is_cut: whether there are more branches.
    """

    kind: str
    id: str
    title: str | None
    nodes: Sequence[Node]
    edges: Sequence[Edge]
    numbers: Mapping[str, str]
    is_cut: bool

    @property
    def heading(self) -> str:
        """Return what it is the lineage of."""
        return f"“{self.title}”" if self.title else "what was taken back"

    @property
    def description(self) -> str:
        """Return all of it in words."""
        return describe_lineage(self.heading, self.nodes, self.edges, self.numbers, is_cut=self.is_cut)


def number_branches(nodes: Sequence[Node], edges: Sequence[Edge]) -> dict[str, str]:
    """Give each branch its number: "1", then "1.1" and "1.2" for what came from it.

    Returns:
        Numbers by id, in the order in which one reads them: a branch, then all that came from it. It ends
        even on damaged data that holds a loop.
    """
    below: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        below[edge.source].append(edge.target)
    targets = {edge.target for edge in edges}
    roots = [node.id for node in nodes if node.id not in targets]
    numbers: dict[str, str] = {}
    # What no root leads to stands in a loop: it is told all the same.
    for start in (*roots, *(node.id for node in nodes)):
        if start not in numbers:
            _number(start, str(sum("." not in one for one in numbers.values()) + 1), below, numbers)
    return numbers


def _number(node_id: str, number: str, below: Mapping[str, list[str]], numbers: dict[str, str]) -> None:
    numbers[node_id] = number
    place = 0
    for child in below.get(node_id, ()):
        if child not in numbers:
            place += 1
            _number(child, f"{number}.{place}", below, numbers)


def describe_lineage(
    title: str, nodes: Iterable[Node], edges: Sequence[Edge], numbers: Mapping[str, str], *, is_cut: bool
) -> str:
    """Say all of a lineage in words, one line a branch.

    Args:
        title: of what was asked about.
        nodes: the branches, in any order.
        edges: how they came from each other.
        numbers: as ``number_branches`` gives them.
        is_cut: whether there are more branches than are told.
    """
    by_id = {node.id: node for node in nodes}
    sources: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        sources[edge.target].append(edge)
    lines = [
        f"{number} {_told(by_id[node_id], sources[node_id], numbers)}" for node_id, number in numbers.items()
    ]
    cut = ["There are more branches than are shown here."] if is_cut else []
    return "\n".join([f"The lineage of {title}:", *lines, *cut])


def _told(node: Node, sources: Sequence[Edge], numbers: Mapping[str, str]) -> str:
    parts = [f"{node.heading} ({node.place.in_words})", *_came_from(sources, numbers), *_changes(node)]
    parts += [node.standing] if node.standing else []
    parts += [node.result.explanation] if node.result else []
    return "; ".join(parts) + "."


def _came_from(sources: Sequence[Edge], numbers: Mapping[str, str]) -> Iterator[str]:
    """Say from what a branch came, and how."""
    words = {
        EdgeKind.ADAPTATION: "adapted from",
        EdgeKind.ADOPTION: "took over",
        EdgeKind.TEST: "tests",
        EdgeKind.TOOL_VERSION: "made from",
    }
    told = [f"{words[edge.kind]} {numbers[edge.source]}" for edge in sources]
    if told:
        yield join(told)


def _changes(node: Node) -> Iterator[str]:
    """Say what was changed on the way, why, and whether that was planned and kept the core."""
    said = {"changed": node.what_changed, "because": node.why}
    yield from (f"{word}: {' '.join(text.split()).rstrip('.')}" for word, text in said.items() if text)
    yield from [f"a {node.origin} change"] if node.origin else []
    yield from [node.core] if node.core else []
