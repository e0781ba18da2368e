"""Random worlds: networks, people in every role, records of every kind in every state. Plain data.

Every text in a world is a marker that says whose it is: ``zq17.title`` is the title of item 17. So any answer
can be searched for what it gives away. Ids are 32 hexadecimal characters, as in the hub, and lead back to
their item too.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import md5
from typing import Any

from sqlalchemy import JSON, Boolean, Date, Enum, Float, Integer, String

from nic_hub.domain.vocabulary import (
    CycleStatus,
    MeasureSubject,
    RoleGroup,
    TeamRole,
    TeamType,
    TermStatus,
    Visibility,
)
from nic_hub.models import Base, DataPoint, Member
from nic_hub.models.base import UTCDateTime
from nic_hub.services.kinds import KINDS, RECORD_KINDS

TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MARKER = re.compile(r"zq(\d+)\.([a-z_]+)")
ID = re.compile(r"\b[0-9a-f]{32}\b")
MIN_N = 10
#: What a text tells of a few students, and how others read it.
FEW, FEW_BLURRED = ": 4 of 6", ": … of …"
TOLD_OF_FEW = re.compile(MARKER.pattern + FEW)

Span = tuple[date, date | None]
Pick = Callable[[Sequence[Any]], Any]

#: From when to when a membership or an assignment holds; the first two hold today, each at its edge.
SPANS: tuple[Span, ...] = (
    (TODAY, None),
    (TODAY - timedelta(days=99), TODAY + timedelta(days=1)),
    (TODAY - timedelta(days=99), TODAY),
    (TODAY + timedelta(days=1), None),
)
IN_FORCE = frozenset(SPANS[:2])
STATES = (
    *["draft"] * 3,
    *["published"] * 6,
    *["hidden"] * 2,
    "withdrawn",
    "archived",
    "withdrawn archived",
)
#: How many records of each kind the first network has; the others have half.
CONTENT = {
    "problem": 2,
    "tool": 3,
    "change_idea": 8,
    "measure": 3,
    "adoption": 8,
    "pdsa_cycle": 14,
    "storyboard": 3,
    "help_wanted": 2,
}
#: What is commented on, and has files beside it.
COMMENTED = ("change_idea", "pdsa_cycle", "storyboard")


@dataclass(eq=False)
class Item:
    """One row of the world: its columns, and for records the lists of what they are linked to."""

    number: int
    kind: str
    values: dict[str, Any]
    links: dict[str, list[str]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.values["id"]

    @property
    def network(self) -> str:
        return self.values.get("network_id", self.id)

    def __getitem__(self, column: str) -> Any:
        return self.values.get(column)

    def __repr__(self) -> str:
        return f"{self.kind} {self.number}"


@dataclass
class World:
    """All items, by id, and the rows that join people and teams."""

    items: dict[str, Item] = field(default_factory=dict)
    points: list[dict[str, Any]] = field(default_factory=list)
    #: Of how many students a point spoke before it was corrected, by its id.
    corrected: dict[str, int] = field(default_factory=dict)
    memberships: list[dict[str, Any]] = field(default_factory=list)
    assignments: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)

    def of(self, kind: str, network: str | None = None) -> list[Item]:
        """List the items of a kind, of one network or of all."""
        return [item for item in self.items.values() if item.kind == kind and network in (None, item.network)]

    def records(self) -> Iterator[Item]:
        """Go through everything that teams wrote."""
        return (item for item in self.items.values() if item.kind in RECORD_KINDS)

    def numbered(self, number: int) -> Item:
        """Return the item with this number."""
        return self.items[make_id(number)]


def make_id(number: int) -> str:
    """Return the id of an item: it looks like any other id."""
    return md5(f"item {number}".encode(), usedforsecurity=False).hexdigest()


def random_world(seed: int, networks: int = 2) -> World:
    """Make the world of a seed."""
    return WorldMaker(seed).make(networks)


class WorldMaker:
    """Makes the world of a seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.pick: Pick = random.Random(seed).choice
        self.world = World()

    def make(self, networks: int) -> World:
        """Make a world of some networks."""
        for _ in range(networks):
            self._add_network()
        for measure in self.world.of("measure"):
            self._add_corrections(measure)
        for network in self.world.of("network"):
            self.network = network.id
            self._add_terms()
        return self.world

    def add(self, kind: str, links: dict[str, list[str]] | None = None, /, **values: Any) -> Item:
        """Add one item; columns that are not given are filled."""
        number = len(self.world.items) + 1
        moment = NOON + timedelta(seconds=number)
        times = {"created_at": moment, "updated_at": moment}
        values = {"id": make_id(number), "key": f"zq{number}.key", **times, **values}
        filled = {**self._fill(KINDS[kind], number, values), **values}
        item = Item(number, kind, filled, links or {})
        self.world.items[item.id] = item
        return item

    def _fill(self, model: type[Base], number: int, given: dict[str, Any]) -> dict[str, Any]:
        kept = {*given, "version"}
        columns = [column for column in model.__table__.columns if column.key not in kept]
        return {column.key: self._value(column, number) for column in columns if not column.foreign_keys}

    def _value(self, column: Any, number: int) -> Any:
        # A choice of its own: a new column changes nothing else in the world.
        pick = random.Random(f"{self.seed} {number} {column.key}").choice
        if isinstance(column.type, Enum):
            return pick([*column.type.enum_class, *([None] if column.nullable else [])])
        if isinstance(column.type, Boolean):
            return pick([True, False])
        if isinstance(column.type, Integer | Float):
            return number * 1000 + len(column.key)
        if isinstance(column.type, JSON):
            texts = {"context": {"minutes": number}, "evidence_sources": [f"zq{number}.evidence_sources"]}
            texts |= {"phase_starts": [], "special_days": [TODAY.isoformat()]}
            return texts.get(column.key, {f"zq{number}.{column.key}": "low"})
        if isinstance(column.type, UTCDateTime | Date):
            return None
        assert isinstance(column.type, String), column
        return f"zq{number}.{column.key}"

    def _maybe(self, items: Sequence[Item]) -> str | None:
        """Pick one of the items, or none."""
        return self.pick([None, *(item.id for item in items)])

    def _some(self, items: Sequence[Item]) -> list[str]:
        """Pick up to two of the items."""
        return list(dict.fromkeys(filter(None, [self._maybe(items), self._maybe(items)])))

    def _add_network(self) -> None:
        # The first network is often open, so that somebody who is not signed in has something to see.
        is_first = not self.world.items
        state = {
            "archived_at": self.pick([None] * 9 + [NOON] if is_first else [None, None, NOON]),
            "allows_public": self.pick([True, True, True, False]),
        }
        network = self.add("network", min_n=MIN_N, time_zone="UTC", **state)
        self.network = network.id
        self._add_places()
        self._add_theory()
        self._add_people()
        for kind, number in CONTENT.items():
            for _ in range(number if is_first else (number + 1) // 2):
                self._add_record(kind)
            if kind == "tool":
                self._add_versions()
        self._add_points()
        self._add_comments()
        self._add_files()
        self._add_reports()

    def _mine(self, kind: str) -> list[Item]:
        return self.world.of(kind, self.network)

    def _in_network(self, kind: str, links: dict[str, list[str]] | None = None, /, **values: Any) -> Item:
        return self.add(kind, links, network_id=self.network, **{"archived_at": None, **values})

    def _add_places(self) -> None:
        here, there = self._in_network("district"), self._in_network("district")
        for district in (here, self.pick([here, there])):
            self._in_network("school", district_id=district.id)
        for school in (*self._mine("school"), self._mine("school")[0]):
            self._add_team(TeamType.LIT, school_id=school.id, district_id=school["district_id"])
        self._add_team(TeamType.DIT, district_id=here.id)
        self._add_team(TeamType.HUB)

    def _add_team(self, team_type: TeamType, **places: Any) -> None:
        self._in_network("team", {"focus_driver_ids": []}, type=team_type, **places)

    def _add_theory(self) -> None:
        aim = self._in_network("aim")
        for parent in (None, None, True, True, True):
            above = self.pick(self._mine("driver")[:2]).id if parent else None
            level = "secondary" if parent else "primary"
            self._in_network("driver", aim_id=aim.id, parent_id=above, level=level)
        for team in self._mine("team"):
            team.links["focus_driver_ids"] = self._some(self._mine("driver"))

    def _add_people(self) -> None:
        """Everybody in the first network, a few in the others."""
        is_first = len(self.world.of("network")) == 1
        for role in RoleGroup if is_first else [self.pick(list(RoleGroup)) for _ in range(3)]:
            others = [str(one) for one in self.pick([[], [], [], [self.pick(list(RoleGroup))]])]
            self._join_teams(self._add_member(role, *others))
        if is_first:
            self._add_people_with_two_faces()
            self._add_people_who_leave()

    def _add_member(self, role: RoleGroup, *others: str, **values: Any) -> Item:
        home = {
            "district_id": self._maybe(self._mine("district")),
            "school_id": self._maybe(self._mine("school")),
        }
        return self._in_network("member", role_group=role, other_roles=[*others], **home | values)

    def _add_people_with_two_faces(self) -> None:
        """Those who read a team's drafts for one reason and must not for another; and one who may."""
        team = self._mine("team")[0]
        lead_and_sponsor = self._add_member(RoleGroup.TEACHER)
        for role in (TeamRole.LEAD, TeamRole.SPONSOR):
            self._join(lead_and_sponsor, team.id, SPANS[0], role=role)
        self._join(self._add_member(RoleGroup.PRINCIPAL), team.id, SPANS[0], role=TeamRole.MEMBER)
        sponsor = self._add_member(RoleGroup.COACH)
        self._join(sponsor, team.id, SPANS[0], role=TeamRole.SPONSOR)
        head = self._add_member(RoleGroup.PRINCIPAL, RoleGroup.COACH, school_id=team["school_id"])
        for coach in (sponsor, head, self._add_member(RoleGroup.COACH)):
            self._assign(coach, team.id, SPANS[0], reads_drafts=True)
        self._assign(head, self._mine("team")[1].id, SPANS[0], reads_drafts=True)

    def _add_people_who_leave(self) -> None:
        """Who left today, who leaves tomorrow, and who was archived."""
        ends = {"left_on": TODAY}, {"left_on": TODAY + timedelta(days=1)}, {"archived_at": NOON}
        for end in ends:
            self._join(self._add_member(RoleGroup.TEACHER, **end), self._mine("team")[0].id, SPANS[0])

    def _join_teams(self, member: Item) -> None:
        for team in self._some(self._mine("team")):
            role = self.pick([TeamRole.MEMBER, TeamRole.LEAD, TeamRole.SPONSOR])
            self._join(member, team, self.pick(SPANS), role=role)
        for team in self._some(self._mine("team")) if self._may_coach(member) else []:
            self._assign(member, team, self.pick(SPANS), reads_drafts=self.pick([True, False]))

    def _join(self, member: Item, team: str, span: Span, **values: Any) -> None:
        self.world.memberships.append({"role": TeamRole.MEMBER} | self._joined(member, team, span) | values)

    def _assign(self, member: Item, team: str, span: Span, **values: Any) -> None:
        self.world.assignments.append(self._joined(member, team, span) | values)

    def _joined(self, member: Item, team: str, span: Span) -> dict[str, Any]:
        dates = dict(zip(("started_on", "ended_on"), span, strict=True))
        return {"network_id": self.network, "member_id": member.id, "team_id": team, **dates}

    def _may_coach(self, member: Item) -> bool:
        """Coaches are assigned; and now and then somebody who was a coach before."""
        is_coach = RoleGroup.COACH in {member["role_group"], *member["other_roles"]}
        return is_coach or self.pick([False, False, True])

    def _add_record(self, kind: str) -> Item:
        special, links = getattr(self, f"_values_of_{kind}", dict)(), self._links_of(kind)
        state = self.pick(STATES)
        values = self._life(state) | special
        if "driver_id" in RECORD_KINDS[kind].__table__.columns:
            values["driver_id"] = self._maybe(self._mine("driver"))
        if kind == "pdsa_cycle":
            values["status"] = (
                CycleStatus.PLANNED
                if state == "draft"
                else self.pick([*list(CycleStatus)[1:], *[CycleStatus.CLOSED] * 4])
            )
        return self._in_network(kind, links, **values)

    def _life(self, state: str) -> dict[str, Any]:
        return {
            # Most is written by the first team, so that much can be seen of a few people's rights.
            "team_id": self.pick([*self._mine("team"), *self._mine("team")[:1] * 3]).id,
            "author_id": self._maybe(self._mine("member")),
            "visibility": self.pick(list(Visibility)),
            "published_at": None if state == "draft" else NOON,
            "hidden_at": NOON if state == "hidden" else None,
            "withdrawn_at": NOON if "withdrawn" in state else None,
            "archived_at": NOON if "archived" in state else None,
        }

    def _links_of(self, kind: str) -> dict[str, list[str]]:
        if kind == "change_idea":
            return {
                "tool_ids": self._some(self._mine("tool")),
                "other_driver_ids": self._some(self._mine("driver")),
            }
        if kind == "storyboard":
            return {
                "change_idea_ids": self._some(self._mine("change_idea")),
                "tool_ids": self._some(self._mine("tool")),
            }
        return {}

    def _values_of_change_idea(self) -> dict[str, Any]:
        parent, problem = self._maybe(self._mine("change_idea")), self._maybe(self._mine("problem"))
        return {
            "parent_id": parent,
            "problem_id": problem,
            "reported_outcome": self.pick([None, self._next("reported_outcome")]),
        }

    def _values_of_measure(self) -> dict[str, Any]:
        return {
            "subject": self.pick(
                [MeasureSubject.STUDENT, MeasureSubject.STUDENT, MeasureSubject.ADULT_PRACTICE]
            )
        }

    def _values_of_adoption(self) -> dict[str, Any]:
        source = self.pick(["change_idea", "change_idea", "tool_version"])
        result = {"resulting_idea_id": self._maybe(self._mine("change_idea"))}
        return {f"{source}_id": self.pick(self._mine(source)).id} | result

    def _values_of_pdsa_cycle(self) -> dict[str, Any]:
        told = {
            name: self.pick([self._next(name)] * 3 + [None])
            for name in ("prediction", "observations", "result")
        }
        told["prediction"] = told["prediction"] and told["prediction"] + FEW
        planned = ("question", "who", "when", "where", "data_plan", "source")
        told |= {name: self._next(name) + FEW for name in planned}
        dates = {"started_on": self.pick([None, TODAY]), "closed_on": self.pick([None, TODAY])}
        refs = {
            f"{kind}_id": self._maybe(self._mine(kind)) for kind in ("measure", "tool_version", "adoption")
        }
        # What a summary tells first; a choice of its own, as with the columns that are filled.
        number = len(self.world.items) + 1
        own = random.Random(f"{self.seed} {number} what").choice
        told["what"] = own([None, self._next("what") + FEW])
        told["result_value"] = own([None, 1000.0 * number, 1000.0 * number])
        conclusions = ("learning", "reason", "next_step", "cancel_reason")
        concluded = {name: self.pick([self._next(name) + FEW] * 4 + [None]) for name in conclusions}
        return (
            told
            | dates
            | refs
            | concluded
            | {
                "change_idea_id": self.pick(self._mine("change_idea")).id,
                "previous_cycle_id": self._maybe(self._mine("pdsa_cycle")),
                "student_count": self.pick([None, MIN_N - 1, MIN_N, 30]),
            }
        )

    def _next(self, column: str) -> str:
        """Return the marker for a column of the item that is made next."""
        return f"zq{len(self.world.items) + 1}.{column}"

    def _add_versions(self) -> None:
        for tool in self._mine("tool"):
            own = {"tool_id": tool.id, "team_id": tool["team_id"], "author_id": tool["author_id"]}
            first = self._in_network("tool_version", number=1, **own)
            if self.pick([True, False]):
                other = own | {"team_id": self.pick(self._mine("team")).id}
                self._in_network("tool_version", number=2, parent_id=first.id, **other)

    def _add_points(self) -> None:
        for measure in self._mine("measure"):
            for day in (TODAY, TODAY - timedelta(days=7), TODAY - timedelta(days=14)):
                for group in ("", "a", "b"):
                    self._add_point(measure, day, group)
        for measure in self._mine("measure"):
            # The groups are large, and what both leave of the whole is small.
            for group, people in (("", 40), ("a", 25), ("b", 10)):
                self._add_point(measure, TODAY - timedelta(days=21), group, people)

    def _add_comments(self) -> None:
        """Say something about every record that can be commented on, before and after it was shared."""
        for kind in COMMENTED:
            for record in self._mine(kind):
                for moment in (NOON - timedelta(days=1), NOON, NOON + timedelta(hours=1)):
                    self._add_comment(record, moment)

    def _add_comment(self, record: Item, moment: datetime) -> None:
        number = len(self.world.comments) + 1
        # A choice of its own, as with the columns of records.
        pick = random.Random(f"{self.seed} comment {number}").choice
        values = {
            "id": make_id(200_000 + number),
            "network_id": self.network,
            f"{record.kind}_id": record.id,
            "author_id": pick([None, *(member.id for member in self._mine("member"))]),
            "text": f"zq{record.number}.comment",
            "written_at": moment,
            "archived_at": pick([None, None, None, NOON]),
        }
        self.world.comments.append(values)

    def _add_files(self) -> None:
        """Put two files beside every record that has some: one that was looked over, and one that was not."""
        for kind in COMMENTED:
            for record in self._mine(kind):
                for is_cleared in (True, False):
                    self._add_file(record, is_cleared=is_cleared)

    def _add_file(self, record: Item, *, is_cleared: bool) -> None:
        number = len(self.world.files) + 1
        values = {
            "id": make_id(300_000 + number),
            "network_id": self.network,
            f"{record.kind}_id": record.id,
            "author_id": None,
            "name": f"zq{record.number}.file",
            "media_type": "image/png",
            "size_bytes": 1,
            "content_hash": f"{number:064x}",
            "is_cleared": is_cleared,
        }
        self.world.files.append(values)

    def _add_point(self, measure: Item, day: date, group: str, count: int | None = None) -> None:
        number = len(self.world.points) + 1
        # A choice of its own, as with the columns of records.
        pick = random.Random(f"{self.seed} point {number}").choice
        people = count or pick([40, 40, 35, 30, 25, MIN_N, MIN_N - 1, None])
        values = {
            "id": make_id(100_000 + number),
            "network_id": self.network,
            "measure_id": measure.id,
            "date": day,
            "student_group": group,
            "n": pick([people, None]),
            "denominator": people,
            "numerator": None if people is None else 1.0,
            "cycle_id": pick([None, *(cycle.id for cycle in self._mine("pdsa_cycle"))]),
            "value": 100_000.0 + number,
            "note": f"zq{measure.number}.note",
            "archived_at": pick([None, None, None, None, NOON]) if count is None else None,
        }
        empty = {column.key: None for column in DataPoint.__table__.columns if column.key != "version"}
        if people is not None and count is None and pick([True, False, False, False, False, False]):
            self.world.corrected[values["id"]] = people - 3 if people == MIN_N else people + pick([3, -3, 15])
            values |= {"n": people, "version": 2}
        self.world.points.append({**empty, "version": 1, "updated_at": NOON, **values})

    def _add_corrections(self, measure: Item) -> None:
        """Add days with nothing but a corrected cell: what it showed before tells of a few, or does not."""
        day, self.network = TODAY - timedelta(days=28), measure.network
        for earlier, people in ((MIN_N + 3, MIN_N), (MIN_N - 3, MIN_N), (2 * MIN_N, 4 * MIN_N)):
            day -= timedelta(days=7)
            self._add_point(measure, day, "", people)
            point = self.world.points[-1] | {"n": people, "version": 2}
            self.world.points[-1] = point
            self.world.corrected[point["id"]] = earlier
        # Nobody knows how many all are, and the group is large.
        day -= timedelta(days=7)
        self._add_point(measure, day, "", 40)
        self.world.points[-1] |= {"n": None, "denominator": None, "numerator": None}
        self._add_point(measure, day, "a", 40)

    def _add_reports(self) -> None:
        for _ in range(2):
            told = self.pick([item for item in self.world.records() if item.network == self.network])
            self._in_network(
                "report", kind=told.kind, record_id=told.id, reporter_id=self.pick(self._mine("member")).id
            )

    def _add_terms(self) -> None:
        """Add words in every state, each proposed by somebody, or by nobody that is known."""
        for status in TermStatus:
            for _ in range(2):
                number = len(self.world.items) + 1
                # A choice of its own, as with the columns that are filled.
                pick = random.Random(f"{self.seed} {number} term").choice
                self._in_network(
                    "vocabulary_term",
                    status=status,
                    district_id=pick([None, *(one.id for one in self._mine("district"))]),
                    proposed_by_id=pick([None, *(one.id for one in self._mine("member"))]),
                    decided_by_id=pick([None, *(one.id for one in self._mine("member"))]),
                    archived_at=pick([None, None, NOON]),
                )


assert "role_group" in Member.__table__.columns, "the world speaks of the hub's own columns"
