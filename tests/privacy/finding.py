"""The doors of search and suggestions. They need an index, so they are visited apart from the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, func
from sqlalchemy.orm import Session

from nic_hub.domain.visibility import own_grants, read_grants
from nic_hub.domain.vocabulary import Only, Visibility
from nic_hub.errors import Forbidden, Invalid
from nic_hub.models import Feedback, SearchDocument
from nic_hub.search.engine import SearchEngine
from nic_hub.services.kinds import KINDS, RECORD_KINDS, SEARCHED_KINDS
from nic_hub.services.searching import SearchRequest, search_records
from nic_hub.services.suggesting.public_answers import tell_publicly
from nic_hub.services.suggesting.suggestions import SuggestionRequest, Tuning, find_suggestions
from tests.fakes import WordEmbedder
from tests.privacy.doors import Visit
from tests.privacy.oracle import Oracle
from tests.privacy.store import principal_of
from tests.privacy.world import NOON, TODAY, Item, Pick

#: What is asked for in a search, and the kind of item it names.
SEARCH_FILTERS = {"driver": "driver", "team": "team", "district": "district"}
#: What is asked for with a question, and the kind of item it names.
QUESTION_PARTS = {"driver": "driver", "team": "team", "change_idea": "change_idea"}


#: What can happen to a record between two searches.
CHANGES: tuple[dict[str, Any], ...] = (
    {"hidden_at": NOON},
    {"withdrawn_at": NOON},
    {"archived_at": NOON},
    {"visibility": Visibility.TEAM},
    {"published_at": None},
)


class FindingVisit(Visit):
    """One viewer searches and asks."""

    def __init__(self, session: Session, oracle: Oracle, pick: Pick, engine: SearchEngine) -> None:
        super().__init__(session, oracle, pick)
        self.engine = engine

    def open_search(self) -> None:
        """A search for the very words of a record finds it if the viewer may read it, and nothing barred."""
        searched = [item for kind in SEARCHED_KINDS for item in self.world.of(kind)]
        for item in self._sample(searched, self.effort):
            ids = self._search_for(item)
            assert (item.id in ids) == self._is_findable(item), f"search for {item}: {self._named(ids, [])}"

    def _search_for(self, item: Item) -> list[str]:
        """Search for the words of a record; return what was found, which the viewer may all read."""
        ids = [hit["id"] for hit in self._search(q=self._title(item)).items]
        barred = [one for one in ids if not self._is_findable(self.world.items[one])]
        assert not barred, f"search for {item}: leaked {self._named(barred, [])}"
        return ids

    def open_search_filters(self) -> None:
        """A search among a driver's, a team's or a district's records finds only those."""
        for name, kind in SEARCH_FILTERS.items():
            named = self.pick(self.world.of(kind))
            if self.oracle.may_read(named):
                self._open_filtered_search({name: named.id}, lambda item, at=named: _hangs_on(at, item))
            else:
                ask = lambda name=name, at=named: self._search(q="title", **{name: at.id})  # noqa: E731
                self.expect_refusal(Invalid, ask, f"search by {named}")
        kind, tested = self.pick(list(SEARCHED_KINDS)), self.pick([True, False])
        self._open_filtered_search({"kind": [kind]}, lambda item: item.kind == kind)
        self._open_filtered_search({"tested": tested}, lambda item: _was_tried(item) == tested)

    def _open_filtered_search(self, asked: dict[str, Any], fits: Callable[[Item], bool]) -> None:
        for hit in self._search(q="title question statement", **asked).items:
            item = self.world.items[hit["id"]]
            assert self._is_findable(item), f"search by {asked}: leaked {item}"
            assert fits(self._facts_of(item)), f"search by {asked}: found {item}"

    def _facts_of(self, item: Item) -> Item:
        """Return a record with what a filter asks: a cycle is on its idea's driver, all are in a district."""
        idea = self.world.items.get(item["change_idea_id"] or "", item)
        driver = self.world.items.get(idea["driver_id"] or "")
        above = {"driver_id": idea["driver_id"], "parent_driver_id": driver and driver["parent_id"]}
        district = {"district_id": self.world.items[item["team_id"]]["district_id"]}
        return Item(item.number, item.kind, item.values | above | district)

    def open_what_is_left(self) -> None:
        """What the viewer may not know of changes nothing: not what is found, nor its order, nor a score."""
        asked = [self._title(self.pick(self.world.of(self.pick(SEARCHED_KINDS)))) for _ in range(3)]
        before = [self._tell(question, self.engine) for question in asked]
        with self.session.begin_nested() as savepoint:
            self._forget_the_rest()
            engine = SearchEngine(WordEmbedder())
            for question, told in zip(asked, before, strict=True):
                self.expect_equal(told, self._tell(question, engine), f"answer to {question}")
            savepoint.rollback()
        self.session.expunge_all()

    def _forget_the_rest(self) -> None:
        """Delete what the viewer may not read: records, withdrawn ones' texts, others' thoughts of ideas."""
        mine = self.principal.own_teams | {self.principal.member_id}
        others = Feedback.member_id.not_in(mine), func.coalesce(Feedback.team_id, "").not_in(mine)
        self.session.execute(delete(Feedback).where(*others))
        barred = [item for item in self.world.items.values() if not self.oracle.may_read(item)]
        ids = [item.id for item in barred]
        self.session.execute(delete(SearchDocument).where(SearchDocument.record_id.in_(ids)))
        self.session.execute(delete(SearchDocument).where(SearchDocument.is_withdrawn))
        for kind in {item.kind for item in barred} & set(RECORD_KINDS):
            self.session.execute(delete(KINDS[kind]).where(KINDS[kind].id.in_(ids)))
        self.session.expunge_all()

    def _tell(self, question: str, engine: SearchEngine) -> Any:
        """Return what is found, and what is suggested."""
        hits = [(hit["id"], hit["score"]) for hit in self._search(engine, q=question).items]
        asked = {"query": question, "include_untested": True}
        return hits, self._ask(engine, **asked) if self.viewer else None

    def open_suggestions(self) -> None:
        """What is suggested is what the viewer may read, with the evidence that the viewer may see."""
        if self.principal.searched_network_id is None:
            self.expect_refusal(Forbidden, lambda: self._ask(query="anything"), "question in no network")
            return
        ideas = self.world.of("change_idea")
        for item in self._sample(ideas, self.effort):
            for untested in (True, False):
                self._check_answer(self._ask(query=self._title(item), include_untested=untested), item)

    def open_failures(self) -> None:
        """Of whom one asks what failed, one is told ideas that failed in a test that one may know of."""
        if self.principal.searched_network_id is None:
            return
        for item in self._sample(self.world.of("change_idea"), self.effort):
            shown = self._ask(query=self._title(item), include_untested=True, only=Only.FAILED)
            for told in [*shown["suggestions"], *shown["nearest"]]:
                idea = self.world.items[told["change_idea"]["id"]]
                # One that was asked for by its name is said to lack a failure, and not suggested.
                is_named = told in shown["nearest"] and f"“{idea['title']}”" in shown["message"]
                assert is_named or self.oracle.knows_failure(idea), f"asked for failures: told of {idea}"

    def open_search_beside_others(self) -> None:
        """What the index remembers of others' searches is not shown to the viewer."""
        network = self.viewer and self.viewer.network
        for other in self._sample([one for one in self.world.of("member") if one.network == network], 3):
            person = principal_of(self.session, other)
            search_records(self.session, person, self.engine, SearchRequest(q="title"))
            for _ in range(2):
                self._check_index(self.pick(self.world.of("change_idea")), self.engine)

    def open_question_parts(self) -> None:
        """A question may name only what the asker may read."""
        for name, kind in QUESTION_PARTS.items() if self.viewer else ():
            named = self.pick(self.world.of(kind))
            ask = lambda name=name, named=named: self._ask(query="title", **{name: named.id})  # noqa: E731
            is_mine = kind != "team" or self.oracle.belongs_to(named.id) or self.oracle.coaches(named.id)
            if self.oracle.may_read(named) and is_mine:
                self._check_answer(ask(), named, named.id if kind == "team" else None)
            else:
                self.expect_refusal(Invalid, ask, f"question with {named}")

    def open_search_after_a_change(self) -> None:
        """What was narrowed, hidden or taken back a moment ago is found by those who may still read it."""
        if self.session.get_bind().dialect.name != "sqlite":
            return  # There an index takes in nothing before its commit, and these changes are taken back.
        for change in CHANGES:
            item = self.pick([item for kind in SEARCHED_KINDS for item in self.world.of(kind)])
            before = {name: item[name] for name in change}
            engine = SearchEngine(WordEmbedder())
            engine.catch_up(self.session)
            try:
                with self.session.begin_nested() as savepoint:
                    self._change(item, change)
                    self._check_found(item, engine)
                    savepoint.rollback()
            finally:
                item.values |= before
                self.oracle.known.clear()

    def _change(self, item: Item, change: dict[str, Any]) -> None:
        row = self.session.get_one(KINDS[item.kind], item.id)
        for name, value in change.items():
            setattr(row, name, value)
        item.values |= change
        self.oracle.known.clear()
        self.session.flush()

    def _check_found(self, item: Item, engine: SearchEngine) -> None:
        self._check_index(item, engine)
        ids = [hit["id"] for hit in self._search(engine, q=self._title(item)).items]
        self.expect_equal(item.id in ids, self._is_findable(item), f"search for {item}, which changed")

    def _check_index(self, item: Item, engine: SearchEngine) -> None:
        """What the index brings is checked once more; it brings nothing barred anyway."""
        grants, own = read_grants(self.principal), own_grants(self.principal)
        hits = engine.search(self.session, self._title(item), grants, own_grants=own, limit=200)
        barred = [one.record_id for one in hits if not self._is_findable(self.world.items[one.record_id])]
        assert not barred, f"the index brought {self._named(barred, [])} to a search for {item}"

    def _search(self, engine: SearchEngine | None = None, **request: Any) -> Any:
        wish = SearchRequest(page_size=100, **request)
        found = search_records(self.session, self.principal, engine or self.engine, wish)
        self.scan(found.items, "search")
        self.expect_equal(found.total, len(found.items), "total of a search")
        return found

    def _ask(self, engine: SearchEngine | None = None, **request: Any) -> dict[str, Any]:
        if len(self.principal.own_teams) > 1:
            request = {"team": min(self.principal.own_teams), **request}
        wish = SuggestionRequest(limit=10, **request)
        tuning = Tuning()
        return find_suggestions(
            self.session, engine or self.engine, self.principal, wish, tuning=tuning, today=TODAY
        ).shown

    def _check_answer(self, shown: dict[str, Any], asked: Item, team: str | None = None) -> None:
        """Check an answer; ``team`` is the one a coach asked for."""
        self.scan(shown if self.viewer else tell_publicly(shown), f"question about {asked}")
        for part in ("suggestions", "nearest", "your_history"):
            for suggestion in shown[part]:
                self._check_suggestion(suggestion, part, team)
        self._check_live_tests(shown)

    def _check_live_tests(self, shown: dict[str, Any]) -> None:
        """Who is told to be testing now is who the viewer may know of, and of another team."""
        driver, is_stated = (shown["understood_as"][name] for name in ("driver", "driver_stated"))
        is_sure = is_stated or (shown["suggestions"] and "I am not sure" not in shown["message"])
        expected = [
            item
            for item in self.world.of("pdsa_cycle")
            if is_sure and driver and self._runs_on(driver["id"], item)
        ]
        newest = sorted(expected, key=lambda item: (str(item["started_on"] or ""), item.id), reverse=True)[:3]
        told = [test["id"] for test in shown["live_tests"]]
        self.expect_equal(told, [item.id for item in newest], "live tests")

    def _runs_on(self, driver: str, cycle: Item) -> bool:
        idea = self.world.items[cycle["change_idea_id"]]
        named = self.world.items.get(idea["driver_id"] or "")
        if named is None or cycle["status"] != "running" or not self._stands(cycle) or not self._stands(idea):
            return False
        return driver in {named.id, named["parent_id"]} and not self.oracle.belongs_to(cycle["team_id"])

    def _stands(self, item: Item) -> bool:
        is_told = not self.oracle.is_draft(item) and self.oracle.may_read(item)
        return is_told and not item["archived_at"] and not item["withdrawn_at"]

    def _check_suggestion(self, suggestion: dict[str, Any], part: str, team: str | None) -> None:
        item = self.world.items[suggestion["change_idea"]["id"]]
        assert self._is_findable(item), f"{part}: leaked {item}"
        assert not self.oracle.is_draft(item), f"{part}: told of the draft {item}"
        workers = self.oracle.who_worked_on(item)
        if item["team_id"] == team or self.oracle.belongs_to(item["team_id"]):
            self.expect_equal(part, "your_history", f"where one's own {item} is told")
        elif part == "your_history":
            has_worked = team in workers or any(map(self.oracle.belongs_to, workers))
            assert has_worked, f"{item} is told as one's own"
        known = self.oracle.evidence(item, TODAY)["evidence"]
        self.expect_equal(suggestion["evidence"], known, f"evidence of {item} in {part}")
        self._check_latest(suggestion, part)
        tools = [tool["id"] for tool in suggestion["tools"]]
        assert set(tools) <= set(self.oracle.links(item)["tool_ids"]), f"{part}: leaked tools of {item}"

    def _check_latest(self, suggestion: dict[str, Any], part: str) -> None:
        """What is told of the latest test is what is shown of that cycle."""
        told = suggestion["latest_cycle"]
        if told is not None:
            cycle = self.oracle.shown(self.world.items[told["id"]])
            same = {name: cycle[name] for name in ("learning", "reason")}
            want = {"done": cycle["what"], "found": cycle["result"], **same}
            self.expect_equal({name: told[name] for name in want}, want, f"latest test in {part}")

    def _is_findable(self, item: Item) -> bool:
        gone = item["archived_at"] or item["withdrawn_at"]
        return item.kind in SEARCHED_KINDS and not gone and self.oracle.may_read(item)

    def _title(self, item: Item) -> str:
        names = ("title", "question", "statement")
        return next(item[name] for name in names if name in KINDS[item.kind].__table__.columns)


def _hangs_on(named: Item, item: Item) -> bool:
    """Say whether a record is of a team or a district, or on a driver or one below it."""
    return named.id in {item["team_id"], item["district_id"], item["driver_id"], item["parent_driver_id"]}


def _was_tried(item: Item) -> bool:
    return item.kind == "pdsa_cycle" and item["status"] in {"running", "studied", "closed"}


FINDING_DOORS: tuple[Callable[[Any], None], ...] = tuple(
    function for name, function in vars(FindingVisit).items() if name.startswith("open_")
)
