"""What becomes of the mutants: everybody goes through every door, and somebody meets what should not be.

``python -m tests.privacy.catching`` prints what became of each; with words, of those whose name holds one.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.engine import Engine

from nic_hub.database import Database
from nic_hub.search.engine import SearchEngine
from nic_hub.search.indexer import embed_missing
from nic_hub.settings import Settings
from tests.conftest import migrate
from tests.fakes import WordEmbedder
from tests.privacy.doors import DOORS, Visit
from tests.privacy.equivalents import EQUIVALENT
from tests.privacy.finding import FINDING_DOORS, FindingVisit
from tests.privacy.mutants import Mutant, all_mutants, living
from tests.privacy.oracle import Oracle
from tests.privacy.store import WatchedSession, store
from tests.privacy.world import random_world

#: Modules whose mutants are noticed by who searches or asks.
FINDING = ("facets", "searching", "candidates", "understanding", "suggestions", "answers", "sight", "texts")
#: The doors at which the mutants of other modules are noticed first; the others follow.
NEAREST_DOORS = {
    "listing": ("open_lists", "open_filters"),
    "records": ("open_records", "open_history"),
    "permissions": ("open_changes", "open_new_kinds"),
    "history_entries": ("open_history",),
    "evidence": ("open_evidence",),
    "measures": ("open_points",),
    "small_cells": ("open_points",),
    "rosters": ("open_people", "open_private_rows", "open_foreign_points"),
    "references": ("open_references",),
}
#: What tries everything at a door, and what tries a sample.
EVERYTHING, SOME = 30, 6


@dataclass(frozen=True)
class Scene:
    """A stored world to try mutants in, and what each of its viewers may know."""

    seed: int
    engine: Engine
    oracles: list[Oracle]


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
    return Scene(seed, engine, [Oracle(world, viewer) for viewer in (None, *world.of("member"))])


def find_catch(mutant: Mutant, scenes: Iterable[Scene]) -> str | None:
    """Let everybody of some worlds through the doors of a mutant; return what gave it away, or None."""
    module = mutant.module.split(".")[-1]
    with living(mutant):
        return next(filter(None, (find_fault(scene, module) for scene in scenes)), None)


def find_fault(scene: Scene, module: str = "") -> str | None:
    """Return what somebody in a world meets that should not be, or None."""
    with WatchedSession(scene.engine) as session:
        try:
            visits, doors = _plan(scene, session, module)
            for door in doors:
                for visit in visits:
                    visit.go_through([door])
        except Exception as error:  # noqa: BLE001 - a door that falls off its hinges is noticed too.
            return f"{type(error).__name__}: {error}"
    return None


def _plan(scene: Scene, session: WatchedSession, module: str) -> tuple[list[Any], list[Callable[..., None]]]:
    """Return who visits which doors, the most telling ones first."""
    dice = Random(scene.seed)
    if module in FINDING:
        engine = SearchEngine(WordEmbedder())
        finders = [FindingVisit(session, oracle, dice.choice, engine) for oracle in scene.oracles]
        return finders, list(FINDING_DOORS)
    effort = EVERYTHING if module == "listing" else SOME
    near = NEAREST_DOORS.get(module, ("open_presented",))
    doors = sorted(DOORS, key=lambda door: door.__name__ not in near)
    return [Visit(session, oracle, dice.choice, effort) for oracle in scene.oracles], doors


def main(*parts: str) -> None:
    """Print the table of mutants; of those whose name holds one of the parts, if any are given."""
    chosen = [one for one in all_mutants() if not parts or any(part in str(one) for part in parts)]
    counted = dict.fromkeys(("caught", "harmless", "SURVIVED"), 0)
    with TemporaryDirectory() as folder:
        scenes = [set_scene(seed, Path(folder)) for seed in range(4)]
        for mutant in chosen:
            begun = time.perf_counter()
            fault = None if str(mutant) in EQUIVALENT else find_catch(mutant, scenes)
            what = "caught" if fault else "harmless" if str(mutant) in EQUIVALENT else "SURVIVED"
            counted[what] += 1
            told = (fault or EQUIVALENT.get(str(mutant), ""))[:120]
            _say(f"{what:8} {time.perf_counter() - begun:5.1f} s {mutant}\n    {told}")
    _say(", ".join(f"{number} {what}" for what, number in counted.items()))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
