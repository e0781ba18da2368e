"""What gunicorn's master sees to before it listens: an address that is free, and the model's export."""

import os
import socket
import subprocess
import sys

import pytest

from nic_hub import serving
from nic_hub.errors import Misconfigured
from nic_hub.settings import Settings
from tests.conftest import TOP

SETTINGS = Settings(secret_key="a" * 32, embedder="sentence-transformers")


@pytest.fixture
def taken():
    """A port on which somebody listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_named(taken):
    with pytest.raises(Misconfigured, match=f"Port {taken} is taken"):
        serving.refuse_unusable_address("127.0.0.1", taken)


def test_a_host_that_is_no_address_is_named(monkeypatch):
    def look_up(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(serving.socket, "getaddrinfo", look_up)
    with pytest.raises(Misconfigured, match=r"HOST is nowhere\.invalid"):
        serving.refuse_unusable_address("nowhere.invalid", 8000)


def test_a_process_that_cannot_listen_stops_with_one_line(taken):
    with pytest.raises(SystemExit, match=r"^Port \d+ is taken"):
        serving.prepare(SETTINGS, [("127.0.0.1", taken)], {})


@pytest.mark.parametrize("name", serving.HANDED_OVER)
def test_sockets_that_were_handed_over_are_not_bound_again(taken, name):
    serving.prepare(SETTINGS, [("127.0.0.1", taken)], {name: "5"})
    assert socket.create_connection(("127.0.0.1", taken)).close() is None


@pytest.mark.parametrize(
    ("host", "told"),
    [("127.0.0.1", "Port {} is taken by another program."), ("192.0.2.7", "HOST is 192.0.2.7, which is no")],
)
def test_gunicorn_says_in_one_line_why_it_cannot_listen(taken, tmp_path, host, told):
    own = {"SECRET_KEY": "a" * 32, "HOST": host, "PORT": str(taken), "LOG_LEVEL": "WARNING"}
    own |= {"DATABASE_URL": f"sqlite:///{tmp_path / 'hub.sqlite3'}", "EMBEDDER": "sentence-transformers"}
    ended = subprocess.run(
        [sys.executable, "-m", "gunicorn", "wsgi:app"],
        cwd=TOP,
        env=dict(os.environ) | own,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode != 0
    (line,) = ended.stderr.splitlines()
    assert line.startswith(told.format(taken))


@pytest.mark.parametrize(("fits", "made"), [(False, 1), (True, 0)])
def test_a_missing_export_is_made_once_before_the_workers_begin(monkeypatch, tmp_path, fits, made):
    commands: list[list[str]] = []
    monkeypatch.setattr(serving.subprocess, "run", lambda command, **_: commands.append(command))
    monkeypatch.setattr(serving.ExportManifest, "fits", lambda _: fits)
    assert serving.make_export(Settings(secret_key="a" * 32, model_dir=tmp_path)) is not fits
    assert [command[1:3] for command in commands] == [["-m", "nic_hub.search.export"]] * made


def test_another_embedder_needs_no_export(monkeypatch):
    monkeypatch.setattr(serving.ExportManifest, "fits", lambda _: pytest.fail("nobody asks"))
    assert not serving.make_export(SETTINGS)
