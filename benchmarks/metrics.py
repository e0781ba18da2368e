"""How good a ranking is, and how sure one may be of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import numpy as np


def ndcg_at_10(ranked: Sequence[str], grades: Mapping[str, float]) -> float:
    """Return the normalised discounted cumulative gain of the first ten; the gain is the grade."""
    discounts = 1 / np.log2(np.arange(2, 12))
    gains = np.array([grades.get(id_, 0) for id_ in ranked[:10]], dtype=float)
    ideal = np.sort(list(grades.values()))[::-1][:10]
    return float((gains * discounts[: len(gains)]).sum() / (ideal * discounts[: len(ideal)]).sum())


def precision_at_5(ranked: Sequence[str], grades: Mapping[str, float]) -> float:
    """Return the share of relevant documents among the first five."""
    return sum(id_ in grades for id_ in ranked[:5]) / 5


METRICS = {"ndcg": ndcg_at_10, "precision": precision_at_5}


def is_for_tuning(query_id: str) -> bool:
    """Say whether a query is of the half that settings were chosen on; by its id, so that nobody picks."""
    return hashlib.md5(query_id.encode(), usedforsecurity=False).digest()[-1] % 2 == 0


def interval(values: Sequence[float], rounds: int = 1000) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a mean."""
    samples = np.random.default_rng(0).choice(np.asarray(values), (rounds, len(values)))
    low, high = np.percentile(samples.mean(axis=1), [2.5, 97.5])
    return float(low), float(high)
