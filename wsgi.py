"""The WSGI app that gunicorn and the ``flask`` command run: settings from the environment."""

from nic_hub.app import create_app
from nic_hub.settings import settings_or_exit

app = create_app(settings_or_exit())
