"""How surely a change idea is about what was asked, from what search says of it and of what belongs to it.

A score that only orders the records of one question cannot say "nobody has tested this". Four figures can,
each 0 to 1 (see ``Figures``), held against the same figures of what else comes near. A question of common
words is met half by everything, so an idea must stand out from the others; one of rare words is met by
little, and less is enough. A logistic curve makes one figure of it, so that .5 means: as likely about it as
not.

Source: the curve is fitted on the questions of ``benchmarks/questions/learn.json`` by ``python -m
benchmarks.fitting``. Holding an idea against its neighbours follows work on foreseeing how good an answer is,
A. Shtok et al., Predicting query performance by query-drift estimation, ACM TOIS 2012.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log
from operator import itemgetter
from typing import NamedTuple


class Figures(NamedTuple):
    """What search says of an idea and all that belongs to it, where it is highest.

    Args:
        meaning: cosine of the question and a record, 0 to 1.
        words: share of the question's words in a record, rare words counting more, 0 to 1.
        said: how near all together come to saying each word of the question, 0 to 1.
        echoed: how near the question comes to saying the words of a record, 0 to 1.
    """

    meaning: float
    words: float
    said: float
    echoed: float


#: What each figure of an idea counts.
COUNTS = Figures(meaning=0.2, words=1.3, said=12.9, echoed=11.1)
#: What each figure of what comes near counts against it.
AGAINST = Figures(meaning=6.8, words=-3.5, said=9.0, echoed=1.9)
BEGIN = -5.75
#: How far a score must lie behind the best to count about a third as much in the order.
FADING = 2.0
#: So many ideas, those that score highest after the best, are what comes near. The best is not held against
#: itself.
NEIGHBOURS = 8
#: The figures of what comes near to a usual question. They count as so many ideas, which steadies the answer
#: where few ideas were found.
USUAL, USUAL_COUNT = Figures(meaning=0.25, words=0.11, said=0.48, echoed=0.32), 4

#: Nothing is less sure than this, or surer than what is left of 1.
LEAST = 1e-9


class Relevance(NamedTuple):
    """What the figures of an idea say.

    Args:
        surely: how surely it is about the question, 0 to 1.
        beside: how well it matches beside the one that matches best, which has 1: 0 to 1.
    """

    surely: float
    beside: float


def weigh_relevance(ideas: Sequence[Figures]) -> list[Relevance]:
    """Return how relevant each of the ideas is that were found for a question."""
    scores = [_weigh(COUNTS, figures) for figures in ideas]
    begin, best = BEGIN - _weigh(AGAINST, _mean_of_neighbours(ideas, scores)), max(scores, default=0.0)
    return [
        Relevance(surely=1 / (1 + exp(-(score + begin))), beside=exp((score - best) / FADING))
        for score in scores
    ]


def put_beside(surely: Sequence[float]) -> list[float]:
    """Return how well each of some ideas matches beside the surest, 0 to 1, whatever question brought it.

    Args:
        surely: how surely each is about what was asked, 0 to 1; see ``Relevance``.
    """
    scores = [log(each / (1 - each)) for each in (min(max(one, LEAST), 1 - LEAST) for one in surely)]
    best = max(scores, default=0.0)
    return [exp((score - best) / FADING) for score in scores]


def _mean_of_neighbours(ideas: Sequence[Figures], scores: Sequence[float]) -> Figures:
    best_first = sorted(zip(scores, ideas, strict=True), key=itemgetter(0), reverse=True)
    near = [figures for _, figures in best_first[1 : NEIGHBOURS + 1]]
    counted = len(near) + USUAL_COUNT
    columns = zip(USUAL, *near, strict=True)
    return Figures(*((sum(each) + USUAL_COUNT * usual) / counted for usual, *each in columns))


def _weigh(weights: Figures, figures: Figures) -> float:
    return (
        weights.meaning * figures.meaning
        + weights.words * figures.words
        + weights.said * figures.said
        + weights.echoed * figures.echoed
    )
