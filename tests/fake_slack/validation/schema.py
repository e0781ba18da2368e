"""What the JSON Schemas made from Slack's official types say of blocks and windows."""

import functools
import json
from pathlib import Path

from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match


def load(name):
    """Return one of the generated schemas."""
    return json.loads((Path(__file__).parent.parent / "schema" / name).read_text())


SCHEMA = load("block_kit.schema.json")
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


def problems(block):
    """Return what the schema says against one block."""
    kind = block.get("type")
    if kind not in BLOCKS:
        return [f"unsupported type: {kind}"]
    return complaints(SCHEMA, BLOCKS[kind], block, kind)


def view_problems(view):
    """Return what the schema says against a window, its blocks left out: these are judged one by one."""
    kind = view.get("type")
    if kind not in VIEWS:
        return [f"unsupported type of view: {kind}"]
    return complaints(SCHEMA, VIEWS[kind], view | {"blocks": []}, "view")


def complaints(schema, definition, value, name):
    """Return what one definition of a schema says against a value: nothing, or the worst of it."""
    worst = best_match(_validator(schema["$comment"], definition).iter_errors(value))
    if worst is None:
        return []
    return [f"{name}: {worst.message[:300]} [json-pointer:/{'/'.join(map(str, worst.absolute_path))}]"]


@functools.cache
def _validator(made_by, definition):
    definitions = _definitions()[made_by]
    return Draft7Validator({"$ref": f"#/definitions/{definition}", "definitions": definitions})


@functools.cache
def _definitions():
    schemas = [SCHEMA, load("manifest.schema.json")]
    return {schema["$comment"]: schema["definitions"] for schema in schemas}
