"""Schemathesis over the whole description of the API: whatever is sent, the answer is one it allows.

Each operation is tried by people of several roles, on records that exist and on some that do not, with data
that fits the description and with data that does not.
"""

import json
import re
import shutil
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.openapi import from_dict
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from nic_hub.drawing import lineage as drawing
from tests.factories import make_adoption, make_help_wanted, make_problem, make_storyboard

#: What a database decides is tested on both beside each room; this is about what goes in and out.
pytestmark = pytest.mark.sqlite

CONFORMANCE = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
#: Requests to each operation and mode. More requests find more and take longer.
EXAMPLES = 5
#: No text that fits comes near such a length by chance, and with the limit, each pattern takes long to read.
FAR = 300
#: Where a field of a body points to.
REFERENCES = {
    "driver_id": "drivers",
    "into": "drivers",
    "team_id": "teams",
    "member_id": "members",
    "district_id": "districts",
    "change_idea_id": "change-ideas",
    "parent_id": "change-ideas",
    "problem_id": "problems",
    "measure_id": "measures",
    "cycle_id": "pdsa-cycles",
    "previous_cycle_id": "pdsa-cycles",
    "adoption_id": "adoptions",
    "record_id": "change-ideas",
}
ROLES = ("teacher", "coach", "admin", "principal", "outsider", "stranger")


@pytest.fixture
def described(app, client, mode):
    """The description of the API, without its sign-in: the people of these tests bring their own tokens."""
    # A mistake shall come as the answer a client would get, for the checks to see.
    app.config["PROPAGATE_EXCEPTIONS"] = False
    told = client.get("/api/v1/openapi.json").text
    description = json.loads(told, object_hook=without_far_limit if mode == GenerationMode.POSITIVE else None)
    for operations in description["paths"].values():
        for method in operations.keys() - {"parameters"}:
            del operations[method]["security"]
    del description["security"], description["components"]["securitySchemes"]
    read = from_dict(description)
    read.app = app
    return read


def without_far_limit(schema):
    """Take the limit away from a text of a body that may be long."""
    is_far = isinstance(schema.get("maxLength"), int) and schema["maxLength"] > FAR
    return {name: told for name, told in schema.items() if not (is_far and name == "maxLength")}


@pytest.fixture(autouse=True)
def graphviz(monkeypatch, tmp_path):
    """Graphviz; on a machine without it a stand-in, for then every picture of a lineage is unavailable."""
    if shutil.which(drawing.DOT) is None:
        stand_in = tmp_path / "dot"
        stand_in.write_text("#!/bin/sh\ncat >&2\necho '<svg ></svg>'\n")
        stand_in.chmod(0o755)
        monkeypatch.setattr(drawing, "DOT", str(stand_in))


@pytest.fixture
def places(app, world):
    """An existing record for each collection, by the first part of the address."""
    with app.extensions["hub"].database.writing() as session:
        made = {
            "problems": make_problem(session, team=world.team),
            "storyboards": make_storyboard(session, team=world.team, driver_id=world.driver.id),
            "adoptions": make_adoption(session, team=world.far, change_idea_id=world.idea.id),
            "help-wanted": make_help_wanted(session, team=world.team),
        }
    known = {
        "networks": world.network,
        "drivers": world.driver,
        "districts": world.here,
        "teams": world.team,
        "members": world.neighbour.member,
        "change-ideas": world.draft,
        "tools": world.tool,
        "pdsa-cycles": world.cycle,
        "measures": world.measure,
    }
    return {name: row.id for name, row in (made | known).items()}


def try_operation(operation, mode, people, places, checks):
    """Send some requests to one operation, and check each answer."""
    collection = operation.path.split("/")[3]

    @hypothesis_settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def attempt(data):
        case = data.draw(operation.as_strategy(generation_mode=mode))
        person = data.draw(st.sampled_from(people))
        if data.draw(st.booleans()):
            refer_to_records(case, collection, places)
        response = case.call(headers={**person.headers, **current_version(person, case)})
        case.validate_response(response, checks=checks)

    # Where nothing can be sent, nothing can be wrong with it.
    with suppress(Unsatisfiable):
        attempt()


def refer_to_records(case, collection, places):
    """Put ids of existing records where the request names any record: chance would never find one."""
    if is_record_id(case):
        case.path_parameters["record_id"] = places.get(collection, "f" * 32)
    for name in case.body if isinstance(case.body, dict) else ():
        collection = REFERENCES.get(name)
        if collection and is_key(case.body[name]):
            case.body[name] = places[collection]


def is_key(value):
    """Say whether the value is of the form of an id or a key."""
    return isinstance(value, str) and re.fullmatch(r"[^\s\x00-\x1f\x7f-\x9f]{1,200}", value)


def is_record_id(case):
    """Say whether the address names a record, existing or not."""
    return bool(re.fullmatch(r"[0-9a-f]{32}", str((case.path_parameters or {}).get("record_id", ""))))


def current_version(person, case):
    """Return the header that names the version of the record in the address, where one is asked for."""
    if not re.fullmatch(r'"[0-9]{1,9}"', (case.headers or {}).get("If-Match", "")) or not is_record_id(case):
        return {}
    collection, record_id = case.formatted_path.split("/")[3:5]
    answer = person.client.get(f"/api/v1/{collection}/{record_id}", headers=person.headers)
    return {"If-Match": answer.headers["ETag"]} if "ETag" in answer.headers else {}


@pytest.mark.parametrize(
    ("mode", "checks"),
    [
        (GenerationMode.POSITIVE, CONFORMANCE),
        (GenerationMode.NEGATIVE, [*CONFORMANCE, negative_data_rejection]),
    ],
    ids=["fitting", "unfitting"],
)
def test_every_operation_answers_as_described(described, world, stranger, places, mode, checks):
    people = [getattr(world, role, stranger) for role in ROLES]
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) > 100
    for operation in operations:
        try_operation(operation, mode, people, places, checks)


@pytest.mark.parametrize("who", [*ROLES, "leader", "planner", "sponsor"])
def test_no_operation_breaks_for_anybody_on_records_that_exist(app, world, stranger, places, who):
    app.config["PROPAGATE_EXCEPTIONS"] = True
    person = getattr(world, who, stranger)
    for rule in app.url_map.iter_rules():
        path = str(rule)
        if not path.startswith("/api/v1/") or "/docs" in path:
            continue
        record_id = places.get(path.split("/")[3], "f" * 32)
        address = re.sub(r"<id:\w+>", record_id, path)
        for method in rule.methods - {"OPTIONS"}:
            headers = {**person.headers, "If-Match": '"1"'}
            body = None if method in {"GET", "HEAD"} else {}
            answer = app.test_client().open(address, method=method, headers=headers, json=body)
            assert answer.status_code < 500, (method, address, answer.text)
