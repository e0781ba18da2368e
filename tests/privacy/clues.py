"""Who notices which mutant (``clues.json``): a viewer at a door of a random world, or an ordinary test."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from pathlib import Path

CLUES = Path(__file__).with_name("clues.json")


@dataclass(frozen=True, order=True)
class Visited:
    """A visit that notices a mutant: the world's seed, the viewer's number (0: nobody), and the door."""

    seed: int
    viewer: int
    door: str


#: A visit, or the name of an ordinary test as pytest prints it.
Clue = Visited | str


def read_clues() -> dict[str, Clue]:
    """Return who notices each mutant, by the mutant's name."""
    told = json.loads(CLUES.read_text())
    return {name: clue if isinstance(clue, str) else Visited(*clue) for name, clue in told.items()}


def note_clue(name: str, clue: Clue) -> None:
    """Write down at once who notices a mutant."""
    write_clues(read_clues() | {name: clue})


def write_clues(clues: Mapping[str, Clue]) -> None:
    """Write down who notices which mutant, and nothing else."""
    lines = [f"{json.dumps(name)}: {json.dumps(_plain(clues[name]))}" for name in sorted(clues)]
    CLUES.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def _plain(clue: Clue) -> object:
    return clue if isinstance(clue, str) else astuple(clue)
