"""What Slack sends to an app: pure functions from who did what to the JSON of it.

https://docs.slack.dev/apis/events-api and https://docs.slack.dev/reference/interaction-payloads
"""

VERIFICATION = "old-verification-token"


def envelope(installation, event, *, event_id, now, is_ext_shared=False, team=None):
    """Wrap an event as the Events API does: https://docs.slack.dev/apis/events-api#receiving-events."""
    workspace = installation.workspace
    return {
        "token": VERIFICATION,
        "team_id": team.id if team else None,
        "enterprise_id": workspace.enterprise,
        "context_team_id": None if installation.org_wide else workspace.id,
        "context_enterprise_id": workspace.enterprise,
        "api_app_id": "A1",
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(now),
        "authorizations": [
            {
                "enterprise_id": workspace.enterprise,
                "team_id": None if installation.org_wide else workspace.id,
                "user_id": installation.bot.id,
                "is_bot": True,
                "is_enterprise_install": installation.org_wide,
            }
        ],
        "is_ext_shared_channel": is_ext_shared,
        "event_context": f"4-{event_id}",
    }


def who_wrote(user, channel):
    """Name the writer of a message: by team, on Grid by organisation, sometimes not at all."""
    if user.hides_team:
        return {"user": user.id}
    shown = user.workspace.enterprise or user.workspace.id if channel.is_ext_shared else user.workspace.id
    shared = {"user_team": shown, "source_team": shown} if channel.is_ext_shared else {}
    return {"user": user.id, "team": shown, **shared}


def message_event(user, channel, message):
    """https://docs.slack.dev/reference/events/message.im."""
    return {
        "type": "message",
        "channel": channel.id,
        "channel_type": channel.kind,
        "text": message.text,
        "ts": message.ts,
        "event_ts": message.ts,
        "client_msg_id": f"client-{message.ts}",
        **_thread(message),
        **({"bot_id": user.bot_id} if user.is_bot else {}),
        **who_wrote(user, channel),
    }


def changed_event(channel, message, *, before, moment):
    """https://docs.slack.dev/reference/events/message/message_changed."""
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "channel": channel.id,
        "channel_type": channel.kind,
        "message": message.as_json(),
        "previous_message": message.as_json() | {"text": before},
        "ts": moment,
        "event_ts": moment,
    }


def deleted_event(channel, message, *, moment):
    """https://docs.slack.dev/reference/events/message/message_deleted."""
    return {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "channel": channel.id,
        "channel_type": channel.kind,
        "deleted_ts": message.ts,
        "previous_message": message.as_json(),
        "ts": moment,
        "event_ts": moment,
    }


def mention_event(user, channel, message):
    """https://docs.slack.dev/reference/events/app_mention."""
    return {
        "type": "app_mention",
        "channel": channel.id,
        "text": message.text,
        "ts": message.ts,
        "event_ts": message.ts,
        "client_msg_id": f"client-{message.ts}",
        **_thread(message),
        **who_wrote(user, channel),
    }


def _thread(message):
    return {"thread_ts": message.thread_ts} if message.thread_ts else {}


def who_acts(user, installation):
    """Name who pressed or wrote, where the app is installed, and for which organisation."""
    workspace = installation.workspace
    org = {"id": workspace.enterprise, "name": workspace.enterprise} if workspace.enterprise else None
    grid = {"enterprise_id": workspace.enterprise, "enterprise_name": workspace.enterprise} if org else {}
    team = {"id": workspace.id, "domain": workspace.domain, **grid}
    return {
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.workspace.id},
        "team": None if installation.org_wide else team,
        "enterprise": org,
        "is_enterprise_install": installation.org_wide,
        "api_app_id": "A1",
        "token": VERIFICATION,
    }


def command(user, channel, installation, *, name, text, trigger_id, response_url):
    """https://docs.slack.dev/interactivity/implementing-slash-commands."""
    workspace = user.workspace
    grid = (
        {"enterprise_id": workspace.enterprise, "enterprise_name": workspace.enterprise}
        if workspace.enterprise
        else {}
    )
    shown = {"im": "directmessage", "group": "privategroup", "channel": channel.name}[channel.kind]
    return {
        "token": VERIFICATION,
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        **grid,
        "channel_id": channel.id,
        "channel_name": shown,
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": "A1",
        "is_enterprise_install": "true" if installation.org_wide else "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def message_action(who, channel, message, actions, *, state, trigger_id, response_url):
    """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload, from a message."""
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.is_ephemeral,
        **_thread(message),
    }
    # An ephemeral message is not repeated in the payload.
    shown = {} if message.is_ephemeral else {"message": message.as_json()}
    return {
        "type": "block_actions",
        **who,
        "container": container,
        "channel": {"id": channel.id, "name": "directmessage" if channel.is_im else channel.name},
        **shown,
        "state": {"values": state},
        "actions": actions,
        "trigger_id": trigger_id,
        "response_url": response_url,
    }


def view_action(who, view, actions, *, state, trigger_id):
    """https://docs.slack.dev/reference/interaction-payloads/block_actions-payload, from a modal or Home."""
    return {
        "type": "block_actions",
        **who,
        "container": {"type": "view", "view_id": view.id},
        "view": view.as_json() | {"state": {"values": state}},
        "actions": actions,
        "trigger_id": trigger_id,
    }


def submission(who, view, *, state, trigger_id):
    """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission."""
    return {
        "type": "view_submission",
        **who,
        "trigger_id": trigger_id,
        "view": view.as_json() | {"state": {"values": state}},
        "response_urls": [],
    }


def closing(who, view, *, is_cleared):
    """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_closed."""
    return {"type": "view_closed", **who, "view": view.as_json(), "is_cleared": is_cleared}


def shortcut(who, callback_id, *, trigger_id, action_ts):
    """docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload."""
    return {
        "type": "shortcut",
        **who,
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "action_ts": action_ts,
    }


def message_shortcut(who, callback_id, message, *, trigger_id, response_url, action_ts):
    """https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload: on a message."""
    return shortcut(who, callback_id, trigger_id=trigger_id, action_ts=action_ts) | {
        "type": "message_action",
        "response_url": response_url,
        "message_ts": message.ts,
        "channel": {"id": message.channel.id, "name": message.channel.name},
        "message": message.as_json(),
    }


def suggestion(who, element, words, **place):
    """https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload."""
    return {
        "type": "block_suggestion",
        **who,
        "action_id": element["action_id"],
        "block_id": element["block_id"],
        "value": words,
        **place,
    }
