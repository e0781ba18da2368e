"""Import a bundle: all or nothing, in any order of records, as often as one likes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from nic_hub.bundle.checking import find_problems
from nic_hub.bundle.completing import complete
from nic_hub.bundle.creating import Creator
from nic_hub.bundle.forms import content_hash, content_of
from nic_hub.bundle.loading import Entry, LoadedNetwork, Loader, Progress, with_progress
from nic_hub.bundle.problems import InvalidBundle, path_to
from nic_hub.bundle.stored import read_stored
from nic_hub.bundle.updating import Updater
from nic_hub.bundle.world import World
from nic_hub.errors import FieldProblem
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


def import_bundle(session: Session, bundle: Any, *, progress: Progress | None = None) -> ImportReport:
    """Store what a bundle says; the caller commits, and lets the search index catch up afterwards.

    Args:
        session: an open writing session.
        bundle: the parsed JSON (see ``reading.read_bundle``).
        progress: told what is being done, how much is done, and how much there is.

    Raises:
        InvalidBundle: something is wrong; every problem is named by its path, and nothing was stored.
    """
    tell = progress or _tell_nobody
    worlds = _read_worlds(session, bundle, tell)
    report = ImportReport()
    for world in worlds:
        report += _store(session, world, tell)
    return report


def _read_worlds(session: Session, bundle: Any, tell: Progress) -> list[World]:
    loader = Loader(tell)
    networks = loader.load(bundle)
    problems = [*loader.problems, *_find_same_networks(networks)]
    worlds = []
    for loaded in networks:
        worlds.append(world := World(loaded, read_stored(session, loaded.entry.key, _keys_of(loaded))))
        problems += _complete_and_check(world, tell)
    if problems:
        raise InvalidBundle.of(list(dict.fromkeys(problems)))
    return worlds


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


def _store(session: Session, world: World, tell: Progress) -> ImportReport:
    """Sort the records into new, same, edited and changed, and write what is to be written."""
    creator, updater = Creator(session, world), Updater(session, world)
    unchanged, skipped = 0, []
    for entry in with_progress(world.loaded, "Storing", tell):
        current = world.current(entry)
        if not current:
            creator.add(entry)
        elif content_of(entry.form) == content_of(current):
            unchanged += 1
        elif world.stored.hash_of(entry.shape.kind, entry.key) == content_hash(current):
            updater.add(entry, current)
        else:
            skipped.append(Skipped(entry.path, entry.shape.kind, entry.key))
    creator.finish()
    updater.finish()
    return ImportReport(creator.count, unchanged, updater.count, tuple(skipped))


def _tell_nobody(_what: str, _done: int, _total: int) -> None:
    """Do nothing: nobody asked."""
