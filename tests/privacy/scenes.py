"""Scenes: stored worlds in which mutants are tried, with everybody who could notice one, and the doors.

A scene knows which code each visit passes, so that a mutant is looked for only where its code is run, at the
quickest visit first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

from sqlalchemy.engine import Engine

from nic_hub.database import Database
from nic_hub.search.engine import SearchEngine
from nic_hub.search.indexer import embed_missing
from nic_hub.services.kinds import KINDS
from nic_hub.settings import Settings
from tests.conftest import migrate
from tests.fakes import WordEmbedder
from tests.privacy.acting import ACTING_DOORS, ActingVisit
from tests.privacy.clues import Visited
from tests.privacy.doors import DOORS, Visit
from tests.privacy.finding import FINDING_DOORS
from tests.privacy.mutants import Mutant, forget
from tests.privacy.oracle import Oracle
from tests.privacy.passages import Passage, watch_code
from tests.privacy.second_locks import LOCKED_DOORS, LockedVisit
from tests.privacy.store import WatchedSession, store
from tests.privacy.world import random_world

#: Doors behind which there is so much that it is looked at one kind after another.
WIDE = {"open_presented": Visit.open_presented_of, "open_filters": Visit.open_filters_of}
EVERY_DOOR = {door.__name__: door for door in (*DOORS, *ACTING_DOORS, *FINDING_DOORS, *LOCKED_DOORS)}
ACTING = {door.__name__ for door in ACTING_DOORS}
FINDING = {door.__name__ for door in (*FINDING_DOORS, *LOCKED_DOORS)}


@dataclass(frozen=True)
class Scene:
    """A stored world to try mutants in, and what each of its viewers may know."""

    seed: int
    engine: Engine
    oracles: dict[int, Oracle]

    def find_fault(self, viewer: int, door: str) -> str | None:
        """Return what a viewer meets at a door that should not be, or None."""
        with WatchedSession(self.engine) as session:
            try:
                name, _, kind = door.partition(" of ")
                visitor = self._visitor(session, viewer, name)
                WIDE[name](visitor, kind) if kind else EVERY_DOOR[name](visitor)
            except Exception as error:  # noqa: BLE001 - a door that falls off its hinges is noticed too.
                return f"{type(error).__name__}: {error}"
        return None

    def _visitor(self, session: WatchedSession, viewer: int, door: str) -> Visit:
        # Dice of their own, so that it does not matter who came before.
        pick = Random(f"{self.seed} {viewer}").choice
        oracle = self.oracles[viewer]
        if door in FINDING:
            return LockedVisit(session, oracle, pick, SearchEngine(WordEmbedder()))
        if door in ACTING:
            return ActingVisit(session, oracle, pick)
        return Visit(session, oracle, pick)

    def visits_that_meet(self, mutant: Mutant) -> Iterator[Visited]:
        """Yield the visits that may pass the code of a mutant: every door in its turn, the quickest first."""
        met = sorted((one.seconds, door) for door, one in self._passages.items() if one.meets(mutant))
        for place, viewer in enumerate(self.oracles):
            # What the filters of a list mean is the same for all, so a few people are enough.
            doors = (door for _, door in met if place % 4 == 0 or not door.startswith("open_filters"))
            yield from (Visited(self.seed, viewer, door) for door in doors)

    @cached_property
    def _passages(self) -> dict[str, Passage]:
        """Let a few people go through every door, and note what is passed, and how long it takes."""
        return {door: self._pass(door) for door in all_doors()}

    def _pass(self, door: str) -> Passage:
        forget()
        with watch_code() as passage:
            for viewer in [*self.oracles][::6]:
                self.find_fault(viewer, door)
        return passage


def all_doors() -> list[str]:
    """List the doors; of one behind which there is much, its parts."""
    return [
        part
        for door in EVERY_DOOR
        for part in ([f"{door} of {kind}" for kind in KINDS] if door in WIDE else [door])
    ]


class Scenes:
    """The scenes of some seeds; each is set when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._set: dict[int, Scene] = {}

    def __getitem__(self, seed: int) -> Scene:
        if seed not in self._set:
            self._set[seed] = set_scene(seed, self._folder)
        return self._set[seed]


def set_scene(seed: int, folder: Path) -> Scene:
    """Store the world of a seed in a database of its own, ready for search."""
    address = f"sqlite:///{folder / str(seed)}.sqlite3"
    migrate(address)
    database = Database.open(Settings.for_trying_out(database_url=address))
    world = random_world(seed)
    with WatchedSession(database.engine) as session:
        store(session, world)
        session.commit()
    embed_missing(database, WordEmbedder())
    # The statements of all viewers are kept, so that only what a mutant changed is compiled anew.
    engine = database.engine.execution_options(compiled_cache={})
    viewers = {0: None} | {member.number: member for member in world.of("member")}
    return Scene(seed, engine, {number: Oracle(world, viewer) for number, viewer in viewers.items()})
