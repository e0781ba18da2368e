"""What the JSON Schema made from the official `@slack/types` says of blocks and windows."""

import functools
import json
from pathlib import Path

from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match

SCHEMA = json.loads((Path(__file__).parent.parent / "schema" / "block_kit.schema.json").read_text())
VIEWS = {"modal": "ModalView", "home": "HomeView"}


def _types(definition):
    """Return the values of `type` a definition is for."""
    alternatives = definition.get("anyOf", [definition])
    return {kind for one in alternatives if (kind := one.get("properties", {}).get("type", {}).get("const"))}


BLOCKS = {
    kind: name
    for name, definition in SCHEMA["definitions"].items()
    if name.endswith("Block")
    for kind in _types(definition)
}


@functools.cache
def _validator(name):
    return Draft7Validator({"$ref": f"#/definitions/{name}", "definitions": SCHEMA["definitions"]})


def problems(block):
    """Return what the schema says against one block."""
    kind = block.get("type")
    if kind not in BLOCKS:
        return [f"unsupported type: {kind}"]
    return _complaints(BLOCKS[kind], block, kind)


def view_problems(view):
    """Return what the schema says against a window, its blocks left out: these are judged one by one."""
    kind = view.get("type")
    if kind not in VIEWS:
        return [f"unsupported type of view: {kind}"]
    return _complaints(VIEWS[kind], view | {"blocks": []}, "view")


def _complaints(definition, value, name):
    worst = best_match(_validator(definition).iter_errors(value))
    if worst is None:
        return []
    return [f"{name}: {worst.message[:300]} [json-pointer:/{'/'.join(map(str, worst.absolute_path))}]"]
