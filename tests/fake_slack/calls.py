"""One call of the Web API: who calls, whether they may, which method answers, and the log of it all."""

from dataclasses import dataclass, field
from typing import Any

from tests.fake_slack.arguments import read_arguments, unpack
from tests.fake_slack.refusals import Refusal, refuse_unless

METHODS = {}


@dataclass(frozen=True)
class Method:
    """How a method of the Web API answers, and the scopes one of which it takes."""

    answer: Any
    scopes: tuple
    #: "bot", "app" (an xapp token) or "none" (no token needed).
    token: str


def method(name, *scopes, token="bot"):
    """Register a function as a method; any one of the scopes will do, and none means that none is needed."""

    def register(answer):
        METHODS[name] = Method(answer, scopes, token)
        return answer

    return register


@dataclass
class LoggedCall:
    """What the app called, and what it was told."""

    method: str
    token: str | None
    args: dict
    status: int = 200
    error: str | None = None
    answer: dict = field(default_factory=dict)
    #: Whether the caller got to see the answer.
    reply_dropped: bool = False

    @property
    def ok(self):
        """Whether the call did what it was asked."""
        return self.error is None


@dataclass
class Caller:
    """Who calls: the fake, the installation behind the token, and the headers of the request."""

    slack: Any
    installation: Any = None
    authorization: str | None = None

    @property
    def workspace(self):
        """The workspace the token belongs to."""
        return self.installation.workspace

    @property
    def bot(self):
        """The bot user the token belongs to."""
        return self.installation.bot

    def needs(self, *scopes):
        """Refuse a token that has none of the scopes."""
        # docs.slack.dev/reference/methods/chat.postMessage: missing_scope.
        if scopes and not self.installation.scopes & set(scopes):
            provided = ",".join(sorted(self.installation.scopes))
            raise Refusal("missing_scope", needed=scopes[0], provided=provided)

    def channel(self, channel_id):
        """Return the conversation, if the token's workspace can see it."""
        channel = self.slack.channels.get(channel_id)
        seen = channel and any(self.installation.covers(host) for host in channel.hosts)
        refuse_unless(seen, "channel_not_found")
        # docs.slack.dev/reference/methods/conversations.info: a private channel is unknown to outsiders.
        refuse_unless(not channel.is_private or channel.has(self.bot), "channel_not_found")
        return channel

    def user(self, user_id):
        """Return the person, if the token's workspace can see them: its own, or met in a shared channel."""
        user = self.slack.users.get(user_id)
        refuse_unless(user and (self.knows(user) or self.meets(user)), "user_not_found")
        return user

    def knows(self, user):
        """Return whether the person belongs to the token's workspace or organisation."""
        mine, theirs = self.workspace, user.workspace
        return theirs is mine or (mine.enterprise is not None and theirs.enterprise == mine.enterprise)

    def meets(self, user):
        """Return whether a shared channel brings the person before the token's workspace."""
        return any(
            self.workspace in channel.hosts and channel.has(user) for channel in self.slack.channels.values()
        )


def answer_call(slack, name, request):
    """Run one call and log it. The request has `body`, `content_type`, `query` and `authorization`."""
    call = LoggedCall(name, None, {})
    with slack.changed:
        slack.calls.append(call)
        try:
            call.answer = {"ok": True, **_run(slack, name, request, call)}
        except Refusal as refusal:
            call.status, call.error, call.answer = refusal.status, refusal.error, refusal.body()
            return call, refusal.headers
        finally:
            slack.changed.notify_all()
    return call, {}


def _run(slack, name, request, call):
    arguments = read_arguments(request.body, request.content_type, request.query)
    call.token = _token(request.authorization, arguments)
    call.args = {key: value for key, value in arguments.items() if key != "token"}
    slack.faults.before(name)
    # https://docs.slack.dev/apis/web-api#responses: a method Slack does not have.
    refuse_unless(name in METHODS, "unknown_method", req_method=name)
    found = METHODS[name]
    caller = _caller(slack, found, call.token, request.authorization)
    call.args = unpack(call.args)
    slack.rates.spend(name, caller, call.args)
    return found.answer(caller, **call.args)


def _token(authorization, arguments):
    scheme, _, token = (authorization or "").partition(" ")
    return token if scheme == "Bearer" else arguments.get("token")


def _caller(slack, found, token, authorization):
    caller = Caller(slack, authorization=authorization)
    if found.token == "none":
        return caller
    # https://docs.slack.dev/reference/methods/auth.test: no token, or none that Slack ever gave.
    refuse_unless(token, "not_authed")
    if found.token == "app":
        _check_app_token(slack, token)
        return caller
    caller.installation = _installation(slack, token)
    caller.needs(*found.scopes)
    return caller


def _check_app_token(slack, token):
    # docs.slack.dev/reference/methods/apps.connections.open: an app-level token, with connections:write.
    refuse_unless(token.startswith("xapp-"), "not_allowed_token_type")
    refuse_unless(token == slack.app_token, "invalid_auth")


def _installation(slack, token):
    refuse_unless(not token.startswith("xapp-"), "not_allowed_token_type")
    found = slack.installations.get(token)
    refuse_unless(found, "invalid_auth")
    # https://docs.slack.dev/reference/methods/auth.test: account_inactive, token_revoked.
    refuse_unless(found.dead is None, found.dead or "token_revoked")
    # https://docs.slack.dev/authentication/using-token-rotation: a token that rotates lives twelve hours.
    in_time = found.expires_at is None or slack.clock.now() < found.expires_at
    refuse_unless(in_time, "token_expired")
    return found
