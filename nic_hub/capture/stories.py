"""A story: what a file tells of one test, words by what they are about, each with the place it stands at."""

from __future__ import annotations

from dataclasses import dataclass, field

from nic_hub.capture.material import Piece


@dataclass(slots=True)
class Telling:
    """The words found for one concept, and where they stood: each once, in their order."""

    parts: dict[str, None] = field(default_factory=dict)
    where: dict[str, None] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return all of it, one part a line."""
        return "\n".join(self.parts)

    def add(self, text: str, where: str) -> None:
        """Add some words, unless they are there already."""
        self.parts.setdefault(text)
        self.where.setdefault(where)


@dataclass(slots=True)
class Story:
    """One test, or one story, as far as it was found: words by concept."""

    number: int | None = None
    told: dict[str, Telling] = field(default_factory=dict)

    def add(self, concept: str, text: str, where: str) -> None:
        """Add what was found."""
        self.told.setdefault(concept, Telling()).add(text, where)

    def says(self, *concepts: str) -> bool:
        """Say whether anything was found for one of these."""
        return any(concept in self.told for concept in concepts)


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in a file.

    Args:
        stories: each test; what is told about all of them stands in each.
        left_over: pieces that belong nowhere.
        first_heading: what the file seems to be called.
    """

    stories: tuple[Story, ...]
    left_over: tuple[Piece, ...]
    first_heading: Piece | None
