"""How the bot calls Slack's methods: one way to make a client."""

from __future__ import annotations

import logging
import ssl
from functools import cache

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
    return WebClient(
        token,
        base_url=base_url,
        timeout=seconds,
        ssl=_trusted(),
        # The SDK's own repetition of a call that broke off would post a message twice.
        retry_handlers=[],
        logger=SDK_LOG,
    )


@cache
def _trusted() -> ssl.SSLContext:
    """Read whom this machine trusts, once: for each call anew it takes longer than the call's other work."""
    return ssl.create_default_context()
