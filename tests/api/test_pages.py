"""The API's description and its page, which works without the network."""

import re

import pytest

from nic_hub.api.describing import STATUS_NAMES
from nic_hub.api.pages import ASSETS

RESOURCES = [
    *("networks", "aims", "drivers", "districts", "schools", "teams", "members", "problems", "change-ideas"),
    *(
        "tools",
        "pdsa-cycles",
        "measures",
        "storyboards",
        "adoptions",
        "help-wanted",
        "reports",
        "vocabulary-terms",
    ),
    *("search", "suggestions", "me"),
]


#: How somebody signs in: with a token, as a bot, or as a bot for a person; and not at all.
WAYS_IN = [["token"], ["bot"], ["bot", "on_behalf_of"], []]
#: What a bot does for itself.
BOTS_OWN = re.compile(r"(/api/v1)?/bot/(workspaces|link-requests|digests|notices|subscriptions/.*/stop)")


def is_bots_own(path):
    return bool(BOTS_OWN.match(path))


@pytest.fixture
def description(client):
    return client.get("/api/v1/openapi.json").json


def operations_of(description):
    for path, methods in description["paths"].items():
        for method in methods.keys() - {"parameters"}:
            yield path, method, methods[method]


def test_it_is_openapi_3_1(description):
    assert description["openapi"].startswith("3.1")


@pytest.mark.parametrize("resource", RESOURCES)
def test_every_resource_is_described(description, resource):
    assert f"/api/v1/{resource}" in description["paths"]


@pytest.mark.parametrize("step", ["start", "study", "close", "cancel"])
def test_every_step_of_a_cycle_is_a_call_of_its_own(description, step):
    assert "post" in description["paths"][f"/api/v1/pdsa-cycles/{{record_id}}/{step}"]


def test_every_route_of_the_api_is_described(app, description):
    routes = {re.sub(r"<id:(\w+)>", r"{\1}", str(rule)) for rule in app.url_map.iter_rules()}
    undescribed = {
        path for path in routes if path.startswith("/api/v1/") and path not in description["paths"]
    }
    assert undescribed == {"/api/v1/openapi.json", "/api/v1/docs", "/api/v1/docs/assets/<name>"}


def test_every_operation_says_what_it_does_and_who_may(description):
    for path, method, operation in operations_of(description):
        assert operation["summary"], (path, method)
        ways = [sorted(way) for way in operation["security"]]
        assert ways, (path, method)
        assert all(way in WAYS_IN for way in ways), (path, method)
        is_list = (path, method) == ("/api/v1/bot/subscriptions", "get")
        assert (ways == [["bot"]]) == (is_bots_own(path) or is_list), (path, method)
    assert description["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer"}


def test_every_problem_is_described_as_a_problem(description):
    for path, method, operation in operations_of(description):
        for status in operation["responses"].keys() - {"200", "201"}:
            assert operation["responses"][status]["$ref"].endswith(STATUS_NAMES[int(status)]), (path, method)
    for response in description["components"]["responses"].values():
        assert list(response["content"]) == ["application/problem+json"]


def test_a_change_says_that_it_needs_a_version(description):
    for path, method, operation in operations_of(description):
        if method == "patch":
            names = {parameter["name"] for parameter in operation["parameters"]}
            assert "If-Match" in names, path
            assert {"412", "428"} <= operation["responses"].keys()


def test_every_post_takes_an_idempotency_key(description):
    for path, method, operation in operations_of(description):
        names = {parameter["name"] for parameter in operation.get("parameters", ())}
        # What a bot does for itself can be repeated as it is.
        assert ("Idempotency-Key" in names) == (method == "post" and not is_bots_own(path)), path


def test_no_reference_of_the_description_is_broken(description):
    def references(value):
        if isinstance(value, dict):
            yield from [value["$ref"]] if isinstance(value.get("$ref"), str) else []
            value = list(value.values())
        if isinstance(value, list):
            for inner in value:
                yield from references(inner)

    def is_there(reference):
        place = description
        for part in reference.removeprefix("#/").split("/"):
            place = place.get(part, {})
        return bool(place)

    assert [reference for reference in set(references(description)) if not is_there(reference)] == []


def test_the_examples_are_bodies_the_api_takes(world, description):
    asked = description["paths"]["/api/v1/suggestions"]["post"]["requestBody"]["content"]["application/json"]
    assert world.teacher.post("/suggestions", asked["example"]).status_code == 200
    for path in ("change-ideas", "pdsa-cycles"):
        body = description["paths"][f"/api/v1/{path}"]["post"]["requestBody"]["content"]["application/json"]
        assert world.teacher.post(f"/{path}", body["example"]).status_code == 201


def test_the_page_loads_nothing_from_elsewhere(client):
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    addresses = re.findall(r'(?:src|href|data-description)="([^"]+)"', page.text)
    assert len(addresses) >= 5
    for address in addresses:
        assert address.startswith("/api/v1/")
        assert client.get(address).status_code == 200


def test_the_page_runs_only_scripts_that_are_files_of_ours(client):
    page = client.get("/api/v1/docs")
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"<script>|<script(?![^>]*src)|\son\w+=", page.text)


@pytest.mark.parametrize("name", ASSETS)
def test_the_pages_files_may_be_kept_for_a_while(client, name):
    answer = client.get(f"/api/v1/docs/assets/{name}")
    assert answer.status_code == 200
    assert "max-age" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "name", ["index.html", "../flask_swagger_ui.py", "%2e%2e%2fLICENSE", "oauth2-redirect.html"]
)
def test_no_other_file_is_served(client, name):
    assert client.get(f"/api/v1/docs/assets/{name}").status_code == 404


@pytest.mark.parametrize("path", ["/healthz", "/api/v1/me", "/api/v1/openapi.json", "/nowhere"])
def test_every_answer_carries_the_secure_headers(client, path):
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_a_browser_at_the_front_door_finds_the_documentation(client):
    answer = client.get("/")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert client.get(re.search(r'href="([^"]+)"', answer.text)[1]).status_code == 200
