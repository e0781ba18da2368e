"""Every error is a problem as in RFC 9457, and every type of problem is documented."""

import re

import pytest

from nic_hub import errors
from nic_hub.api.problems import ALL, CONTENT_TYPE, OF_ERRORS, KeyReused, Malformed, type_of
from nic_hub.errors import HubError, Invalid
from tests.conftest import TOP

DOCUMENTED = (TOP / "docs" / "problems.md").read_text(encoding="utf-8")


def classes_below(base):
    return [base, *(found for child in base.__subclasses__() for found in classes_below(child))]


#: The tree and the API's own branches; what other rooms add below is treated like the class above it.
OURS = [
    error
    for error in classes_below(HubError)[1:]
    if error.__module__.startswith(("nic_hub.errors", "nic_hub.api"))
]


@pytest.mark.parametrize("error", OURS, ids=lambda error: error.__name__)
def test_every_error_has_a_place_in_the_table(error):
    assert error in OF_ERRORS


def test_an_error_of_a_new_kind_is_treated_like_the_one_above_it():
    class Odd(Invalid):
        pass

    assert type_of(Odd("odd")) is OF_ERRORS[Invalid]


def test_the_errors_of_the_api_itself_are_in_the_tree():
    assert issubclass(Malformed, errors.Invalid)
    assert issubclass(KeyReused, errors.Invalid)


@pytest.mark.parametrize("problem", ALL.values(), ids=lambda problem: problem.slug)
def test_every_type_of_problem_is_documented(problem):
    told = f"## {problem.slug}\n\n**{problem.status}** {problem.title}. {problem.advice}\n"
    assert told in DOCUMENTED, f"docs/problems.md should say:\n{told}"


def test_no_type_is_documented_that_does_not_exist():
    assert set(re.findall(r"^## (.+)$", DOCUMENTED, re.MULTILINE)) == set(ALL)


@pytest.mark.parametrize("slug", ALL)
def test_the_address_of_a_type_says_what_to_do(client, slug):
    page = client.get(ALL[slug].address)
    assert page.status_code == 200
    assert ALL[slug].title in page.text


def test_an_unknown_type_has_no_page(client):
    assert client.get("/problems/nothing").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status", "slug"),
    [
        ("GET", "/nowhere", 404, "not-found"),
        ("GET", "/api/v1/nowhere", 404, "not-found"),
        ("GET", "/api/v1/teams/not-an-id", 404, "not-found"),
        ("PATCH", "/api/v1/me", 405, "method-not-allowed"),
        ("POST", "/healthz", 405, "method-not-allowed"),
        ("GET", "/api/v1/me", 401, "unauthenticated"),
    ],
)
def test_the_frameworks_own_refusals_are_problems_too(client, method, path, status, slug):
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.content_type) == (status, CONTENT_TYPE)
    assert answer.json["type"] == f"/problems/{slug}"
    assert answer.json["status"] == status
    assert answer.json["instance"] == path
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]


def test_a_wrong_method_is_told_the_right_ones(client):
    assert {"GET", "HEAD"} <= set(client.post("/healthz").headers["Allow"].split(", "))


def test_a_mistake_shows_a_request_id_and_nothing_of_what_is_inside(app, world, monkeypatch):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("nic_hub.api.resources.account.describe_me", lambda *_: 1 / 0)
    answer = world.teacher.get("/me", headers={"X-Request-Id": "quote-this"})
    assert (answer.status_code, answer.content_type) == (500, CONTENT_TYPE)
    assert answer.json["request_id"] == "quote-this"
    assert "division" not in answer.text
    assert "Traceback" not in answer.text


def test_a_mistake_shows_its_traceback_to_a_test(world, monkeypatch):
    monkeypatch.setattr("nic_hub.api.resources.account.describe_me", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        world.teacher.get("/me")


def test_a_given_request_id_that_could_forge_a_log_line_is_replaced(client):
    given = client.get("/healthz", headers={"X-Request-Id": "a b"}).headers["X-Request-Id"]
    assert re.fullmatch(r"[0-9a-f]{32}", given)
