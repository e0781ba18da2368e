"""Every way to an answer, each held against the oracle: what comes out is what may come out, and all of it.

A door is a method of ``Visit``; it raises ``AssertionError`` when the answer differs. Beside the comparison,
each answer is searched for markers and ids of what the viewer may not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import replace
from itertools import product
from statistics import median
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.domain.evidence.telling import show_evidence
from nic_hub.domain.visibility import Principal
from nic_hub.domain.vocabulary import Ceiling, Scale
from nic_hub.errors import Forbidden, Invalid, NotFound, Unauthenticated
from nic_hub.models import (
    ApiToken,
    Attachment,
    ChangeIdea,
    Feedback,
    PdsaCycle,
    Suggestion,
    Team,
    TeamQuestion,
)
from nic_hub.services.access.permissions import check_may_change, check_may_create
from nic_hub.services.access.principals import show_to
from nic_hub.services.access.tokens import list_tokens
from nic_hub.services.access.visibility import readable
from nic_hub.services.attachments import (
    NewFile,
    attach,
    clear_attachments,
    get_attachment,
    list_attachments,
    prepare_file,
    remove_attachment,
)
from nic_hub.services.comments import add_comment, archive_comment, get_comment, list_comments
from nic_hub.services.evidence import weigh_ideas
from nic_hub.services.kinds import KINDS, RECORD_KINDS
from nic_hub.services.lineage.lineages import tell_idea_lineage, tell_tool_lineage
from nic_hub.services.lineage.ramps import tell_ramp
from nic_hub.services.listing import ListQuery, filter_names, list_records, sortable_columns
from nic_hub.services.measures.run_charts import ChartRequest, tell_run_chart
from nic_hub.services.measures.shown_points import get_point, list_points, present_points
from nic_hub.services.moderation import report_record
from nic_hub.services.people.me import describe_me
from nic_hub.services.people.rosters import list_coaches, list_memberships
from nic_hub.services.presenting import describe_evidence, present
from nic_hub.services.records import create_record, get_record, list_history
from nic_hub.services.references import find_reference
from nic_hub.services.tools import get_version
from tests.privacy.audience import Audience
from tests.privacy.filters import Filter, make_filter, one_of_each_column, passes, values_for
from tests.privacy.oracle import Oracle
from tests.privacy.store import TOKENS, email_of, principal_of
from tests.privacy.world import COMMENTED, FEW, ID, MARKER, TOLD_OF_FEW, Item, Pick, World

FILTERS = [(kind, name) for kind in KINDS if kind != "network" for name in filter_names(KINDS[kind])]


class NoStore:
    """A store that keeps nothing."""

    def keep(self, content: bytes) -> str:
        return content.hex()


class Visit:
    """One viewer goes through every door of the services.

    Args:
        session: holds the world.
        oracle: what the viewer may know of that world.
        pick: chooses among many equal things to try.
        effort: how many of them.
    """

    def __init__(self, session: Session, oracle: Oracle, pick: Pick, effort: int = 6) -> None:
        self.session = session
        self.oracle = oracle
        self.world: World = oracle.world
        self.viewer: Item | None = oracle.viewer
        self.pick = pick
        self.effort = effort
        self.principal: Principal = principal_of(session, oracle.viewer)

    def go_through(self, doors: Iterable[Callable[[Visit], None]]) -> None:
        """Open every door; the error says who stood before which."""
        for door in doors:
            try:
                door(self)
            except AssertionError as error:
                raise AssertionError(f"{door.__name__}, seen by {self.told_viewer}: {error}") from error

    @property
    def told_viewer(self) -> str:
        if self.viewer is None:
            return "somebody who is not signed in"
        return f"{self.viewer} ({', '.join(sorted(self.oracle.roles))})"

    # What is compared.

    def expect_items(self, found: Iterable[str], expected: Iterable[Item], where: str) -> None:
        """Compare ids with items."""
        got, want = sorted(found), sorted(item.id for item in expected)
        assert got == want, f"{where}: leaked {self._named(got, want)}, lost {self._named(want, got)}"

    def expect_equal(self, got: Any, want: Any, where: str) -> None:
        assert got == want, f"{where}: got {got!r}, expected {want!r}"

    def scan(self, answer: Any, where: str, own: Item | None = None) -> None:
        """Search an answer for what the viewer may not know; of an own item every text is allowed."""
        text = repr(answer)
        for number, column in set(MARKER.findall(text)):
            item = self.world.numbered(int(number))
            assert item is own or self._may_know(item, column), f"{where}: leaked {column} of {item}"
        for number, column in set(TOLD_OF_FEW.findall(text)):
            item = self.world.numbered(int(number))
            told = item is own or FEW in str(self.oracle.shown(item)[column])
            assert told, f"{where}: leaked a number in {column} of {item}"
        for item_id in set(ID.findall(text)):
            item = self.world.items.get(item_id)
            assert item is None or self._may_name(item), f"{where}: leaked the id of {item}"

    def _named(self, some: list[str], others: list[str]) -> list[Item]:
        return [self.world.items[one] for one in some if one not in others]

    def _may_know(self, item: Item, column: str) -> bool:
        if column == "secret":
            return item is self.viewer
        if column == "email":
            return self.oracle.knows_address(item)
        if not self.oracle.may_read(item):
            return False
        if column == "file":
            return bool(self.oracle.files(item))
        if column == "comment":
            return bool(self.oracle.comments(item))
        if column == "note" and item.kind == "measure":
            return any(point["note"] for point in self.oracle.points(item))
        return self.oracle.shown(item)[column] is not None

    def _may_name(self, item: Item) -> bool:
        """A team's id stands on what it made public, without its name."""
        return self.oracle.may_read(item) or (item.kind == "team" and self.oracle.viewer is None)

    # The doors.

    def open_lists(self) -> None:
        """Each list without a filter: its items and its total."""
        for kind in KINDS:
            page = self._list(kind, ListQuery(dict.fromkeys(filter_names(KINDS[kind])), page_size=100))
            expected = [item for item in self.oracle.readable(kind) if passes(self.oracle, item, [])]
            self.expect_items([row.id for row in page.items], expected, f"list of {kind}")
            self.expect_equal(page.total, len(expected), f"total of {kind}")

    def open_pages(self) -> None:
        """All pages of a sorted list together are the list."""
        for _ in range(3):
            self._open_pages(self.pick(list(KINDS)))

    def _open_pages(self, kind: str) -> None:
        column = self.pick(sortable_columns(KINDS[kind]))
        asked = [make_filter(self.oracle, "status", "withdrawn")] if kind in RECORD_KINDS else []
        query = ListQuery({one.name: one.value for one in asked}, self.pick(["", "-"]) + column)
        pages = [self._list(kind, replace(query, page=page, page_size=3)) for page in range(1, 6)]
        expected = [item for item in self.oracle.readable(kind) if passes(self.oracle, item, asked)]
        found = [row.id for page in pages for row in page.items]
        self.expect_items(found, expected, f"{kind} by {column}")
        self.expect_equal({page.total for page in pages}, {len(expected)}, f"total of {kind} by {column}")
        untold = [one for one in found if self._value_of(self.world.items[one], column) is None]
        self.expect_equal(untold, sorted(untold), f"order of {kind} whose {column} is not told")
        if column == "created_at":
            told = [self.world.items[one][column] for one in found]
            ordered = sorted(told, reverse=str(query.sort).startswith("-"))
            self.expect_equal(told, ordered, f"order of {kind} by {column}")

    def _value_of(self, item: Item, column: str) -> Any:
        return self.oracle.shown(item).get(column, item[column])

    def open_filters(self) -> None:
        """Lists with one of their filters, alone and together with a status."""
        for kind, name in self._sample(FILTERS, 2 * self.effort):
            self._open_filter(kind, name)

    def open_filters_of(self, kind: str) -> None:
        """Every filter of one list."""
        for name in [name for one, name in FILTERS if one == kind]:
            self._open_filter(kind, name)

    def _open_filter(self, kind: str, name: str) -> None:
        """Ask for what finds something, and for what may not, in any state."""
        values = values_for(self.oracle, kind, name) or [None]
        states = (
            [None, "withdrawn", *values_for(self.oracle, kind, "status")] if kind in RECORD_KINDS else [None]
        )
        for status in dict.fromkeys((None, self.pick(states[:2]), self.pick(states))):
            tried = [self.pick(values) for _ in range(4)]
            finding = next(
                (one for one in (*tried, *values) if self._finds(kind, {"status": status, name: one})),
                tried[0],
            )
            for value in dict.fromkeys((tried[-1], finding, *one_of_each_column(name, values))):
                self._open_filtered(kind, self._filters({"status": status, name: value}))

    def _finds(self, kind: str, wanted: dict[str, Any]) -> bool:
        filters = self._filters(wanted)
        return any(passes(self.oracle, item, filters) for item in self.oracle.readable(kind))

    def _filters(self, wanted: dict[str, Any]) -> list[Filter]:
        return [make_filter(self.oracle, name, value) for name, value in wanted.items() if value]

    def _open_filtered(self, kind: str, filters: list[Filter]) -> None:
        where = f"list of {kind} by {filters}"
        query = ListQuery({one.name: one.value for one in filters}, page_size=100)
        if any(not self.oracle.may_read(one.names) for one in filters if one.names):
            self.expect_refusal(Invalid, lambda: self._list(kind, query), where)
            return
        page = self._list(kind, query)
        expected = [item for item in self.oracle.readable(kind) if passes(self.oracle, item, filters)]
        self.expect_items([row.id for row in page.items], expected, where)
        self.expect_equal(page.total, len(expected), f"total of {where}")

    def open_records(self) -> None:
        """One record by its id: for the viewer it is there, or there is none."""
        for item in self._sample(list(self.world.items.values()), self.effort):
            ask = lambda item=item: get_record(self.session, self.principal, KINDS[item.kind], item.id)  # noqa: E731
            if self.oracle.may_read(item):
                self.expect_equal(ask().id, item.id, f"get {item}")
            else:
                self.expect_refusal(NotFound, ask, f"get {item}")

    def open_rows(self) -> None:
        """Which rows of each table the viewer may read, archived and withdrawn ones too."""
        for kind in KINDS:
            self.expect_items(
                [row.id for row in self._rows(kind)], self.oracle.readable(kind), f"rows of {kind}"
            )

    def open_presented(self) -> None:
        """What is shown of every record the viewer may read, archived and withdrawn ones too."""
        for kind in KINDS:
            self.open_presented_of(kind)

    def open_presented_of(self, kind: str) -> None:
        """What is shown of every record of one kind."""
        rows = self._rows(kind)
        self.expect_items([row.id for row in rows], self.oracle.readable(kind), f"rows of {kind}")
        answer = present(self.session, self.principal, rows)
        for shown in answer:
            self._compare(self.world.items[shown["id"]], shown)
        self.scan([name_ids(shown) for shown in answer], f"{kind} as shown")

    def _compare(self, item: Item, shown: dict[str, Any]) -> None:
        expected = self.oracle.shown(item) | self.oracle.links(item)
        if item.kind == "member":
            del expected["account_id"]
            expected["email"] = email_of(item) if self.oracle.knows_address(item) else None
            teams = [part["team_id"] for part in self.world.memberships if part["member_id"] == item.id]
            self.expect_equal(sorted(part["team_id"] for part in shown["teams"]), sorted(teams), f"of {item}")
        for name, value in expected.items():
            self.expect_equal(shown[name], value, f"{name} of {item}")
        if item.kind in RECORD_KINDS:
            state = self._state_of(item)
            self.expect_equal((shown["status"], bool(shown["is_hidden"])), state, f"state of {item}")
        if item.kind == "pdsa_cycle" and not item["withdrawn_at"]:
            self.expect_equal(shown["warnings"], self.oracle.warnings(item), f"warnings of {item}")
            self.expect_equal("small_cell_note" in shown, self.oracle.note(item), f"note on {item}")
        if item.kind == "change_idea":
            self._compare_evidence(item, shown)
        if item.kind == "adoption" and not item["withdrawn_at"]:
            self.expect_items(shown["cycle_ids"], self.oracle.cycles_of(item), f"cycles of {item}")
        if item.kind == "tool" and not item["withdrawn_at"]:
            versions = [one for one in self.world.of("tool_version") if one["tool_id"] == item.id]
            self.expect_items(shown["version_ids"], versions, f"versions of {item}")

    def _state_of(self, item: Item) -> tuple[str, bool]:
        """In which state an item is shown, and whether as hidden; a tombstone does not say that."""
        if item["withdrawn_at"]:
            return "withdrawn", False
        published = "draft" if self.oracle.is_draft(item) else "published"
        return item["status"] or ("archived" if item["archived_at"] else published), bool(item["hidden_at"])

    def _compare_evidence(self, item: Item, shown: dict[str, Any]) -> None:
        empty = {"evidence": None, "derived_status": None, "team_status": []}
        expected = empty if item["withdrawn_at"] else self.oracle.evidence(item)
        for name, value in expected.items():
            self.expect_equal(shown[name], value, f"{name} of {item}")

    def open_evidence(self) -> None:
        """The evidence figures of every idea the viewer may read."""
        ideas = self._rows("change_idea")
        for idea_id, known in weigh_ideas(self.session, self.principal, ideas).items():
            item = self.world.items[idea_id]
            self.expect_equal(describe_evidence(known), self.oracle.evidence(item), f"evidence of {item}")

    def open_lineages(self) -> None:
        """The lineage of every idea and tool the viewer may read: a branch more or less tells of it."""
        for kind, tell, expect in (
            ("change_idea", tell_idea_lineage, self.oracle.idea_lineage),
            ("tool", tell_tool_lineage, self.oracle.tool_lineage),
        ):
            for row in self._rows(kind):
                item = self.world.items[row.id]
                answer, (branches, edges) = tell(self.session, self.principal, row), expect(item)
                told = {one.id: one.result and show_evidence(one.result) for one in answer.nodes}
                self.expect_equal(told, branches, f"lineage of {item}")
                came_from = {(edge.source, edge.target) for edge in answer.edges}
                self.expect_equal(came_from, edges, f"edges of the lineage of {item}")
                named = {bool(one.place.team) for one in answer.nodes}
                self.expect_equal(named, {self.viewer is not None}, f"teams in the lineage of {item}")
                self.scan((answer.nodes, answer.description), f"lineage of {item}")

    def open_ramps(self) -> None:
        """The ramp of every idea the viewer may read: the tests of it that the viewer may see."""
        for row in self._rows("change_idea"):
            item = self.world.items[row.id]
            told = tell_ramp(self.session, self.principal, row, Scale.DISTRICT)
            cycles = [cycle["id"] for each in told["teams"] for cycle in each["cycles"]]
            self.expect_items(cycles, self.oracle.tests_of(item), f"ramp of {item}")
            self.scan(told, f"ramp of {item}")

    def open_points(self) -> None:
        """The data points of every measure the viewer may read."""
        for row, archived in product(self._rows("measure"), (False, True)):
            points = list_points(self.session, self.principal, [row], archived=archived)
            answer = present_points(self.session, self.principal, [row], points)
            told = self.oracle.points(self.world.items[row.id], archived=archived)
            expected = {point["id"]: point for point in told}
            self.expect_equal({point["id"] for point in answer}, set(expected), f"points of {row.id}")
            for point in answer:
                names = expected[point["id"]].keys() - {"created_at", "updated_at"}
                seen, want = ({name: of[name] for name in names} for of in (point, expected[point["id"]]))
                self.expect_equal(seen, want, f"point of {self.world.items[row.id]}")
            self.scan(answer, "points")

    def open_run_charts(self) -> None:
        """The run chart of every measure the viewer may read: nothing is made of a value that is hidden."""
        for row in self._rows("measure"):
            measure = self.world.items[row.id]
            answer = tell_run_chart(self.session, self.principal, row, ChartRequest())
            told = {point["id"]: point["value"] for point in self.oracle.points(measure)}
            for series in (answer["chart"], *answer["groups"]):
                known = [told.pop(point["id"]) for point in series["points"]]
                self.expect_equal(
                    [point["value"] for point in series["points"]], known, f"chart of {measure}"
                )
                shown = [value for value in known if value is not None]
                self.expect_equal(series["median"], median(shown) if shown else None, f"median of {measure}")
            self.expect_equal(told, {}, f"points without a chart of {measure}")
            cycles = [self.world.items[cycle["id"]] for cycle in answer["cycles"]]
            self.expect_items(
                [one.id for one in cycles if not self.oracle.may_read(one) or one["archived_at"]],
                [],
                f"cycles of {measure}",
            )
            self.scan(answer, f"chart of {measure}")

    def open_foreign_points(self) -> None:
        """The points of a measure that is handed in, though the viewer may not read it."""
        barred = [item for item in self.world.of("measure") if not self.oracle.may_read(item)]
        for item in self._sample(barred, self.effort):
            row = self.session.get_one(KINDS["measure"], item.id)
            self.expect_equal(list_points(self.session, self.principal, [row]), [], f"points of {item}")
            for point in [one for one in self.world.points if one["measure_id"] == item.id][:1]:
                get = lambda row=row, point=point: get_point(self.session, self.principal, row, point["id"])  # noqa: E731
                self.expect_refusal(NotFound, get, f"a point of {item}")
        for row in self._rows("measure"):
            other = self.pick([point for point in self.world.points if point["measure_id"] != row.id])
            get = lambda row=row, point=other: get_point(self.session, self.principal, row, point["id"])  # noqa: E731
            self.expect_refusal(NotFound, get, f"a point of another measure than {row.id}")

    def open_comments(self) -> None:
        """What was said about a record: for who stands by the team, whatever record is handed in."""
        items = [item for kind in COMMENTED for item in self.world.of(kind)]
        for item in self._sample(items, 4 * self.effort):
            row = self.session.get_one(KINDS[item.kind], item.id)
            told, expected = list_comments(self.session, self.principal, row), self.oracle.comments(item)
            self.expect_equal([one.id for one in told], expected, f"comments on {item}")
            for comment in [one for one in self.world.comments if one["id"] not in expected][:2]:
                get = lambda row=row, one=comment: get_comment(self.session, self.principal, row, one["id"])  # noqa: E731
                self.expect_refusal(NotFound, get, f"a comment on {item}")
            self._comment_on(row, told)

    def _comment_on(self, row: Any, told: list[Any]) -> None:
        """Nobody else comments, and nobody takes away what others said."""
        if not self.oracle.stands_by(row.team_id):
            add = lambda: add_comment(self.session, self.principal, row, "Well done")  # noqa: E731
            self.expect_refusal(Forbidden, add, f"comment on {row.id}")
        for comment in [one for one in told if one.author_id != self.principal.member_id][:1]:
            take = lambda one=comment: archive_comment(self.principal, one, expected_version=1)  # noqa: E731
            self.expect_refusal(Forbidden, take, f"take away {comment.id}")

    def open_files(self) -> None:
        """The files beside a record: for who reads it, whatever record is handed in."""
        items = [item for kind in COMMENTED for item in self.world.of(kind)]
        for item in self._sample(items, 4 * self.effort):
            row = self.session.get_one(KINDS[item.kind], item.id)
            told, expected = list_attachments(self.session, self.principal, row), self.oracle.files(item)
            self.expect_equal(sorted(one.id for one in told), sorted(expected), f"files beside {item}")
            for one in [one for one in self.world.files if one["id"] not in expected][:2]:
                get = lambda row=row, one=one: get_attachment(self.session, self.principal, row, one["id"])  # noqa: E731
                self.expect_refusal(NotFound, get, f"a file beside {item}")
            self._touch_files(item, row)

    def _touch_files(self, item: Item, row: Any) -> None:
        """Nobody else adds and removes files, or says that they show no student."""
        if self.oracle.writes_for(item["team_id"], draft=self.oracle.is_draft(item)):
            return
        file = NewFile("a.txt", "text/plain", b"x", (), is_cleared=True)
        beside = next(one for one in self.world.files if one.get(f"{item.kind}_id") == item.id)
        kept = self.session.get_one(Attachment, beside["id"])
        tried: tuple[Callable[[], Any], ...] = (
            lambda: attach(self.session, self.principal, NoStore(), row, file),
            lambda: prepare_file(self.session, self.principal, NoStore(), row, name="a.txt", content=b"x"),
            lambda: clear_attachments(self.session, self.principal, row),
            lambda: remove_attachment(self.session, self.principal, row, kept),
        )
        for act in tried:
            self.expect_refusal(Forbidden, act, f"touch the files beside {item}")

    def open_versions(self) -> None:
        """One version of a tool: for who may read the tool, and as that tool's."""
        tools = [self.session.get_one(KINDS["tool"], tool.id) for tool in self.world.of("tool")]
        for version in self._sample(self.world.of("tool_version"), self.effort):
            for tool in tools:
                get = lambda tool=tool, one=version: get_version(self.session, self.principal, tool, one.id)  # noqa: E731
                if tool.id == version["tool_id"] and self.oracle.may_read(version):
                    self.expect_equal(get().id, version.id, f"get {version}")
                else:
                    self.expect_refusal(NotFound, get, f"get {version}")

    def open_history(self) -> None:
        """How a record came to be: for those who may change it and read its drafts."""
        readables = [item for item in self.world.items.values() if self.oracle.may_read(item)]
        for item in [*self._sample(readables, self.effort), *self.oracle.readable("network")]:
            row = self.session.get_one(KINDS[item.kind], item.id)
            ask = lambda row=row: list_history(self.session, self.principal, row)  # noqa: E731
            if not self.oracle.may_follow(item):
                self.expect_refusal(Forbidden, ask, f"history of {item}")
                continue
            answer = [entry.changes for entry in ask()]
            self.expect_equal(len(answer), 1 + any(item.links.values()), f"history of {item}")
            self.scan([name_ids(changes) for changes in answer], f"history of {item}", own=item)
            self._compare_history(item, answer)

    def _compare_history(self, item: Item, answer: list[Any]) -> None:
        """What is told refers to all that the viewer may read, and to nothing else."""
        created, linked = answer[0], answer[-1]
        for column, (_, after) in created.items():
            if column.endswith("_id") and column not in {"record_id", "account_id"}:
                self.expect_equal(
                    after, self.oracle.told_reference(item, column), f"{column} of {item}, then"
                )
        for name, ids in item.links.items() if len(answer) > 1 else ():
            seen = [one for one in ids if self.oracle.may_read(self.world.items[one])]
            self.expect_equal(list(linked.get(name, [[], []])[1]), seen, f"{name} of {item}, then")

    def open_references(self) -> None:
        """A reference by id or by key, as it is written into new records and filters."""
        for item in self._sample(list(self.world.items.values()), self.effort):
            if item.kind == "network":
                continue
            for name in (item.id, item["key"]):
                ask = lambda item=item, name=name: find_reference(  # noqa: E731
                    self.session, self.principal, KINDS[item.kind], name, "/it"
                )
                if self.oracle.may_read(item):
                    self.expect_equal(ask(), item.id, f"reference to {item}")
                else:
                    self.expect_refusal(Invalid, ask, f"reference to {item}")

    def open_new_records(self) -> None:
        """A new cycle on an idea, or a new idea out of another: only of what the writer may read."""
        for idea in self._sample(self.world.of("change_idea"), self.effort):
            for model, values in (
                (PdsaCycle, {"change_idea_id": idea.id}),
                (ChangeIdea, self._child_of(idea)),
            ):
                self._open_new(model, values, idea)

    def _child_of(self, idea: Item) -> dict[str, Any]:
        return {"parent_id": idea.id, "title": "Another", "description": "Like it", "tool_ids": []}

    def _open_new(self, model: type[Any], values: dict[str, Any], idea: Item) -> None:
        teams = [team for team in self.world.of("team") if self.viewer and self.oracle.works_in(team.id)]
        if not teams:
            return
        with self.session.begin_nested() as savepoint:
            write = lambda: create_record(  # noqa: E731
                self.session, self.principal, model, values | {"team_id": teams[0].id}
            )
            if not self.oracle.may_read(idea):
                self.expect_refusal(Invalid, write, f"new {model.__name__} from {idea}")
            elif self.oracle.writes_for(teams[0].id, draft=True):
                write()
            savepoint.rollback()

    def open_changes(self) -> None:
        """Who may change what: a whole record, its place in the driver tree, what a team says of itself."""
        for item in (
            item
            for item in self.world.items.values()
            if item.kind != "network" and self.oracle.may_read(item)
        ):
            row = self.session.get_one(KINDS[item.kind], item.id)
            for fields in ((), ("driver_id",), ("driver_id", "title"), ("context",), ("context", "name")):
                ask = lambda row=row, fields=fields: check_may_change(self.principal, row, fields)  # noqa: E731
                if self.oracle.may_change(item, set(fields)):
                    ask()
                else:
                    self.expect_refusal(Forbidden, ask, f"change of {fields} of {item}")

    def open_new_kinds(self) -> None:
        """Who may add what: teams their records, coaches the theory, admins the rest."""
        for kind in (kind for kind in KINDS if kind != "network"):
            team = self.pick(self.world.of("team"))
            ask = lambda kind=kind, team=team: check_may_create(  # noqa: E731
                self.principal, KINDS[kind], {"team_id": team.id}
            )
            if self.oracle.may_add(kind, team.id):
                ask()
            else:
                self.expect_refusal(Forbidden, ask, f"new {kind} of {team}")

    def open_reports(self) -> None:
        """A report about a record: only about one the reporter may read."""
        if self.viewer is None:
            return
        for item in self._sample(list(self.world.records()), self.effort):
            with self.session.begin_nested() as savepoint:
                tell = lambda item=item: report_record(  # noqa: E731
                    self.session, self.principal, kind=item.kind, record=item.id, reason="Look at this."
                )
                if self.oracle.may_read(item):
                    tell()
                else:
                    self.expect_refusal(Invalid, tell, f"report of {item}")
                savepoint.rollback()

    def open_private_rows(self) -> None:
        """Questions and verdicts are the asker's own; tokens the owner's and the admins'."""
        for model in (Suggestion, Feedback, TeamQuestion):
            rows = self.session.scalars(select(model).where(readable(self.principal, model)))
            self.expect_items(
                [row.member_id for row in rows], [self.viewer] if self.viewer else [], model.__name__
            )
        owners = self.world.of("member", self.viewer.network) if self.viewer else []
        if "admin" not in self.oracle.roles:
            owners = [self.viewer] if self.viewer else []
        tokens = [row.member_id for row in list_tokens(self.session, self.principal)]
        self.expect_items(tokens, owners * len(TOKENS), "tokens")

    def open_people(self) -> None:
        """Who is in which team, and who coaches it: for the network's members."""
        joined = {list_memberships: self.world.memberships, list_coaches: self.world.assignments}
        for list_part, parts in joined.items():
            for team in self.world.of("team"):
                row = self.session.get_one(Team, team.id)
                rows = list_part(self.session, self.principal, row)
                mine = [one["member_id"] for one in parts if one["team_id"] == team.id]
                expected = sorted(mine) if self.oracle.may_read(team) else []
                self.expect_equal(sorted(one.member_id for one in rows), expected, f"people of {team}")
        if self.viewer is None:
            self.expect_refusal(
                Unauthenticated, lambda: describe_me(self.session, self.principal), "me, who is nobody"
            )
        else:
            me = describe_me(self.session, self.principal)
            self.scan(me, "me")
            own = [team for team in self.world.of("team") if self.oracle.belongs_to(team.id)]
            self.expect_items([team["id"] for team in me["teams"]], own, "my teams")
            told = me["member"]["id"], me["network"]["id"]
            self.expect_equal(told, (self.viewer.id, self.viewer.network), "me")
            self.expect_equal(me["linked"], False, "whether a bot asks for me")

    def open_to_an_audience(self) -> None:
        """What is shown to an audience is what each of it may read, and nothing of the viewer's own."""
        if self.viewer and not self.oracle.may_sign_in():
            return
        ceiling, shown = self.pick(list(Ceiling)), copy(self)
        shown.principal = show_to(self.session, self.principal, ceiling)
        # Somebody who is not signed in sees only what is for everybody anyway.
        shown.oracle = Audience(self.oracle, ceiling) if self.viewer else self.oracle
        shown.open_rows()
        for kind in ("member", "pdsa_cycle", "change_idea"):
            shown.open_presented_of(kind)
        for model in (Suggestion, Feedback, TeamQuestion, ApiToken):
            found = self.session.scalars(select(model.id).where(readable(shown.principal, model)))
            self.expect_equal(found.all(), [], f"{model.__name__} shown to {ceiling}")

    # What the doors share.

    def expect_refusal(self, error: type[Exception], act: Callable[[], Any], where: str) -> None:
        """Expect an error, which gives nothing away."""
        try:
            got = act()
        except error as raised:
            self.scan(str(raised), where)
            return
        raise AssertionError(f"{where}: leaked, got {got!r} instead of {error.__name__}")

    def _list(self, kind: str, query: ListQuery) -> Any:
        page = list_records(self.session, self.principal, KINDS[kind], query)
        self.scan([row.id for row in page.items], f"list of {kind}")
        return page

    def _rows(self, kind: str) -> list[Any]:
        model = KINDS[kind]
        return list(self.session.scalars(select(model).where(readable(self.principal, model))))

    def _sample(self, items: list[Any], size: int) -> list[Any]:
        return [self.pick(items) for _ in range(size)] if items else []


def name_ids(answer: dict[str, Any]) -> dict[str, Any]:
    """Leave out the id of what was reported: the reporter knows it, and who settles it needs it."""
    return {name: value for name, value in answer.items() if name != "record_id"}


DOORS: tuple[Callable[[Visit], None], ...] = tuple(
    function
    for name, function in vars(Visit).items()
    if name.startswith("open_") and not name.endswith("_of")
)
