"""The fake's own time, which a test can move, and the ids that grow with it."""

import itertools
import time


class Clock:
    """Runs like the real one, and can be put forward: nothing waits half an hour for a URL to expire."""

    def __init__(self):
        self._ahead = 0.0
        self._numbers = itertools.count(1)

    def now(self):
        """Return the seconds since 1970, as this Slack sees them."""
        return time.time() + self._ahead

    def forward(self, seconds):
        """Let this much time go by at once."""
        self._ahead += seconds

    def timestamp(self):
        """Return a message's `ts`: its moment and its id in one, and never the same twice."""
        return f"{int(self.now())}.{next(self._numbers) % 1_000_000:06d}"

    def new_id(self, prefix):
        """Return an id that begins as Slack's ids of this kind do."""
        return f"{prefix}{next(self._numbers):09d}"
