"""What leaves the hub of a record that was withdrawn: that it was there, whose it was, and its lineage."""

from __future__ import annotations

from datetime import datetime

from nic_hub.bundle.forms import Form
from nic_hub.bundle.layout import Section, Shape
from nic_hub.bundle.private import free_text_fields

#: Stands where a withdrawn record had a text that cannot be empty.
WITHDRAWN_TEXT = "Withdrawn"
#: What stays, beside moments and references.
_STAYS = frozenset({"key", "number", "provenance", "source", "visibility", "status"})


def as_shown(shape: Shape, form: Form) -> Form:
    """Return a form as it may leave the hub: whole, or as a tombstone when the record was withdrawn."""
    if not isinstance(shape, Section) or form.get("withdrawn_at") is None:
        return form
    parts = {
        name: [_without_content(part, each) for each in form[name]] if "key" in part.columns else []
        for name, part in shape.parts.items()
    }
    return _without_content(shape, form) | parts


def _without_content(shape: Shape, form: Form) -> Form:
    columns = shape.model.__table__.columns
    kept = dict(form)
    for name, column in shape.columns.items():
        if name in _STAYS or name in shape.references or isinstance(form[name], datetime):
            continue
        if columns[column].nullable:
            kept[name] = None
        elif name in free_text_fields(shape):
            kept[name] = WITHDRAWN_TEXT
        elif isinstance(form[name], list):
            kept[name] = []
    return kept
