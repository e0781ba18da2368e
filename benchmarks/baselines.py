"""What the hub's search is compared with, plain and by the book.

They share nothing with the hub but the cutting of words and the vectors of whole texts.

A baseline takes the texts of the documents and of the queries and returns a score for each pair:
float, (queries, documents).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nic_hub.search.words import terms_of

Scores = npt.NDArray[np.float64]


def random(documents: Sequence[str], queries: Sequence[str]) -> Scores:
    """Score by chance."""
    return np.random.default_rng(0).random((len(queries), len(documents)))


def bm25(documents: Sequence[str], queries: Sequence[str], k1: float = 1.2, b: float = 0.75) -> Scores:
    """Score with BM25 over stemmed words. Source: Robertson and Zaragoza 2009."""
    counts = [Counter(terms_of(text)) for text in documents]
    lengths = np.array([sum(count.values()) for count in counts])
    norms = k1 * (1 - b + b * lengths / lengths.mean())
    holders = Counter(term for count in counts for term in count)
    scores = np.zeros((len(queries), len(documents)))
    columns = {term: np.array([count[term] for count in counts]) for term in _terms_of_all(queries, holders)}
    for row, query in enumerate(queries):
        for term, repeated in Counter(terms_of(query)).items():
            if term in columns:
                rarity = math.log(1 + (len(documents) - holders[term] + 0.5) / (holders[term] + 0.5))
                scores[row] += repeated * rarity * columns[term] * (k1 + 1) / (columns[term] + norms)
    return scores


def _terms_of_all(queries: Sequence[str], known: Counter[str]) -> set[str]:
    return {term for query in queries for term in terms_of(query) if term in known}


def tf_idf(documents: Sequence[str], queries: Sequence[str]) -> Scores:
    """Score with the cosine of TF-IDF vectors of words and pairs, in scikit-learn's words."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    fewest = 2 if len(documents) > 100 else 1
    vectorizer = TfidfVectorizer(sublinear_tf=True, stop_words="english", ngram_range=(1, 2), min_df=fewest)
    known = vectorizer.fit_transform(documents)
    return np.asarray((vectorizer.transform(queries) @ known.T).toarray())


def fused_ranks(one: Scores, other: Scores, k: int = 60) -> Scores:
    """Fuse two rankings. Source: Cormack, Clarke and Buettcher, Reciprocal rank fusion, SIGIR 2009."""
    return sum(1 / (k + 1 + (-scores).argsort(axis=1).argsort(axis=1)) for scores in (one, other))
