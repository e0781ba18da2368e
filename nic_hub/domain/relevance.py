"""How surely a change idea is about what was asked, from what search says of it and of what belongs to it.

A score that only orders the records of one question cannot say "nobody has tested this". These figures can:
the cosine of question and text, the share of the question's words that a text holds, rare words counting
more, and how near the idea with all that belongs to it comes to saying each word of the question. A logistic
curve makes one figure of the three, fitted on the tuning questions (``benchmarks/questions/tune.json``), so
that .5 means: as likely about it as not.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import exp
from typing import NamedTuple

#: The fitted curve: what each figure counts, and where it begins.
MEANING, WORDS, SAID, BEGIN = 1.9, 2.9, 11.4, -9.1


class Evidently(NamedTuple):
    """What search says of one record.

    Args:
        meaning: cosine of the question and the record, -1 to 1.
        words: share of the question's words in the record, 0 to 1.
    """

    meaning: float
    words: float


def relevance_of(records: Iterable[Evidently], said: Iterable[float]) -> float:
    """Return how surely an idea is about the question: 0 to 1.

    Args:
        records: what was found of the idea itself, its cycles and its tools; each figure counts where it is
            highest.
        said: for each word of the question, how near the idea and all that belongs to it come to saying it,
            times what the word counts: 0 to 1 in all.
    """
    found = tuple(records)
    meaning = max((record.meaning for record in found), default=0.0)
    words = max((record.words for record in found), default=0.0)
    return 1 / (1 + exp(-(MEANING * max(meaning, 0.0) + WORDS * words + SAID * sum(said) + BEGIN)))
