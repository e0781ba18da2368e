"""Export whole networks, so that an import into an empty hub makes the same networks again.

Only an operator may: an export holds drafts and everybody's records. What was withdrawn leaves as a
tombstone, without its text. Left out are history, tokens, questions people asked and their feedback.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.bundle.forms import Form, plain_form
from nic_hub.bundle.layout import CONFIRMED, FORMAT, NETWORK, SECTIONS, VERSION, Part, Section, Shape
from nic_hub.bundle.private import free_text_fields, to_confirm
from nic_hub.bundle.stored import Stored, read_stored
from nic_hub.errors import NotFound
from nic_hub.models import Network

#: Stands where a withdrawn record had a text that cannot be empty.
WITHDRAWN_TEXT = "Withdrawn"
#: Fields that are written even when they are empty, because an import would fill them in.
_WRITTEN_EMPTY = {
    "team": {"district"},
    "member": {"district"},
    "tool_version": {"author", "source"},
    "pdsa_cycle": {"context"},
}
#: What stays of a withdrawn record, beside its moments and its references.
_STAYS = frozenset({"key", "number", "provenance", "source", "visibility", "status"})


def export_network(session: Session, network_key: str) -> dict[str, Any]:
    """Return a bundle of one network.

    Raises:
        NotFound: the hub has no such network.
    """
    return _bundle([_export(session, network_key)])


def export_everything(session: Session) -> dict[str, Any]:
    """Return a bundle of all networks, sorted by key."""
    keys = session.scalars(select(Network.key).order_by(Network.key))
    return _bundle([_export(session, key) for key in keys])


def _bundle(networks: list[dict[str, Any]]) -> dict[str, Any]:
    return {"format": FORMAT, "version": VERSION, "networks": networks}


def _export(session: Session, network_key: str) -> dict[str, Any]:
    stored = read_stored(session, network_key)
    if stored.network is None:
        raise NotFound(f"There is no network with the key {network_key}.")
    exported = _written(NETWORK, stored.network)
    for section in SECTIONS:
        exported[section.name] = [
            _export_record(section, stored, key) for key in sorted(stored.ids.get(section.kind, ()))
        ]
    return exported


def _export_record(section: Section, stored: Stored, key: str) -> dict[str, Any]:
    form = stored.forms[section.kind][key]
    if section.is_record and form["withdrawn_at"] is not None:
        form = _tombstone(section, form)
    exported = _written(section, form)
    for name, part in section.parts.items():
        if form[name]:
            exported[name] = [_written(part, each) for each in form[name]]
    confirmed = to_confirm(section, form)
    return exported | ({CONFIRMED: confirmed} if confirmed else {})


def _written(shape: Shape, form: Form) -> dict[str, Any]:
    """Return what is written of a form: no empty fields, except where emptiness says something."""
    said = _WRITTEN_EMPTY.get(shape.kind, set()) | {"published_at"}
    inner = shape.parts if isinstance(shape, Section) else {}
    return {
        name: plain_form(value)
        for name, value in form.items()
        if name not in inner and (name in said or (value is not None and value != []))
    }


def _tombstone(section: Section, form: Form) -> Form:
    """Return what stays of a withdrawn record: that it was there, whose it was, and its lineage."""
    parts = {
        name: [_without_content(part, each) for each in form[name]] if "key" in part.columns else []
        for name, part in section.parts.items()
    }
    return {**form, **_without_content(section, form), **parts}


def _without_content(shape: Section | Part, form: Form) -> Form:
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
