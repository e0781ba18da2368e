"""``make bot``: the bot in a process of its own, against a hub's address.

With an app-level token it calls Slack (Socket Mode, for a hub behind a firewall); else Slack calls it.
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
from typing import Any

from gunicorn.app.base import BaseApplication

from bot.app import Bot, build_bot
from bot.settings import BotSettings, Misconfigured
from bot.sockets import SocketLine


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with the bot: one process, several threads."""

    def __init__(self, bot: Bot) -> None:
        """Take the bot."""
        self._bot = bot
        super().__init__()

    def load_config(self) -> None:
        """Say how to serve."""
        settings = self._bot.settings
        self.cfg.set("bind", f"{settings.bot_host}:{settings.bot_port}")
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("threads", 8)
        self.cfg.set("control_socket_disable", True)
        # Threads do not survive a fork: they start in the process that serves.
        self.cfg.set("post_worker_init", lambda _worker: self._bot.workers.start())
        self.cfg.set("worker_exit", lambda _server, _worker: self._bot.workers.stop())

    def load(self) -> Any:
        """Return the WSGI app."""
        return self._bot.web()


def serve_sockets(bot: Bot, stopping: threading.Event) -> None:
    """Receive over Socket Mode until told to stop.

    Raises:
        Misconfigured: Slack refuses the app-level token.
    """
    line = SocketLine(bot.door, bot.settings)
    bot.workers.start()
    try:
        line.open()
        stopping.wait()
    finally:
        line.close()
        bot.close()


def main() -> int:
    """Run the bot with the settings of the environment."""
    start_log()
    settings = BotSettings.from_environment()
    try:
        bot = build_bot(settings)
        bot.store.check()
        _serve(bot)
    except Misconfigured as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def start_log() -> None:
    """Write the log to standard error, without the addresses that are asked: they hold what people wrote."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    logging.getLogger("httpx").setLevel(logging.WARNING)


def _serve(bot: Bot) -> None:
    if not bot.settings.slack_app_token:
        Server(bot).run()
        return
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    serve_sockets(bot, stopping)


if __name__ == "__main__":
    sys.exit(main())
