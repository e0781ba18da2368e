"""Modal windows and the Home tab."""

from tests.fake_slack.calls import method
from tests.fake_slack.refusals import refuse_unless
from tests.fake_slack.validation import check_view

#: https://docs.slack.dev/surfaces/modals: one window and two on top of it.
MOST_STACKED = 3
#: https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses
TRIGGER_SECONDS = 3


@method("views.open")
def views_open(caller, trigger_id=None, view=None, **_):
    """https://docs.slack.dev/reference/methods/views.open."""
    trigger = _exchange(caller, trigger_id)
    _check_modal(caller, view)
    opened = caller.slack.open_view(trigger.user, caller.installation, view)
    return {"view": opened.as_json()}


@method("views.push")
def views_push(caller, trigger_id=None, view=None, **_):
    """https://docs.slack.dev/reference/methods/views.push."""
    trigger = _exchange(caller, trigger_id)
    # https://docs.slack.dev/reference/methods/views.push: a trigger from inside a window that is still open.
    refuse_unless(trigger.view and trigger.view.is_open, "not_found")
    stacked = [one for one in caller.slack.views(trigger.user) if one.root is trigger.view.root]
    refuse_unless(len(stacked) < MOST_STACKED, "push_limit_reached")
    _check_modal(caller, view)
    opened = caller.slack.open_view(trigger.user, caller.installation, view, on=stacked[-1])
    return {"view": opened.as_json()}


@method("views.update")
def views_update(caller, view=None, view_id=None, external_id=None, hash=None, **_):  # noqa: A002 - Slack's name.
    """https://docs.slack.dev/reference/methods/views.update."""
    found = _find(caller, view_id, external_id)
    # https://docs.slack.dev/reference/methods/views.update: not_found, hash_conflict.
    refuse_unless(found, "not_found")
    refuse_unless(hash in {None, found.hash}, "hash_conflict")
    _check_modal(caller, view, instead_of=found)
    caller.slack.update_view(found, view)
    return {"view": found.as_json()}


@method("views.publish")
def views_publish(caller, user_id=None, view=None, hash=None, **_):  # noqa: A002 - Slack's name.
    """https://docs.slack.dev/reference/methods/views.publish."""
    person = caller.user(user_id)
    current = caller.slack.homes.get((caller.workspace.id, person.id))
    # https://docs.slack.dev/reference/methods/views.publish: hash_conflict.
    refuse_unless(hash is None or (current and hash == current.hash), "hash_conflict")
    refuse_unless(
        isinstance(view, dict) and view.get("type") == "home", "invalid_arguments", "a home view, please"
    )
    check_view(view)
    return {"view": caller.slack.publish_home(person, caller.installation, view).as_json()}


def _exchange(caller, trigger_id):
    trigger = caller.slack.triggers.get(trigger_id)
    # https://docs.slack.dev/reference/methods/views.open: invalid_, expired_ and exchanged_trigger_id.
    refuse_unless(trigger and trigger.installation is caller.installation, "invalid_trigger_id")
    refuse_unless(caller.slack.clock.now() <= trigger.made_at + TRIGGER_SECONDS, "expired_trigger_id")
    refuse_unless(not trigger.is_used, "exchanged_trigger_id")
    trigger.is_used = True
    return trigger


def _check_modal(caller, view, instead_of=None):
    refuse_unless(
        isinstance(view, dict) and view.get("type") == "modal", "invalid_arguments", "a modal, please"
    )
    check_view(view)
    taken = _find(caller, None, view.get("external_id"))
    # https://docs.slack.dev/reference/methods/views.open: external_id is unique among the app's windows.
    refuse_unless(taken in {None, instead_of}, "duplicate_external_id")


def _find(caller, view_id, external_id):
    windows = [one for one in caller.slack.windows if one.is_open and one.installation is caller.installation]
    if view_id:
        return next((one for one in windows if one.id == view_id), None)
    return next((one for one in windows if external_id and one.external_id == external_id), None)
