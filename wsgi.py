"""The WSGI app that gunicorn and the ``flask`` command run: settings from the environment."""

import sys

from nic_hub.app import create_app
from nic_hub.errors import Misconfigured
from nic_hub.settings import settings_or_exit

#: With this code a worker of gunicorn says that no other worker would do better.
WORKER_BOOT_ERROR = 3

try:
    app = create_app(settings_or_exit())
except Misconfigured as error:
    sys.stderr.write(f"{error.detail}\n")
    sys.exit(WORKER_BOOT_ERROR)
