"""What an answer shows, and what the words of its question tell: all that it takes to tell it."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date

from nic_hub.domain.suggesting.ranking import LeftOut
from nic_hub.domain.suggesting.summing_up import Outlook
from nic_hub.domain.vocabulary import GradeBand
from nic_hub.services.suggesting.candidates import Material


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an answer shows: suggestions with their scores, the asker's own, and what comes near, with why.

    Args:
        named: ids of those of the nearest that were asked for by their names.
    """

    suggested: Sequence[tuple[Material, float]] = ()
    history: Sequence[Material] = ()
    nearest: Sequence[tuple[Material, LeftOut]] = ()
    named: frozenset[str] = frozenset()

    @property
    def all(self) -> list[Material]:
        """Return everything that is shown."""
        others = (material for material, _ in (*self.suggested, *self.nearest))
        return [*others, *self.history]

    def only(self, idea_ids: Container[str]) -> Chosen:
        """Return what is left when only some ideas may be shown."""
        return Chosen(
            [pair for pair in self.suggested if pair[0].known.idea.id in idea_ids],
            [material for material in self.history if material.known.idea.id in idea_ids],
            [pair for pair in self.nearest if pair[0].known.idea.id in idea_ids],
            self.named,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What the words of a question tell, beside what was found.

    Args:
        today: the day it was asked.
        question: the question, local words in the shared ones.
        grades: the grades it names.
        own_teams: ids of the asker's teams.
        outlook: what the sentence above the answer says of the words.
    """

    today: date
    question: str
    grades: tuple[GradeBand, ...]
    own_teams: frozenset[str]
    outlook: Outlook
