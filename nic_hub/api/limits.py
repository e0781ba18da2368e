"""How often somebody may ask: each member so many times a minute, each address so many failed sign-ins.

The counts live in the memory of one worker process, so a hub with two workers lets through up to twice as
much. Written by hand because the memory of Flask-Limiter (its library limits 5.8) keeps the address of every
caller for good, so that strangers fill it, and starts a thread for nearly each request to look through all.
"""

from __future__ import annotations

import math
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable

from nic_hub.errors import TooManyRequests

#: Wrong tokens from one address in a minute, before the hub says "slow down" instead of "who are you".
FAILED_SIGN_INS_PER_MINUTE = 20
WINDOW_SECONDS = 60.0
#: Callers remembered before those who have been quiet for a minute are forgotten.
SWEEP_ABOVE = 10_000


class MovingWindow:
    """Allows so many events a caller in any minute.

    Args:
        limit: events allowed in a minute.
        clock: seconds, rising.
    """

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._events: defaultdict[str, deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()

    def wait_seconds(self, who: str) -> int:
        """Count an event and return 0; after too many, count nothing and return how long to wait."""
        now = self._clock()
        with self._lock:
            events = self._recent(who, now)
            if len(events) >= self._limit:
                return max(1, math.ceil(events[0] + WINDOW_SECONDS - now))
            events.append(now)
            return 0

    def __len__(self) -> int:
        return len(self._events)

    def _recent(self, who: str, now: float) -> deque[float]:
        if len(self._events) > SWEEP_ABOVE:
            self._forget_quiet_callers(now)
        events = self._events[who]
        while events and events[0] <= now - WINDOW_SECONDS:
            events.popleft()
        return events

    def _forget_quiet_callers(self, now: float) -> None:
        for who in [who for who, events in self._events.items() if events[-1] <= now - WINDOW_SECONDS]:
            del self._events[who]


class Limits:
    """What the hub counts, and what it says to those who ask too often."""

    def __init__(self, requests_per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._requests = MovingWindow(requests_per_minute, clock)
        self._failures = MovingWindow(FAILED_SIGN_INS_PER_MINUTE, clock)

    def count_request(self, who: str) -> None:
        """Count one request of a member, or of an address that is not signed in.

        Raises:
            TooManyRequests: there were too many in the last minute.
        """
        _refuse(self._requests.wait_seconds(who), "You ask faster than the hub may answer.")

    def count_failed_sign_in(self, address: str) -> None:
        """Count one wrong token from an address. A right one never waits: a school may share the address.

        Raises:
            TooManyRequests: there were too many in the last minute.
        """
        _refuse(self._failures.wait_seconds(address), "Too many wrong tokens came from your address.")


def _refuse(wait_seconds: int, reason: str) -> None:
    if wait_seconds:
        raise TooManyRequests(f"{reason} Try again in {wait_seconds} seconds.", wait_seconds)
