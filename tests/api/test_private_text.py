"""No text that somebody can send is stored with an e-mail address in it, unless they say it is no student's.

The requests are made from the hub's own description of its API, so that a new field cannot be forgotten.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from nic_hub.api.schemas import CONFIRM
from nic_hub.domain.vocabulary import RoleGroup
from nic_hub.models import Account, Base
from nic_hub.services.access.principals import load_principal
from nic_hub.services.moderation import report_record
from tests.api.conftest import Person
from tests.api.test_whole_api import REFERENCES
from tests.factories import (
    make_adoption,
    make_help_wanted,
    make_member,
    make_point,
    make_problem,
    make_storyboard,
    make_term,
    sign_in,
)

TODAY = date(2026, 9, 30)
TOLD = {"kind": "change_idea", "record": "question-prompts", "reason": "It is copied."}
ADDRESS = "amy.lee@school.example"
LINK = f"https://school.example/write?to={ADDRESS}"
DATES = {"date": "2026-03-01", "date-time": "2026-03-01T09:00:00Z"}
PLAIN = {"string": "text", "integer": 5, "number": 5.0, "boolean": True, "array": [], "object": {}}
#: Fields that name a record, a day or a word of a list: what names none is refused, and nothing is stored.
NAMES_SOMETHING = re.compile(
    r"(_ids?|^into|^driver|^team|^change_idea|^network|^time_zone|^follow_up_of|^phase_starts|^special_days)$"
)
NAMED = REFERENCES | {"aim_id": "aims"}
#: Texts that are not refused, and are not stored as they were sent either.
NEVER_STORED = {
    ("/suggestions", "query"): "What looks private is taken out of a question.",
    ("/suggestions", "context/curriculum"): "It belongs to the question.",
    ("/suggestions", "context/student_group_bands"): "It belongs to the question.",
    ("/suggestions/{suggestion_id}/feedback", "note"): "What looks private is taken out.",
    ("/purges", "text"): "It says what is to be removed.",
    ("/drafts/read", "text"): "It is read, and nothing is stored.",
    ("/drafts/read", "changes"): "It is read, and nothing is stored.",
    ("/drafts", "text"): "The fields that are found in it are looked at (test_drafts).",
    ("/drafts", "changes"): "They are looked at beside what is found (test_drafts).",
    ("/measures/{record_id}/data-points/import", "text"): "Its cells are looked at (test_point_imports).",
}

#: What only a bot sends: Slack's ids, and texts that ``test_bots`` and ``test_deliveries`` look after.
TOLD_BY_BOTS = "/bot/"

Schema = dict[str, Any]
Operation = tuple[str, str, Schema]


class Description:
    """The API as it describes itself."""

    def __init__(self, document: Schema) -> None:
        self._document = document

    def operations(self) -> Iterator[Operation]:
        """Yield method, path and schema of every operation that takes a body."""
        for path, operations in self._document["paths"].items():
            for method, operation in operations.items():
                if "requestBody" in operation:
                    body = operation["requestBody"]["content"]["application/json"]["schema"]
                    yield method.upper(), path.removeprefix("/api/v1"), self._plain(body)

    def texts(self, schema: Schema, inside: str = "") -> Iterator[tuple[str, Schema]]:
        """Yield path and schema of all in a body that is no number, date or word of a list."""
        for name, described in schema.get("properties", {}).items():
            field = self._plain(described)
            if "properties" in field:
                yield from self.texts(field, f"{inside}{name}/")
            elif name not in {CONFIRM, "email"} and self._is_text(field):
                yield f"{inside}{name}", field

    def fill(self, schema: Schema, path: str, text: Any, places: dict[str, str]) -> Schema:
        """Return a body with all that is required, and this text at its place."""
        body = {
            name: places[NAMED[name]] if name in NAMED else self._value(schema["properties"][name])
            for name in schema.get("required", ())
        }
        if {"title", "focus"} <= schema["properties"].keys():
            # A storyboard is called by one of them.
            body["title"] = "text"
        outer, _, inner = path.partition("/")
        return {**body, outer: {inner: text} if inner else text}

    def _is_text(self, field: Schema) -> bool:
        inner = self._plain(field["items"]) if "items" in field else field
        is_text = "string" in inner.get("type", ()) and inner.get("format") not in DATES
        return "enum" not in inner and (is_text or "additionalProperties" in field)

    def _plain(self, schema: Schema) -> Schema:
        """Return a schema without references, and without the word that it may be empty."""
        if "$ref" in schema:
            return self._plain(self._document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
        choices = [one for one in schema.get("anyOf", schema.get("allOf", ())) if one != {"type": "null"}]
        return self._plain(choices[0]) if choices else schema

    def _value(self, described: Schema) -> Any:
        field = self._plain(described)
        made = DATES.get(field.get("format", ""), PLAIN[field["type"]])
        return field["enum"][0] if "enum" in field else made


def private_value(field: Schema) -> Any:
    """Return a value of a field with an e-mail address in it."""
    if "items" in field:
        return [ADDRESS]
    if "additionalProperties" in field:
        return {ADDRESS: field["additionalProperties"]["enum"][0]}
    return ADDRESS if re.search(field.get("pattern", ""), ADDRESS) else LINK


@pytest.fixture
def boss(app, client, world) -> Person:
    """Somebody who may do everything."""
    with app.extensions["hub"].database.writing() as session:
        other_roles = [RoleGroup.COACH, RoleGroup.TEACHER]
        member = make_member(
            session, network=world.network, team=world.team, role=RoleGroup.ADMIN, other_roles=other_roles
        )
        return Person(client, sign_in(session, member=member), member)


@pytest.fixture
def places(app, world, boss) -> dict[str, str]:
    """An existing record for each address and each reference."""
    with app.extensions["hub"].database.writing() as session:
        team = world.team
        rows = {
            "networks": world.network,
            "drivers": world.driver,
            "districts": world.here,
            "teams": team,
            "members": world.neighbour.member,
            "problems": make_problem(session, team=team),
            "change-ideas": world.idea,
            "tools": world.tool,
            "pdsa-cycles": world.cycle,
            "measures": world.measure,
            "storyboards": make_storyboard(session, team=team),
            "adoptions": make_adoption(session, team=team, change_idea_id=world.idea.id),
            "help-wanted": make_help_wanted(session, team=team),
            "reports": report_record(session, load_principal(session, boss.member, TODAY), **TOLD),
            "vocabulary-terms": make_term(session, network=world.network),
            "{point_id}": make_point(session, measure=world.measure),
        }
        session.flush()
        ids = {name: row.id for name, row in rows.items()}
        return {**ids, "aims": world.driver.aim_id, "schools": team.school_id, "suggestions": "f" * 32}


@pytest.fixture
def description(client) -> Description:
    return Description(client.get("/api/v1/openapi.json").json)


def send(boss: Person, places: dict[str, str], method: str, path: str, body: Schema):
    """Send a body to an address, made from the newest version of what is there."""
    collection = path.split("/")[1]
    address = path.replace("{point_id}", places["{point_id}"])
    address = re.sub(r"\{\w+\}", places.get(collection, "f" * 32), address)
    record = address if "data-points/" in address else "/".join(address.split("/")[:3])
    version = boss.get(record).headers.get("ETag", '"1"')
    return boss.send(method, address, json=body, headers={"If-Match": version})


def is_refused(answer, path: str) -> bool:
    if NAMES_SOMETHING.search(path):
        return answer.status_code in {404, 422}
    pointers = [error["pointer"] for error in answer.json.get("errors", ())]
    return answer.json.get("type") == "/problems/private-text" and pointers == [f"/{path}"]


def stored_texts(app) -> Iterator[str]:
    """Yield all that the database holds, but for the accounts' own addresses."""
    with app.extensions["hub"].database.reading() as session:
        for table in set(Base.metadata.sorted_tables) - {Account.__table__}:
            yield from map(str, session.execute(select(table)))


def test_every_text_of_every_body_is_refused_with_an_e_mail_address_in_it(app, boss, places, description):
    taken, tried = [], 0
    for method, path, schema in description.operations():
        for name, field in description.texts(schema):
            tried += 1
            body = description.fill(schema, name, private_value(field), places)
            answer = send(boss, places, method, path, body)
            if (
                (path, name) not in NEVER_STORED
                and not path.startswith(TOLD_BY_BOTS)
                and not is_refused(answer, name)
            ):
                taken.append((method, path, name, answer.status_code, answer.text))
            assert ADDRESS not in answer.text, (method, path, name)
    assert taken == []
    assert tried > 200
    assert [text for text in stored_texts(app) if ADDRESS in text] == []


def test_every_such_text_is_taken_when_it_is_said_to_be_no_students(app, boss, places, description):
    refused = []
    for method, path, schema in description.operations():
        for name, field in description.texts(schema):
            if (path, name) in NEVER_STORED or path.startswith(TOLD_BY_BOTS) or NAMES_SOMETHING.search(name):
                continue
            body = description.fill(schema, name, private_value(field), places)
            answer = send(boss, places, method, path, {**body, CONFIRM: [name]})
            if answer.json.get("type") == "/problems/private-text" or CONFIRM in answer.text:
                refused.append((method, path, name, answer.text))
    assert refused == []
    assert any(ADDRESS in text for text in stored_texts(app))


def test_an_idempotency_key_holds_no_e_mail_address(app, world):
    body = {"title": "Cards", "description": "A card on each desk."}
    assert world.teacher.post("/change-ideas", body, key=f"for-{ADDRESS}").status_code == 400
    assert [text for text in stored_texts(app) if ADDRESS in text] == []
