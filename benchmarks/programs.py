"""The hub and the Slack bot as they run for real, on loopback: gunicorn, and ``make bot``'s own process.

They can be killed in the middle of their work, and started again at the same address.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPConnection
from pathlib import Path

from benchmarks import QUIETLY, TOP

START_SECONDS = 120
STOP_SECONDS = 30
HUB = ("-m", "gunicorn", "wsgi:app")
BOT = ("-m", "bot.serve")


class Program:
    """A program in a process group of its own, which may listen on a port of loopback."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], port: int, log: Path) -> None:
        """Say what to run; its log is appended to."""
        self._command, self._environment, self.port, self._log = command, environment, port, log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Return where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Return the id of its process, once it was started."""
        assert self._process is not None
        return self._process.pid

    def start(self, is_ready: Callable[[], bool]) -> None:
        """Start it, and wait until it is ready.

        Raises:
            RuntimeError: it did not start; the message is its log.
        """
        with self._log.open("ab") as stream:
            self._process = subprocess.Popen(
                [sys.executable, *self._command],
                cwd=TOP,
                env={**os.environ, **QUIETLY, **self._environment},
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            if is_ready():
                return
            time.sleep(0.02)
        raise RuntimeError(f"It did not start. It said:\n{self._log.read_text(encoding='utf-8')[-4000:]}")

    def kill(self) -> None:
        """Kill it and all that it started, at once: nothing can be finished or told to anyone."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def stop(self) -> None:
        """Let it finish; gunicorn's master tells its workers itself."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def new_secret() -> str:
    """Return a secret for a hub or a bot that lives for a few minutes."""
    return secrets.token_urlsafe(48)


def answers(port: int, path: str) -> bool:
    """Say whether something answers at a path."""
    connection = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()
