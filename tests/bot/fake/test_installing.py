"""Installing an app in the fake Slack with a browser, as Bolt's OAuth flow does it, in two workspaces."""

import pytest
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore

from tests.bot.fake.apps import refusal, takes_everything

SCOPES = ["app_mentions:read", "chat:write", "im:history"]


@pytest.fixture
def client(slack):
    """A caller without a token, as one exchanges a code."""
    return WebClient(base_url=slack.api_url)


@pytest.fixture
def bolt(slack, client, tmp_path):
    """A Bolt app that can be installed in any workspace."""
    settings = OAuthSettings(
        client_id=slack.client_id,
        client_secret=slack.client_secret,
        scopes=SCOPES,
        installation_store=FileInstallationStore(base_dir=str(tmp_path / "installations")),
        state_store=FileOAuthStateStore(expiration_seconds=600, base_dir=str(tmp_path / "states")),
        authorization_url=slack.authorize_url,
    )
    settings.token_rotation_expiration_minutes = 1
    made = App(client=client, signing_secret=slack.signing_secret, oauth_settings=settings)
    slack.connect(SlackRequestHandler(made))
    return made


@pytest.fixture
def admins(slack):
    """An administrator in each of two workspaces."""
    return [slack.workspace(f"T{n}").user(f"U{n}") for n in (1, 2)]


def test_two_workspaces_install_the_app_and_each_is_answered_with_its_own_token(slack, bolt, admins):
    bolt.event("message")(lambda say, context: say(f"in {context.team_id}"))
    for admin in admins:
        assert f"slack://app?team={admin.workspace.id}" in admin.workspace.installs_app(by=admin).text
    for admin in admins:
        admin.says("hello")
    shown = [slack.wait_until(lambda admin=admin: slack.answers(admin.dm))[0].text for admin in admins]
    tokens = {call.token for call in slack.calls_of("chat.postMessage")}
    assert (shown, len(tokens)) == (["in T1", "in T2"], 2)


def test_somebody_who_presses_cancel_installs_nothing(bolt, admins):
    page = admins[0].workspace.installs_app(by=admins[0], presses="Cancel")
    assert "access_denied" in page.text
    assert admins[0].workspace.installation is None


def test_an_uninstalled_workspace_is_no_longer_told(bolt, admins):
    admins[0].workspace.installs_app(by=admins[0])
    admins[0].workspace.uninstall()
    assert admins[0].says("hello").unsent == "the app is not installed there"


def test_an_organisation_installs_the_app_for_all_its_workspaces(slack, bolt):
    schools, office = (slack.workspace(f"T{n}", enterprise="E1") for n in (1, 2))
    office.installs_app(by=office.user("U1"), org_wide=True)
    delivery = schools.user("U2").says("hello")
    [authorization] = delivery.payload["authorizations"]
    assert (authorization["team_id"], authorization["enterprise_id"]) == (None, "E1")
    assert authorization["is_enterprise_install"]


def authorize(slack, **query):
    """Ask for the page of Slack on which somebody allows the app."""
    import httpx

    whole = {"client_id": slack.client_id, "scope": "chat:write"} | query
    headers = {"Fake-Signed-In": "T1 U1"}
    return httpx.get(slack.authorize_url, params=whole, headers=headers, trust_env=False)


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({"client_id": "9"}, "invalid_client_id"),
        ({"redirect_uri": "ftp://elsewhere"}, "bad_redirect_uri"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
    ],
)
def test_the_page_refuses_an_app_slack_does_not_know(slack, admins, query, error):
    page = authorize(slack, **query)
    assert (page.status_code, page.text) == (400, error)


@pytest.fixture
def code(slack, admins):
    """What the app gets when somebody pressed Allow."""
    slack.connect(takes_everything)
    return authorize(slack, state="s").headers["Location"].split("code=")[1].split("&")[0]


def exchange(slack, client, code, **changed):
    known = {"client_id": slack.client_id, "client_secret": slack.client_secret, "code": code}
    return client.oauth_v2_access(**(known | changed))


def test_a_code_becomes_a_token_once(slack, client, code):
    assert exchange(slack, client, code)["access_token"].startswith("xoxb-T1-")
    assert refusal(exchange, slack, client, code) == "code_already_used"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code": "made-up"}, "invalid_code"),
        ({"client_id": "9"}, "invalid_client_id"),
        ({"client_secret": "guessed"}, "bad_client_secret"),
        ({"redirect_uri": "https://elsewhere"}, "bad_redirect_uri"),
    ],
)
def test_a_code_is_exchanged_only_by_its_app(slack, client, code, changed, error):
    assert refusal(exchange, slack, client, **({"code": code} | changed)) == error


def test_a_code_is_good_for_ten_minutes(slack, client, code):
    slack.clock.forward(601)
    assert refusal(exchange, slack, client, code) == "invalid_code"


def test_a_token_that_rotates_expires_and_is_renewed_once(slack, client, code):
    slack.rotates_tokens = True
    first = exchange(slack, client, code)
    slack.clock.forward(first["expires_in"] + 1)
    assert (
        refusal(WebClient(token=first["access_token"], base_url=slack.api_url).auth_test) == "token_expired"
    )
    renewal = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = exchange(slack, client, None, **renewal)
    WebClient(token=second["access_token"], base_url=slack.api_url).auth_test()
    assert refusal(exchange, slack, client, None, **renewal) == "invalid_refresh_token"
