"""Made-up worlds: a network's change ideas, and questions with the ideas that answer them, or with none."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Where they are kept, one file each.
WORLDS = Path(__file__).parent / "worlds"
#: What was asked for, and what would also help.
ASKED_FOR, HELPS = 2, 1
#: Why nobody has tested what was asked: it only sounds alike, it was only written down, it is elsewhere.
REASONS = ("near", "untested", "far")


class BadWorld(ValueError):
    """A file of a world is not as README.md says. The message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Idea:
    """A change idea.

    Args:
        driver: key of the driver that it moves.
        tried: what teams did and saw in a cycle; None where nobody has tested it.
    """

    key: str
    driver: str
    title: str
    text: str
    tried: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks.

    Args:
        grades: the grade of each idea that helps, by its key: ``ASKED_FOR`` or ``HELPS``.
        reason: where no idea helps, why: one of ``REASONS``.
    """

    text: str
    grades: Mapping[str, int]
    reason: str | None


@dataclass(frozen=True, slots=True)
class World:
    """A network, its ideas and what is asked of them."""

    name: str
    theme: str
    drivers: Mapping[str, str]
    ideas: Sequence[Idea]
    questions: Sequence[Question]


def read_worlds(directory: Path = WORLDS) -> list[World]:
    """Read all worlds of a directory, by name.

    Raises:
        BadWorld: a file is not as it should be, or there is none.
    """
    paths = sorted(directory.glob("*.jsonl"))
    if not paths:
        raise BadWorld(f"There is no world in {directory}.")
    return [read_world(path) for path in paths]


def read_world(path: Path) -> World:
    """Read one world.

    Raises:
        BadWorld: the file is not as it should be.
    """
    builder = _Builder()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            builder.add(json.loads(line))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            reason = f"{error} is missing" if isinstance(error, KeyError) else error
            raise BadWorld(f"{path.name}, line {number}: {reason}") from error
    return builder.finish(path)


class _Builder:
    """Takes the lines of a file in their order: the network, its ideas, the questions."""

    def __init__(self) -> None:
        self._head: dict[str, Any] = {}
        self._ideas: dict[str, Idea] = {}
        self._questions: list[Question] = []

    def add(self, line: dict[str, Any]) -> None:
        """Take a line.

        Raises:
            ValueError: it says what cannot be.
            KeyError: something is missing.
        """
        _must(("world" in line) != bool(self._head), "the first line, and no other, tells of the world")
        if "world" in line:
            self._add_head(line)
        elif "key" in line:
            self._add_idea(line)
        else:
            self._add_question(line)

    def finish(self, path: Path) -> World:
        """Return the world."""
        if not (self._ideas and self._questions):
            raise BadWorld(f"{path.name}: no ideas or no questions")
        head = self._head
        return World(path.stem, head["theme"], head["drivers"], [*self._ideas.values()], self._questions)

    def _add_head(self, line: dict[str, Any]) -> None:
        drivers = {key: _text(line["drivers"], key) for key in line["drivers"]}
        self._head = {"theme": _text(line, "theme"), "drivers": drivers}

    def _add_idea(self, line: dict[str, Any]) -> None:
        key, driver = _text(line, "key"), _text(line, "driver")
        _must(key not in self._ideas, f"idea {key} comes twice")
        _must(driver in self._head["drivers"], f"there is no driver {driver}")
        _must(("tried" in line) != bool(line.get("untested")), f"idea {key} is either tried or untested")
        tried = _text(line, "tried") if "tried" in line else None
        self._ideas[key] = Idea(key, driver, _text(line, "title"), _text(line, "text"), tried)

    def _add_question(self, line: dict[str, Any]) -> None:
        grades, reason = dict(line["r"]), line.get("why")
        for key, grade in grades.items():
            _must(key in self._ideas, f"there is no idea {key}")
            _must(self._ideas[key].tried is not None, f"nobody has tested idea {key}")
            _must(grade in (ASKED_FOR, HELPS), f"{grade} is no grade")
        _must((reason is None) if grades else (reason in REASONS), "why is told where nothing helps")
        self._questions.append(Question(_text(line, "q"), grades, reason))


def _must(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(message)


def _text(line: Mapping[str, Any], name: str) -> str:
    text = line[name]
    _must(isinstance(text, str) and any(map(str.isalnum, text)), f"{name} has no words")
    return str(text)
