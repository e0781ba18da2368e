"""A bot in a process of its own, for tests that kill it: ``python -m tests.bot.process SETTINGS``."""

import json
import sys
import time

from bot.app import build_bot
from bot.settings import BotSettings
from nic_hub.app import create_app
from nic_hub.settings import Settings
from tests.fakes import WordEmbedder


def main() -> None:
    """Work on the inbox until the process is killed."""
    told = json.loads(sys.argv[1])
    hub = create_app(Settings.for_trying_out(database_url=told.pop("hub_database")), embedder=WordEmbedder())
    # Long enough that a busy machine does not let go of what it holds, short enough to wait for.
    build_bot(BotSettings(**told), hub=hub.wsgi_app, lease_seconds=2).workers.start()
    time.sleep(60)


if __name__ == "__main__":
    main()
