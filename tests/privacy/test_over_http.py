"""The same worlds through the HTTP API: every route, as everybody, and with ids of what is not theirs."""

import json
import os
from random import Random

import pytest
import time_machine
from flask import Flask

from nic_hub.app import create_app
from nic_hub.search.indexer import embed_missing
from nic_hub.services.kinds import KINDS, SEARCHED_KINDS
from nic_hub.settings import Settings
from tests.fakes import WordEmbedder
from tests.privacy.doors import Visit, name_ids
from tests.privacy.filters import passes
from tests.privacy.oracle import Oracle
from tests.privacy.store import store, token_of
from tests.privacy.world import MARKER, NOON, Item, World, random_world

EVERYTHING = "PRIVACY_WORLDS" in os.environ
WORLDS = int(os.environ.get("PRIVACY_WORLDS", "1"))
PREFIX = "/api/v1"
PATHS = {
    "network": "networks",
    "aim": "aims",
    "driver": "drivers",
    "district": "districts",
    "school": "schools",
    "team": "teams",
    "member": "members",
    "problem": "problems",
    "change_idea": "change-ideas",
    "tool": "tools",
    "pdsa_cycle": "pdsa-cycles",
    "measure": "measures",
    "storyboard": "storyboards",
    "adoption": "adoptions",
    "help_wanted": "help-wanted",
    "report": "reports",
    "vocabulary_term": "vocabulary-terms",
}
KIND_OF = {path: kind for kind, path in PATHS.items()}
NOTHING = "0" * 32
#: What a problem says of the request itself.
OF_THE_REQUEST = {"instance", "request_id"}


@pytest.fixture
def app(database_url: str) -> Flask:
    """The hub, in no hurry."""
    settings = Settings.for_trying_out(database_url=database_url, rate_limit_per_minute=10_000_000)
    made = create_app(settings, embedder=WordEmbedder())
    yield made
    made.extensions["hub"].database.dispose()


class Caller(Visit):
    """One viewer behind a client."""

    def __init__(self, app: Flask, session, oracle: Oracle, dice: Random) -> None:
        super().__init__(session, oracle, dice.choice)
        self.client = app.test_client()
        self.headers = {"Authorization": f"Bearer {token_of(self.viewer)}"} if self.viewer else {}

    def send(self, method: str, path: str, **options):
        """Send a request, and search what comes back."""
        answer = self.client.open(
            path, method=method, headers=self.headers | options.pop("headers", {}), **options
        )
        told = answer.get_json(silent=True) or {}
        said = {name: value for name, value in told.items() if name not in OF_THE_REQUEST}
        self.scan(_without_reported(said), f"{method} {path}", own=self._told_of(path))
        if answer.mimetype == "image/svg+xml":
            self.scan(answer.text, f"{method} {path}")
        return answer

    def _told_of(self, path: str) -> Item | None:
        """Of what one may change one may know the whole history, withdrawn texts too."""
        item = self.world.items.get(path.split("/")[-2]) if path.endswith("/history") else None
        return item if item and self.oracle.may_follow(item) else None

    def may_enter(self, kind: str) -> bool:
        """Say whether the list of a kind is open to the viewer at all."""
        public = {"network", "aim", "driver", "problem", "change_idea", "tool", "pdsa_cycle", "measure"}
        public |= {"storyboard", "adoption", "help_wanted"}
        return self.viewer is not None or (kind in public and bool(self.oracle.readable("network")))

    def visit_lists(self) -> None:
        for kind, path in PATHS.items():
            answer = self.send("GET", f"{PREFIX}/{path}?page_size=100")
            if not self.may_enter(kind):
                assert answer.status_code == 401, path
                continue
            expected = [item for item in self.oracle.readable(kind) if passes(self.oracle, item, [])]
            self.expect_items([item["id"] for item in answer.json["items"]], expected, path)
            self.expect_equal(answer.json["total"], len(expected), path)

    def visit_items(self) -> None:
        for kind, path in PATHS.items():
            for item in self._sample(self.world.of(kind), 3):
                answer = self.send("GET", f"{PREFIX}/{path}/{item.id}")
                expected = 200 if self.oracle.may_read(item) else 404
                assert answer.status_code == (expected if self.may_enter(kind) else 401), (path, item)

    def visit_every_page(self, app: Flask) -> None:
        """Whatever can be read, for an item of its kind."""
        for rule in app.url_map.iter_rules():
            is_told = "GET" in rule.methods and str(rule).startswith(PREFIX) and "name" not in rule.arguments
            if is_told and str(rule).removeprefix(f"{PREFIX}/") not in {
                *PATHS.values(),
                "openapi.json",
                "docs",
            }:
                self.send("GET", self._address(rule, self.pick(self._fitting(rule)).id))

    def visit_what_is_not_theirs(self, app: Flask) -> None:
        """A record one may not read is answered exactly as one that is not there."""
        rules = [rule for rule in app.url_map.iter_rules() if "record_id" in rule.arguments]
        for rule in rules if EVERYTHING else self._sample(rules, 20):
            barred = [item for item in self._fitting(rule) if not self.oracle.may_read(item)]
            for method in rule.methods - {"HEAD", "OPTIONS"} if barred else ():
                answers = [self._answer(method, rule, one) for one in (self.pick(barred).id, NOTHING)]
                self.expect_equal(*answers, f"{method} {rule}")

    def visit_search(self) -> None:
        item = self.pick([item for kind in SEARCHED_KINDS for item in self.world.of(kind)])
        query = next(value for value in item.values.values() if MARKER.match(str(value)))
        answer = self.send("GET", f"{PREFIX}/search", query_string={"q": query, "page_size": 50})
        for hit in answer.json.get("items", ()):
            assert self.oracle.may_read(self.world.items[hit["id"]])
        team = {"team": min(self.principal.own_teams)} if len(self.principal.own_teams) > 1 else {}
        body = {"query": query, "include_untested": True, **team}
        answer = self.send("POST", f"{PREFIX}/suggestions", json=body)
        if self.viewer is None and answer.status_code != 200:
            assert answer.status_code == (422 if len(self.principal.public_network_ids) > 1 else 401)
        else:
            assert answer.status_code == 200, answer.json

    def _fitting(self, rule) -> list[Item]:
        path = str(rule).removeprefix(f"{PREFIX}/").split("/")[0]
        return self.world.of(KIND_OF[path]) if path in KIND_OF else list(self.world.items.values())

    def _address(self, rule, record_id: str) -> str:
        others = {name: self.world.of("tool_version")[0].id for name in rule.arguments}
        with_ids = {**others, "record_id": record_id} if rule.arguments else {}
        address = str(rule)
        for name, value in with_ids.items():
            address = address.replace(f"<id:{name}>", value)
        return address

    def _answer(self, method: str, rule, record_id: str):
        body = None if method == "GET" else {}
        answer = self.send(method, self._address(rule, record_id), json=body, headers={"If-Match": '"1"'})
        told = {name: value for name, value in answer.json.items() if name not in OF_THE_REQUEST}
        return answer.status_code, told


def _without_reported(answer: dict) -> dict:
    items = answer.get("items")
    return name_ids(answer) | ({"items": [name_ids(one) for one in items]} if isinstance(items, list) else {})


@pytest.mark.parametrize("seed", range(WORLDS))
def test_everybody_learns_over_http_only_what_they_may(app: Flask, seed: int) -> None:
    world, dice = random_world(seed), Random(seed)
    hub = app.extensions["hub"]
    with hub.database.writing() as session:
        store(session, world)
    embed_missing(hub.database, WordEmbedder())
    with time_machine.travel(NOON, tick=False), hub.database.reading() as session:
        viewers = viewers_of(world)
        for viewer in viewers if EVERYTHING else [None, *dice.sample(viewers[1:], 6)]:
            visit(Caller(app, session, Oracle(world, viewer), dice), app)


def visit(caller: Caller, app: Flask) -> None:
    try:
        caller.visit_lists()
        caller.visit_items()
        caller.visit_every_page(app)
        caller.visit_what_is_not_theirs(app)
        caller.visit_search()
    except AssertionError as error:
        raise AssertionError(f"as {caller.told_viewer}: {error}") from error


def viewers_of(world: World) -> list[Item | None]:
    """Everybody who can sign in, and somebody who does not."""
    return [None, *(member for member in world.of("member") if Oracle(world, member).may_sign_in())]


def test_the_marker_of_an_item_is_found_in_an_answer_whatever_its_form() -> None:
    assert MARKER.findall(json.dumps({"a": ["zq17.title: 4 of 6"]})) == [("17", "title")]
    assert set(PATHS) == set(KINDS) - {"tool_version"}
