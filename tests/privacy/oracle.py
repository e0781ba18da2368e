"""Who may see what, read naively and slowly out of the domain guide (section 10 and 7), on plain data.

Nothing of ``domain.visibility`` or of the services is used here: this is the second opinion they are held
against.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property, wraps
from itertools import combinations
from typing import Any

from nic_hub.domain.evidence.cycle_facts import CycleFacts
from nic_hub.domain.evidence.evidence import strength_of, weigh
from nic_hub.domain.evidence.idea_status import (
    network_status,
    statuses_by_team,
    warn_of_hidden_test,
    warn_of_scale_jump,
)
from nic_hub.domain.evidence.telling import show_evidence
from nic_hub.domain.evidence.under_way import was_left
from nic_hub.models import utc_now
from nic_hub.services.kinds import KINDS, RECORD_KINDS
from tests.privacy.world import FEW, FEW_BLURRED, IN_FORCE, TODAY, Item, World

#: Whatever kind of person somebody is, belonging to a district by address alone counts for these.
DISTRICT_PEOPLE = {"teacher", "principal", "district"}
#: "the network sees the direction": what was seen and counted stays in the team.
FINDINGS = {
    "observations", "surprises", "result", "result_value", "student_count", "prediction_met",
    "predicted_value",
}  # fmt: skip
CONCLUSIONS = {"learning", "reason", "next_step", "cancel_reason"}
#: What a plan tells of whom it is about.
PLANS = {"question", "prediction", "who", "what", "when", "where", "data_plan", "source"}
NUMBERS = {"value", "numerator", "denominator", "n", "note"}
#: "stays as a tombstone with its lineage".
ON_A_TOMBSTONE = {
    "id", "key", "network_id", "team_id", "driver_id", "parent_id", "change_idea_id", "previous_cycle_id",
    "resulting_idea_id", "visibility", "created_at", "updated_at", "published_at", "withdrawn_at", "version",
    "provenance", "status",
}  # fmt: skip
#: "public means readable without signing in"; people are not.
PEOPLE = {"author_id", "who"}


def remembered(method: Callable[..., Any]) -> Callable[..., Any]:
    """Work out once what is asked of an item again and again."""

    @wraps(method)
    def asked(oracle: Oracle, item: Item, *more: Any) -> Any:
        question = (method.__name__, item.id, *more)
        if question not in oracle.known:
            oracle.known[question] = method(oracle, item, *more)
        return oracle.known[question]

    return asked


class Oracle:
    """What one viewer may know of a world: a member, or None for somebody who is not signed in."""

    def __init__(self, world: World, viewer: Item | None) -> None:
        self.world = world
        self.viewer = viewer
        self.known: dict[tuple[Any, ...], Any] = {}
        self.roles = {viewer["role_group"], *viewer["other_roles"]} if viewer else set()

    # Who the viewer is to a team.

    def _parts(self, team: str) -> list[str]:
        """The viewer's roles in the team today; who is not signed in has none."""
        member = self.viewer and self.viewer.id
        return [
            part["role"]
            for part in self.world.memberships
            if part["member_id"] == member and part["team_id"] == team and self._holds(part)
        ]

    def _holds(self, part: dict[str, Any]) -> bool:
        return (part["started_on"], part["ended_on"]) in IN_FORCE

    def sponsors(self, team: str) -> bool:
        parts = self._parts(team)
        return "sponsor" in parts or ("principal" in self.roles and bool(parts))

    def works_in(self, team: str) -> bool:
        return "principal" not in self.roles and any(role != "sponsor" for role in self._parts(team))

    def heads_school_of(self, team: str) -> bool:
        school = self.world.items[team]["school_id"]
        return "principal" in self.roles and school is not None and self.viewer["school_id"] == school

    def belongs_to(self, team: str) -> bool:
        return self.works_in(team) or self.sponsors(team)

    def coaches(self, team: str, *, invited: bool = False) -> bool:
        return "coach" in self.roles and any(
            part["member_id"] == self.viewer.id
            and part["team_id"] == team
            and self._holds(part)
            and (part["reads_drafts"] or not invited)
            for part in self.world.assignments
        )

    @cached_property
    def districts(self) -> set[str]:
        """The districts whose records the viewer reads: one's own, and those of coached teams."""
        coached = {team["district_id"] for team in self.world.of("team") if self.coaches(team.id)}
        return self.own_districts | coached - {None}

    @cached_property
    def own_districts(self) -> set[str]:
        """The districts to which the viewer belongs."""
        found = {team["district_id"] for team in self.world.of("team") if self.belongs_to(team.id)}
        if self.roles & DISTRICT_PEOPLE:
            found.add(self.viewer["district_id"])
            if self.viewer["school_id"]:
                found.add(self.world.items[self.viewer["school_id"]]["district_id"])
        return found - {None}

    def writes_for(self, team: str, *, draft: bool = False) -> bool:
        if self.viewer is None or not self.works_in(team):
            return False
        return not draft or not (self.sponsors(team) or self.heads_school_of(team))

    def may_sign_in(self) -> bool:
        """Say whether the viewer's token lets them in: not who left, or whose network is archived."""
        if self.viewer is None or self.viewer["archived_at"]:
            return False
        has_left = self.viewer["left_on"] is not None and self.viewer["left_on"] <= TODAY
        return not has_left and not self.world.items[self.viewer.network]["archived_at"]

    # What the viewer may read.

    @remembered
    def may_read(self, item: Item) -> bool:
        if self.viewer is None:
            return self._is_public(item)
        if item.network != self.viewer.network:
            return False
        if item.kind == "report":
            return bool(self.roles & {"coach", "admin"}) or item["reporter_id"] == self.viewer.id
        if item.kind == "vocabulary_term":
            is_mine = item["proposed_by_id"] == self.viewer.id
            return item["status"] == "approved" or "coach" in self.roles or is_mine
        if item.kind == "tool_version":
            return self.may_read(self.world.items[item["tool_id"]])
        if item.kind not in RECORD_KINDS:
            return True
        return self.is_own(item) or (self._is_shared_with_me(item) and self._sources_readable(item))

    def _is_public(self, item: Item) -> bool:
        network = self.world.items[item.network]
        if not network["allows_public"] or network["archived_at"]:
            return False
        if item.kind == "tool_version":
            return self.may_read(self.world.items[item["tool_id"]])
        if item.kind in {"network", "aim", "driver"}:
            return True
        if item.kind not in RECORD_KINDS or item["visibility"] != "public":
            return False
        return not self.is_draft(item) and not item["hidden_at"] and self._sources_readable(item)

    def is_draft(self, item: Item) -> bool:
        return item["published_at"] is None

    def is_own(self, item: Item) -> bool:
        """A team always sees its own; a principal or sponsor never its drafts."""
        if self.viewer is None:
            return False
        team = item["team_id"]
        return self.writes_for(team, draft=True) if self.is_draft(item) else self.belongs_to(team)

    def _is_shared_with_me(self, item: Item) -> bool:
        team = item["team_id"]
        if self.is_draft(item):
            barred = self.sponsors(team) or self.heads_school_of(team)
            return self.coaches(team, invited=True) and not barred
        if self.coaches(team):
            return True
        if item["hidden_at"] and "coach" not in self.roles:
            return False
        if item["visibility"] == "district":
            return self.world.items[team]["district_id"] in self.districts
        return item["visibility"] in {"network", "public"}

    def _sources_readable(self, item: Item) -> bool:
        """What one sees of a cycle is the narrower of the cycle's and its idea's; and so with adoptions."""
        sources = {"pdsa_cycle": ["change_idea_id"], "adoption": ["change_idea_id", "tool_version_id"]}
        named = [self.world.items[item[column]] for column in sources.get(item.kind, []) if item[column]]
        return all(self.may_read(source) and not self._took_along(item, source) for source in named)

    def _took_along(self, item: Item, source: Item) -> bool:
        """Say that a test's idea was withdrawn, which leaves its tombstone and its lineage alone."""
        return item.kind == "pdsa_cycle" and bool(source["withdrawn_at"])

    def readable(self, kind: str) -> list[Item]:
        return [item for item in self.world.of(kind) if self.may_read(item)]

    # What is shown of what the viewer may read.

    def is_small(self, cycle: Item) -> bool:
        count = cycle["student_count"]
        return count is not None and count < self.world.items[cycle.network]["min_n"]

    @remembered
    def shown(self, item: Item) -> dict[str, Any]:
        """The columns of an item as the viewer may see them."""
        values = {column.key: item[column.key] for column in KINDS[item.kind].__table__.columns}
        values = {
            name: value
            for name, value in values.items()
            if name not in {"created_at", "updated_at", "version"}
        }
        for name, value in values.items():
            if name.endswith("_id") and name != "record_id" and self._is_barred(value):
                values[name] = None
        if item.kind == "pdsa_cycle" and not self._sees_numbers(item):
            values |= self._kept_in_team(item) if self.is_small(item) else self._uncounted(item)
        if self.viewer is None:
            values |= dict.fromkeys(PEOPLE & set(values))
        return self._buried(item, values)

    def _kept_in_team(self, cycle: Item) -> dict[str, Any]:
        """What others see of a test with a few students: no finding, no number in what else is told."""
        told = CONCLUSIONS | PLANS
        blurred = {name: (cycle[name] or "").replace(FEW, FEW_BLURRED) or None for name in told}
        return dict.fromkeys(FINDINGS) | blurred

    def is_kept(self, item: Item) -> bool:
        """Say whether an item is a test with a few students of another team."""
        return item.kind == "pdsa_cycle" and self.is_small(item) and not self._sees_numbers(item)

    def _uncounted(self, cycle: Item) -> dict[str, Any]:
        """A number about students of whom nobody said how many they were."""
        measure = self.world.items.get(cycle["measure_id"] or "")
        of_students = measure is None or measure["subject"] == "student"
        return {"result_value": None} if cycle["student_count"] is None and of_students else {}

    def _buried(self, item: Item, values: dict[str, Any]) -> dict[str, Any]:
        if item["withdrawn_at"]:
            told = {"status": "withdrawn"} if "status" in values else {}
            blank = {name: [] if isinstance(value, list) else None for name, value in values.items()}
            return {name: values[name] if name in ON_A_TOMBSTONE else blank[name] for name in values} | told
        tool = self.world.items.get(item["tool_id"] or "")
        if tool is not None and tool["withdrawn_at"] and item["team_id"] == tool["team_id"]:
            return values | dict.fromkeys(("link", "body", "what_changed", "why", "source"))
        return values

    def told_reference(self, item: Item, column: str) -> str | None:
        """A reference of an item, as far as the viewer may know it."""
        return None if self._is_barred(item[column]) else item[column]

    def _is_barred(self, item_id: str | None) -> bool:
        """Say that an id leads to a record that the viewer may not read."""
        item = self.world.items.get(item_id or "")
        return item is not None and item.kind in {*RECORD_KINDS, "tool_version"} and not self.may_read(item)

    def _sees_numbers(self, item: Item) -> bool:
        return self.viewer is not None and self.belongs_to(item["team_id"])

    def links(self, item: Item) -> dict[str, list[str]]:
        if item["withdrawn_at"]:
            return {name: [] for name in item.links}
        return {
            name: [other for other in ids if self.may_read(self.world.items[other])]
            for name, ids in item.links.items()
        }

    def cycles_of(self, adoption: Item) -> list[Item]:
        """The cycles that test what was taken over."""
        cycles = self.readable("pdsa_cycle")
        return [one for one in cycles if one["adoption_id"] == adoption.id and not one["archived_at"]]

    def points(self, measure: Item, *, archived: bool = False) -> list[dict[str, Any]]:
        """The points of a measure, or those its team took out, as the viewer may see them."""
        if measure["withdrawn_at"]:
            return []
        points = [point for point in self.world.points if point["measure_id"] == measure.id]
        open_to_me = self._sees_numbers(measure) or measure["subject"] != "student"
        shown = []
        for point in points:
            if (point["archived_at"] is not None) != archived or (archived and not self.is_own(measure)):
                continue
            barred = {"cycle_id": None} if self._is_barred(point["cycle_id"]) else {}
            same_day = [other for other in points if other["date"] == point["date"]]
            hidden = {} if open_to_me or not self._is_telling(point, same_day) else dict.fromkeys(NUMBERS)
            shown.append(point | barred | hidden)
        return shown

    def stands_by(self, team: str) -> bool:
        """Say whether the viewer comments on what the team does: works in it, sponsors or coaches it."""
        return self.viewer is not None and (self.belongs_to(team) or self.coaches(team))

    def comments(self, item: Item) -> list[str]:
        """The comments on an item that the viewer may read."""
        if self.viewer is None or item["withdrawn_at"] or not self.may_read(item):
            return []
        about = [one for one in self.world.comments if one.get(f"{item.kind}_id") == item.id]
        return [one["id"] for one in about if not one["archived_at"] and self._may_read_comment(item, one)]

    def files(self, item: Item) -> list[str]:
        """The files beside an item that the viewer may see; what was not looked over is for its team.

        So is what lies beside a test with a few students: it holds the numbers.
        """
        if item["withdrawn_at"] or not self.may_read(item) or self.is_kept(item):
            return []
        team = item["team_id"]
        barred = self.sponsors(team) or self.heads_school_of(team)
        is_mine = self.writes_for(team, draft=True) or (self.coaches(team, invited=True) and not barred)
        beside = [one for one in self.world.files if one.get(f"{item.kind}_id") == item.id]
        return [one["id"] for one in beside if one["is_cleared"] or is_mine]

    def _may_read_comment(self, item: Item, comment: dict[str, Any]) -> bool:
        team = item["team_id"]
        barred = self.sponsors(team) or self.heads_school_of(team)
        reads_drafts = (self.works_in(team) or self.coaches(team, invited=True)) and not barred
        was_shared = item["published_at"] is not None and comment["written_at"] >= item["published_at"]
        is_for_viewer = self.stands_by(team) or comment["author_id"] == self.viewer.id
        return is_for_viewer and (was_shared or reads_drafts)

    def _is_telling(self, point: dict[str, Any], same_day: list[dict[str, Any]]) -> bool:
        """Say that a cell tells of a few students, by itself or taken together with others of its day."""
        limit = self.world.items[point["network_id"]]["min_n"]
        if not point["student_group"]:
            return self._speaks_of_few(point, limit)
        if any(self._speaks_of_few(other, limit) for other in same_day if other["student_group"]):
            return True
        groups = [self._people(other) for other in same_day if other["student_group"]]
        wholes = [self._people(other) for other in same_day if not other["student_group"]]
        parts = [sum(some) for size in range(1, len(groups) + 1) for some in combinations(groups, size)]
        return any(0 < whole - part < limit for whole in wholes for part in parts)

    def _speaks_of_few(self, point: dict[str, Any], limit: int) -> bool:
        """Say whether a cell is about few students, or its correction was."""
        people, earlier = self._people(point), self.world.corrected.get(point["id"], 0)
        return people < limit or (earlier >= limit and 0 < abs(people - earlier) < limit)

    def _people(self, point: dict[str, Any]) -> int:
        """Say of how many students a cell speaks; when nobody knows, it may be one."""
        people = point["denominator"] if point["n"] is None else point["n"]
        return 1 if people is None else people

    def note(self, cycle: Item) -> bool:
        """Say whether the viewer is told that a number is kept in the team."""
        is_uncounted = cycle["result_value"] is not None and self._uncounted(cycle)
        return not self._sees_numbers(cycle) and (self.is_small(cycle) or bool(is_uncounted))

    def warnings(self, cycle: Item) -> list[str]:
        """What the viewer is to think of beside a test."""
        return [*self._scale_warnings(cycle), *self._hidden_warnings(cycle)]

    def _scale_warnings(self, cycle: Item) -> Iterable[str]:
        """Whether a test grew too fast for what the viewer knows of its idea."""
        idea = self.world.items[cycle["change_idea_id"]]
        if cycle["scale"] is None or not self.may_read(idea):
            return
        tests = self._known_tests(idea)
        earlier = [one for one in tests if one.is_closed and one.core_kept and self._is_before(one, cycle)]
        scales = [one.scale for one in earlier if one.scale]
        warning = warn_of_scale_jump(cycle["scale"], scales, strength_of(earlier))
        yield from [warning] if warning else []

    def _hidden_warnings(self, cycle: Item) -> Iterable[str]:
        """Whether the viewer's own team shares a test whose idea nobody else sees."""
        idea = self.world.items[cycle["change_idea_id"]]
        is_over = cycle["status"] == "cancelled" or cycle["archived_at"] is not None
        if is_over or not self.belongs_to(cycle["team_id"]) or not self.may_read(idea):
            return
        shared = cycle["visibility"], idea["visibility"]
        warning = warn_of_hidden_test(*shared, is_draft=self.is_draft(idea))
        yield from [warning] if warning else []

    def _is_before(self, test: CycleFacts, cycle: Item) -> bool:
        day = cycle["started_on"] or cycle["closed_on"]
        return day is None or (test.closed_on or day) < day

    def knows_address(self, member: Item) -> bool:
        """An e-mail address is for its owner and for the network's admins."""
        is_near = self.viewer is not None and member.network == self.viewer.network
        return is_near and (member.id == self.viewer.id or "admin" in self.roles)

    # What the viewer may change.

    def may_change(self, item: Item, fields: set[str]) -> bool:
        """Say whether the viewer may change these fields; none means the record as a whole."""
        if self.viewer is None:
            return False
        if item.kind in RECORD_KINDS:
            retags = fields and fields <= {"driver_id", "other_driver_ids"} and not self.is_draft(item)
            own = self.writes_for(item["team_id"], draft=self.is_draft(item))
            return own or bool(retags and "coach" in self.roles)
        if item.kind == "tool_version":
            return self.writes_for(item["team_id"])
        if item.kind == "vocabulary_term":
            is_mine = item["proposed_by_id"] == self.viewer.id and item["status"] == "proposed"
            return is_mine or "coach" in self.roles
        tells_of_itself = item.kind == "team" and fields and fields <= {"context", "focus_driver_ids"}
        return bool(tells_of_itself and self.works_in(item.id)) or self._keeps(item.kind)

    def may_follow(self, item: Item) -> bool:
        """Say whether the viewer may know how an item came to be; a record began with drafts."""
        reads_drafts = item.kind not in RECORD_KINDS or self.writes_for(item["team_id"], draft=True)
        return reads_drafts and self.may_change(item, set())

    def may_add(self, kind: str, team: str) -> bool:
        """Say whether the viewer may add something of a kind, for a team where it is a team's."""
        if kind in {*RECORD_KINDS, "tool_version"}:
            return self.writes_for(team, draft=kind != "tool_version")
        if kind == "vocabulary_term":
            return bool(self.roles & {"coach", "district", "planner"}) or self._works_anywhere()
        return self._keeps(kind)

    def _works_anywhere(self) -> bool:
        """Say whether the viewer does the work of some team."""
        return self.viewer is not None and any(self.works_in(team.id) for team in self.world.of("team"))

    def _keeps(self, kind: str) -> bool:
        return ("coach" if kind in {"aim", "driver"} else "admin") in self.roles

    # Evidence: only what the viewer may see counts.

    @remembered
    def evidence(self, idea: Item, today: date | None = None) -> dict[str, Any]:
        """What the viewer may know of an idea's tests, today or on another day."""
        cycles = self._known_tests(idea, today)
        adoptions = {
            one["team_id"]: one["state"] for one in self._live("adoption") if one["change_idea_id"] == idea.id
        }
        statuses = statuses_by_team(cycles, adoptions)
        reported = (idea["reported_direction"] or "cant_tell") if idea["reported_outcome"] else None
        return {
            "evidence": show_evidence(weigh(cycles, reported)),
            "derived_status": network_status(list(statuses.values())),
            "team_status": [{"team_id": team, "status": status} for team, status in sorted(statuses.items())],
        }

    def _known_tests(self, idea: Item, today: date | None = None) -> list[CycleFacts]:
        return [
            self._facts(test, kept, item is not idea, today)
            for item, kept in self._family(idea)
            for test in self._tests(item)
        ]

    def knows_failure(self, idea: Item) -> bool:
        """Say whether the viewer may know of a test of an idea that failed."""
        tests = [self._facts(test, True) for test in self._tests(idea) if not self.is_draft(test)]
        failed = {"abandon", "worse", "not"}
        return any(failed & {one.decision, one.direction, one.prediction_met} for one in tests)

    def _live(self, kind: str) -> list[Item]:
        return [item for item in self.readable(kind) if not item["archived_at"] and not item["withdrawn_at"]]

    @remembered
    def _tests(self, idea: Item) -> list[Item]:
        return [cycle for cycle in self._live("pdsa_cycle") if cycle["change_idea_id"] == idea.id]

    def tests_of(self, idea: Item) -> list[Item]:
        """The tests of an idea itself that the viewer may see."""
        return self._tests(idea)

    def who_worked_on(self, idea: Item) -> set[str]:
        """The teams that made an idea, tested it or took it over, as far as the viewer may know."""
        begun = {"running", "studied", "closed"}
        testers = {
            one["team_id"] for one in self._tests(idea) if one["status"] in begun and not self.is_draft(one)
        }
        takers = {one["team_id"] for one in self._live("adoption") if one["change_idea_id"] == idea.id}
        return {idea["team_id"]} | testers | takers

    def _family(self, idea: Item, kept: bool = True) -> Iterable[tuple[Item, bool]]:
        yield idea, kept
        for child in self._live("change_idea"):
            if child["parent_id"] == idea.id:
                yield from self._family(child, kept and child["keeps_core"] != "no")

    def _facts(
        self, cycle: Item, kept: bool, of_variant: bool = False, today: date | None = None
    ) -> CycleFacts:
        team = self.world.items[cycle["team_id"]]
        measure = cycle["measure_id"] and self.world.items[cycle["measure_id"]]
        same = ("status", "cycle_type", "scale", "as_planned", "direction", "decision")
        in_team = self.is_small(cycle) and not self._sees_numbers(cycle)
        return CycleFacts(
            idea_id=cycle["change_idea_id"],
            team_id=team.id,
            school_id=team["school_id"],
            district_id=team["district_id"],
            has_measure=bool(measure and self.may_read(measure)),
            of_variant=of_variant,
            core_kept=kept,
            prediction_met=None if in_team else cycle["prediction_met"],
            started_on=cycle["started_on"],
            closed_on=cycle["closed_on"],
            provenance=cycle["provenance"],
            was_left=was_left(cycle["status"], cycle["started_on"], today or utc_now().date()),
            **{name: cycle[name] for name in same},
            **{f"has_{name}": cycle[name] is not None for name in ("prediction", "observations", "result")},
        )

    # Lineages: what one came from and what came from it, through what the viewer may see.

    def idea_lineage(self, idea: Item) -> tuple[dict[str, Any], set[tuple[str, str]]]:
        """The branches of an idea's lineage with the figures of each, and what came from what."""
        made = [(one["change_idea_id"], self._made_by_its_team(one)) for one in self._live("adoption")]
        ideas = {item.id: item for item in self.readable("change_idea")}
        steps = {(item["parent_id"], item.id) for item in ideas.values()} | set(made)
        steps = {(one, other) for one, other in steps if one in ideas and other in ideas}
        family = self._connected(idea.id, steps)
        edges = {(one, other) for one, other in steps if one in family}
        branches = {one: self._figures_of(ideas[one]) for one in family}
        tests = {one: [] if ideas[one]["withdrawn_at"] else self._tests(ideas[one]) for one in family}
        taken = [one for pair, one in zip(made, self._live("adoption"), strict=True) if pair not in steps]
        return self._with_teams(branches, edges, tests, taken, "change_idea_id")

    def _made_by_its_team(self, adoption: Item) -> str | None:
        """The idea that an adoption made, unless it is another team's."""
        made = adoption["resulting_idea_id"]
        is_own = made is not None and self.world.items[made]["team_id"] == adoption["team_id"]
        return made if is_own else None

    def tool_lineage(self, tool: Item) -> tuple[dict[str, Any], set[tuple[str, str]]]:
        """The branches of a tool's lineage with the figures of each, and what came from what."""
        versions = {one.id: one for one in self.readable("tool_version") if one["tool_id"] == tool.id}
        tests = {
            one: [cycle for cycle in self._live("pdsa_cycle") if cycle["tool_version_id"] == one]
            for one in versions
        }
        edges = {(item["parent_id"], one) for one, item in versions.items() if item["parent_id"]}
        branches = {
            one: None
            if tool["withdrawn_at"] and item["team_id"] == tool["team_id"]
            else self._sum(tests[one])
            for one, item in versions.items()
        }
        return self._with_teams(branches, edges, tests, self._live("adoption"), "tool_version_id")

    def _connected(self, start: str, steps: set[tuple[str, str]]) -> set[str]:
        found, size = {start}, 0
        while size < len(found):
            size = len(found)
            found |= {end for step in steps for end in step if found & set(step)}
        return found

    def _with_teams(
        self,
        branches: dict[str, Any],
        edges: set[tuple[str, str]],
        tests: dict[str, list[Item]],
        taken: list[Item],
        column: str,
    ) -> tuple[dict[str, Any], set[tuple[str, str]]]:
        """The teams that took something over, and those that only test it."""
        sources, known = set(branches), {(one, self.world.items[one]["team_id"]) for one in branches}
        told = dict(branches)
        for adoption in [one for one in taken if one[column] in sources]:
            own = [one for one in tests[adoption[column]] if one["team_id"] == adoption["team_id"]]
            told[adoption.id] = self._sum(own)
            edges = edges | {(adoption[column], adoption.id)}
            known.add((adoption[column], adoption["team_id"]))
        for source, test in [(one, test) for one, each in tests.items() for test in each]:
            begun = self._facts(test, True)
            if (source, test["team_id"]) not in known and begun.was_begun:
                branch = f"{source}-{test['team_id']}"
                told[branch] = self._sum([one for one in tests[source] if one["team_id"] == test["team_id"]])
                edges = edges | {(source, branch)}
        return told, edges

    def _figures_of(self, idea: Item) -> Any:
        return None if idea["withdrawn_at"] else self.evidence(idea)["evidence"]

    def _sum(self, tests: list[Item]) -> Any:
        return show_evidence(weigh([self._facts(test, True) for test in tests]))
