"""Import a bundle: all or nothing, in any order of records, as often as one likes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.bundle.checking import find_problems
from nic_hub.bundle.completing import complete
from nic_hub.bundle.creating import Creator
from nic_hub.bundle.forms import Form, content_hash, content_of
from nic_hub.bundle.loading import Entry, LoadedNetwork, Loader, Progress
from nic_hub.bundle.problems import InvalidBundle, path_to
from nic_hub.bundle.stored import Stored, read_stored
from nic_hub.bundle.tombstones import as_shown
from nic_hub.bundle.updating import Updater
from nic_hub.bundle.world import World
from nic_hub.errors import FieldProblem, NotFound
from nic_hub.models import utc_now


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that differs from the file but was edited in the hub since its import: it stays as it is."""

    path: str
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Args:
        created: how many records are new.
        unchanged: how many say what the file says already.
        updated: how many were changed to what the file says.
        skipped_edited: those that somebody edited since their import; they were not overwritten.
    """

    created: int = 0
    unchanged: int = 0
    updated: int = 0
    skipped_edited: tuple[Skipped, ...] = ()

    def __add__(self, other: ImportReport) -> ImportReport:
        """Return the sum of two imports."""
        return ImportReport(
            self.created + other.created,
            self.unchanged + other.unchanged,
            self.updated + other.updated,
            self.skipped_edited + other.skipped_edited,
        )


@dataclass(slots=True)
class _Plan:
    """What is to happen to the records of one network."""

    world: World
    new: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    edited: list[Entry] = field(default_factory=list)
    unchanged: int = 0


def import_bundle(
    session: Session, bundle: Any, *, progress: Progress | None = None, replace: Collection[str] = ()
) -> ImportReport:
    """Store what a bundle says; the caller commits, and lets the search index catch up afterwards.

    Args:
        session: an open writing session.
        bundle: the parsed JSON (see ``reading.read_bundle``).
        progress: told what is being done, how much is done, and how much there is.
        replace: keys of records that become what the file says, although they were edited in the hub.

    Raises:
        NotFound: no record that was edited in the hub has one of these keys.
        InvalidBundle: something is wrong; every problem is named by its path, and nothing was stored.
    """
    tell = progress or _tell_nobody

    def read(loaded: LoadedNetwork) -> Stored:
        return read_stored(session, loaded.entry.key, _keys_of(loaded))

    plans = [_plan(world) for world in _read_worlds(bundle, read, tell)]
    _replace(plans, replace)
    _refuse([problem for plan in plans for problem in _find_unreachable(plan)])
    report = ImportReport()
    for plan in plans:
        report += _carry_out(session, plan, tell)
    return report


def find_refusals(bundle: Any, *, progress: Progress | None = None) -> Sequence[FieldProblem]:
    """Return why an empty hub would refuse a bundle; nothing when it would take it. Nothing is stored."""
    try:
        _read_worlds(bundle, lambda _loaded: Stored(), progress or _tell_nobody)
    except InvalidBundle as refused:
        return refused.problems
    return ()


def _read_worlds(bundle: Any, read: Callable[[LoadedNetwork], Stored], tell: Progress) -> list[World]:
    loader = Loader(tell)
    networks = loader.load(bundle)
    if loader.is_cut:
        _refuse(loader.problems)
    problems = [*loader.problems, *_find_same_networks(networks)]
    worlds = []
    for loaded in networks:
        worlds.append(world := World(loaded, read(loaded)))
        problems += _complete_and_check(world, tell)
    _refuse(problems)
    return worlds


def _refuse(problems: Iterable[FieldProblem]) -> None:
    found = list(dict.fromkeys(problems))
    if found:
        raise InvalidBundle.of(found)


def _complete_and_check(world: World, tell: Progress) -> Iterator[FieldProblem]:
    now = utc_now()
    for entry in world.loaded.sound():
        yield from complete(entry, world, now)
    world.register_parts()
    yield from find_problems(world, now.date(), tell)


def _keys_of(loaded: LoadedNetwork) -> dict[str, list[str]]:
    return {name: [entry.key for entry in entries] for name, entries in loaded.records.items()}


def _find_same_networks(networks: list[LoadedNetwork]) -> Iterator[FieldProblem]:
    first: dict[str, Entry] = {}
    for entry in (network.entry for network in networks):
        if entry.key and first.setdefault(entry.key, entry) is not entry:
            detail = f"{first[entry.key].path} is this network already. Put all of it into one place."
            yield FieldProblem(path_to(entry.path, "key"), detail)


def _plan(world: World) -> _Plan:
    """Sort the records of a network into new, changed, same and edited."""
    plan = _Plan(world)
    for entry in world.loaded.sound():
        current = world.current(entry)
        if not current:
            plan.new.append(entry)
        elif _is_same(entry, current):
            plan.unchanged += 1
        elif world.stored.hash_of(entry.shape.kind, entry.key) == content_hash(current):
            plan.changed.append(entry)
        else:
            plan.edited.append(entry)
    return plan


def _replace(plans: Iterable[_Plan], keys: Collection[str]) -> None:
    """Move the edited records with these keys to those that are changed."""
    missing = set(keys)
    for plan in plans:
        chosen = [entry for entry in plan.edited if entry.key in keys]
        plan.changed += chosen
        plan.edited = [entry for entry in plan.edited if entry.key not in keys]
        missing -= {entry.key for entry in chosen}
    if missing:
        raise NotFound(f"Nothing of the file was edited in the hub and has the key {min(missing)}.")


def _is_same(entry: Entry, current: Form) -> bool:
    """Say whether file and hub show the same; of what was withdrawn, only the tombstone counts."""
    return content_of(as_shown(entry.shape, entry.form)) == content_of(as_shown(entry.shape, current))


def _find_unreachable(plan: _Plan) -> Iterator[FieldProblem]:
    """Find references to new parts of a record that is not overwritten, and so does not get them."""
    known = plan.world.stored.ids
    lost = {
        (part.shape.kind, part.key): entry
        for entry in plan.edited
        for part in entry.parts
        if part.key and part.key not in known[part.shape.kind]
    }
    for entry in (each for record in (*plan.new, *plan.changed) for each in (record, *record.parts)):
        for name, kind in entry.shape.references.items():
            owner = lost.get((kind, entry.form[name]))
            if owner is not None:
                detail = f"{owner.path} was edited in the hub since its import, so this was not added to it."
                yield FieldProblem(path_to(entry.path, name), f"{detail} Add it in the hub first.")


def _carry_out(session: Session, plan: _Plan, tell: Progress) -> ImportReport:
    creator, updater = Creator(session, plan.world), Updater(session, plan.world)
    for entry in plan.new:
        creator.add(entry)
    for entry in plan.changed:
        updater.add(entry, plan.world.current(entry))
    creator.finish(tell)
    updater.finish()
    skipped = tuple(Skipped(entry.path, entry.shape.kind, entry.key) for entry in plan.edited)
    return ImportReport(len(plan.new), plan.unchanged, len(plan.changed), skipped)


def _tell_nobody(_what: str, _done: int, _total: int) -> None:
    """Do nothing: nobody asked."""
