"""What can go wrong while the bot works, and what follows from it.

BotError
├── Refused        the bot may not or cannot do this; carries what to tell the person
│   └── NotLinked  the person must be linked to a member first
├── WindowGone     the person has closed the window; what is told is told elsewhere
├── Later          something is away or busy; the delivery is worked on again after ``seconds``
│   └── SlackAway  Slack itself, so that nothing can be told meanwhile
└── Gone           Slack no longer lets the bot speak: nothing can be told to anyone
    └── PlaceGone  not in this conversation; the person can be told elsewhere
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime

#: How long to wait where it is not said.
SOME_SECONDS = 5.0
#: Nobody's clock is so wrong, and nobody so busy.
LONGEST_SECONDS = 3_600.0


class BotError(Exception):
    """Base of every error the bot raises on purpose."""


class Refused(BotError):
    """The person gets a reason instead of an answer.

    Args:
        reason: what to tell the person, in plain words.
        fields: what is wrong with single fields, by their names in the hub.
        private: those of the fields that seem to hold personal data; a person may know better.
    """

    def __init__(
        self, reason: str, fields: Mapping[str, str] | None = None, *, private: Collection[str] = ()
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fields = dict(fields or {})
        self.private = tuple(private)


class NotLinked(Refused):
    """Only a linked person may do this."""


class WindowGone(BotError):
    """The window that was to be filled is closed."""


class Later(BotError):
    """Try again after some seconds.

    Args:
        seconds: how long to wait.
        reason: what to tell the person meanwhile.
    """

    def __init__(self, seconds: float, reason: str) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.reason = reason


def read_wait(told: str | None) -> float:
    """Return how many seconds the header ``Retry-After`` asks to wait; some, where it does not say it."""
    return min(max(0.0, _seconds_of(told or "")), LONGEST_SECONDS)


def _seconds_of(told: str) -> float:
    """Read both forms that the header has: seconds, or a moment."""
    with suppress(ValueError):
        return float(told)
    with suppress(ValueError):
        return parsedate_to_datetime(told).timestamp() - time.time()
    return SOME_SECONDS


class SlackAway(Later):
    """Slack is busy or away: neither an answer nor an apology can be posted.

    Args:
        seconds: how long to wait.
        did_nothing: whether it is certain that Slack did not do what it was asked.
    """

    def __init__(self, seconds: float, *, did_nothing: bool = False) -> None:
        super().__init__(seconds, "Slack is busy.")
        self.did_nothing = did_nothing


class Gone(BotError):
    """The token was revoked, or the conversation is gone."""


class PlaceGone(Gone):
    """The bot may not write in one conversation: archived, restricted, or the bot was removed from it."""
