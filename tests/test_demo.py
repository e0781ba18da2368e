"""The demo: what it prints, what it refuses, and that it does nothing twice."""

import json
import os
import signal
import socket
import subprocess
import sys
from itertools import takewhile

import click
import httpx
import pytest

from nic_hub import demo
from nic_hub.errors import Misconfigured, Unavailable
from nic_hub.settings import Settings

ANSWER = {
    "suggestions": [],
    "nearest": [],
    "your_history": [],
    "live_tests": [],
    "message": "Nobody has tested this.",
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


def test_a_question_stands_above_its_answer():
    lines = [click.unstyle(line) for line in demo.show_exchange("teacher-f1", "AI tutors?", ANSWER)]
    assert lines == ["", "teacher-f1 asks: AI tutors?", "", "Nobody has tested this."]


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


def test_a_free_port_is_taken_without_a_word(capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    demo.refuse_taken_port(port)
    assert capsys.readouterr() == ("", "")


def test_an_empty_question_says_how_to_ask(commands, capsys):
    assert demo.main(["ask", " "]) == 1
    assert 'make ask Q="' in capsys.readouterr().err


def test_a_question_before_the_demo_says_how_to_start_it(commands, capsys):
    assert demo.main(["ask", "Who uses exit slips?"]) == 1
    assert (
        capsys.readouterr().err
        == "The demo was never started here. Start it in another terminal: make demo\n"
    )


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
    seed = tmp_path / "one.json"
    seed.write_text("{}")
    monkeypatch.setattr(demo, "SEEDS", (seed,))
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
    with pytest.raises(Unavailable, match="flask --no-such-option failed; the lines above say why"):
        demo.flask("--no-such-option")


def test_the_demo_never_touches_another_database(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/production")
    settings = Settings.from_environment(demo._environment())
    assert settings.database_url.endswith("/instance/demo.sqlite3")
    assert settings.host == "127.0.0.1"


def test_the_farewell_says_where_the_documentation_is_and_how_to_ask():
    lines = "\n".join(demo.farewell(Settings.for_trying_out(port=8001)))
    assert "http://127.0.0.1:8001/api/v1/docs" in lines
    assert "PORT=8001 make ask Q=" in lines


def test_the_usual_port_need_not_be_said():
    lines = "\n".join(demo.farewell(Settings.for_trying_out()))
    assert "make ask Q=" in lines
    assert "PORT=" not in lines


@pytest.mark.parametrize(
    ("arguments", "member"),
    [(["Why?"], "teacher-f1"), (["Why?", ""], "teacher-f1"), (["Why?", "ana"], "ana")],
)
def test_a_question_is_asked_as_whom_one_names(monkeypatch, arguments, member):
    asked = []
    monkeypatch.setattr(demo, "ask_running_hub", lambda _, *told: asked.append(told))
    assert demo.main(["ask", *arguments]) == 0
    assert asked == [("Why?", member)]


@pytest.mark.parametrize(("given", "member"), [([], ""), (["AS=ana"], "ana")])
def test_make_hands_on_the_question_and_whom_it_is_asked_as(given, member):
    show = 'show: ; @printf \'%s\\n\' "$$ASK" "$$ASK_AS"'
    told = subprocess.check_output(
        ["make", "--no-print-directory", "--eval", show, "show", "Q=It's $HOME?", *given],
        cwd=demo.TOP,
        text=True,
    )
    assert told.split("\n") == ["It's $HOME?", member, ""]


def test_the_answer_says_as_whom_it_was_asked(commands):
    with client(httpx.Response(200, json=ANSWER)) as http:
        lines = [click.unstyle(line) for line in demo.exchange(http, "ana", "Why?")]
    assert lines[1] == "ana asks: Why?"
    assert commands == [("hub", "token", "create", "--member", "ana")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def start(tmp_path_factory) -> str:
    """The real thing, with the smallest of the seed files that has something to ask about."""
    return f"""
import pathlib, sys
from nic_hub import demo
demo.INSTANCE = pathlib.Path({str(tmp_path_factory.mktemp("demo"))!r})
demo.SEEDS = (demo.TOP / "seed" / "soar.json",)
demo.QUESTIONS = demo.QUESTIONS[1:2]
sys.exit(demo.main([]))
"""


def wait_for_end(running: subprocess.Popen[str]) -> None:
    """Wait until the demo has ended by itself; what never does is ended, and the test fails."""
    try:
        # So long only a demo takes that does not listen, however busy the machine is.
        running.wait(timeout=120)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        raise


@pytest.mark.parametrize(("stop", "loads"), [(signal.SIGINT, True), (signal.SIGHUP, False)])
def test_the_demo_answers_and_stays_until_it_is_stopped(start, stop, loads):
    port = free_port()
    command, environment = [sys.executable, "-c", start], os.environ | {"PORT": str(port)}
    # A terminal sends its signals to every process of the group.
    with subprocess.Popen(
        command, cwd=demo.TOP, env=environment, text=True, stdout=subprocess.PIPE, process_group=0
    ) as running:
        printed = list(takewhile(lambda line: "until you press Ctrl-C" not in line, running.stdout))
        os.killpg(running.pid, stop)
        wait_for_end(running)
        rest = running.stdout.read().splitlines()
    assert ("Loading the seed data\n" in printed) is loads
    assert "teacher-desert-grove asks: Did grade reflection forms raise grades?\n" in printed
    assert (rest[-1], running.returncode) == ("The hub has stopped.", 0)
    demo.refuse_taken_port(port)


def test_a_token_is_printed_for_a_program_that_asks(commands, instance, capsys):
    instance.mkdir()
    (instance / "demo.loaded").write_text("x", encoding="utf-8")
    assert demo.main(["token"]) == 0
    assert capsys.readouterr().out == "a-token\n"
    assert commands == [("hub", "token", "create", "--member", "teacher-f1")]


def test_who_has_read_enough_hears_no_complaint(monkeypatch, capfd):
    def stop_reading(*_):
        raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", sys.stdout)
    monkeypatch.setattr(demo, "ask_running_hub", stop_reading)
    assert demo.main(["ask", "Why?"]) == 1
    sys.stdout.close()
    assert capfd.readouterr() == ("", "")


def test_without_the_demos_data_there_is_no_token(instance, capsys):
    assert demo.main(["token", "teacher-valley"]) == 1
    assert "make demo" in capsys.readouterr().err
