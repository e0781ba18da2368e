"""The hub on gunicorn, as it is run for real, on a copy of a database and on loopback only."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from benchmarks import TOP
from benchmarks.hub import open_database
from benchmarks.processes import children_of
from benchmarks.programs import HUB, Program, answers, free_port, new_secret
from nic_hub.models import Member
from nic_hub.services.access.tokens import create_token


@dataclass(frozen=True, slots=True)
class RunningHub:
    """A hub that answers.

    Args:
        port: where, on loopback.
        token: of the member who asks.
        workers: the processes that answer.
        ready_seconds: from the start of gunicorn until ``/readyz`` answered 200.
    """

    port: int
    token: str
    workers: list[int]
    ready_seconds: float

    def connect(self) -> HTTPConnection:
        """Return a connection of its own."""
        return HTTPConnection("127.0.0.1", self.port, timeout=60)

    def send(self, connection: HTTPConnection, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
        """Send one request as the member, and return status and answer."""
        headers = {"Authorization": f"Bearer {self.token}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()


@contextmanager
def running_hub(file: Path, member: str, *, workers: int) -> Iterator[RunningHub]:
    """Run a hub on a copy of a database for as long as the block lasts; nothing of it stays.

    Raises:
        RuntimeError: it did not start; the message is its log.
    """
    with tempfile.TemporaryDirectory(prefix="nic-bench-", ignore_cleanup_errors=True) as folder:
        copy, log, port = Path(folder) / "hub.sqlite3", Path(folder) / "log", free_port()
        copy_database(file, copy)
        token = _make_token(copy, member)
        hub = Program(HUB, _environment(copy, port, workers), port, log)
        begun = time.perf_counter()
        try:
            hub.start(lambda: answers(port, "/readyz"))
            ready = time.perf_counter() - begun
            yield RunningHub(port, token, children_of(hub.pid), ready)
        finally:
            hub.stop()


def _environment(database: Path, port: int, workers: int) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{database}",
        "SECRET_KEY": new_secret(),
        "MODEL_DIR": str(TOP / "instance" / "model"),
        "EMBEDDER": "onnx",
        "VECTOR_ENGINE": "faiss",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WEB_WORKERS": str(workers),
        "RATE_LIMIT_PER_MINUTE": "1000000",
    }


def copy_database(file: Path, copy: Path) -> None:
    """Copy a database that may be in use."""
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _make_token(file: Path, key: str) -> str:
    database = open_database(file)
    try:
        with database.writing() as session:
            member = session.query(Member).filter_by(key=key).one()
            return create_token(session, member, name="Benchmark", days=1)
    finally:
        database.dispose()
