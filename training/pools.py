"""What is asked in a world, held against the ideas of several, with the figures the hub would find.

Two worlds share a pool, so that a question has not only its own network to tell apart.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import pad

from nic_hub.domain.suggesting.phone_words import with_apostrophes
from nic_hub.search.lexical import QUESTION
from nic_hub.search.likeness import RARITY_POWER
from nic_hub.search.words import stem, terms_of
from training.layers import ReadingLayers, Words
from training.reading import ReadText, ShippedModel
from training.worlds import Idea, World


@dataclass(frozen=True, slots=True, eq=False)
class ReadWorld:
    """A world as the shipped model reads it.

    Args:
        questions: what is asked.
        rarities: what each word of each question counts by its rarity alone: (words,) each.
        records: idea by idea, what is written of it, what was tried, and the name of its driver.
        record_counts: how many records each idea has.
        is_driver: whether each record is the name of a driver: bool, (records,).
        words: share of each question's words that one record of an idea holds: (questions, ideas).
        grades: of each question and idea: (questions, ideas).
        tested: whether each idea was tested: bool, (ideas,).
    """

    questions: list[ReadText]
    rarities: list[Tensor]
    records: list[ReadText]
    record_counts: list[int]
    is_driver: Tensor
    words: Tensor
    grades: Tensor
    tested: Tensor


def prepare(world: World, shipped: ShippedModel) -> ReadWorld:
    """Let the model read a world, and find all that does not change while it learns."""
    asked = [with_apostrophes(question.text) for question in world.questions]
    own = [_own_records(idea) for idea in world.ideas]
    records = [[*texts, world.drivers[idea.driver]] for idea, texts in zip(world.ideas, own, strict=True)]
    terms = [[frozenset(terms_of(text)) for text in texts] for texts in own]
    rarity = _Rarity([*chain(*terms)])
    questions = shipped.read(asked)
    grades = [[question.grades.get(idea.key, 0) for idea in world.ideas] for question in world.questions]
    return ReadWorld(
        questions=questions,
        rarities=[rarity.of_words(question.words) for question in questions],
        records=[text.without_function_words() for text in shipped.read([*chain(*records)])],
        record_counts=[len(texts) for texts in records],
        is_driver=torch.tensor([flag for texts in own for flag in (*[False] * len(texts), True)]),
        words=torch.tensor([[rarity.share(text, idea) for idea in terms] for text in asked]),
        grades=torch.tensor(grades, dtype=torch.float32),
        tested=torch.tensor([idea.tried is not None for idea in world.ideas]),
    )


def _own_records(idea: Idea) -> list[str]:
    """Return what is written of an idea itself, of which the rarity of a word is told."""
    written = f"{idea.title}\n{idea.text}"
    return [written] if idea.tried is None else [written, idea.tried]


class _Rarity:
    """How rare words are among the records of a world, as in ``nic_hub.search.lexical``."""

    def __init__(self, records: Sequence[frozenset[str]]) -> None:
        self._count = len(records)
        self._frequencies = Counter(chain(*records))

    def of(self, term: str) -> float:
        """Return how rare a term is."""
        held = self._frequencies[term]
        return math.log1p((self._count - held + 0.5) / (held + 0.5))

    def of_words(self, words: Sequence[str]) -> Tensor:
        """Return what each word of a question counts; one that comes again counts nothing."""
        first = {term: place for place, term in reversed([*enumerate(map(stem, words))])}
        rarities = torch.zeros(len(words))
        for term, place in first.items():
            rarities[place] = self.of(term) ** RARITY_POWER
        return rarities

    def share(self, question: str, records: Sequence[frozenset[str]]) -> float:
        """Return the largest share of a question's words that one of some records holds."""
        counted: dict[str, float] = {term: self.of(term) ** QUESTION.idf_power for term in terms_of(question)}
        held = [sum(counted[term] for term in counted.keys() & record) for record in records]
        return max(held) / (sum(counted.values()) or 1.0)


class Examples(NamedTuple):
    """Some questions and what is found for them.

    Args:
        figures: of each idea, as ``nic_hub.domain.suggesting.relevance.Figures``: (questions, ideas, 4).
        grades: of each idea: (questions, ideas).
        tested: whether each idea was tested: bool, (ideas,).
    """

    figures: Tensor
    grades: Tensor
    tested: Tensor


class Pool:
    """The ideas of some worlds together.

    Args:
        worlds: whose ideas.
    """

    def __init__(self, worlds: Sequence[ReadWorld]) -> None:
        self._worlds = worlds
        self._records = [record for world in worlds for record in world.records]
        self._record_counts = [count for world in worlds for count in world.record_counts]
        self._is_driver = torch.cat([world.is_driver for world in worlds])
        self._tested = torch.cat([world.tested for world in worlds])
        self._vectors = torch.stack([record.vector for record in self._records])

    def ask(self, layers: ReadingLayers, asked: Sequence[Sequence[int]]) -> Iterator[Examples]:
        """Ask some questions of each world, given by their places."""
        records = layers(self._records)
        begin = 0
        for world, places in zip(self._worlds, asked, strict=True):
            around = (begin, len(self._tested) - begin - len(world.tested))
            questions = [world.questions[place] for place in places]
            rarities = torch.cat([world.rarities[place] for place in places])
            said, echoed = self.compare(layers(questions), rarities, records)
            # The few words that a question shares with another world's ideas are taken for none.
            figures = [self._meaning(questions), pad(world.words[places], around), said, echoed]
            yield Examples(torch.stack(figures, dim=2), pad(world.grades[places], around), self._tested)
            begin += len(world.tested)

    def compare(self, asked: Words, rarities: Tensor, records: Words) -> tuple[Tensor, Tensor]:
        """Return what is said and what is echoed, as ``nic_hub.search.likeness``: (questions, ideas) each.

        Args:
            asked: the words of the questions.
            rarities: what each of them counts by its rarity: (words,).
            records: the words of the pool's records.
        """
        weights = rarities * asked.log_weights.exp()
        totals = by_part(weights, asked.counts, 0, torch.sum).clamp_min(1e-9)
        shares = weights / totals.repeat_interleave(torch.tensor(asked.counts))
        cosines = (asked.vectors @ records.vectors.T).clamp(0, 1)
        nearest = self._best_of_ideas(by_part(cosines, records.counts, 1, torch.amax))
        said = by_part(nearest * shares[:, None], asked.counts, 0, torch.sum)
        echoes = by_part(by_part(cosines, asked.counts, 0, torch.amax), records.counts, 1, torch.mean)
        return said, self._best_of_ideas(echoes * ~self._is_driver)

    def _meaning(self, questions: Sequence[ReadText]) -> Tensor:
        cosines = torch.stack([question.vector for question in questions]) @ self._vectors.T
        return self._best_of_ideas(cosines.clamp_min(0) * ~self._is_driver)

    def _best_of_ideas(self, figures: Tensor) -> Tensor:
        return by_part(figures, self._record_counts, 1, torch.amax)


def by_part(figures: Tensor, counts: Sequence[int], dim: int, brought: Callable[..., Tensor]) -> Tensor:
    """Bring each run of figures along a dimension to one.

    Args:
        figures: what to bring together.
        counts: how many there are in each run, at least one.
        dim: along which dimension.
        brought: how, such as ``torch.amax``.
    """
    return torch.stack([brought(part, dim=dim) for part in torch.split(figures, [*counts], dim)], dim)
