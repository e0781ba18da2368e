"""Who the token is, and the door of Socket Mode."""

from tests.fake_slack.calls import method
from tests.fake_slack.refusals import refuse_unless


@method("api.test", token="none")
def test(caller, **_):
    """https://docs.slack.dev/reference/methods/api.test."""
    return {}


@method("auth.test")
def auth_test(caller, **_):
    """https://docs.slack.dev/reference/methods/auth.test."""
    workspace, bot = caller.workspace, caller.bot
    org = {"enterprise_id": workspace.enterprise} if workspace.enterprise else {}
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "team_id": workspace.id,
        "user": bot.name,
        "user_id": bot.id,
        "bot_id": bot.bot_id,
        "is_enterprise_install": caller.installation.org_wide,
        **org,
    }


@method("auth.revoke")
def auth_revoke(caller, test=False, **_):
    """https://docs.slack.dev/reference/methods/auth.revoke."""
    if not test:
        caller.installation.dead = "token_revoked"
    return {"revoked": not test}


@method("team.info", "team:read")
def team_info(caller, **_):
    """https://docs.slack.dev/reference/methods/team.info."""
    workspace = caller.workspace
    return {"team": {"id": workspace.id, "name": workspace.name, "domain": workspace.domain}}


@method("apps.connections.open", token="app")
def connections_open(caller, **_):
    """https://docs.slack.dev/reference/methods/apps.connections.open."""
    # https://docs.slack.dev/apis/events-api/using-socket-mode: ten connections at most.
    refuse_unless(caller.slack.sockets.has_room(), "too_many_websockets")
    return {"url": caller.slack.sockets.new_url()}
