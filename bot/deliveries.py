"""Read what Slack sends: which kind it is, what it is called, and by what a repetition is known."""

from __future__ import annotations

from typing import Any

from bot.inbox import Delivery
from bot.routes import Routes
from bot.vault import fingerprint

KINDS = {
    "event_callback": "event",
    "block_actions": "action",
    "shortcut": "shortcut",
    "message_action": "shortcut",
    "view_submission": "submission",
    "view_closed": "closed",
}
#: Sorts of messages that people write: plain, with files, a reply that the whole conversation sees, /me.
WRITTEN = {None, "file_share", "thread_broadcast", "me_message"}


def read_delivery(body: dict[str, Any], routes: Routes) -> Delivery | None:
    """Make the delivery for the inbox; None for what nobody answers."""
    kind = KINDS.get(str(body.get("type")), "command" if "command" in body else "")
    if not kind or (kind == "event" and _is_noise(body["event"])):
        return None
    name = _name(kind, body)
    route = routes.find(kind, name)
    if route is None:
        return None
    key, gesture = _key(kind, body), _gesture(kind, body)
    return Delivery(key=key, kind=kind, name=name, lane=route.lane, body=body, gesture=gesture)


def _is_noise(event: dict[str, Any]) -> bool:
    """Say whether nobody addressed the bot: an edit, a joined channel, another bot's message."""
    is_message = event.get("type") in {"message", "app_mention"}
    return is_message and bool(event.get("bot_id") or event.get("subtype") not in WRITTEN)


def _name(kind: str, body: dict[str, Any]) -> str:
    match kind:
        case "event":
            return str(body["event"].get("type"))
        case "command":
            return str(body["command"])
        case "action":
            return str(body["actions"][0]["action_id"]).partition(".")[0]
        case "shortcut":
            return str(body["callback_id"])
    return str(body["view"]["callback_id"])


def _key(kind: str, body: dict[str, Any]) -> str:
    match kind:
        case "event":
            return f"event:{body['event_id']}"
        case "command" | "shortcut":
            return f"{kind}:{body['trigger_id']}"
        case "action":
            return f"action:{_clicked(body)}:{body['actions'][0].get('action_ts', '')}"
    return f"{kind}:{body['view']['id']}:{body['view'].get('hash', '')}"


def _gesture(kind: str, body: dict[str, Any]) -> str | None:
    # Whoever types, deletes and types the same again means the last of it.
    return _clicked(body) if kind == "action" and _name(kind, body) != "draft" else None


def _clicked(body: dict[str, Any]) -> str:
    """Say in one word who pressed which button where."""
    action, user, place = body["actions"][0], body.get("user", {}), body.get("container", {})
    chosen = action.get("value") or (action.get("selected_option") or {}).get("value", "")
    where = place.get("message_ts") or place.get("view_id") or ""
    return fingerprint(
        str(user.get("team_id")), str(user.get("id")), where, str(action["action_id"]), str(chosen)
    )
