"""The WSGI app that gunicorn and the ``flask`` command run: settings from the environment."""

from nic_hub.app import create_app
from nic_hub.settings import Settings

app = create_app(Settings.from_environment())
