"""Faults on demand, and the limits of how often the app may call."""

from dataclasses import dataclass, field

from tests.fake_slack.refusals import PAGES, Refusal


@dataclass
class Fault:
    """What goes wrong with the next calls of a method."""

    method: str
    times: int
    error: str | None = None
    status: int | None = None
    retry_after: int | None = None
    #: Seconds the reply takes.
    delay: float = 0.0
    #: Do what was asked, and then cut the line: the caller cannot know.
    drop_reply: bool = False
    #: Leave this many calls alone first.
    after: int = 0


@dataclass
class Faults:
    """The faults a test has asked for."""

    waiting: list = field(default_factory=list)
    current: Fault | None = None

    def add(self, method, **details):
        """Make the next calls of a method (or of `*`) go wrong."""
        fault = Fault(method, **details)
        assert fault.error is None or fault.error in PAGES or fault.status, (
            f"Slack has no error {fault.error}"
        )
        self.waiting.append(fault)
        return fault

    def before(self, method):
        """Raise what the test wants to go wrong with this call, if anything."""
        self.current = self._take(method)
        if self.current and (self.current.error or self.current.status):
            raise self._refusal(self.current)

    def _take(self, method):
        for fault in self.waiting:
            if fault.method not in {method, "*"} or not fault.times:
                continue
            if fault.after:
                fault.after -= 1
                continue
            fault.times -= 1
            return fault
        return None

    @staticmethod
    def _refusal(fault):
        # https://docs.slack.dev/apis/web-api/rate-limits: 429 with Retry-After.
        limited = fault.error == "ratelimited"
        headers = {"Retry-After": str(fault.retry_after or 1)} if limited else {}
        refusal = Refusal("ratelimited" if fault.error is None else fault.error, headers=headers)
        refusal.status = fault.status or (429 if limited else 200)
        if fault.error is None:
            refusal.error = f"http_{fault.status}"
        return refusal


@dataclass
class Rates:
    """How often the app may post into one conversation: about once a second, when a test wants it held."""

    posts_per_second: float | None = None
    #: Calls a minute for each workspace; history is as scarce as for apps that are not Slack's own.
    per_minute: dict = field(default_factory=lambda: {"conversations.history": 1, "conversations.replies": 1})
    last: dict = field(default_factory=dict)
    spent: dict = field(default_factory=dict)

    def spend(self, method, caller, arguments):
        """Refuse a call that comes too soon after the last ones."""
        if method in self.per_minute:
            self._count(method, caller)
        if self.posts_per_second is None or method not in {"chat.postMessage", "chat.postEphemeral"}:
            return
        place, now = (caller.workspace.id, arguments.get("channel")), caller.slack.clock.now()
        wait = self.last.get(place, 0) + 1 / self.posts_per_second - now
        if wait > 0:
            # https://docs.slack.dev/apis/web-api/rate-limits: 1 message a second in a channel.
            raise Refusal("ratelimited", status=429, headers={"Retry-After": str(max(1, round(wait)))})
        self.last[place] = now

    def _count(self, method, caller):
        now, key = caller.slack.clock.now(), (method, caller.workspace.id)
        recent = [moment for moment in self.spent.get(key, []) if moment > now - 60]
        if len(recent) >= self.per_minute[method]:
            # https://docs.slack.dev/apis/web-api/rate-limits: so many calls of a method in a minute.
            wait = max(1, round(recent[0] + 60 - now))
            raise Refusal("ratelimited", status=429, headers={"Retry-After": str(wait)})
        self.spent[key] = [*recent, now]
