"""Installing the app: the page where somebody allows it, and the exchange of the code for a token."""

import base64
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.fake_slack.calls import method
from tests.fake_slack.refusals import Refusal, refuse_unless

#: https://docs.slack.dev/reference/methods/oauth.v2.access: a code is good for ten minutes.
CODE_SECONDS = 600
#: https://docs.slack.dev/authentication/using-token-rotation: twelve hours.
ROTATING_SECONDS = 12 * 3600


@dataclass
class Code:
    """What the app gets back from the page, to exchange once."""

    workspace: object
    user: object
    scopes: set
    redirect_uri: str | None
    made_at: float
    org_wide: bool = False
    is_used: bool = False


def authorize(slack, query, headers):
    """Answer the page of `/oauth/v2/authorize` for whoever is signed in: (status, headers, text).

    The test's browser says who is signed in, and what they press, with headers of its own.
    """
    try:
        _check_request(slack, query)
    except Refusal as refusal:
        return 400, {}, refusal.error
    workspace, user = slack.signed_in(headers.get("Fake-Signed-In", ""))
    if headers.get("Fake-Presses", "Allow") != "Allow":
        # https://docs.slack.dev/authentication/installing-with-oauth: the person pressed Cancel.
        return _back(slack, query, {"error": "access_denied"})
    code = slack.clock.new_id("code-")
    slack.codes[code] = Code(
        workspace=workspace,
        user=user,
        scopes=set(query["scope"].split(",")),
        redirect_uri=query.get("redirect_uri"),
        made_at=slack.clock.now(),
        org_wide="Fake-Org-Wide" in headers,
    )
    return _back(slack, query, {"code": code})


def _check_request(slack, query):
    # docs.slack.dev/authentication/installing-with-oauth: a known app, an address of its own, real scopes.
    refuse_unless(query.get("client_id") == slack.client_id, "invalid_client_id")
    redirect = query.get("redirect_uri")
    refuse_unless(not redirect or redirect.startswith(tuple(slack.redirect_uris)), "bad_redirect_uri")
    scopes = [one for one in query.get("scope", "").split(",") if one]
    refuse_unless(scopes and set(scopes) <= KNOWN_SCOPES, "invalid_scope")


def _back(slack, query, answer):
    state = {"state": query["state"]} if "state" in query else {}
    address = query.get("redirect_uri") or f"{slack.app_address}/slack/oauth_redirect"
    return 302, {"Location": f"{address}?{urlencode(answer | state)}"}, ""


@method("oauth.v2.access", token="none")
def access(caller, code=None, client_id=None, client_secret=None, redirect_uri=None, **rest):
    """https://docs.slack.dev/reference/methods/oauth.v2.access."""
    _check_client(caller, client_id, client_secret)
    if rest.get("grant_type") == "refresh_token":
        return _refreshed(caller.slack, rest.get("refresh_token"))
    found = caller.slack.codes.get(code)
    now = caller.slack.clock.now()
    # docs.slack.dev/reference/methods/oauth.v2.access: invalid_code, code_already_used, bad_redirect_uri.
    refuse_unless(found and now <= found.made_at + CODE_SECONDS, "invalid_code")
    refuse_unless(not found.is_used, "code_already_used")
    refuse_unless((redirect_uri or None) == found.redirect_uri, "bad_redirect_uri")
    found.is_used = True
    return _granted(caller.slack, found)


def _check_client(caller, client_id, client_secret):
    scheme, _, pair = (caller.authorization or "").partition(" ")
    if scheme == "Basic":
        client_id, _, client_secret = base64.b64decode(pair).decode().partition(":")
    # https://docs.slack.dev/reference/methods/oauth.v2.access: invalid_client_id, bad_client_secret.
    refuse_unless(client_id == caller.slack.client_id, "invalid_client_id")
    refuse_unless(client_secret == caller.slack.client_secret, "bad_client_secret")


def _granted(slack, found):
    installation = found.workspace.install(scopes=found.scopes, org_wide=found.org_wide)
    if slack.rotates_tokens:
        _start_rotating(slack, installation)
    workspace = found.workspace
    org = {"id": workspace.enterprise, "name": workspace.enterprise} if workspace.enterprise else None
    return {
        **_token(installation, slack),
        "app_id": "A1",
        "team": None if found.org_wide else {"id": workspace.id, "name": workspace.name},
        "enterprise": org,
        "is_enterprise_install": found.org_wide,
        "authed_user": {"id": found.user.id},
    }


def _token(installation, slack):
    rotating = {"refresh_token": installation.refresh_token, "expires_in": ROTATING_SECONDS}
    return {
        "access_token": installation.token,
        "token_type": "bot",
        "scope": ",".join(sorted(installation.scopes)),
        "bot_user_id": installation.bot.id,
        **(rotating if installation.refresh_token else {}),
    }


def _start_rotating(slack, installation):
    installation.expires_at = slack.clock.now() + ROTATING_SECONDS
    installation.refresh_token = slack.clock.new_id("xoxe-1-")


def _refreshed(slack, refresh_token):
    found = next((one for one in slack.installations.values() if one.refresh_token == refresh_token), None)
    # https://docs.slack.dev/authentication/using-token-rotation: a refresh token works once.
    refuse_unless(found and refresh_token and found.live, "invalid_refresh_token")
    renewed = found.workspace.install(scopes=found.scopes, org_wide=found.org_wide)
    found.refresh_token = None
    _start_rotating(slack, renewed)
    workspace = renewed.workspace
    return {**_token(renewed, slack), "app_id": "A1", "team": {"id": workspace.id, "name": workspace.name}}


#: https://docs.slack.dev/reference/scopes: those of bot tokens that an app like this one could ask for.
KNOWN_SCOPES = {
    "app_mentions:read", "assistant:write", "channels:history", "channels:join", "channels:manage",
    "channels:read",
    "chat:write", "chat:write.customize", "chat:write.public", "commands", "files:read", "files:write",
    "groups:history", "groups:read", "groups:write", "im:history", "im:read", "im:write", "incoming-webhook",
    "links:read", "links:write", "metadata.message:read", "mpim:history", "mpim:read", "mpim:write",
    "pins:read",
    "pins:write", "reactions:read", "reactions:write", "team:read", "users.profile:read", "users:read",
    "users:read.email", "users:write",
}  # fmt: skip
