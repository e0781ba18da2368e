"""Bad input: a 4xx problem that names the place and says what to do, and nothing is half written."""

import io
import json
from io import BytesIO

import pytest
from sqlalchemy import func, select

from nic_hub.api.problems import CONTENT_TYPE
from nic_hub.models import Base
from tests.factories import make_cycle, make_idea

IDEA = {"title": "Question cards", "description": "A card with question starters."}
DEEP = "[" * 100_000 + "]" * 100_000


def counts(app):
    """Count the rows of every table."""
    with app.extensions["hub"].database.reading() as session:
        tables = Base.metadata.sorted_tables
        return {table.name: session.scalar(select(func.count()).select_from(table)) for table in tables}


@pytest.fixture
def nothing_written(app, world):
    """Check that a test leaves every table as it was."""
    before = counts(app)
    yield
    assert counts(app) == before


def check(answer, status, slug, pointer=None):
    """Check that the answer is this problem, at this place."""
    assert (answer.status_code, answer.content_type) == (status, CONTENT_TYPE), answer.text[:500]
    assert answer.json["type"] == f"/problems/{slug}"
    if pointer is not None:
        assert pointer in [error["pointer"] for error in answer.json["errors"]]
        assert all(error["detail"] for error in answer.json["errors"])


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({**IDEA, "tilte": "x"}, "/tilte"),
        ({**IDEA, "status": "published"}, "/status"),
        ({**IDEA, "derived_status": "adopted"}, "/derived_status"),
        ({**IDEA, "evidence": {"strength": 5}}, "/evidence"),
        ({**IDEA, "reported_outcome": "It worked."}, "/reported_outcome"),
        ({**IDEA, "reported_direction": "improved"}, "/reported_direction"),
        ({**IDEA, "id": "f" * 32}, "/id"),
        ({**IDEA, "network_id": "f" * 32}, "/network_id"),
        ({**IDEA, "provenance": "paper"}, "/provenance"),
        ({**IDEA, "title": 7}, "/title"),
        ({**IDEA, "title": None}, "/title"),
        ({**IDEA, "title": ["x"]}, "/title"),
        ({**IDEA, "title": {"x": 1}}, "/title"),
        ({**IDEA, "title": True}, "/title"),
        ({**IDEA, "title": "   "}, "/title"),
        ({**IDEA, "title": "x" * 301}, "/title"),
        ({**IDEA, "description": "x" * 10_001}, "/description"),
        ({**IDEA, "title": "a\x00b"}, "/title"),
        ({**IDEA, "title": "half \ud800"}, "/title"),
        ({**IDEA, "key": "two words"}, "/key"),
        ({**IDEA, "key": ""}, "/key"),
        ({**IDEA, "keeps_core": "maybe"}, "/keeps_core"),
        ({**IDEA, "visibility": "everyone"}, "/visibility"),
        ({**IDEA, "tool_ids": "prompt-card"}, "/tool_ids"),
        ({**IDEA, "tool_ids": ["prompt-card", 7]}, "/tool_ids/1"),
        ({**IDEA, "tool_ids": ["prompt-card", "nothing"]}, "/tool_ids/1"),
        ({**IDEA, "tool_ids": ["prompt-card"] * 51}, "/tool_ids"),
        ({**IDEA, "driver_id": "nothing"}, "/driver_id"),
        ({**IDEA, "driver_id": "f" * 32}, "/driver_id"),
        ({**IDEA, "team_id": "nothing"}, "/team_id"),
        ({"description": "x"}, "/title"),
        ({}, "/title"),
    ],
)
def test_a_wrong_field_is_named(world, body, pointer):
    check(world.teacher.post("/change-ideas", body), 422, "invalid", pointer)


@pytest.mark.parametrize("field", ["derived_status", "reported_outcome", "reported_direction"])
def test_who_types_in_what_follows_from_tests_is_told_to_record_one(world, field):
    made = world.teacher.post("/change-ideas", {**IDEA, field: "improved"})
    changed = world.teacher.patch(f"/change-ideas/{world.idea.id}", {field: "improved"}, version=1)
    for answer in (made, changed):
        assert [error["pointer"] for error in answer.json["errors"]] == [f"/{field}"]
        assert "in a PDSA cycle" in answer.json["errors"][0]["detail"]


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("data", ["", "[]", '"text"', "7", "null", "true", "[{}]"])
def test_a_body_that_is_no_object_is_refused(world, data):
    answer = world.teacher.post("/change-ideas", data=data, headers={"Content-Type": "application/json"})
    check(answer, 422, "invalid")


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b'{"title": }',
        b"{'title': 'x'}",
        b'{"title": "x"} {}',
        b'{"title": NaN}',
        b'{"title": -Infinity}',
        b'{"title": "a", "title": "b"}',
        b'{"title": "\xff"}',
        b'{"title": "tab\there"}',
        b"\xef\xbb\xbf{}",
        b'{"title": ' + b"9" * 5_000 + b"}",
        DEEP.encode(),
        (b'{"a":' * 30) + b"1" + b"}" * 30,
    ],
    ids=lambda data: data[:20].decode("latin-1"),
)
def test_what_is_no_json_is_refused(world, data):
    answer = world.teacher.post("/change-ideas", data=data, headers={"Content-Type": "application/json"})
    check(answer, 400, "malformed")


def test_a_body_that_is_too_large_is_read_before_it_is_refused(world):
    sent = io.BytesIO(b" " * 3_000_000)
    headers = {"Content-Type": "application/json", "Content-Length": "3000000"}
    answer = world.teacher.send("POST", "/change-ideas", input_stream=sent, headers=headers)
    check(answer, 413, "too-large")
    assert sent.tell() == 3_000_000
    assert "2,000,000 bytes" in answer.json["detail"]


@pytest.mark.parametrize("path", ["//change-ideas", "/change-ideas//", "/change-ideas//" + "f" * 32])
def test_an_address_with_a_doubled_slash_is_no_address(world, path):
    check(world.teacher.get(path), 404, "not-found")


def test_who_asks_for_a_record_by_its_key_is_told_how_to_find_it(world):
    answer = world.teacher.get("/members/lee")
    check(answer, 404, "not-found")
    assert "?key=KEY" in answer.json["detail"]


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("day", ["1899-12-31", "2201-01-01", "0026-10-01"])
def test_a_day_that_no_school_year_has_is_refused(world, day):
    answer = world.teacher.post("/pdsa-cycles", {"change_idea_id": world.idea.id, "started_on": day})
    check(answer, 422, "invalid", "/started_on")
    assert "1900 to 2200" in answer.text


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("least", [0, 1, -1])
def test_a_limit_that_hides_no_student_is_refused(world, least):
    answer = world.admin.patch(f"/networks/{world.network.id}", {"min_n": least}, version=1)
    check(answer, 422, "invalid", "/min_n")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/teams?page=" + "9" * 31, "Use a page from 1 to 100,000."),
        ("/teams?page=-1", "Use a page from 1 to 100,000."),
        ("/teams?page_size=many", "Use a page size from 1 to 100."),
        ("/networks?status=open", "Choose one of: forming, active, archived."),
        ("/search?q=a&kind=people", "Choose one of: change_idea, tool, "),
    ],
)
def test_a_refusal_of_a_query_says_what_fits(world, path, told):
    assert world.teacher.get(path).json["errors"][0]["detail"].startswith(told)


@pytest.mark.parametrize(
    ("path", "field", "value", "told"),
    [
        ("/change-ideas", "keeps_core", "perhaps", "Choose one of: yes, no, unsure."),
        ("/pdsa-cycles", "study_on", "2026-02-30", "Write a day that exists, as YYYY-MM-DD."),
        ("/members", "email", "amy", "Write an e-mail address, as in name@example.org."),
        ("/teams", "context", {"minutes": 0}, "Use 1 to 600 minutes."),
    ],
)
def test_a_refusal_of_a_body_says_what_fits(world, path, field, value, told):
    answer = world.admin.post(path, {field: value})
    assert told in [error["detail"] for error in answer.json["errors"]]


@pytest.mark.usefixtures("nothing_written")
def test_a_repeated_field_is_named(world):
    data = b'{"title": "a", "description": "x", "title": "b"}'
    answer = world.teacher.post("/change-ideas", data=data, headers={"Content-Type": "application/json"})
    check(answer, 400, "malformed", "/title")


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "application/x-www-form-urlencoded", ""]
)
def test_another_content_type_is_refused(world, content_type):
    answer = world.teacher.post(
        "/change-ideas", data=json.dumps(IDEA), headers={"Content-Type": content_type}
    )
    check(answer, 415, "unsupported-media-type")
    assert "application/json" in answer.json["detail"]


@pytest.mark.usefixtures("nothing_written")
def test_ten_megabytes_of_text_are_refused(world):
    check(world.teacher.post("/change-ideas", {**IDEA, "description": "x" * 10_000_000}), 413, "too-large")


@pytest.mark.usefixtures("nothing_written")
def test_ten_megabytes_of_unannounced_length_are_refused(world):
    def pieces():
        yield b'{"description": "'
        for _ in range(100):
            yield b"x" * 100_000
        yield b'"}'

    answer = world.teacher.send(
        "POST",
        "/change-ideas",
        input_stream=BytesIO(b"".join(pieces())),
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
        headers={"Content-Type": "application/json"},
    )
    check(answer, 413, "too-large")


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("page=0", "?page"),
        ("page=-1", "?page"),
        ("page=1000000000000000000000000000000", "?page"),
        ("page=1e3", "?page"),
        ("page=1_000", "?page"),
        ("page=%D9%A3", "?page"),
        ("page=", "?page"),
        ("page=1&page=2", "?page"),
        ("page_size=0", "?page_size"),
        ("page_size=101", "?page_size"),
        ("sort=title;drop", "?sort"),
        ("sort=description", "?sort"),
        ("status=odd", "?status"),
        ("visibility=all", "?visibility"),
        ("driver=nothing", "?driver"),
        ("driver=%00", "?driver"),
        ("team=nothing", "?team"),
        ("district=nothing", "?district"),
        ("tool=nothing", "?tool"),
        ("text=%00", "?text"),
        ("text=" + "x" * 201, "?text"),
        ("tema=team", "?tema"),
    ],
)
def test_a_wrong_query_parameter_is_named(world, query, pointer):
    check(world.teacher.get(f"/change-ideas?{query}"), 422, "invalid", pointer)


def test_a_wrong_word_among_several_of_a_query_is_named_by_its_parameter(world):
    check(world.teacher.get("/search?q=cards&kind=tool&kind=odd"), 422, "invalid", "?kind")


@pytest.mark.parametrize("record_id", ["f" * 32, "%00" * 32, "x", "1", "..%2F..%2Fetc", "F" * 32, "é" * 32])
def test_an_unknown_id_is_not_found(world, record_id):
    check(world.teacher.get(f"/change-ideas/{record_id}"), 404, "not-found")


def test_a_record_of_another_network_does_not_exist(world):
    for path in ("", "/history"):
        check(world.admin.get(f"/change-ideas/{world.other_idea.id}{path}"), 404, "not-found")
    check(world.admin.patch(f"/change-ideas/{world.other_idea.id}", {}, version=1), 404, "not-found")
    answer = world.teacher.post("/change-ideas", {**IDEA, "parent_id": world.other_idea.id})
    check(answer, 422, "invalid", "/parent_id")


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("description", "Write to anna.smith@school.example for the cards."),
        ("title", "Call 555-123-4567"),
        ("what_changed", "Student ID 123456789 liked it"),
    ],
)
def test_private_text_is_refused_before_it_is_stored(world, field, text):
    answer = world.teacher.post("/change-ideas", {**IDEA, field: text})
    check(answer, 422, "private-text", f"/{field}")
    assert text not in answer.text
    assert "confirm_not_student" in answer.text


def test_private_text_that_is_no_students_can_be_confirmed(world):
    body = {
        **IDEA,
        "description": "Write to cards@publisher.example.",
        "confirm_not_student": ["description"],
    }
    assert world.teacher.post("/change-ideas", body).status_code == 201


class TestOfStates:
    """What the state of a record does not allow."""

    def test_a_second_prediction_is_refused(self, app, world):
        with app.extensions["hub"].database.writing() as session:
            cycle = make_cycle(session, idea=world.idea, team=world.team, status="running")
        answer = world.teacher.patch(f"/pdsa-cycles/{cycle.id}", {"prediction": "Ten."}, version=1)
        check(answer, 409, "conflict")
        assert "prediction" in answer.json["detail"]
        assert world.teacher.get(f"/pdsa-cycles/{cycle.id}").json["prediction"] == cycle.prediction

    @pytest.mark.parametrize("step", ["start", "study", "cancel", "close"])
    def test_a_closed_cycle_takes_no_step(self, world, step):
        answer = world.teacher.post(f"/pdsa-cycles/{world.cycle.id}/{step}", version=1)
        check(answer, 409, "conflict")

    @pytest.mark.parametrize(
        ("status", "step"), [("planned", "study"), ("planned", "close"), ("running", "close")]
    )
    def test_no_phase_is_skipped(self, app, world, status, step):
        with app.extensions["hub"].database.writing() as session:
            cycle = make_cycle(session, idea=world.idea, team=world.team, status=status)
        check(world.teacher.post(f"/pdsa-cycles/{cycle.id}/{step}", version=1), 409, "conflict")

    def test_a_phase_with_empty_fields_does_not_close_and_each_is_named(self, world):
        body = {"change_idea_id": world.idea.id, "question": "Does it work?"}
        cycle = world.teacher.post("/pdsa-cycles", body).json
        answer = world.teacher.post(f"/pdsa-cycles/{cycle['id']}/start", version=cycle["version"])
        check(answer, 422, "invalid", "/prediction")
        assert {"/who", "/what", "/when", "/where", "/data_plan", "/scale"} <= {
            error["pointer"] for error in answer.json["errors"]
        }

    def test_an_idea_is_not_its_own_ancestor(self, app, world):
        with app.extensions["hub"].database.writing() as session:
            child = make_idea(session, team=world.team, parent_id=world.idea.id, driver_id=world.driver.id)
        for parent in (world.idea.id, child.id):
            answer = world.teacher.patch(f"/change-ideas/{world.idea.id}", {"parent_id": parent}, version=1)
            check(answer, 422, "invalid", "/parent_id")

    def test_a_storyboard_without_challenges_is_not_published(self, world):
        body = {"title": "Ours", "focus": "Questions", "driver_id": "D5", "successes": "Many."}
        board = world.teacher.post("/storyboards", body).json
        answer = world.teacher.post(f"/storyboards/{board['id']}/publish", version=board["version"])
        check(answer, 422, "invalid", "/challenges")
        assert world.teacher.get(f"/storyboards/{board['id']}").json["status"] == "draft"

    def test_a_taken_key_is_refused(self, world):
        answer = world.teacher.post("/change-ideas", {**IDEA, "key": "question-prompts"})
        check(answer, 409, "duplicate")


class TestOfVersions:
    """Changes that say which version they were made from."""

    def test_a_change_needs_if_match(self, world):
        path = f"/change-ideas/{world.idea.id}"
        for answer in (world.teacher.patch(path, {"title": "New"}), world.teacher.delete(path)):
            check(answer, 428, "precondition-required")
            assert "If-Match" in answer.json["detail"]

    def test_a_stale_version_is_refused_and_changes_nothing(self, world):
        path = f"/change-ideas/{world.idea.id}"
        assert world.teacher.patch(path, {"title": "New"}, version=1).status_code == 200
        check(world.teacher.patch(path, {"title": "Newer"}, version=1), 412, "stale")
        assert world.teacher.get(path).json["title"] == "New"

    @pytest.mark.parametrize("header", ["1", "*", '"one"', '"1", "2"', '""', '"-1"', '"10000000000"'])
    def test_what_is_no_etag_of_ours_is_refused(self, world, header):
        answer = world.teacher.patch(f"/change-ideas/{world.idea.id}", {}, headers={"If-Match": header})
        check(answer, 400, "malformed")

    def test_an_etag_that_a_proxy_weakened_is_taken(self, world):
        headers = {"If-Match": 'W/"1"'}
        assert world.teacher.patch(f"/change-ideas/{world.idea.id}", {}, headers=headers).status_code == 200

    def test_the_etag_of_an_answer_is_good_for_the_next_change(self, world):
        path = f"/change-ideas/{world.idea.id}"
        for title in ("One", "Two", "Three"):
            etag = world.teacher.get(path).headers["ETag"]
            answer = world.teacher.patch(path, {"title": title}, headers={"If-Match": etag})
            assert answer.status_code == 200
            assert answer.headers["ETag"] != etag
