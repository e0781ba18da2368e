"""Vectors are found exactly where there are few, nearly exactly where there are many, whatever the filter."""

import numpy as np
import pytest

from nic_hub.search import vectors
from nic_hub.search.vectors import VectorIndex

DIMENSION = 384
GROUPS = 100


def index_of(rows):
    """Make an index of rows, each an array of its vectors."""
    counts = np.array([len(row) for row in rows], dtype=np.int64)
    stacked = np.array([vector for row in rows for vector in row], dtype=np.float32).reshape(-1, DIMENSION)
    row_of = np.repeat(np.arange(len(rows), dtype=np.int32), counts)
    return VectorIndex(stacked, row_of, np.cumsum(counts) - counts, counts).with_scans()


def unit(values):
    return (values / np.linalg.norm(values, axis=-1, keepdims=True)).astype(np.float32)


def clusters(number, seed=0):
    """Make vectors that lie in groups, as texts on the same subject do; row i is in group i % GROUPS."""
    generator = np.random.default_rng(seed)
    centres = np.random.default_rng(7).normal(size=(GROUPS, DIMENSION))
    noise = generator.normal(size=(number, DIMENSION)).astype(np.float32)
    return unit(centres[np.arange(number) % GROUPS] + noise)


def exact(matrix, query, wanted, count):
    scores = np.where(wanted, matrix @ query, -2)
    return np.argsort(-scores, kind="stable")[: min(count, np.count_nonzero(wanted))]


@pytest.fixture(scope="module")
def many():
    """Forty thousand rows of one vector: enough to be scanned."""
    matrix = clusters(40_000)
    return matrix, index_of(matrix[:, None, :])


def recall(matrix, index, wanted, count=10):
    queries = clusters(20, seed=1)
    found = [set(index.search(query, wanted).best(count).rows.tolist()) for query in queries]
    truth = [set(exact(matrix, query, wanted, count).tolist()) for query in queries]
    return np.mean([len(one & other) / len(other) for one, other in zip(found, truth, strict=True)])


def test_a_row_scores_by_the_mean_of_its_whole_and_its_best_piece():
    query, other = unit(np.eye(DIMENSION)[:2])
    index = index_of([[other, query, other], [query], [unit(query + other)]])
    found = index.search(query, np.ones(3, dtype=bool)).best(3)
    assert found.rows.tolist() == [1, 2, 0]
    assert found.scores.tolist() == pytest.approx([1, 0.5**0.5, 0.5], abs=1e-6)


@pytest.mark.parametrize("count", [3_000, 40_000])
def test_several_searches_at_once_find_what_each_finds_alone(count):
    index = index_of(clusters(count)[:, None, :])
    masks = [np.ones(count, dtype=bool), np.arange(count) % 6 == 0, np.arange(count) < 5]
    (query,) = clusters(1, seed=1)
    together = index.search_each(query, masks, [np.array([7]), vectors.NOTHING, vectors.NOTHING])
    alone = [
        index.search(query, mask, also)
        for mask, also in zip(masks, [np.array([7]), *[vectors.NOTHING] * 2], strict=True)
    ]
    for one, other in zip(together, alone, strict=True):
        assert one.rows.tolist() == other.rows.tolist()
        assert one.scores.tolist() == pytest.approx(other.scores.tolist(), abs=1e-6)


def test_a_row_without_a_vector_is_not_found_by_meaning():
    (query,) = clusters(1)
    index = index_of([[query], [], [query]])
    assert index.search(query, np.ones(3, dtype=bool)).rows.tolist() == [0, 2]
    assert index.score(query, np.array([1])).rows.tolist() == []


def test_an_index_without_vectors_answers():
    assert index_of([]).search(clusters(1)[0], np.ones(0, dtype=bool)).rows.tolist() == []


def test_few_vectors_are_compared_exactly():
    matrix = clusters(3_000)
    index = index_of(matrix[:, None, :])
    assert not index.scans
    assert recall(matrix, index, np.ones(3_000, dtype=bool)) == 1


def test_many_vectors_are_scanned_and_nearly_all_found(many):
    matrix, index = many
    assert index.scans
    assert recall(matrix, index, np.ones(len(matrix), dtype=bool)) >= 0.98


@pytest.mark.parametrize("share", [0.9, 0.6])
def test_a_wide_random_filter_costs_little(many, share):
    matrix, index = many
    wanted = np.random.default_rng(2).random(len(matrix)) < share
    assert recall(matrix, index, wanted) >= 0.98


@pytest.mark.parametrize("groups", [1, 5, 40, 60, 99])
def test_a_filter_that_goes_with_the_meaning_still_returns_its_ten(many, groups):
    """A team's or a district's records are about the same things, and often not about what is asked."""
    matrix, index = many
    wanted = np.arange(len(matrix)) % GROUPS >= GROUPS - groups
    found = [index.search(query, wanted).best(10) for query in clusters(20, seed=1)]
    assert all(len(one.rows) == 10 and wanted[one.rows].all() for one in found)
    assert recall(matrix, index, wanted) >= 0.97


@pytest.mark.parametrize("number", [1, 9, 10, 50])
def test_a_rare_filter_still_returns_its_ten(many, number):
    matrix, index = many
    wanted = np.zeros(len(matrix), dtype=bool)
    wanted[np.random.default_rng(3).choice(len(matrix), number, replace=False)] = True
    assert recall(matrix, index, wanted) == 1


def test_when_the_scan_brings_too_few_all_wanted_rows_are_compared(many, monkeypatch):
    matrix, index = many
    monkeypatch.setattr(vectors, "EXACT_LIMIT", 10)
    monkeypatch.setattr(vectors, "EXACT_SHARE", 0.0)
    wanted = np.arange(len(matrix)) % GROUPS == 3
    assert recall(matrix, index, wanted) == 1
    assert wanted[index.search(matrix[0], wanted).rows].all()


def grown(index, matrix):
    """Add rows of one vector behind an index."""
    rows = np.arange(len(index.vectors) + len(matrix))
    return VectorIndex(
        np.concatenate([index.vectors, matrix]),
        rows.astype(np.int32),
        rows,
        np.ones(len(rows), dtype=np.int64),
        index.scans,
    ).with_scans()


def test_new_rows_are_found_before_and_after_they_get_a_scan_of_their_own(many):
    matrix, index = many
    tail = clusters(5_000, seed=5)
    with_tail = grown(index, tail)
    assert with_tail.scans == index.scans
    with_more = grown(with_tail, clusters(20_000, seed=6))
    assert [scan.first for scan in with_more.scans] == [0, 40_000]
    everything = np.ones(65_000, dtype=bool)
    for one in (with_tail, with_more):
        wanted = everything[: len(one.vectors)]
        assert recall(one.vectors, one, wanted) >= 0.98
        assert one.search(tail[11], wanted).best(1).rows.tolist() == [40_011]
    assert recall(matrix, index, everything[:40_000]) >= 0.98


def test_several_searches_share_the_scan_that_reaches_the_furthest(many, monkeypatch):
    matrix, index = many
    reached, scan = [], vectors._nearest
    monkeypatch.setattr(vectors, "_nearest", lambda *asked: reached.append(asked[-1]) or scan(*asked))
    half = np.arange(len(matrix)) % 2 == 0
    masks = [half, np.ones(len(matrix), dtype=bool)]
    together = index.search_each(matrix[0], masks, [vectors.NOTHING] * 2)
    assert reached == [vectors.OVERSAMPLING * 2]
    alone = [index.search(matrix[0], mask) for mask in masks]
    assert [each.rows.tolist() for each in together] == [each.rows.tolist() for each in alone]


def test_new_rows_that_are_not_wanted_are_not_compared(many):
    matrix, index = many
    one = grown(index, clusters(5_000, seed=5))
    wanted = np.arange(len(one.vectors)) % 2 == 0
    assert wanted[one.search(matrix[0], wanted).rows].all()


def test_candidates_of_the_same_score_keep_their_order():
    (query,) = clusters(1)
    found = index_of([[query]] * 5).search(query, np.ones(5, dtype=bool)).best(3)
    assert found.rows.tolist() == [0, 1, 2]
