"""What a test can read back of the fake Slack: what stands where, what was called, and waiting for either."""

import time


class Reading:
    """The reading half of the fake."""

    def messages(self, channel):
        """Return what stands in a conversation now, ephemeral messages included (they have a `to`)."""
        with self.changed:
            found = self._messages.get(getattr(channel, "id", channel), [])
            return [one for one in found if not one.is_deleted]

    def answers(self, channel, thread_ts=None):
        """Return what the app wrote in a conversation, or in one of its threads."""
        written = [one for one in self.messages(channel) if one.author.is_bot]
        return [one for one in written if thread_ts in {None, one.thread_ts}]

    def message_at(self, channel, ts):
        """Return the message with this timestamp, if it stands."""
        found = channel and self._by_ts.get((channel.id, ts))
        return found if found and not found.is_deleted else None

    def views(self, user):
        """Return the windows somebody has open, the top one last."""
        with self.changed:
            return [one for one in self.windows if one.is_open and one.user is user]

    def home(self, user):
        """Return the Home tab somebody sees, or None."""
        with self.changed:
            return next((one for (_, user_id), one in self.homes.items() if user_id == user.id), None)

    def calls_of(self, method):
        """Return the calls of one method, oldest first."""
        with self.changed:
            return [one for one in self.calls if one.method == method]

    def wait_until(self, condition, seconds=10.0):
        """Wait for something to become true, and return it; show the last calls when it does not."""
        end = time.monotonic() + seconds
        with self.changed:
            while not (found := condition()):
                left = end - time.monotonic()
                assert left > 0, f"it did not happen in {seconds} s; the last calls: {self._last_calls()}"
                # Conditions may look at things outside of this Slack, which tell nobody when they change.
                self.changed.wait(min(left, 0.01))
        return found

    def _last_calls(self):
        return [(one.method, one.error or "ok") for one in self.calls[-12:]]
