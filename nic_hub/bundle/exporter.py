"""Export whole networks, so that an import into an empty hub makes the same networks again.

Only an operator may: an export holds drafts and everybody's records. What was withdrawn leaves as a
tombstone, without its text. Left out are history, tokens, questions people asked and their feedback.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nic_hub.bundle.forms import Form, plain_form
from nic_hub.bundle.layout import CONFIRMED, FORMAT, NETWORK, SECTIONS, VERSION, Section, Shape
from nic_hub.bundle.private import to_confirm
from nic_hub.bundle.stored import Stored, read_stored
from nic_hub.bundle.tombstones import as_shown
from nic_hub.errors import NotFound
from nic_hub.models import Network

#: Fields that are written even when they are empty, because an import would fill them in.
_WRITTEN_EMPTY = {
    "team": {"district"},
    "member": {"district"},
    "tool_version": {"author", "source"},
    "pdsa_cycle": {"context"},
}


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
    form = as_shown(section, stored.forms[section.kind][key])
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
