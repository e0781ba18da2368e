"""A record in the shape of the bundle: a *form* is a dict by field name, with keys where the tables hold ids.

The forms of what a file says and of what the hub holds are the same, so they can be compared field by field.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from nic_hub.bundle.layout import REPORTED, Section, Shape
from nic_hub.domain.vocabulary import Publication

Form = dict[str, Any]
#: Id by key, or key by id, of every kind of record.
KeyTable = Mapping[str, Mapping[str, str]]

#: When a row was written says nothing about its content.
BOOKKEEPING = frozenset({"created_at", "updated_at"})


def form_of(shape: Shape, row: Mapping[str, Any], keys: KeyTable) -> Form:
    """Return the form of one row.

    Args:
        shape: what the table looks like in a bundle.
        row: column values by name.
        keys: key by id, for each kind.
    """
    form = {field: row[column] for field, column in shape.columns.items()}
    form |= references_of(shape, row, keys)
    if shape.kind == "report":
        form[REPORTED] = keys[form["kind"]][form[REPORTED]]
    if isinstance(shape, Section) and shape.has_publication:
        form["status"] = publication_of(form)
    return form


def references_of(shape: Shape, row: Mapping[str, Any], keys: KeyTable) -> Form:
    """Return the part of a row's form that refers to other records: keys instead of ids."""
    columns = shape.columns
    return {
        field: None if row[columns[field]] is None else keys[kind][row[columns[field]]]
        for field, kind in shape.references.items()
    }


def publication_of(form: Form) -> Publication:
    """Return the state that the moments of a record say."""
    if form["withdrawn_at"] is not None:
        return Publication.WITHDRAWN
    if form["archived_at"] is not None:
        return Publication.ARCHIVED
    return Publication.DRAFT if form["published_at"] is None else Publication.PUBLISHED


def columns_of(shape: Shape, form: Form, ids: KeyTable) -> dict[str, Any]:
    """Return the column values for a form; the reverse of ``form_of``.

    Args:
        shape: what the table looks like in a bundle.
        form: a complete form.
        ids: id by key, for each kind.
    """
    values = {column: form[field] for field, column in shape.columns.items()}
    for field, kind in shape.references.items():
        if form[field] is not None:
            values[shape.columns[field]] = ids[kind][form[field]]
    if shape.kind == "report":
        values["record_id"] = ids[form["kind"]][form[REPORTED]]
    return values


def normal_value(value: Any) -> Any:
    """Return a value as the database would give it back: moments in UTC, no negative zero."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return value + 0.0 if isinstance(value, float) else value


def plain_value(value: Any) -> Any:
    """Return a value as JSON writes it."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value)} is no JSON")


def plain_form(value: Any) -> Any:
    """Return a value of a form, and all that is inside it, as JSON holds it."""
    if isinstance(value, dict):
        return {name: plain_form(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [plain_form(inner) for inner in value]
    is_plain = value is None or type(value) in (str, int, float, bool)
    return value if is_plain else plain_value(value)


def content_of(form: Form) -> Form:
    """Return what a record says, without when it was written."""
    return {name: value for name, value in form.items() if name not in BOOKKEEPING}


def content_hash(form: Form) -> bytes:
    """Return the SHA-256 of what a record says, without when it was written."""
    return hashlib.sha256(json.dumps(content_of(form), sort_keys=True, default=plain_value).encode()).digest()
