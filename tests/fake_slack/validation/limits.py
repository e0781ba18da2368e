"""The rules that neither types nor models hold, each from the page of the documentation it names."""

import re

#: https://docs.slack.dev/reference/block-kit/blocks: 50 blocks a message, 100 a modal or a Home tab.
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
#: The pages of these blocks name messages alone as their surface: docs.slack.dev/reference/block-kit/blocks
MESSAGES_ONLY = {
    "card", "carousel", "context_actions", "data_table", "markdown", "plan", "table", "task_card",
}  # fmt: skip
#: https://docs.slack.dev/reference/block-kit/blocks/alert-block
MODALS_ONLY = {"alert"}
#: https://docs.slack.dev/reference/block-kit/blocks/table-block
TABLE_CHARACTERS = 10_000
TABLE_COLUMNS = 20
#: https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element
OVERFLOW_OPTIONS = 5
TEXT_TYPES = {"plain_text", "mrkdwn", "raw_text"}


def problems(blocks, surface):
    """Return which limits the blocks of a surface break."""
    return [
        *_count(blocks, surface),
        *_surfaces(blocks, surface),
        *_twice(one.get("block_id") for block in blocks for one in holders(block)),
        *_tables(blocks),
        *(problem for block in blocks for problem in _of_block(block)),
    ]


def view_problems(view):
    """Return which limits a window breaks as a whole."""
    blocks = [block for block in view.get("blocks") or [] if isinstance(block, dict)]
    has_input = any(block.get("type") == "input" for block in blocks)
    found = []
    # https://docs.slack.dev/reference/views/modal-views: submit is required with an input.
    if view.get("type") == "modal" and has_input and not view.get("submit"):
        found.append("submit is required when there is an input block")
    # https://docs.slack.dev/reference/methods/views.update: external_id has 255 characters at most.
    if len(view.get("external_id") or "") > 255:
        found.append("external_id has more than 255 characters")
    return found


def _count(blocks, surface):
    most = MOST_BLOCKS.get(surface, 100)
    if len(blocks) > most:
        return [f"no more than {most} items allowed"]
    return [] if blocks or surface == "message" else ["a view needs a block"]


def _surfaces(blocks, surface):
    barred = (MESSAGES_ONLY if surface != "message" else set()) | (
        MODALS_ONLY if surface != "modal" else set()
    )
    kinds = {block.get("type") for block in blocks} & barred
    return [f"unsupported type: {kind} in a {surface}" for kind in sorted(kinds)]


def _twice(ids):
    # https://docs.slack.dev/reference/block-kit/blocks: block_id is unique in a message and in a view.
    seen, found = set(), []
    for one in ids:
        if one is not None and one in seen:
            found.append(f"{one} already exists")
        seen.add(one)
    return found


def _tables(blocks):
    tables = [block for block in blocks if block.get("type") in {"table", "data_table"}]
    found = ["only_one_table_allowed"] if len(tables) > 1 else []
    rows = [row for table in tables for row in table.get("rows") or [] if isinstance(row, list)]
    if any(len(row) > TABLE_COLUMNS for row in rows):
        found.append(f"a table has no more than {TABLE_COLUMNS} columns")
    if sum(len(text) for text in _texts(rows)) > TABLE_CHARACTERS:
        found.append(f"the cells of a table have no more than {TABLE_CHARACTERS} characters in all")
    return found


def _texts(tree):
    return [node["text"] for node in nodes(tree) if isinstance(node.get("text"), str)]


def nodes(tree):
    """Return every object in blocks, however deep, outer ones first."""
    if isinstance(tree, list):
        return [node for branch in tree for node in nodes(branch)]
    if not isinstance(tree, dict):
        return []
    return [tree, *(node for branch in tree.values() for node in nodes(branch))]


def holders(block):
    """Return a block without the blocks inside it, and then those: they count as blocks of their own."""
    name = {"carousel": "elements", "container": "child_blocks"}.get(block.get("type"))
    inner = [one for one in block.get(name) or [] if isinstance(one, dict)] if name else []
    return [{key: value for key, value in block.items() if key != name}, *inner]


def _of_block(block):
    # https://docs.slack.dev/reference/block-kit/block-elements: action_id is unique in its block.
    twice = [
        words for one in holders(block) for words in _twice(node.get("action_id") for node in nodes(one))
    ]
    return [*twice, *(problem for node in nodes(block) for rule in RULES for problem in rule(node))]


def _empty_text(node):
    # https://docs.slack.dev/reference/block-kit/composition-objects/text-object: at least one character.
    text = node.get("text")
    if node.get("type") in TEXT_TYPES and isinstance(text, str) and not text.strip():
        yield "must be more than 0 characters"


def _empty_lists(node):
    # https://docs.slack.dev/reference/block-kit/blocks: lists of elements, options and rows hold something.
    rich = str(node.get("type")).startswith("rich_text_")
    for name in ("elements", "options", "option_groups", "rows", "fields", "child_blocks"):
        if node.get(name) == [] and not rich:
            yield f"{name} must have at least 1 item"


def _options(node):
    # https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#static_select
    if node.get("type") in {"static_select", "multi_static_select"}:
        if bool(node.get("options")) == bool(node.get("option_groups")):
            yield "a select has options or option_groups, and not both"
        yield from _initial(node)
    if node.get("type") == "overflow" and len(node.get("options") or []) > OVERFLOW_OPTIONS:
        yield f"an overflow menu has no more than {OVERFLOW_OPTIONS} options"
    if node.get("type") in {"radio_buttons", "checkboxes"}:
        yield from _initial(node)


def options_of(element):
    """Return the options of an element, whether grouped or not."""
    groups = element.get("option_groups") or []
    return [
        *(element.get("options") or []),
        *(option for group in groups for option in group.get("options", [])),
    ]


def _initial(node):
    # docs.slack.dev/reference/block-kit/block-elements/select-menu-element: must be one of the options.
    chosen = [
        *(node.get("initial_options") or []),
        *([node["initial_option"]] if node.get("initial_option") else []),
    ]
    if any(one not in options_of(node) for one in chosen):
        yield "initial_option is not one of the options"


def _value_twice(node):
    # docs.slack.dev/reference/block-kit/composition-objects/option-object: a value is unique in its group.
    values = [option.get("value") for option in node.get("options") or [] if isinstance(option, dict)]
    if len(set(values)) < len(values):
        yield "two options have the same value"


def _input_text(node):
    # https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
    if node.get("type") != "plain_text_input":
        return
    most, least = node.get("max_length", 3000), node.get("min_length", 0)
    if not (0 <= least <= 3000 and 1 <= most <= 3000 and least <= most):
        yield "min_length and max_length lie between 0 and 3000"
    if len(node.get("initial_value") or "") > most:
        yield "initial_value is longer than max_length"


def _addresses(node):
    # https://docs.slack.dev/reference/block-kit/block-elements/button-element: a URL Slack can open.
    for name in ("url", "image_url", "title_url"):
        address = node.get(name)
        if isinstance(address, str) and not re.match(r"(https?://\S+|mailto:\S+)$", address):
            yield f"invalid {name}: {address[:80]}"


RULES = (_empty_text, _empty_lists, _options, _value_twice, _input_text, _addresses)
