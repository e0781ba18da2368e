"""The published JSON Schema of the bundle, generated from the same marshmallow schemas that read it.

``flask hub bundle-schema`` prints it, and ``docs/nic-bundle.schema.json`` holds it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import Schema, fields, validate

from nic_hub.bundle.layout import CONFIRMED, FORMAT, SECTIONS, VERSION, Shape
from nic_hub.bundle.schema import NETWORK_SCHEMA, PART_SCHEMAS, RECORD_SCHEMAS
from nic_hub.fields import ContextSchema, refuse_blank

Json = dict[str, Any]

_ABOUT_CONFIRMED = "Fields whose text looks private but, as a person has checked, is not about a student."


def make_json_schema() -> Json:
    """Return the JSON Schema (draft 2020-12) of a bundle."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:nic-hub:nic-bundle:1",
        "title": "NIC bundle",
        "description": "Whole networks of improvement teams. docs/nic-bundle.md explains how to write one.",
        "type": "object",
        "properties": {
            "$schema": {"type": "string"},
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "networks": {"type": "array", "items": {"$ref": "#/$defs/network"}},
        },
        "required": ["format", "version", "networks"],
        "additionalProperties": False,
        "$defs": _definitions(),
    }


def _definitions() -> Json:
    network = _object(NETWORK_SCHEMA)
    for section in SECTIONS:
        network["properties"][section.name] = {"type": "array", "items": _ref(section.kind)}
    records = {section.kind: _record(section, RECORD_SCHEMAS[section.name]) for section in SECTIONS}
    parts = {
        part.kind: _record(part, PART_SCHEMAS[part.kind])
        for section in SECTIONS
        for part in section.parts.values()
    }
    return {"network": network, **records, **parts, "context": _object(ContextSchema())}


def _record(shape: Shape, schema: Schema) -> Json:
    made = _object(schema)
    for name, kind in shape.references.items():
        made["properties"][name]["description"] = f"Key of a {kind.replace('_', ' ')}."
    if CONFIRMED in made["properties"]:
        made["properties"][CONFIRMED]["description"] = _ABOUT_CONFIRMED
    return made


def _ref(kind: str) -> Json:
    return {"$ref": f"#/$defs/{kind}"}


def _object(schema: Schema) -> Json:
    return {
        "type": "object",
        "properties": {name: _property(item) for name, item in schema.fields.items()},
        "required": [name for name, item in schema.fields.items() if item.required],
        "additionalProperties": False,
    }


def _property(item: fields.Field[Any]) -> Json:
    made: Json = {}
    for kind, make in _MAKERS:
        if isinstance(item, kind):
            made = make(item)
            break
    for check in item.validators:
        made |= _limits(check)
    return _or_null(made) if item.allow_none else made


def _or_null(made: Json) -> Json:
    if "$ref" in made:
        return {"anyOf": [made, {"type": "null"}]}
    nullable = {"enum": [*made["enum"], None]} if "enum" in made else {}
    return {**made, "type": [made["type"], "null"], **nullable}


def _limits(check: object) -> Json:
    if isinstance(check, validate.Regexp):
        return {"pattern": str(check.regex.pattern).replace(r"\Z", "$")}
    if check is refuse_blank:
        return {"pattern": r"\S"}
    if isinstance(check, validate.OneOf):
        return {"enum": list(check.choices)}
    if isinstance(check, validate.Range):
        return _without_none({"minimum": check.min, "maximum": check.max})
    return {}


def _without_none(made: Json) -> Json:
    return {name: value for name, value in made.items() if value is not None}


def _length(item: fields.Field[Any], name: str) -> Json:
    longest = (check.max for check in item.validators if isinstance(check, validate.Length))
    return _without_none({name: next(longest, None)})


def _nested(item: Any) -> Json:
    if isinstance(item.schema, ContextSchema):
        return _ref("context")
    return _ref(next(kind for kind, schema in PART_SCHEMAS.items() if type(schema) is type(item.schema)))


def _mapping(item: Any) -> Json:
    names, values = _property(item.key_field), _property(item.value_field)
    return {
        "type": "object",
        "propertyNames": names,
        "additionalProperties": values,
        **_length(item, "maxProperties"),
    }


#: How each kind of field is written; the first that fits is taken.
_MAKERS: tuple[tuple[type[Any], Callable[[Any], Json]], ...] = (
    (fields.Nested, _nested),
    (
        fields.List,
        lambda item: {"type": "array", "items": _property(item.inner), **_length(item, "maxItems")},
    ),
    (fields.Dict, _mapping),
    (fields.Enum, lambda item: {"type": "string", "enum": [each.value for each in item.enum]}),
    (fields.Boolean, lambda _: {"type": "boolean"}),
    (fields.Integer, lambda _: {"type": "integer"}),
    (fields.Float, lambda _: {"type": "number"}),
    (fields.Date, lambda _: {"type": "string", "format": "date"}),
    (fields.DateTime, lambda _: {"type": "string", "format": "date-time"}),
    (fields.Email, lambda item: {"type": "string", "format": "email", **_length(item, "maxLength")}),
    (fields.String, lambda item: {"type": "string", **_length(item, "maxLength")}),
)
