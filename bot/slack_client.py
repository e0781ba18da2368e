"""How the bot calls Slack's methods: one way to make a client."""

from __future__ import annotations

import logging
import ssl
from functools import cache
from urllib.request import HTTPSHandler, build_opener, install_opener

from slack_sdk import WebClient

TIMEOUT_SECONDS = 10
#: The SDK's own log would write whole messages and tokens where somebody turns on DEBUG.
SDK_LOG = logging.getLogger("bot.slack_sdk")
SDK_LOG.disabled = True


def make_client(base_url: str, token: str | None = None, *, seconds: int = TIMEOUT_SECONDS) -> WebClient:
    """Make a client.

    Args:
        base_url: of Slack's methods.
        token: of a workspace or of the app; None for what needs none.
        seconds: how long a call may take.
    """
    _read_certificates_once()
    return WebClient(
        token,
        base_url=base_url,
        timeout=seconds,
        # The SDK's own repetition of a call that broke off would post a message twice.
        retry_handlers=[],
        logger=SDK_LOG,
    )


@cache
def _read_certificates_once() -> None:
    """Let urllib, which the SDK calls with, keep whom this machine trusts.

    Python 3.11 reads it anew for each connection, which takes longer than the call's other work. A context
    given to the SDK would be kept as well, but with it each call makes rings of objects around its socket.
    """
    install_opener(build_opener(HTTPSHandler(context=ssl.create_default_context())))
