"""The branches of a lineage: what is told of an idea or a version, and of the teams that took it over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nic_hub.domain.evidence.cycle_facts import CycleFacts
from nic_hub.domain.evidence.evidence import weigh
from nic_hub.domain.evidence.idea_status import network_status, statuses_by_team
from nic_hub.domain.lineage.telling import Edge, EdgeKind, Node, NodeKind, Place
from nic_hub.domain.vocabulary import Publication
from nic_hub.models import Tool
from nic_hub.services.evidence import IdeaEvidence

#: What is told of a record, as ``presenting.present`` shows it.
Shown = dict[str, Any]
_STEP = ("what_changed", "why", "origin", "keeps_core")


@dataclass(frozen=True, slots=True)
class Branches:
    """The teams that took over a record of a lineage, and those that only test it.

    Args:
        column: which reference of an adoption names the record.
        shown: the records by their ids.
        adoptions: adoptions that made no record of the lineage.
        tests: what the reader may know of the tests of each record.
        places: whose what is, by team.
    """

    column: str
    shown: Mapping[str, Shown]
    adoptions: Sequence[Shown]
    tests: Mapping[str, Sequence[CycleFacts]]
    places: Mapping[str, Place]

    def nodes(self) -> Iterator[Node]:
        """Return a branch for each of those teams, with its own result."""
        for adoption in self._told():
            yield self._adoption(adoption, self._own(adoption[self.column], adoption["team_id"]))
        for source, team in self._testing():
            yield self._test(source, team, self._own(source, team))

    def edges(self) -> Iterator[Edge]:
        """Return from what each of them came."""
        for adoption in self._told():
            yield Edge(adoption[self.column], adoption["id"], EdgeKind.ADOPTION)
        for source, team in self._testing():
            yield Edge(source, _test_id(source, team), EdgeKind.TEST)

    def _told(self) -> Iterator[Shown]:
        return (adoption for adoption in self.adoptions if adoption[self.column] in self.shown)

    def _testing(self) -> list[tuple[str, str]]:
        """Return who began to test another team's record without taking it over: the record, and the team."""
        taken = {(adoption[self.column], adoption["team_id"]) for adoption in self._told()}
        taken |= {(one, values["team_id"]) for one, values in self.shown.items()}
        tests = ((source, test) for source, tests in self.tests.items() for test in tests)
        return sorted({(source, test.team_id) for source, test in tests if test.was_begun} - taken)

    def _own(self, source: str, team: str) -> list[CycleFacts]:
        return [cycle for cycle in self.tests.get(source, ()) if cycle.team_id == team]

    def _adoption(self, adoption: Shown, own: Sequence[CycleFacts]) -> Node:
        return Node(
            id=adoption["id"],
            kind=NodeKind.ADOPTION,
            title="Taken over",
            place=self.places[adoption["team_id"]],
            publication=Publication.PUBLISHED,
            status=adoption["state"],
            result=weigh(own),
            **{name: adoption[name] for name in _STEP},
        )

    def _test(self, source: str, team: str, own: Sequence[CycleFacts]) -> Node:
        return Node(
            id=_test_id(source, team),
            kind=NodeKind.TEST,
            title="Tested",
            place=self.places[team],
            publication=Publication.PUBLISHED,
            status=statuses_by_team(own)[team],
            result=weigh(own),
        )


def _test_id(source: str, team: str) -> str:
    return f"{source}-{team}"


def is_told(values: Shown) -> bool:
    """Say whether a record's content is told: of what was taken back, nothing but its place is."""
    return values["withdrawn_at"] is None


def tell_idea(
    values: Shown, made_by: Mapping[str, Any], known: IdeaEvidence, places: Mapping[str, Place]
) -> Node:
    """Return the branch of an idea.

    Args:
        values: the idea as it is shown.
        made_by: the adoption that made it, as it is shown, or nothing.
        known: its evidence.
        places: whose what is, by team.
    """
    made_by = made_by if is_told(values) else {}
    return Node(
        id=values["id"],
        kind=NodeKind.CHANGE_IDEA,
        title=values["title"],
        place=places[values["team_id"]],
        publication=values["status"],
        status=known.status if is_told(values) else None,
        result=known.evidence if is_told(values) else None,
        what_changed=values["what_changed"] or made_by.get("what_changed"),
        why=values["why_changed"] or made_by.get("why"),
        origin=made_by.get("origin"),
        keeps_core=values["keeps_core"] or made_by.get("keeps_core"),
    )


def tell_version(values: Shown, tool: Tool, tests: Sequence[CycleFacts], places: Mapping[str, Place]) -> Node:
    """Return the branch of a tool's version, with what is known of the tests in which it was used."""
    stands = not tool.is_withdrawn or values["team_id"] != tool.team_id
    return Node(
        id=values["id"],
        kind=NodeKind.TOOL_VERSION,
        title=f"Version {values['number']}",
        place=places[values["team_id"]],
        publication=Publication.PUBLISHED if stands else Publication.WITHDRAWN,
        status=network_status(statuses_by_team(tests).values()) if stands else None,
        result=weigh(tests) if stands else None,
        **{name: values[name] for name in _STEP},
    )
