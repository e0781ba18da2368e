"""Blocks as people use them: find a button, fill a field, choose an option."""

import copy

from tests.fake_slack.validation.limits import holders, nodes, options_of

#: What each element keeps in the state, and under which name its first value comes.
FIELDS = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
}
PRESSED = {"button", "icon_button", "feedback_buttons", "overflow", "workflow_button"}


def name_elements(blocks, new_id):
    """Return the blocks with an id for everything that has none, as Slack gives them."""
    named = copy.deepcopy(blocks)
    for node in nodes(named):
        if node.get("type") in FIELDS or node.get("type") in PRESSED:
            node.setdefault("action_id", new_id("action"))
    for block in named:
        block.setdefault("block_id", new_id("block"))
        for inner in holders(block)[1:]:
            inner.setdefault("block_id", new_id("block"))
    return named


def elements(blocks):
    """Return every element with an id, each with the id of its block."""
    return [
        (holder["block_id"], node)
        for block in blocks
        for holder in holders(block)
        for node in nodes(holder)
        if "action_id" in node
    ]


def find(blocks, action_id, value=None):
    """Return (block_id, element) of what somebody sees under this id; the value chooses among several."""
    seen = [
        (block_id, element) for block_id, element in elements(blocks) if element["action_id"] == action_id
    ]
    names = sorted({element["action_id"] for _, element in elements(blocks)})
    assert seen, f"nobody sees {action_id!r} here, only {names}"
    exact = [pair for pair in seen if value is not None and pair[1].get("value") == value]
    return (exact or seen)[0]


def action(block_id, element, value, now, offered=()):
    """Return the `actions` entry of pressing or choosing."""
    kind = element["type"]
    said = {"type": kind, "action_id": element["action_id"], "block_id": block_id, "action_ts": str(now)}
    if kind == "feedback_buttons":
        return said | _feedback(element, value)
    if kind in {"button", "icon_button", "workflow_button"}:
        shown = {name: element[name] for name in ("text", "value") if name in element}
        return said | shown
    if kind == "overflow":
        return said | {"selected_option": _option(element, value, offered)}
    return said | {FIELDS[kind][0]: chosen(element, value, offered)}


def _feedback(element, value):
    pressed = (
        "negative_button"
        if value in {"negative", element["negative_button"].get("value")}
        else "positive_button"
    )
    return {name: element[pressed][name] for name in ("text", "value") if name in element[pressed]}


def chosen(element, value, offered=()):
    """Return a value as the state holds it: the option, or the list of options, that has it."""
    field = FIELDS[element["type"]][0]
    if value is None:
        return None
    if field == "selected_option":
        return _option(element, value, offered)
    if field == "selected_options":
        return [_option(element, one, offered) for one in value]
    return value


def _option(element, value, offered):
    options = [*options_of(element), *offered]
    found = next((one for one in options if value in {one["value"], one["text"]["text"]}), None)
    assert found, f"{element['action_id']} offers no {value!r}, only {[one['value'] for one in options]}"
    return found


def state(blocks, values=None, offered=None):
    """Return the state of what can be filled in, with these values."""
    values, offered = dict(values or {}), offered or {}
    filled = {}
    for block_id, element in elements(blocks):
        if element["type"] not in FIELDS:
            continue
        key = element["action_id"] if element["action_id"] in values else block_id
        content = _content(element, values.pop(key, ...), offered.get(element["action_id"], ()))
        filled.setdefault(block_id, {})[element["action_id"]] = content
    assert not values, f"nobody can fill in {sorted(values)} here"
    return filled


def _content(element, value, offered):
    field, initial = FIELDS[element["type"]]
    first = element.get(initial, [] if field.startswith("selected_") and field.endswith("s") else None)
    return {"type": element["type"], field: first if value is ... else chosen(element, value, offered)}


def unsendable(blocks, filled):
    """Return what Slack's own window says against sending this: {block_id: words}."""
    found = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        content = filled[block["block_id"]][element["action_id"]][FIELDS[element["type"]][0]]
        if words := _objection(block, element, content):
            found[block["block_id"]] = words
    return found


def _objection(block, element, content):
    # https://docs.slack.dev/reference/block-kit/blocks/input-block: optional, and the limits of the element.
    if content in (None, "", []):
        return None if block.get("optional") else "Please complete this required field."
    if element["type"] == "plain_text_input":
        if len(content) > element.get("max_length", 3000):
            return "too long"
        if len(content) < element.get("min_length", 0):
            return "too short"
    return None
