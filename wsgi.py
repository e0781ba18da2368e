"""The WSGI app that gunicorn and the ``flask`` command run: settings from the environment.

When Slack is configured and calls this process, the bot is mounted at ``/slack/`` and asks the hub directly.
"""

import sys

from bot.app import build_bot
from bot.settings import BotSettings
from bot.settings import Misconfigured as BotMisconfigured
from nic_hub.app import create_app
from nic_hub.errors import Misconfigured
from nic_hub.settings import settings_or_exit

#: With this code a worker of gunicorn says that no other worker would do better.
WORKER_BOOT_ERROR = 3

try:
    app = create_app(settings_or_exit())
    slack = BotSettings.from_environment()
    if slack.slack_signing_secret and not slack.slack_app_token:
        app.extensions["bot"] = build_bot(slack, hub=app.wsgi_app)
        app.wsgi_app = app.extensions["bot"].web(rest=app.wsgi_app)  # type: ignore[method-assign]
except (Misconfigured, BotMisconfigured) as error:
    sys.stderr.write(f"{getattr(error, 'detail', error)}\n")
    sys.exit(WORKER_BOOT_ERROR)
