"""marshmallow schemas of the bundle, made from the tables' columns: what a file may say, record by record.

A schema checks one record by itself; what needs other records is checked in ``checking``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from zoneinfo import available_timezones

from marshmallow import Schema, ValidationError, fields, validate
from sqlalchemy import JSON, Column

from nic_hub.bundle.layout import CONFIRMED, NETWORK, REPORTED, SECTIONS, Section, Shape
from nic_hub.domain.run_charts.run_charts import MARKED_DAYS
from nic_hub.domain.vocabulary import Band, EvidenceSource, Publication, RoleGroup
from nic_hub.fields import ContextSchema, day_list_field, field_for, key_field, one_of, text_field
from nic_hub.models.base import UTCDateTime
from nic_hub.services.kinds import RECORD_KINDS

#: Most entries of one link or part of one record.
MAX_LINKS = 200
MAX_PARTS = 20_000
#: What must be stored, but may be missing in a file because the hub can tell it (see ``completing``).
MAY_BE_MISSING = frozenset(
    {
        ("driver", "aim"),
        ("measure", "name"),
        ("storyboard", "title"),
        ("tool", "description"),
        ("tool_version", "key"),
        ("tool_version", "team"),
        ("membership", "started_on"),
        ("coach_assignment", "started_on"),
    }
)
_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _refuse_far_moments(moment: datetime) -> None:
    if not _EARLIEST <= moment <= _LATEST:
        raise ValidationError("Check the year: it lies before 1900 or after 2200.")


def _refuse_unknown_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError("Write a time zone by its name, as America/Chicago.")


def _bands(**options: Any) -> fields.Field[Any]:
    few = validate.Length(max=20, error="Name at most 20 student groups.")
    return fields.Dict(keys=text_field(60), values=one_of(Band), validate=few, **options)


def _choices(enum: type[StrEnum]) -> Callable[..., fields.Field[Any]]:
    def make(**options: Any) -> fields.Field[Any]:
        few = validate.Length(max=len(enum), error="Name each at most once.")
        return fields.List(one_of(enum), validate=few, **options)

    return make


#: Columns that hold JSON, each with the maker of its field.
_JSON_FIELDS: Mapping[str, Callable[..., fields.Field[Any]]] = MappingProxyType(
    {
        "context": lambda **options: fields.Nested(ContextSchema(), **options),
        "student_group_bands": _bands,
        "other_roles": _choices(RoleGroup),
        "evidence_sources": _choices(EvidenceSource),
        **dict.fromkeys(MARKED_DAYS, day_list_field),
    }
)


def _column_field(shape: Shape, name: str) -> fields.Field[Any]:
    column: Column[Any] = shape.model.__table__.columns[shape.columns[name]]
    if isinstance(column.type, JSON):
        return _JSON_FIELDS[name](allow_none=bool(column.nullable))
    options: dict[str, Any] = {}
    if (shape.kind, name) in MAY_BE_MISSING:
        options["required"] = False
    elif name == "key" or (shape.kind, name) == ("report", REPORTED):
        options["required"] = True
    if isinstance(column.type, UTCDateTime):
        options["validate"] = _refuse_far_moments
    return field_for(shape.model, column.name, **options)


def _list_field(inner: fields.Field[Any], most: int) -> fields.Field[Any]:
    return fields.List(inner, validate=validate.Length(max=most, error=f"Write at most {most:,} here."))


def _own_fields(shape: Shape) -> dict[str, fields.Field[Any]]:
    """Make the fields that stand for columns."""
    return {name: _column_field(shape, name) for name in shape.columns}


def _added_fields(section: Section) -> dict[str, fields.Field[Any]]:
    """Make the fields that stand for something else than a column of the record's own table."""
    added: dict[str, fields.Field[Any]] = {
        name: _list_field(key_field(), MAX_LINKS) for name in section.links
    }
    for name, part in section.parts.items():
        added[name] = _list_field(fields.Nested(PART_SCHEMAS[part.kind]), MAX_PARTS)
    if section.kind == "member":
        added["email"] = fields.Email(allow_none=True, validate=validate.Length(max=254))
    if section.kind == "report":
        added["kind"] = fields.String(required=True, validate=validate.OneOf(sorted(RECORD_KINDS)))
    if section.has_publication:
        added["status"] = one_of(Publication)
    return added


def _with_confirmation(own: dict[str, fields.Field[Any]]) -> dict[str, fields.Field[Any]]:
    return {**own, CONFIRMED: _list_field(text_field(60), MAX_LINKS)}


def _make_schema(name: str, made: dict[str, fields.Field[Any]]) -> Schema:
    return Schema.from_dict(made, name=name)()


def _make_network_schema() -> Schema:
    own = _own_fields(NETWORK)
    own["time_zone"] = fields.String(validate=_refuse_unknown_zone)
    return _make_schema("network", _with_confirmation(own))


#: What each part of a record may say, by kind.
PART_SCHEMAS: Mapping[str, Schema] = MappingProxyType(
    {
        part.kind: _make_schema(part.kind, _own_fields(part))
        for section in SECTIONS
        for part in section.parts.values()
    }
)
#: What a record of each list may say, by the list's name.
RECORD_SCHEMAS: Mapping[str, Schema] = MappingProxyType(
    {
        section.name: _make_schema(
            section.kind, _with_confirmation(_own_fields(section) | _added_fields(section))
        )
        for section in SECTIONS
    }
)
#: What a network says of itself, beside its lists.
NETWORK_SCHEMA = _make_network_schema()
