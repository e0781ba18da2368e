"""What becomes of the mutants: everybody goes through every door, and somebody meets what should not be.

``python -m tests.privacy.catching`` looks for those of which nobody knows yet who notices them, prints what
became of each, and writes down who noticed it at which door (``clues.json``), each as soon as it is found, so
that the test of the mutants need not search. With words, it does so anew for those whose name holds one.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.privacy.clues import Visited, note_clue, read_clues, write_clues
from tests.privacy.equivalents import EQUIVALENT
from tests.privacy.mutants import Mutant, all_mutants, living
from tests.privacy.scenes import Scenes

#: Worlds in which mutants are looked for; in the first there is much to see for somebody not signed in.
WORLDS = (7, 3, 4, 13)
#: How long a mutant is looked for in one world, in seconds of the processor.
PATIENCE = 20.0


def try_clue(mutant: Mutant, scenes: Scenes, clue: Visited) -> str | None:
    """Return what a visitor notices of a mutant, or None."""
    # The world is stored before the mutant lives, or everybody else would meet what it wrote.
    scene = scenes[clue.seed]
    with living(mutant):
        return scene.find_fault(clue.viewer, clue.door)


def look_in(seed: int, mutants: Iterable[Mutant], scenes: Scenes) -> Iterator[tuple[Mutant, Visited, str]]:
    """Look for mutants in one world, and yield each that somebody notices, who, and by what."""
    for mutant in mutants:
        begun = time.process_time()
        for clue in scenes[seed].visits_that_meet(mutant):
            if fault := try_clue(mutant, scenes, clue):
                yield mutant, clue, fault
                break
            if time.process_time() - begun > PATIENCE:
                break


def look_for(mutants: Iterable[Mutant]) -> list[Mutant]:
    """Look for mutants, in one world after another; return those that nobody noticed."""
    left = list(mutants)
    with TemporaryDirectory() as folder:
        scenes = Scenes(Path(folder))
        for seed in WORLDS:
            for mutant, clue, fault in look_in(seed, [*left], scenes):
                note_clue(str(mutant), clue)
                left.remove(mutant)
                sys.stdout.write(f"{mutant}\n    {clue} {fault[:160]}\n")
                sys.stdout.flush()
    return left


def main(*words: str) -> None:
    """Look for the mutants without a clue, or for those whose name holds one of the words."""
    mutants = {str(mutant): mutant for mutant in all_mutants() if str(mutant) not in EQUIVALENT}
    known = read_clues()
    write_clues({name: clue for name, clue in known.items() if name in mutants})
    wanted = (
        mutant
        for name, mutant in mutants.items()
        if (any(word in name for word in words) if words else name not in known)
    )
    for mutant in look_for(wanted):
        sys.stdout.write(f"SURVIVED {mutant}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
