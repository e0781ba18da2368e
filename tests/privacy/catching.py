"""What becomes of the mutants: everybody goes through every door, and somebody meets what should not be.

``python -m tests.privacy.catching`` looks for all of them anew, prints what became of each, and writes down
who noticed it at which door (``clues.json``), so that the test of the mutants need not search; with words, it
does so for those whose name holds one.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sqlalchemy.engine import Engine

from nic_hub.database import Database
from nic_hub.search.engine import SearchEngine
from nic_hub.search.indexer import embed_missing
from nic_hub.services.kinds import KINDS
from nic_hub.settings import Settings
from tests.conftest import migrate
from tests.fakes import WordEmbedder
from tests.privacy.acting import ACTING_DOORS, ActingVisit
from tests.privacy.doors import DOORS, Visit
from tests.privacy.equivalents import EQUIVALENT
from tests.privacy.finding import FINDING_DOORS, FindingVisit
from tests.privacy.mutants import Mutant, all_mutants, living
from tests.privacy.oracle import Oracle
from tests.privacy.store import WatchedSession, store
from tests.privacy.world import random_world

CLUES = Path(__file__).with_name("clues.json")
#: Doors behind which there is so much that it is looked at one kind after another.
WIDE = {"open_presented": Visit.open_presented_of, "open_filters": Visit.open_filters_of}
EVERY_DOOR = {door.__name__: door for door in (*DOORS, *ACTING_DOORS, *FINDING_DOORS)}
ACTING, FINDING = ({door.__name__ for door in doors} for doors in (ACTING_DOORS, FINDING_DOORS))
DEEDS_ALONE = ("moderation", "lifecycle", "people", "purging", "networks")
ANSWERING = (
    "candidates",
    "suggestions",
    "answers",
    "matching",
    "understanding",
    "explaining",
    "sight",
    "texts",
)
WHAT_IS_LEFT = ("open_what_is_left",)
#: The doors at which the mutants of a module are noticed first; the others follow.
NEAREST_DOORS = {
    **dict.fromkeys(
        ("visibility", "principals"), ("open_rows", "open_private_rows", "open_points", "open_foreign_points")
    ),
    "listing": ("open_lists", "open_filters", "open_pages"),
    "records": ("open_records", "open_history", "open_deeds"),
    "permissions": ("open_changes", "open_new_kinds", "open_deeds"),
    "history_entries": ("open_history",),
    "evidence": ("open_evidence",),
    "measures": ("open_points", "open_deeds"),
    "small_cells": ("open_points",),
    "rosters": ("open_people", "open_private_rows", "open_points", "open_foreign_points", "open_versions"),
    "references": ("open_references", "open_presented"),
    "searchable": ("open_searched_texts", "open_search_after_a_change", "open_presented"),
    "search_documents": ("open_search_after_a_change", "open_new_records", "open_searched_texts"),
    "tombstones": ("open_export",),
    "stored": ("open_export",),
    "tokens": ("open_tokens", "open_revoking"),
    "idempotency": ("open_kept_answers",),
    "feedback": ("open_feedback",),
    **dict.fromkeys(DEEDS_ALONE, ("open_deeds",)),
    **dict.fromkeys(("facets", "searching"), ("open_search", "open_search_filters", *WHAT_IS_LEFT)),
    **dict.fromkeys(("engine", "snapshot", "lexical", "vectors"), ("open_search", *WHAT_IS_LEFT)),
    **dict.fromkeys(ANSWERING, ("open_suggestions", "open_question_parts", *WHAT_IS_LEFT)),
}
#: The kinds of which there is most to see.
TELLING = ("change_idea", "pdsa_cycle", "tool_version", "measure", "member", "tool", "adoption")
#: Doors that take long, and show nothing that others do not show, except of search.
SLOW = {"open_filters", "open_suggestions", "open_what_is_left", "open_search_after_a_change"}
SEARCHING = {
    *ANSWERING,
    "facets",
    "searching",
    "engine",
    "snapshot",
    "lexical",
    "vectors",
    "search_documents",
}
#: Worlds in which the nearest doors are tried, and those in which all are; in the first there is much to see
#: for somebody who is not signed in.
NEAR_WORLDS, ALL_WORLDS = (7, 3, 4, 13, 5, 0, 1, 2, 6, 8, 9, 10), (7, 3)


@dataclass(frozen=True)
class Clue:
    """Who met a mutant: the seed of the world, the number of the viewer (0: nobody), and the door."""

    seed: int
    viewer: int
    door: str


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
            return FindingVisit(session, oracle, pick, SearchEngine(WordEmbedder()))
        if door in ACTING:
            return ActingVisit(session, oracle, pick)
        return Visit(session, oracle, pick)


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


def read_clues() -> dict[str, Clue]:
    """Return what is known of who notices which mutant, by the mutant's name."""
    return {name: Clue(*clue) for name, clue in json.loads(CLUES.read_text()).items()}


def write_clues(clues: dict[str, Clue]) -> None:
    """Write down who noticed which mutant; those that are no more are forgotten."""
    known = {str(mutant) for mutant in all_mutants()}
    lines = [f"{json.dumps(name)}: {json.dumps(astuple(clues[name]))}" for name in sorted(known & set(clues))]
    CLUES.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def find_catch(mutant: Mutant, scenes: Scenes, clue: Clue | None = None) -> tuple[Clue, str] | None:
    """Return who notices a mutant, and by what: the one of the clue, or whoever is found first."""
    with living(mutant):
        for where in [clue] if clue else []:
            if fault := scenes[where.seed].find_fault(where.viewer, where.door):
                return where, fault
        return _search(mutant, scenes)


def _search(mutant: Mutant, scenes: Scenes) -> tuple[Clue, str] | None:
    for seed, door in _plan(mutant.module.split(".")[-1]):
        # What the filters of a list mean is the same for all, so a few people are enough.
        few = 4 if door.startswith("open_filters") else 1
        for viewer in [*scenes[seed].oracles][::few]:
            if fault := scenes[seed].find_fault(viewer, door):
                return Clue(seed, viewer, door), fault
    return None


def _plan(module: str) -> Iterator[tuple[int, str]]:
    """Say in which worlds which doors are tried, the most telling ones first."""
    near = NEAREST_DOORS.get(module, ("open_presented",))
    yield from ((seed, door) for name in near for seed in NEAR_WORLDS for door in _parts(name))
    others = [door for door in EVERY_DOOR if door not in near and (door not in SLOW or module in SEARCHING)]
    yield from ((seed, part) for seed in ALL_WORLDS for door in others for part in _parts(door))


def _parts(door: str) -> list[str]:
    """Return a door, or its parts when there is much behind it."""
    return (
        [f"{door} of {kind}" for kind in (*TELLING, *sorted(set(KINDS).difference(TELLING)))]
        if door in WIDE
        else [door]
    )


def look_for_all(chosen: Iterable[Mutant], clues: dict[str, Clue]) -> dict[str, int]:
    """Look for mutants, tell of each, and note who noticed it; return how many had which fate."""
    counted = dict.fromkeys(("caught", "harmless", "SURVIVED"), 0)
    with TemporaryDirectory() as folder:
        scenes = Scenes(Path(folder))
        for mutant in chosen:
            name, begun = str(mutant), time.perf_counter()
            caught = None if name in EQUIVALENT else find_catch(mutant, scenes)
            if caught:
                clues[name] = caught[0]
            what = "caught" if caught else "harmless" if name in EQUIVALENT else "SURVIVED"
            counted[what] += 1
            told = f"{caught[0]} {caught[1]}" if caught else EQUIVALENT.get(name, "")
            _say(f"{what:8} {time.perf_counter() - begun:5.1f} s {name}\n    {told[:160]}")
    return counted


def main(*parts: str) -> None:
    """Print the table of mutants; of those whose name holds one of the parts, if any are given."""
    chosen = [one for one in all_mutants() if not parts or any(part in str(one) for part in parts)]
    clues: dict[str, Clue] = {}
    counted = look_for_all(chosen, clues)
    _say(", ".join(f"{number} {what}" for what, number in counted.items()))
    others = {name: clue for name, clue in read_clues().items() if name not in set(map(str, chosen))}
    write_clues(others | clues)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
