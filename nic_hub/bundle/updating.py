"""Change the records that changed in the file and were not edited in the hub since their import."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from nic_hub.bundle.forms import Form, columns_of, content_hash
from nic_hub.bundle.layout import NETWORK, Part, Section
from nic_hub.bundle.loading import Entry
from nic_hub.bundle.stored import identity_of
from nic_hub.bundle.world import World
from nic_hub.domain.batches import in_batches
from nic_hub.models import ImportedRecord, new_id, utc_now
from nic_hub.services.access.tokens import has_left, revoke_all
from nic_hub.services.history import note_links
from nic_hub.services.links import Link
from nic_hub.services.people.people import find_or_make_account
from nic_hub.services.records import assign
from nic_hub.services.slack.slack_links import end_links


class Updater:
    """Gathers the changed records of one network, and changes them through the session and its hooks.

    Args:
        session: an open writing session.
        world: the network, checked; every new record has its id.
    """

    def __init__(self, session: Session, world: World) -> None:
        self._session = session
        self._world = world
        self._changed: list[tuple[Entry, Form]] = []

    def add(self, entry: Entry, current: Form) -> None:
        """Take a record that is to be changed from its current form; its new parts get their ids now."""
        for part in entry.parts:
            if part.key:
                self._world.stored.ids[part.shape.kind].setdefault(part.key, new_id())
        self._changed.append((entry, current))

    def finish(self) -> None:
        """Write every change."""
        rows = self._load_rows()
        for entry, current in self._changed:
            self._change(entry, current, rows[self._id_of(entry)])
        self._session.flush()

    def _id_of(self, entry: Entry) -> str:
        stored = self._world.stored
        return stored.network_id if entry.shape is NETWORK else stored.ids[entry.shape.kind][entry.key]

    def _load_rows(self) -> dict[str, Any]:
        """Load the rows to change, a few hundred at a time."""
        wanted: dict[type[Any], list[str]] = {}
        for entry, _ in self._changed:
            wanted.setdefault(entry.shape.model, []).append(self._id_of(entry))
        return {
            row.id: row
            for model, ids in wanted.items()
            for some in in_batches(ids)
            for row in self._session.scalars(select(model).where(model.id.in_(some)))
        }

    def _change(self, entry: Entry, current: Form, row: Any) -> None:
        values = columns_of(entry.shape, entry.form, self._world.stored.ids)
        if entry.form["updated_at"] == current["updated_at"]:
            # The file does not say when it was changed: now.
            del values["updated_at"]
        assign(row, values)
        if isinstance(entry.shape, Section):
            self._change_lists(entry, entry.shape, current, row)
        if entry.shape.kind == "member":
            self._change_member(entry, current, row)
        self._remember(entry)

    def _change_lists(self, entry: Entry, section: Section, current: Form, row: Any) -> None:
        for name, link in section.links.items():
            if entry.form[name] != current[name]:
                self._replace_links(name, link, entry.form[name], current[name], row)
        for name, part in section.parts.items():
            if entry.form[name] != current[name]:
                for form in entry.form[name]:
                    self._change_part(entry.key, part, form, row)
                note_links(row, name, _told(part, current[name]), _told(part, entry.form[name]))

    def _replace_links(
        self, name: str, link: Link, after: Iterable[str], before: Iterable[str], row: Any
    ) -> None:
        ids = self._world.stored.ids[link.target.__tablename__]
        others = [ids[key] for key in after]
        self._session.execute(delete(link.table).where(getattr(link.table, link.owner) == row.id))
        for position, other in enumerate(others):
            values = {link.owner: row.id, link.other: other, "position": position}
            self._session.add(link.table(network_id=row.network_id, **values))
        note_links(row, f"{name.removesuffix('s')}_ids", [ids[key] for key in before], others)

    def _change_part(self, owner: str, part: Part, form: Form, row: Any) -> None:
        """Add a part that is new, or change one that is known; none is taken away."""
        stored = self._world.stored
        values = columns_of(part, form, stored.ids) | {part.owner: row.id}
        part_id = stored.part_ids.get((part.kind, owner, identity_of(part, form)))
        if part_id is not None:
            known = self._session.get_one(part.model, part_id)
            assign(known, {name: value for name, value in values.items() if name != "updated_at"})
            return
        own = {"id": stored.ids[part.kind][form["key"]]} if "key" in form else {}
        self._session.add(part.model(network_id=row.network_id, **own, **values))

    def _change_member(self, entry: Entry, current: Form, row: Any) -> None:
        if entry.form["email"] != current["email"]:
            account = find_or_make_account(self._session, entry.form["email"], entry.form["name"])
            self._session.flush()
            row.account_id = account.id
        if has_left(row, utc_now()):
            revoke_all(self._session, row.id)
            end_links(self._session, row.id)

    def _remember(self, entry: Entry) -> None:
        same = (ImportedRecord.kind == entry.shape.kind, ImportedRecord.record_id == self._id_of(entry))
        self._session.execute(
            update(ImportedRecord).where(*same).values(content_hash=content_hash(entry.form))
        )


def _told(part: Part, forms: Iterable[Form]) -> list[str]:
    """Return what parts are known by, and when they end, for the history."""
    names = [*part.identity, *({"ended_on"} & part.columns.keys())]
    return [":".join(str(form[name]) for name in names) for form in forms]
