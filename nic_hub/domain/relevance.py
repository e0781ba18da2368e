"""How surely a change idea is about what was asked, from what search says of it, its cycles and its tools.

A score that only orders the records of one question cannot say "nobody has tested this". These figures can:
the cosine of question and text, the share of the question's words that the text holds, rare words counting
more, and the same for words that mean nearly the same. A logistic curve makes one figure of the three, fitted
on the tuning questions (``benchmarks/questions/tune.json``), so that .5 means: as likely about it as not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

#: The fitted curve: what each figure counts, and where it begins.
MEANING, WORDS, LIKENESS, BEGIN = 6.8, 6.3, 3.3, -7.4


@dataclass(frozen=True, slots=True)
class Evidently:
    """What search says of one record.

    Args:
        meaning: cosine of the question and the record, -1 to 1.
        words: share of the question's words in the record, 0 to 1.
        likeness: share of the question that the record says in like words, 0 to 1.
    """

    meaning: float
    words: float
    likeness: float


def relevance_of(records: Sequence[Evidently]) -> float:
    """Return how surely an idea is about the question: 0 to 1.

    Args:
        records: the idea, its cycles and its tools; each figure counts where it is highest. None at all is 0.
    """
    if not records:
        return 0.0
    meaning = max(0.0, *(record.meaning for record in records))
    words = max(record.words for record in records)
    likeness = max(record.likeness for record in records)
    return 1 / (1 + exp(-(MEANING * meaning + WORDS * words + LIKENESS * likeness + BEGIN)))
