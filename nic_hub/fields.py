"""marshmallow fields made from the tables' columns, so that the API and the NIC bundle agree on every field.

The column says the type, whether it may be empty, and the list a value is chosen from; this module adds the
limits a person meets: how long a text may be, how large a number, no NUL byte, no empty required text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate
from sqlalchemy import JSON, Boolean, Date, Enum, Float, Integer, String
from sqlalchemy.sql.elements import KeyedColumnElement
from sqlalchemy.sql.type_api import TypeEngine

from nic_hub.domain.required import is_blank
from nic_hub.domain.vocabulary import (
    Band,
    ClassSize,
    DeliveredBy,
    Frequency,
    GradeBand,
    Locale,
    SchoolLevel,
    Subject,
)
from nic_hub.models.base import Base, UTCDateTime

#: Least value of whole numbers that may not be 0. A number about one student is never shown to others, so the
#: small-cell limit is at least 2. Source: the domain guide, section 7.
LEAST = {"min_n": 2}
FIRST_YEAR, LAST_YEAR = 1900, 2200
#: Longest text of a field, in characters, unless it is named below.
MAX_TEXT = 10_000
#: Longest text of short fields: names and titles.
MAX_SHORT_TEXT = 300
SHORT_TEXTS = frozenset(
    {
        "name",
        "title",
        "who",
        "when",
        "where",
        "unit",
        "grades",
        "student_group",
        "time_zone",
        "change_concept",
        "link",
        "local_term",
        "shared_term",
    }
)
MAX_NUMBER = 1e15
MOST_MARKED_DAYS = 40
MAX_INTEGER = 2**31 - 1
#: A NUL byte, or half of a surrogate pair.
UNSHOWABLE = re.compile("[\x00\ud800-\udfff]")


def refuse_control_characters(text: str) -> None:
    """Refuse a NUL byte or a lone surrogate: no database and no reader can use them.

    Raises:
        ValidationError: the text holds one.
    """
    if UNSHOWABLE.search(text):
        raise ValidationError("Remove the characters that cannot be shown (a NUL byte or half a character).")


def refuse_blank(text: str) -> None:
    """Refuse a text of white space alone.

    Raises:
        ValidationError: nothing is written.
    """
    if not text.strip():
        raise ValidationError("Write something here; it is empty.")


def text_field(max_length: int = MAX_TEXT, *, required: bool = False, **options: Any) -> fields.String:
    """Make a field for a text of at most ``max_length`` characters; a required one may not be blank."""
    checks = _text_checks(max_length)
    if required:
        checks.append(refuse_blank)
    return fields.String(required=required, validate=checks, **options)


def _text_checks(max_length: int) -> list[Any]:
    return [
        validate.Length(max=max_length, error=f"Shorten this to {max_length:,} characters or fewer."),
        refuse_control_characters,
    ]


class OptionalText(fields.String):
    """A text that may be left out: one without anything to read is none, so that nobody takes it for one."""

    def deserialize(self, value: Any, *args: Any, **context: Any) -> Any:
        """Return the text; None for a blank one."""
        text = super().deserialize(value, *args, **context)
        return None if isinstance(text, str) and is_blank(text) else text


def key_field(*, required: bool = False, **options: Any) -> fields.String:
    """Make a field for an opaque id or an import key: visible characters without spaces."""
    check = validate.Regexp(
        r"^[^\s\x00-\x1f\x7f-\x9f]{1,200}\Z", error="A key has 1 to 200 characters and no spaces."
    )
    return fields.String(required=required, validate=[check, refuse_control_characters], **options)


def refuse_no_day(text: str) -> None:
    """Refuse what is no day of the calendar, or a day far from any school year.

    Raises:
        ValidationError: it cannot be read as 2026-01-31, or its year is out of bounds.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError("Write a day as 2026-01-31.") from error
    refuse_far_day(day)


def day_list_field(**options: Any) -> fields.Field[Any]:
    """Make a field for some days that a person marks, kept as they are written."""
    form = validate.Regexp(r"(?:19|2[01])[0-9]{2}-[01][0-9]-[0-3][0-9]\Z", error="Write a day as 2026-01-31.")
    few = validate.Length(max=MOST_MARKED_DAYS, error=f"Mark {MOST_MARKED_DAYS} days or fewer.")
    return fields.List(fields.String(validate=[form, refuse_no_day]), validate=few, **options)


class Number(fields.Float):
    """A number that is written as one: a text such as "4" is refused, as it is for whole numbers."""

    def _validated(self, value: Any) -> float:
        if not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


def _number(options: dict[str, Any]) -> fields.Field[Any]:
    limit = validate.Range(min=-MAX_NUMBER, max=MAX_NUMBER, error="This number is too large.")
    return Number(allow_nan=False, validate=limit, **options)


def _integer(column: KeyedColumnElement[Any], options: dict[str, Any]) -> fields.Field[Any]:
    least = LEAST.get(column.name, 0)
    told = f"Use a whole number from {least} to {MAX_INTEGER:,}."
    return fields.Integer(
        strict=True, validate=validate.Range(min=least, max=MAX_INTEGER, error=told), **options
    )


def refuse_far_day(day: date) -> None:
    """Refuse a day that a slip of the hand made: no school year has it."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(f"Use a day from {FIRST_YEAR} to {LAST_YEAR}.")


def _text(column: KeyedColumnElement[Any], options: dict[str, Any]) -> fields.Field[Any]:
    if column.name.endswith("_id") or column.name in {"id", "key"}:
        return key_field(**options)
    longest = MAX_SHORT_TEXT if column.name in SHORT_TEXTS else MAX_TEXT
    if options["allow_none"]:
        return OptionalText(validate=_text_checks(longest), **options)
    return text_field(longest, **options)


#: The field made for each type of column; the first that fits is taken.
_MAKERS: tuple[tuple[type[TypeEngine[Any] | UTCDateTime], Callable[..., fields.Field[Any]]], ...] = (
    (Enum, lambda column, options: fields.Enum(column.type.enum_class, by_value=fields.String, **options)),
    (Boolean, lambda _, options: fields.Boolean(truthy={True}, falsy={False}, **options)),
    (Integer, _integer),
    (Float, lambda _, options: _number(options)),
    (Date, lambda _, options: fields.Date(validate=refuse_far_day, **options)),
    (UTCDateTime, lambda _, options: fields.AwareDateTime(**options)),
    (String, _text),
)


def _of_type(column: KeyedColumnElement[Any], options: dict[str, Any]) -> fields.Field[Any]:
    for kind, make in _MAKERS:
        if isinstance(column.type, kind):
            return make(column, options)
    raise TypeError(f"{column} ({column.type}) needs a field of its own")


def field_for(model: type[Base], name: str, **options: Any) -> fields.Field[Any]:
    """Make the field for one column.

    Args:
        model: the table's class.
        name: the column.
        options: anything marshmallow takes; ``required`` defaults to "cannot be empty and has no default".

    Raises:
        TypeError: the column holds JSON; such a field is written by hand.
    """
    column = model.__table__.columns[name]
    if isinstance(column.type, JSON):
        raise TypeError(f"{column} needs a field of its own")
    options.setdefault(
        "required", not column.nullable and column.default is None and name not in {"id", "key"}
    )
    options.setdefault("allow_none", bool(column.nullable))
    return _of_type(column, options)


def one_of(enum: type[StrEnum], **options: Any) -> fields.Enum[Any]:
    """Make a field for a value chosen from a list, or for several with ``fields.List(one_of(...))``."""
    return fields.Enum(enum, by_value=fields.String, **options)


class ContextSchema(Schema):
    """For whom and under which conditions.

    The context of a team, snapshotted by each cycle. Loads to plain JSON.
    """

    grade_bands = fields.List(one_of(GradeBand), validate=validate.Length(max=len(GradeBand)))
    subject = one_of(Subject, allow_none=True)
    curriculum = text_field(MAX_SHORT_TEXT, allow_none=True)
    class_size = one_of(ClassSize, allow_none=True)
    school_level = one_of(SchoolLevel, allow_none=True)
    locale = one_of(Locale, allow_none=True)
    student_group_bands = fields.Dict(
        keys=text_field(60), values=one_of(Band), validate=validate.Length(max=20), allow_none=True
    )
    coach_present = fields.Boolean(truthy={True}, falsy={False}, allow_none=True)
    shared_planning_time = fields.Boolean(truthy={True}, falsy={False}, allow_none=True)
    minutes = fields.Integer(
        strict=True, validate=validate.Range(min=1, max=600, error="Use 1 to 600 minutes."), allow_none=True
    )
    frequency = one_of(Frequency, allow_none=True)
    delivered_by = one_of(DeliveredBy, allow_none=True)

    @post_load
    def _plain(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        plain: dict[str, Any] = json.loads(json.dumps(data))
        return plain
