"""The demo: what it prints, what it refuses, and that it does nothing twice."""

import json
import socket

import httpx
import pytest

from nic_hub import demo
from nic_hub.errors import Misconfigured, Unavailable
from nic_hub.settings import Settings

SUGGESTION = {
    "change_idea": {"id": "1", "key": "opener", "title": "Ten-minute opener"},
    "team": {"name": "Lincoln math team"},
    "score": 0.8,
    "evidence": {
        "strength": 3,
        "direction": "mixed",
        "cycles": 2,
        "schools": 1,
        "districts": 1,
        "decisions": {},
    },
    "context": {"same": [], "different": [], "unknown": []},
    "tools": [{"title": "Opener slides"}],
    "latest_test": "Predicted 6 questions, found 4",
    "reasons": [{"code": "driver", "text": "It works on the same driver."}],
    "cautions": ["One team tested it."],
}
ANSWER = {
    "understood_as": {"driver": {"key": "d1", "name": "Student discourse"}, "context": {}},
    "suggestions": [SUGGESTION],
    "your_history": [],
    "nearest": [],
    "message": "One team tested this.",
}


@pytest.fixture
def instance(tmp_path, monkeypatch):
    """A folder of its own for the demo."""
    monkeypatch.setattr(demo, "INSTANCE", tmp_path / "instance")
    return tmp_path / "instance"


@pytest.fixture
def commands(instance, monkeypatch):
    """The flask commands that the demo would run."""
    ran = []
    monkeypatch.setattr(demo, "flask", lambda *arguments, capture=False: ran.append(arguments) or "a-token\n")
    return ran


def client(answer: httpx.Response | Exception) -> httpx.Client:
    """A client of a hub that always answers the same."""

    def handle(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return httpx.Client(base_url="http://127.0.0.1:1", transport=httpx.MockTransport(handle))


def test_an_answer_is_shown_with_its_evidence_tool_reason_and_caution():
    assert list(demo.show_exchange("How do we start?", ANSWER)) == [
        "\n? How do we start?",
        "  understood as: Student discourse",
        "  1. Ten-minute opener (Lincoln math team)",
        "     evidence 3 of 5, mixed, 2 cycles",
        "     latest test: Predicted 6 questions, found 4",
        "     tool: Opener slides",
        "     why: It works on the same driver.",
        "     caution: One team tested it.",
        "  One team tested this.",
    ]


def test_an_abstention_is_shown_with_what_is_nearest():
    nearest = [{"change_idea": {"title": "Small groups"}, "reason": "Another driver."}]
    answer = ANSWER | {
        "understood_as": {"driver": None},
        "suggestions": [],
        "nearest": nearest,
        "message": "Nobody.",
    }
    lines = list(demo.show_exchange("AI tutors?", answer))
    assert lines == ["\n? AI tutors?", "  nearest: Small groups", "  Nobody."]


def test_the_question_is_asked_as_the_member_whose_token_it_is():
    asked = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append((request.headers["Authorization"], json.loads(request.content)))
        return httpx.Response(200, json=ANSWER)

    with httpx.Client(base_url="http://127.0.0.1:1", transport=httpx.MockTransport(handle)) as http:
        assert demo.ask(http, "a-token", "Why?") == ANSWER
    assert asked == [("Bearer a-token", {"query": "Why?"})]


def test_a_refused_question_says_why():
    problem = httpx.Response(422, json={"detail": "The question is too long."})
    with client(problem) as http, pytest.raises(Unavailable, match="The question is too long"):
        demo.ask(http, "a-token", "Why?")


def test_a_hub_that_is_not_there_is_one_line():
    with client(httpx.ConnectError("refused")) as http, pytest.raises(Unavailable, match="make demo"):
        demo.ask(http, "a-token", "Why?")


def test_a_taken_port_is_one_line_that_offers_another():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(
            Misconfigured, match=f"Port {port} is taken by another program.* PORT={port + 1} make demo"
        ):
            demo.refuse_taken_port(port)


def test_a_free_port_is_taken_without_a_word():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    demo.refuse_taken_port(port)


def test_an_empty_question_says_how_to_ask(commands, capsys):
    assert demo.main(["ask", " "]) == 1
    assert 'make ask Q="' in capsys.readouterr().err


def test_a_wrong_setting_is_one_line(commands, monkeypatch, capsys):
    monkeypatch.setenv("PORT", "none")
    assert demo.main([]) == 1
    assert capsys.readouterr().err == "PORT has a wrong value. Write a whole number from 1 to 65535.\n"


def test_the_data_is_loaded_once(commands):
    demo.load_data()
    assert [command[:2] for command in commands] == [("db", "upgrade"), ("hub", "import")]
    demo.load_data()
    assert len(commands) == 2


def test_a_changed_seed_file_is_loaded_into_a_new_database(commands, instance, tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "TOP", tmp_path)
    seed = tmp_path / "seed" / "one.json"
    seed.parent.mkdir()
    seed.write_text("{}")
    demo.load_data()
    (instance / "demo.sqlite3").touch()
    seed.write_text('{"networks": []}')
    demo.load_data()
    assert commands[3] == ("hub", "import", str(seed))
    assert not (instance / "demo.sqlite3").exists()


def test_a_token_is_made_once_and_nobody_else_can_read_it(commands, instance):
    assert demo.token_of("maria") == "a-token"
    assert demo.token_of("maria") == "a-token"
    assert commands == [("hub", "token", "create", "--member", "maria")]
    assert (instance / "demo.tokens").stat().st_mode & 0o777 == 0o600


def test_a_failed_command_is_one_line():
    with pytest.raises(Unavailable, match="flask no-such-command failed; the lines above say why"):
        demo.flask("no-such-command")


def test_the_demo_never_touches_another_database(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/production")
    settings = Settings.from_environment(demo._environment())
    assert settings.database_url.endswith("/instance/demo.sqlite3")
    assert settings.host == "127.0.0.1"


def test_the_farewell_says_where_the_documentation_is_and_how_to_ask():
    lines = "\n".join(demo.farewell(Settings.for_trying_out(port=8001)))
    assert "http://127.0.0.1:8001/api/v1/docs" in lines
    assert "make ask Q=" in lines
