"""Fields of which an answer has several: required always, and empty only where that is said."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields


def texts(*names: str, empty: bool = False) -> dict[str, fields.Field[Any]]:
    """Make fields for texts."""
    return {name: fields.String(required=True, allow_none=empty) for name in names}


def counts(*names: str, empty: bool = False) -> dict[str, fields.Field[Any]]:
    """Make fields for counts and other whole numbers."""
    return {name: fields.Integer(required=True, allow_none=empty) for name in names}


def numbers(*names: str) -> dict[str, fields.Field[Any]]:
    """Make fields for numbers, which may be empty."""
    return {name: fields.Float(required=True, allow_none=True) for name in names}


def list_of(schema: type[Schema]) -> fields.Field[Any]:
    """Make a field for a list of what the schema describes."""
    return fields.List(fields.Nested(schema), required=True)
