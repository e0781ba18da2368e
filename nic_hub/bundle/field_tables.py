"""Every field of the bundle with its type: the page ``docs/nic-bundle-fields.md``, made from the JSON Schema.

``flask hub bundle-schema --tables`` prints it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nic_hub.bundle.published import Json, make_json_schema

#: The same in plain words, where JSON Schema needs a pattern.
_FORMATS = {
    "date": "day: `YYYY-MM-DD`, 1900 to 2200",
    "date-time": "time with its zone: `2026-03-01T09:00:00Z`",
    "email": "e-mail address",
}


_ABOUT = """\
# Every field of the NIC bundle

What each field takes; [nic-bundle.md](nic-bundle.md) says what it means. **Bold** fields must be there, the
others may be left out or `null`. A record that is shared needs more: what its phase or its publication asks
for.

"""


def describe_fields() -> str:
    """Return one table for each kind of record and of part, in Markdown."""
    tables = (_table(name, made) for name, made in make_json_schema()["$defs"].items())
    return _ABOUT + "\n".join("\n".join(table) for table in tables).rstrip() + "\n"


def _table(name: str, made: Json) -> Iterator[str]:
    yield from (f"## {name}", "", "| field | type, or the words to choose from |", "|---|---|")
    for field, described in made["properties"].items():
        shown = f"**`{field}`**" if field in made["required"] else f"`{field}`"
        yield f"| {shown} | {_type(described)} |"
    yield ""


def _type(made: Json) -> str:
    """Say in words what a field takes."""
    if "anyOf" in made:
        return _type(made["anyOf"][0])
    if "$ref" in made:
        name = made["$ref"].rpartition("/")[2]
        return f"[{name}](#{name})"
    if "enum" in made:
        return ", ".join(f"`{word}`" for word in made["enum"] if word is not None)
    kind = made["type"][0] if isinstance(made["type"], list) else made["type"]
    return str(_OF_TYPE[kind](made))


def _text(made: Json) -> str:
    if "description" in made and made["description"].startswith("Key of"):
        return str(made["description"]).rstrip(".").lower().replace(" a a", " an a")
    if "format" in made:
        return _FORMATS[made["format"]]
    if "maxLength" in made:
        return f"text, up to {made['maxLength']:,} characters"
    return "text without spaces" if "pattern" in made else "text"


def _number(made: Json) -> str:
    noun = "whole number" if "integer" in made["type"] else "number"
    told = [
        f"{word} {made[name]:,.0f}" for word, name in (("from", "minimum"), ("to", "maximum")) if name in made
    ]
    return " ".join([noun, *told])


def _mapping(made: Json) -> str:
    return f"object: names, each with {_type(made['additionalProperties'])}"


_OF_TYPE: dict[str, Any] = {
    "string": _text,
    "integer": _number,
    "number": _number,
    "boolean": lambda _: "`true` or `false`",
    "array": lambda made: f"list of: {_type(made['items'])}",
    "object": _mapping,
}
