"""The log: a line for each request, and nothing that somebody wrote, asked or signed in with."""

import json

import pytest


@pytest.fixture
def lines(capsys):
    """Read what was logged so far."""
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]


def test_a_request_leaves_one_line(world, lines):
    world.teacher.get(f"/change-ideas/{world.idea.id}", headers={"X-Request-Id": "req-1"})
    (line,) = lines()
    assert line["route"] == "/api/v1/change-ideas/<id:record_id>"
    assert (line["method"], line["status"], line["request_id"]) == ("GET", 200, "req-1")
    assert line["member_id"] == world.teacher.member.id
    assert line["milliseconds"] >= 0


def test_nothing_of_a_question_a_body_or_a_token_is_logged(world, stranger, capsys):
    world.teacher.get("/search?q=zebra-secret")
    world.teacher.post("/suggestions", {"query": "zebra-secret"})
    world.teacher.post("/help-wanted", {"question": "zebra-secret"})
    world.teacher.post("/help-wanted", data="{zebra-secret", headers={"Content-Type": "application/json"})
    world.teacher.get("/zebra-secret")
    stranger.get("/me", headers={"Authorization": "Bearer nic_zebra-secret"})
    logged = capsys.readouterr()
    assert "zebra-secret" not in logged.err + logged.out
    assert world.teacher.headers["Authorization"].split()[1] not in logged.err


def test_a_failure_is_logged_without_its_message(app, world, monkeypatch, lines):
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def fail(*_):
        raise ValueError("zebra-secret")

    monkeypatch.setattr("nic_hub.api.resources.account.describe_me", fail)
    answer = world.teacher.get("/me")
    failure, request = lines()
    assert failure["error"] == "ValueError"
    assert failure["request_id"] == request["request_id"] == answer.json["request_id"]
    assert any("account.py" in place for place in failure["at"])
    assert "zebra-secret" not in json.dumps(failure)
