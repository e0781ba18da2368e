"""What the app may know of people."""

from tests.fake_slack.calls import method
from tests.fake_slack.refusals import refuse_unless


@method("users.info", "users:read")
def users_info(caller, user=None, **_):
    """https://docs.slack.dev/reference/methods/users.info."""
    return {"user": describe(caller, caller.user(user))}


@method("users.lookupByEmail", "users:read.email")
def users_lookup_by_email(caller, email=None, **_):
    """https://docs.slack.dev/reference/methods/users.lookupByEmail."""
    found = [one for one in caller.slack.users.values() if one.email == email and caller.knows(one)]
    refuse_unless(found and email, "users_not_found")
    return {"user": describe(caller, found[0])}


def describe(caller, user):
    """Return a person as `users.info` shows them to this caller."""
    profile = {"real_name": user.name, "display_name": user.name}
    # https://docs.slack.dev/reference/scopes/users.read.email: the address only with this scope.
    if "users:read.email" in caller.installation.scopes and user.email and caller.knows(user):
        profile["email"] = user.email
    stranger = {"is_stranger": True} if user.is_stranger or not caller.knows(user) else {}
    org = (
        {"enterprise_user": {"enterprise_id": user.workspace.enterprise}} if user.workspace.enterprise else {}
    )
    return {
        "id": user.id,
        "team_id": user.workspace.id,
        "name": user.name,
        "real_name": user.name,
        "deleted": user.is_deleted,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "is_restricted": user.is_restricted or user.is_ultra_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "tz": user.tz,
        "profile": profile,
        **stranger,
        **org,
    }
