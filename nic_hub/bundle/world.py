"""A network as it would be after the import: what the file says, over what the hub holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nic_hub.bundle.forms import Form
from nic_hub.bundle.layout import SECTIONS
from nic_hub.bundle.loading import Entry, LoadedNetwork
from nic_hub.bundle.stored import Stored


@dataclass(slots=True)
class World:
    """Records by kind and key, from the file or from the hub.

    Args:
        loaded: the network in the file.
        stored: the network in the hub.
        entries: the file's records by kind and key; of two with the same key, the first.
    """

    loaded: LoadedNetwork
    stored: Stored
    entries: dict[str, dict[str, Entry]] = field(default_factory=dict)

    def register_parts(self) -> None:
        """Let others refer to the parts that have keys, once all records are complete."""
        for entry in self.loaded.sound():
            for part in entry.parts:
                if part.key:
                    self.entries.setdefault(part.shape.kind, {}).setdefault(part.key, part)

    def __post_init__(self) -> None:
        for section in SECTIONS:
            known = self.entries.setdefault(section.kind, {})
            for entry in self.loaded.records[section.name]:
                known.setdefault(entry.key, entry)

    def form(self, kind: str, key: str | None) -> Form:
        """Return what is known of a record: the file's word, else the hub's, else nothing."""
        if key is None:
            return {}
        entry = self.entries.get(kind, {}).get(key)
        return entry.form if entry is not None else self.stored.forms.get(kind, {}).get(key, {})

    def current(self, entry: Entry) -> Form:
        """Return the stored form of a record of the file; empty when it is new."""
        if entry.shape.kind == "network":
            return self.stored.network or {}
        return self.stored.forms.get(entry.shape.kind, {}).get(entry.key, {})

    def has(self, kind: str, key: str) -> bool:
        """Say whether the record will exist."""
        return key in self.entries.get(kind, {}) or key in self.stored.ids.get(kind, {})

    def keys(self, kind: str) -> list[str]:
        """List the keys of all records of a kind."""
        return list(dict.fromkeys([*self.entries.get(kind, {}), *self.stored.ids.get(kind, {})]))

    def values(self, kind: str, name: str) -> Iterator[tuple[str, Any]]:
        """Yield one field of every record of a kind, with the record's key."""
        for key in self.keys(kind):
            yield key, self.form(kind, key).get(name)
