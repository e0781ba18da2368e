"""The demo: a hub of its own on loopback with the seed data, and three questions with their answers.

It is a client like any other: it loads the data with the ``flask hub`` commands and asks through the API. It
keeps its own database, ``instance/demo.sqlite3``, and never touches the one that the settings name.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import httpx

from nic_hub.cli.terminal import show_answer
from nic_hub.errors import HubError, Misconfigured, Unavailable
from nic_hub.settings import Settings

TOP = Path(__file__).parent.parent
INSTANCE = TOP / "instance"
SEEDS = tuple(sorted(TOP.glob("seed/*.json")))

#: Who asks what: the key of a member of the seed data, and the question.
QUESTIONS = (
    ("teacher-f1", "My 5th graders won't ask when they're lost. Anyone tested something?"),
    ("teacher-desert-grove", "Did grade reflection forms raise grades?"),
    ("teacher-f1", "Who tried AI tutors, and which of Ms. R's students improved?"),
)

#: Where the hub listens when nobody says otherwise.
DEFAULT_PORT = Settings.for_trying_out().port
START_SECONDS = 60
ANSWER_SECONDS = 30


def main(arguments: Sequence[str]) -> int:
    """Run ``demo``, ``demo ask QUESTION [MEMBER]`` or ``demo token [MEMBER]`` and return an exit code."""
    try:
        settings = Settings.from_environment(_environment())
        if arguments[:1] == ["ask"]:
            question, member = [*arguments[1:], "", ""][:2]
            ask_running_hub(settings, question, member or QUESTIONS[0][0])
        elif arguments[:1] == ["token"]:
            (member,) = [*arguments[1:], ""][:1]
            print_token(member or QUESTIONS[0][0])
        else:
            run_demo(settings)
    except HubError as error:
        print(error.detail, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nThe hub has stopped.")
    except BrokenPipeError:
        # Who reads on a pipe has read enough; Python would complain once more as it ends.
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
        return 1
    return 0


def run_demo(settings: Settings) -> None:
    """Load what is missing, start the hub, ask the questions and stay until Ctrl-C."""
    refuse_taken_port(settings.port)
    # Whoever stops the demo, or closes its terminal, wants the hub to stop with it. A shell starts what it
    # runs in the background with Ctrl-C ignored.
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, signal.default_int_handler)
    load_data()
    with running_hub(settings) as (process, client):
        for member, question in QUESTIONS:
            say(*exchange(client, member, question))
        say(*farewell(settings))
        process.wait()
    raise Unavailable(f"The hub stopped by itself. Its log says why: {_own_file('log')}")


def ask_running_hub(settings: Settings, question: str, member: str) -> None:
    """Ask the hub that ``make demo`` started, as a member of the seed data, in that member's network."""
    if not question.strip():
        raise Misconfigured(
            'Write your question after Q, like this: make ask Q="How do we get students to talk?"\n'
            "Or ask one after the other: make chat"
        )
    _require_data()
    with _client(settings) as client:
        say(*exchange(client, member, question))


def print_token(member: str) -> None:
    """Print an API token of a seed member, for a program that asks the demo hub as them."""
    _require_data()
    say(token_of(member))


def _require_data() -> None:
    if not _own_file("loaded").exists():
        raise Unavailable("The demo was never started here. Start it in another terminal: make demo")


def refuse_taken_port(port: int) -> None:
    """Say so when another program listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            other = port + 1 if port < 65_535 else port - 1
            raise Misconfigured(
                f"Port {port} is taken by another program. Stop it, or choose another: PORT={other} make demo"
            ) from error


def load_data() -> None:
    """Migrate the demo's database and load the seed files, unless that was done with the same files."""
    wanted = _fingerprint([*SEEDS, *sorted(TOP.glob("migrations/versions/*.py"))])
    loaded = _own_file("loaded")
    if loaded.exists() and loaded.read_text(encoding="utf-8") == wanted:
        return
    say("Loading the seed data")
    for leftover in INSTANCE.glob("demo.*"):
        leftover.unlink()
    flask("db", "upgrade")
    flask("hub", "import", *map(str, SEEDS))
    loaded.write_text(wanted, encoding="utf-8")


def flask(*arguments: str, capture: bool = False) -> str:
    """Run one command of the hub on the demo's database and return what it printed."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
    done = subprocess.run(
        command,
        cwd=TOP,
        env=_environment(),
        check=False,
        text=True,
        stdout=subprocess.PIPE if capture else None,
    )
    if done.returncode:
        raise Unavailable(
            f"The demo cannot go on: flask {' '.join(arguments)} failed; the lines above say why."
        )
    return done.stdout or ""


@contextmanager
def running_hub(settings: Settings) -> Iterator[tuple[subprocess.Popen[bytes], httpx.Client]]:
    """Run the hub on loopback for as long as the block lasts, and wait until it is ready."""
    with _own_file("log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "wsgi:app"],
            cwd=TOP,
            env=_environment(),
            stdout=log,
            stderr=log,
        )
    try:
        with _client(settings) as client:
            wait_until_ready(process, client)
            yield process, client
    finally:
        process.terminate()
        process.wait()


def wait_until_ready(process: subprocess.Popen[bytes], client: httpx.Client) -> None:
    """Wait until the hub says that it is ready.

    Raises:
        Unavailable: it stopped, or took too long; the message says where its log is.
    """
    say("Starting the hub")
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if client.get("/readyz").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise Unavailable(f"The hub did not start. Its log says why: {_own_file('log')}")


def token_of(member: str) -> str:
    """Return an API token of a seed member; made once, and kept in a file that only you can read."""
    file = _own_file("tokens")
    tokens = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    if member not in tokens:
        tokens[member] = flask("hub", "token", "create", "--member", member, capture=True).strip()
        file.touch(mode=0o600)
        file.write_text(json.dumps(tokens), encoding="utf-8")
    return str(tokens[member])


def ask(client: httpx.Client, token: str, question: str) -> dict[str, Any]:
    """Ask the hub one question, as the member whose token it is."""
    try:
        answer = client.post(
            "/api/v1/suggestions", json={"query": question}, headers={"Authorization": f"Bearer {token}"}
        )
    except httpx.TransportError as error:
        raise Unavailable("The hub does not answer. Start it in another terminal: make demo") from error
    body: dict[str, Any] = answer.json()
    if not answer.is_success:
        raise Unavailable(f"The hub refused the question: {body.get('detail', answer.status_code)}")
    return body


def exchange(client: httpx.Client, member: str, question: str) -> Iterator[str]:
    """Ask the hub, and write the question and its answer for a terminal."""
    answer = ask(client, token_of(member), question)
    return show_exchange(member, question, answer)


def show_exchange(member: str, question: str, answer: Mapping[str, Any]) -> Iterator[str]:
    """Write a question, who asks it, and its answer for a terminal."""
    yield from ("", click.style(f"{member} asks: {question}", bold=True), "")
    yield from show_answer(answer)


def farewell(settings: Settings) -> list[str]:
    """Say what one can do now."""
    port = "" if settings.port == DEFAULT_PORT else f"PORT={settings.port} "
    return [
        "\nThe hub runs until you press Ctrl-C.",
        f"  Its documentation, to read and to try: http://127.0.0.1:{settings.port}/api/v1/docs",
        "  Ask your own, in another terminal:",
        f'    {port}make ask Q="How do we get students to explain their thinking?"',
        f'    {port}make ask AS=teacher-valley Q="Growth-mindset PD: whole staff or small groups?"',
        "  AS is a member of seed/, who asks in the network they belong to; without it, "
        + QUESTIONS[0][0]
        + ".",
    ]


def say(*lines: str) -> None:
    """Print at once, also into a pipe, and in bold only where that can be shown."""
    for line in lines:
        click.echo(line)


def _own_file(ending: str) -> Path:
    """Return the path of a file that the demo keeps."""
    INSTANCE.mkdir(mode=0o700, exist_ok=True)
    return INSTANCE / f"demo.{ending}"


def _client(settings: Settings) -> httpx.Client:
    # Loopback needs no proxy, whatever the environment says.
    return httpx.Client(base_url=f"http://127.0.0.1:{settings.port}", timeout=ANSWER_SECONDS, trust_env=False)


def _environment() -> dict[str, str]:
    """Return the environment of the demo's processes: its own database, a secret for this run."""
    own = {"DATABASE_URL": f"sqlite:///{_own_file('sqlite3')}", "HOST": "127.0.0.1", "WEB_WORKERS": "1"}
    return dict(os.environ) | {"SECRET_KEY": secrets.token_urlsafe(48)} | own


def _fingerprint(files: Sequence[Path]) -> str:
    """Return one word that changes when a file does."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
