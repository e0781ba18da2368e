"""How surely a change idea is about what was asked, from what search says of it and of its cycles.

A score that only orders the records of one question cannot say "nobody has tested this". These figures can:
the cosine of question and text, and the share of the question's words that the text holds, rare words
counting more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

#: Share of the meaning beside the words. Chosen on the tuning questions (see benchmarks/README.md).
MEANING_SHARE = 0.75
#: A match of a cycle or a tool says a little less of the idea than one of the idea itself.
INDIRECT = 0.95


@dataclass(frozen=True, slots=True)
class Evidently:
    """What search says of one record.

    Args:
        meaning: cosine of the question and the record, -1 to 1.
        words: share of the question's words in the record, 0 to 1.
        is_idea: whether the record is the idea itself.
    """

    meaning: float
    words: float
    is_idea: bool


def relevance_of(records: Iterable[Evidently]) -> float:
    """Return how surely an idea is about the question: 0 to 1, that of its best record."""
    return max((_of_record(record) for record in records), default=0.0)


def _of_record(record: Evidently) -> float:
    sure = MEANING_SHARE * max(record.meaning, 0.0) + (1 - MEANING_SHARE) * record.words
    return min(sure if record.is_idea else INDIRECT * sure, 1.0)
